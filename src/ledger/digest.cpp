#include "collab/ledger/digest.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <iterator>

#include "ledger/blake.hpp"

namespace collab {
namespace {

std::string hex(std::span<const unsigned char> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  }
  return text;
}

}  // namespace

std::string sha256(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return hex(digest);
}

void hasten_digests() { [[maybe_unused]] static const int ready = sodium_init(); }

Blake::Blake() { crypto_generichash_init(&state_, nullptr, 0, size); }

void Blake::add(const void* data, std::size_t length) {
  crypto_generichash_update(&state_, static_cast<const unsigned char*>(data), length);
}

std::string Blake::finish() {
  std::array<unsigned char, size> digest{};
  crypto_generichash_final(&state_, digest.data(), size);
  return hex(digest);
}

std::string blake2b(std::span<const std::uint8_t> bytes) {
  Blake blake;
  blake.add(bytes.data(), bytes.size());
  return blake.finish();
}

}  // namespace collab
