#include <doctest/doctest.h>

#include <array>
#include <string>

#include "collab/units/pseudonym.hpp"

using namespace collab;

namespace {
/// 00 01 02 … 0f
Key reference_key() {
  std::array<std::uint8_t, Key::size> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
  return Key(bytes);
}
std::string first_bytes(std::size_t n) {
  std::string text;
  for (std::size_t i = 0; i < n; ++i) text += static_cast<char>(i);
  return text;
}
}  // namespace

TEST_CASE("pseudonym: SipHash-2-4-128 as its authors' vectors have it") {
  // Source: github.com/veorq/SipHash, vectors.h, vectors_sip128: input 00 01 02 …, key 00 … 0f.
  const Key key = reference_key();
  CHECK(key.pseudonym("") == Pseudonym{0xa3817f04ba25a8e6, 0x6df67214c7550293});
  CHECK(key.pseudonym(first_bytes(1)) == Pseudonym{0xda87c1d86b99af44, 0x347659119b22fc45});
}

TEST_CASE("pseudonym: the same under one key, another under another") {
  const Key key = reference_key();
  const Key other = Key::random();
  CHECK(key.pseudonym("jane") == key.pseudonym("jane"));
  CHECK(key.pseudonym("jane") != key.pseudonym("Jane"));
  CHECK(key.pseudonym("jane") != other.pseudonym("jane"));
  CHECK(Key::random().bytes() != other.bytes());
}

TEST_CASE("key: a fingerprint of 16 hex digits") {
  const std::string print = reference_key().fingerprint();
  CHECK(print.size() == 16);
  CHECK(print.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(print == reference_key().fingerprint());
  CHECK(print != Key::random().fingerprint());
}
