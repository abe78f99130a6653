#pragma once
// The two orders of verdicts (product.md, section 6).
#include <algorithm>
#include <array>
#include <cstddef>

#include "collab/model/effect.hpp"

namespace collab {

/// Of a variant's goals the first of these decides.
constexpr std::array weakest_first{Verdict::worse,   Verdict::missed,  Verdict::no_data,
                                   Verdict::pending, Verdict::unclear, Verdict::better,
                                   Verdict::met};
/// Of several variants the first of these decides.
constexpr std::array strongest_first{Verdict::met,     Verdict::better,  Verdict::unclear,
                                     Verdict::pending, Verdict::no_data, Verdict::missed,
                                     Verdict::worse,   Verdict::broken};

constexpr std::size_t place(const auto& order, Verdict verdict) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), verdict) - order.begin());
}

}  // namespace collab
