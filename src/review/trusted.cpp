#include "review/trusted.hpp"

#include <algorithm>

#include "collab/review/cells.hpp"
#include "collab/statistics/sample_ratio.hpp"

namespace collab {

RatioTest ratio_test(const Experiment& plan, int last_due) {
  const bool one_look =
      plan.looks.form != Looks::Form::anytime && look_days(plan.looks, plan.cycle).size() == 1;
  return one_look && last_due > 0 ? RatioTest::once : RatioTest::sequential;
}

std::optional<double> assigned(const std::vector<Cell>& cells, const Experiment& plan, int look,
                               const std::string& variant) {
  if (!plan.by_cluster()) {
    const Cell* exposed = find_cell(cells, look, "", variant);
    if (exposed != nullptr && exposed->repeated) return std::nullopt;
    return exposed == nullptr ? 0 : exposed->moments.n;
  }
  // Stores of unlike size make unlike numbers of shoppers: it is stores that were assigned.
  std::optional<double> most;
  for (const Metric& metric : plan.metrics) {
    const Cell* clusters = find_cell(cells, look, metric.id, variant, {}, Basis::cluster);
    if (clusters != nullptr) most = std::max(most.value_or(0), clusters->moments.n);
  }
  return most;
}

std::optional<double> sample_ratio(const std::vector<Cell>& cells, const Experiment& plan, int look,
                                   RatioTest test) {
  std::vector<double> units, shares;
  for (const Variant& variant : plan.variants) {
    const std::optional<double> n = assigned(cells, plan, look, variant.id);
    if (!variant.share || !n) return std::nullopt;
    shares.push_back(*variant.share);
    units.push_back(*n);
  }
  double total = 0;
  for (const double n : units) total += n;
  if (units.size() < 2 || total <= 0) return std::nullopt;
  return test == RatioTest::once ? sample_ratio_p_value(units, shares)
                                 : sequential_sample_ratio_p_value(units, shares);
}

double share_in_two_variants(const Holdings& holdings) {
  if (holdings.units <= 0) return 0;
  return static_cast<double>(holdings.in_two_variants) / static_cast<double>(holdings.units);
}

std::string distrust(const std::vector<Cell>& cells, const Experiment& plan, int look,
                     const Holdings& holdings) {
  return distrust(cells, plan, look, holdings, ratio_test(plan, look));
}

std::string distrust(const std::vector<Cell>& cells, const Experiment& plan, int look,
                     const Holdings& holdings, RatioTest test) {
  const std::optional<double> p_value = sample_ratio(cells, plan, look, test);
  if (p_value && *p_value < sample_ratio_alpha) return "sample-ratio-mismatch";
  if (share_in_two_variants(holdings) > two_variants_limit) return "units-in-two-variants";
  if (holdings.exposure_unknown) return "exposure-unknown";
  return {};
}

void apply_distrust(const std::string& slug, Verdict& verdict, std::string& reason) {
  if (slug.empty()) return;
  if (verdict == Verdict::met || verdict == Verdict::better || verdict == Verdict::ok) {
    verdict = Verdict::unclear;
    reason = slug;
  }
}

}  // namespace collab
