#pragma once
// What stands in the chain for a text that may have to be removed: a digest keyed by a salt that
// goes with the text. Without the salt nobody can try whether a text they have was the one.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "collab/model/voice.hpp"

namespace collab {

Token random_token();
/// BLAKE2b-256 under `salt` of the pseudonym (or nothing) and the text.
std::vector<std::uint8_t> seal_of(std::span<const std::uint8_t> salt,
                                  std::span<const std::uint8_t> pseudonym, std::string_view text);
bool is_sealed_as(std::span<const std::uint8_t> seal, std::span<const std::uint8_t> salt,
                  std::span<const std::uint8_t> pseudonym, std::string_view text);

}  // namespace collab
