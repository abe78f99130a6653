#pragma once
// Sample-ratio mismatch: did the variants get the shares of units that the plan promised?
#include <optional>
#include <span>

namespace collab {

/// Chi-square goodness of fit of distinct exposed units against planned shares.
///
/// observed  units by variant; shares  fractions > 0 that add up to 1, same order
/// returns   p-value on observed.size() - 1 degrees of freedom; nullopt below two variants or when
///           an expected count is below 5
/// source    Fabijan et al. 2019, "Diagnosing sample ratio mismatch in online controlled
/// experiments"
std::optional<double> sample_ratio_p_value(std::span<const double> observed,
                                           std::span<const double> shares);

}  // namespace collab
