#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/statistics/distributions.hpp"
#include "review/segment_levels.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

constexpr double imbalance_alpha = 0.001;
constexpr double least_expected = 5;  // the usual rule for chi-square

/// Units by level and variant, the plan's variants in order.
using Counts = std::map<std::string, std::vector<double>>;

/// Of the first metric whose levels hold all units of every variant; empty: none does.
Counts counts_of(const TrustContext& context, const std::string& segment, int look) {
  const Experiment& plan = context.plan;
  for (const Metric& metric : plan.metrics) {
    std::vector<const Cell*> wholes;
    for (const Variant& variant : plan.variants)
      wholes.push_back(find_cell(context.cells, look, metric.id, variant.id));
    const bool counted = std::ranges::all_of(wholes, [](const Cell* whole) {
      return whole != nullptr && !whole->repeated && whole->moments.n > 0;
    });
    if (!counted) continue;
    Counts counts;
    for (const auto& [level, units] : segment_levels(context.cells, wholes, segment))
      for (const Moments& of_variant : units) counts[level].push_back(of_variant.n);
    if (!counts.empty()) return counts;
  }
  return {};
}

/// Pearson's test of independence; nullopt where a level is too rare for it.
std::optional<double> p_of(const Counts& counts, const std::vector<double>& of_variant) {
  double all = 0, chi_square = 0;
  for (const double n : of_variant) all += n;
  for (const auto& [level, row] : counts) {
    double of_level = 0;
    for (const double n : row) of_level += n;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const double expected = of_level * of_variant[i] / all;
      if (expected < least_expected) return std::nullopt;
      chi_square += (row[i] - expected) * (row[i] - expected) / expected;
    }
  }
  const auto df = static_cast<double>((counts.size() - 1) * (of_variant.size() - 1));
  return chi_square_upper_tail(chi_square, df);
}

struct Gap {
  std::string level;
  double low = 0, high = 0;
  std::size_t lowest = 0, highest = 0;  ///< variants
};

/// The level whose share of a variant's units differs most between two of them.
Gap widest(const Counts& counts, const std::vector<double>& of_variant) {
  Gap widest;
  for (const auto& [level, row] : counts) {
    std::vector<double> shares;
    for (std::size_t i = 0; i < row.size(); ++i) shares.push_back(row[i] / of_variant[i]);
    const auto [low, high] = std::ranges::minmax_element(shares);
    if (*high - *low <= widest.high - widest.low + 1e-12) continue;  // of two, the first
    widest = {.level = level,
              .low = *low,
              .high = *high,
              .lowest = static_cast<std::size_t>(low - shares.begin()),
              .highest = static_cast<std::size_t>(high - shares.begin())};
  }
  return widest;
}

/// Who is in a segment was so before exposure, so that variants have the same mix of it but for
/// chance. At looks that are due, so that it is not asked nightly. Stores that were assigned whole
/// differ in their mix.
std::optional<TrustFinding> find(const TrustContext& context) {
  const Experiment& plan = context.plan;
  const int look = last_due(context);
  if (plan.control.empty() || plan.by_cluster() || look == 0) return std::nullopt;
  TrustFinding finding{.check = "segment-imbalance",
                       .status = TrustFinding::Status::warning,
                       .message = {},
                       .p_value = {}};
  for (const std::string& segment : plan.segments) {
    const Counts counts = counts_of(context, segment, look);
    if (counts.empty()) continue;
    std::vector<double> of_variant(plan.variants.size());
    for (const auto& [level, row] : counts)
      for (std::size_t i = 0; i < row.size(); ++i) of_variant[i] += row[i];
    const std::optional<double> p = p_of(counts, of_variant);
    if (!p || *p >= imbalance_alpha) continue;
    finding.p_value = std::min(finding.p_value.value_or(1), *p);
    const Gap gap = widest(counts, of_variant);
    finding.message +=
        fmt::format("{}{}={} is {} of {} and {} of {}", finding.message.empty() ? "" : "; ",
                    segment, gap.level, percent(gap.low), plan.variants[gap.lowest].id,
                    percent(gap.high), plan.variants[gap.highest].id);
  }
  if (finding.message.empty()) return std::nullopt;
  finding.message +=
      "; the variants' mix differs by more than chance: check how units were assigned, and read "
      "the comparison within levels (--explain)";
  return finding;
}

}  // namespace

extern const TrustCheck segment_imbalance_check;
const TrustCheck segment_imbalance_check{16, find};

}  // namespace collab
