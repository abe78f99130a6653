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

/// The same question, asked as often as one likes: min(1, 1 / BF), BF the mean of five Bayes
/// factors of the Dirichlet-multinomial, with concentrations 2, 100, 1000, 10000 and 100000 x
/// shares, against the planned multinomial.
///
/// Under the planned shares BF is a martingale that starts at 1, so that the chance that 1 / BF is
/// ever below alpha is at most alpha (Ville), however often it is looked at. Cumulative counts
/// suffice: units are exchangeable under both hypotheses, so each likelihood depends on the counts
/// alone, whatever the order in which the units came, and multiplying the nights' factors gives the
/// same number. A mean of martingales is one. The small concentrations see gross faults in
/// a handful of units (20 of 20 in one variant), the large ones small deviations in many; the price
/// of asking all is at most a factor of 5.
///
/// observed  cumulative distinct units by variant, >= 0; shares  fractions > 0, same order
/// returns   p-value of this moment, valid at any count; nullopt below two variants or without
///           units
/// accuracy  1e-9 relative up to 1e6 units, 1e-4 up to 1e9
/// source    Lindon and Malek 2022, "Anytime-valid inference for multinomial count data", NeurIPS
std::optional<double> sequential_sample_ratio_p_value(std::span<const double> observed,
                                                      std::span<const double> shares);

}  // namespace collab
