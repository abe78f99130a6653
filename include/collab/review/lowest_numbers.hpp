#pragma once
// A unit that several ledgers recorded side by side has a number of each; here it is one.
#include <cstdint>
#include <vector>

#include "collab/ledger/ledger.hpp"

namespace collab {

/// By unit number the lowest one of the same unit; empty when each has but one.
std::vector<std::uint32_t> lowest_numbers(const Ledger& ledger);

/// numbers: by lowest_numbers()
void use_lowest(std::vector<std::uint32_t>& numbers, const std::vector<std::uint32_t>& lowest);

}  // namespace collab
