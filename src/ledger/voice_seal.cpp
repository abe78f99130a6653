#include "ledger/voice_seal.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace collab {

Token random_token() {
  // A question to the system for each of a million voices would take a tenth of their import.
  constexpr std::size_t tokens = 256;
  thread_local std::array<Token, tokens> asked;
  thread_local std::size_t used = tokens;
  if (used == tokens) {
    randombytes_buf(asked.data(), sizeof asked);
    used = 0;
  }
  return std::exchange(asked.at(used++), Token{});
}

std::vector<std::uint8_t> seal_of(std::span<const std::uint8_t> salt,
                                  std::span<const std::uint8_t> pseudonym, std::string_view text) {
  constexpr std::size_t size = 32;
  std::vector<std::uint8_t> seal(size);
  crypto_generichash_state state;
  crypto_generichash_init(&state, salt.data(), salt.size(), size);
  const auto length = static_cast<unsigned char>(pseudonym.size());
  crypto_generichash_update(&state, &length, 1);
  crypto_generichash_update(&state, pseudonym.data(), pseudonym.size());
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                            text.size());
  crypto_generichash_final(&state, seal.data(), seal.size());
  return seal;
}

bool is_sealed_as(std::span<const std::uint8_t> seal, std::span<const std::uint8_t> salt,
                  std::span<const std::uint8_t> pseudonym, std::string_view text) {
  return std::ranges::equal(seal, seal_of(salt, pseudonym, text));
}

}  // namespace collab
