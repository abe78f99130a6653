#pragma once
// Whether verdicts may rest on the data at all.
#include <optional>
#include <string>
#include <vector>

#include "collab/model/cell.hpp"
#include "collab/model/experiment.hpp"
#include "collab/review/verdict.hpp"

namespace collab {

/// Below this, units were not assigned as planned.
constexpr double sample_ratio_alpha = 0.001;
/// More units in two variants than this share, and the variants are no longer what they were.
constexpr double two_variants_limit = 0.01;

/// once: chi-square, for a plan with one look, at that look; sequential: valid on every night.
enum class RatioTest { once, sequential };
/// For a review of the cells at a look, or after it; 0 = between looks.
RatioTest ratio_test(const Experiment& plan, int last_due);

/// How many units, or clusters where those were assigned, a variant has; nullopt when units repeat
/// or rows do not name clusters.
std::optional<double> assigned(const std::vector<Cell>& cells, const Experiment& plan, int look,
                               const std::string& variant);

/// The p-value of what was assigned against planned shares at a look; nullopt when distinct units
/// are not known, or too few.
std::optional<double> sample_ratio(const std::vector<Cell>& cells, const Experiment& plan, int look,
                                   RatioTest test);

double share_in_two_variants(const Holdings& holdings);

/// The slug of what spoils the data: sample-ratio-mismatch, units-in-two-variants; empty if
/// nothing.
std::string distrust(const std::vector<Cell>& cells, const Experiment& plan, int look,
                     const Holdings& holdings, RatioTest test);
/// The same, tested as the look is.
std::string distrust(const std::vector<Cell>& cells, const Experiment& plan, int look,
                     const Holdings& holdings);

/// met, better and ok become unclear on data that cannot be trusted; others stay.
void apply_distrust(const std::string& slug, Verdict& verdict, std::string& reason);

}  // namespace collab
