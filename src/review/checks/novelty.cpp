#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "collab/review/cells.hpp"
#include "collab/review/looks.hpp"
#include "collab/statistics/covariate.hpp"
#include "collab/statistics/heterogeneity.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/sequence.hpp"
#include "review/effect_error.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

constexpr double novelty_alpha = 0.01;
constexpr double interval_alpha = 0.05;  // any: standard errors are taken from it

/// Periods can be told apart only where every row counts once, and each is of other units.
bool counted_once(const Experiment& plan) {
  if (plan.feeds.empty()) return plan.counts == Counts::once;
  return std::all_of(plan.feeds.begin(), plan.feeds.end(),
                     [](const Feed& feed) { return feed.counts == Counts::once; });
}

/// What came after the first look. Covariates are left out: units without one have the mean of all
/// units then known, which differs from look to look.
std::optional<Moments> later(const Cell* first, const Cell* last) {
  if (first == nullptr || last == nullptr || first->repeated || last->repeated) return std::nullopt;
  const Moments rest = without(last->moments, first->moments);
  const bool something = rest.n > 0 || (last->moments.n <= 0 && rest.sum[1] > 0);
  return something ? std::optional(rest) : std::nullopt;
}

std::optional<LevelEffect> effect_of(Metric metric, const Moments& control, const Moments& arm) {
  metric.covariate.clear();
  const MetricKind* kind = find_metric_kind(metric.kind);
  if (kind == nullptr || kind->effect == nullptr || !kind->shape.compared) return std::nullopt;
  const Effect effect =
      kind->effect(metric, without_covariate(control), without_covariate(arm), interval_alpha);
  const std::optional<double> error = effect_error(effect, interval_alpha);
  if (!effect.judged || !effect.absolute.value || !error) return std::nullopt;
  return LevelEffect{*effect.absolute.value, *error, effect.df.value_or(many)};
}

/// An effect of novelty fades, one of habit grows: at due looks, so that it is not asked nightly.
std::optional<TrustFinding> find(const TrustContext& context) {
  const Experiment& plan = context.plan;
  const int look = last_due(context);
  if (plan.control.empty() || look < 2 || !counted_once(plan) || context.holdings.event_rows)
    return std::nullopt;
  TrustFinding finding{
      .check = "novelty", .status = TrustFinding::Status::warning, .message = {}, .p_value = {}};
  for (const Metric& metric : plan.metrics) {
    // A percentile cap is another number at each look.
    if (metric.role == Role::secondary || (metric.cap && metric.cap->percentile)) continue;
    const Cell* base = find_cell(context.cells, 1, metric.id, plan.control);
    const auto base_later = later(base, find_cell(context.cells, look, metric.id, plan.control));
    for (const std::string& variant : plan.treatments()) {
      const Cell* arm = find_cell(context.cells, 1, metric.id, variant);
      const auto arm_later = later(arm, find_cell(context.cells, look, metric.id, variant));
      if (!base_later || !arm_later) continue;
      const auto early = effect_of(metric, base->moments, arm->moments);
      const auto late = effect_of(metric, *base_later, *arm_later);
      if (!early || !late) continue;
      const double p = heterogeneity(std::array{*early, *late})->p_value;
      if (p >= novelty_alpha) continue;
      finding.p_value = std::min(finding.p_value.value_or(1), p);
      const bool fading = std::abs(late->value) < std::abs(early->value);
      const bool shares = metric.kind == "proportion";
      const auto shown = [shares](double effect) {
        return shares ? fmt::format("{:+.2f} pp", 100 * effect) : fmt::format("{:+.4g}", effect);
      };
      finding.message += fmt::format(
          "{}{} of {} is {}: {} up to {}, {} after", finding.message.empty() ? "" : "; ", metric.id,
          variant, fading ? "fading" : "growing", shown(early->value),
          to_string(look_day(context.cycle, plan, 1)), shown(late->value));
    }
  }
  if (finding.message.empty()) return std::nullopt;
  finding.message += "; expect the later figure to last, and give it another cycle before adopting";
  return finding;
}

}  // namespace

extern const TrustCheck novelty_check;
const TrustCheck novelty_check{13, find};

}  // namespace collab
