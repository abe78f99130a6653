#include <fmt/format.h>

#include <cmath>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "review/comparison.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

/// Beyond this change, relative to the baseline, an error in the data is likelier than the effect.
constexpr double large_change = 0.5;
/// Even in an even spread units vary by 20 % of their mean; a tenth of that is a standard error or
/// another unit of measure taken for the units' standard deviation.
constexpr double least_variation = 0.02;
constexpr double enough = 30;

/// A mean from summary rows whose standard deviation is hardly one of units.
bool too_narrow(const Metric& metric, const Cell* cell) {
  if (metric.kind != "mean" || cell == nullptr || cell->unit_rows) return false;
  const Moments& moments = cell->moments;
  if (moments.n < enough) return false;
  return std::sqrt(moments.variance()) < least_variation * std::abs(moments.mean());
}

void add(std::string& text, const std::string& part) { text += (text.empty() ? "" : "; ") + part; }

/// Twyman's law: any figure that looks interesting or different is usually wrong.
std::optional<TrustFinding> find(const TrustContext& context) {
  const Experiment& plan = context.plan;
  const int look = look_shown(context);
  const double alpha = split_alpha(plan).plain;
  std::string text;
  for (const Metric& metric : plan.metrics) {
    for (const Variant& variant : plan.variants) {
      const Cell* arm = find_cell(context.cells, look, metric.id, variant.id);
      if (too_narrow(metric, arm))
        add(text,
            fmt::format("units of {} differ by only {} in {}: is that a standard error? sd "
                        "is that of units",
                        metric.id,
                        percent(std::sqrt(arm->moments.variance()) / std::abs(arm->moments.mean())),
                        variant.id));
      if (metric.role != Role::goal || plan.control.empty() || variant.id == plan.control) continue;
      const Cell* control = find_cell(context.cells, look, metric.id, plan.control);
      const Effect effect =
          compare_cells(metric, arm, control, variant.id, plan.control, alpha).effect;
      const bool clear = (effect.absolute.low && *effect.absolute.low > 0) ||
                         (effect.absolute.high && *effect.absolute.high < 0);
      if (effect.judged && clear && effect.relative.value &&
          std::abs(*effect.relative.value) > large_change)
        add(text, fmt::format("{} of {} changed by {}", metric.id, variant.id,
                              fmt::format("{:+.3g}%", 100 * *effect.relative.value)));
    }
  }
  if (text.empty()) return std::nullopt;
  return TrustFinding{.check = "suspicious-effect",
                      .status = TrustFinding::Status::warning,
                      .message = text + "; check the data before believing",
                      .p_value = {}};
}

}  // namespace

extern const TrustCheck suspicious_effect_check;
const TrustCheck suspicious_effect_check{14, find};

}  // namespace collab
