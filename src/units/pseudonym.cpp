#include "collab/units/pseudonym.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <span>

#include "collab/model/error.hpp"

namespace collab {
namespace {

static_assert(Key::size == crypto_shorthash_siphashx24_KEYBYTES);

/// Big-endian, so that pseudonyms sort as their bytes do.
std::uint64_t word(std::span<const std::uint8_t, 8> bytes) {
  std::uint64_t result = 0;
  for (const std::uint8_t byte : bytes) result = (result << 8U) | byte;
  return result;
}

}  // namespace

Key::Key(const std::array<std::uint8_t, size>& bytes) : bytes_(bytes) {}

Key Key::random() {
  if (sodium_init() < 0) {
    throw Error(ExitCode::failure, "no-random-source", "the system gives no random numbers");
  }
  std::array<std::uint8_t, size> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return Key(bytes);
}

Pseudonym Key::pseudonym(std::string_view id) const {
  std::array<std::uint8_t, crypto_shorthash_siphashx24_BYTES> hash{};
  static_assert(hash.size() == 16);
  crypto_shorthash_siphashx24(hash.data(), reinterpret_cast<const std::uint8_t*>(id.data()),
                              id.size(), bytes_.data());
  const std::span<const std::uint8_t, 16> all(hash);
  return {word(all.first<8>()), word(all.last<8>())};
}

std::string Key::fingerprint() const {
  // A digest of a domain and the key: 64 bits of it do not lead back to the key's 128.
  constexpr std::string_view domain = "collab key fingerprint";
  std::array<std::uint8_t, crypto_generichash_BYTES> digest{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  crypto_generichash_update(&state, reinterpret_cast<const std::uint8_t*>(domain.data()),
                            domain.size());
  crypto_generichash_update(&state, bytes_.data(), bytes_.size());
  crypto_generichash_final(&state, digest.data(), digest.size());
  return fmt::format("{:016x}", word(std::span<const std::uint8_t, 32>(digest).first<8>()));
}

}  // namespace collab
