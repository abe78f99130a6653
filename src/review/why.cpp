#include <fmt/format.h>

#include "collab/review/verdict.hpp"
#include "collab/statistics/reasons.hpp"

namespace collab {
namespace {

std::string bound(const Quantity& quantity, std::optional<double> value) {
  if (!value) return {};
  // Rounded away, a tiny minus would read "-0".
  const double x = *value == 0 ? 0 : *value;
  switch (quantity.form) {
    case Quantity::Form::relative_change:
      return fmt::format("{:+.3g} %", 100 * x);
    case Quantity::Form::points_change:
      return fmt::format("{:+.3g} pp", 100 * x);
    case Quantity::Form::absolute_change:
      return fmt::format("{:+.4g}", x);
    case Quantity::Form::level:
      break;
  }
  return quantity.text.ends_with('%') ? fmt::format("{:.3g} %", 100 * x) : fmt::format("{:.4g}", x);
}

}  // namespace

std::string interval_text(const Quantity& quantity, const Estimate& estimate) {
  return fmt::format("{} .. {}", bound(quantity, estimate.low), bound(quantity, estimate.high));
}

const std::vector<std::pair<std::string_view, std::string_view>>& review_reasons() {
  static const std::vector<std::pair<std::string_view, std::string_view>> reasons{
      {"assigned-by-cluster",
       "whole clusters got a variant, so units are not independent; send one row a cluster"},
      {"no-data", "nothing is recorded for one side"},
      {"no-look-due", "no look is due yet"},
      {"no-previous-cycle", "there is no earlier closed cycle to compare with"},
      {"not-compared", "a bare value per period is not tested between variants"},
      {"repeated-units",
       "the same units come again each period; send unit rows, or cycle-to-date figures with "
       "counts: to_date"},
      {"sample-ratio-mismatch", "the variants did not get the shares that the plan promised"},
      {"units-in-two-variants", "more than 1 % of the units were seen in two variants"},
  };
  return reasons;
}

std::string reason_text(const std::string& slug) {
  for (const auto* reasons : {&review_reasons(), &statistics_reasons()}) {
    for (const auto& [known, text] : *reasons) {
      if (known == slug) return std::string(text);
    }
  }
  return slug;
}

std::string why(const Metric& metric, const Judgement& judgement, const Effect& effect,
                const Estimate& arm_level) {
  const std::optional<Target>& target =
      metric.role == Role::guardrail ? metric.limit : metric.target;
  if (!target) return reason_text(judgement.reason);
  const bool guardrail = metric.role == Role::guardrail;
  // On the scale of the target where that is a change; a level says nothing of the baseline.
  Quantity change = target->quantity;
  if (!change.is_change()) change.form = Quantity::Form::relative_change;
  const bool has_relative = effect.relative.low || effect.relative.high;
  if (change.form == Quantity::Form::relative_change && !has_relative)
    change.form = Quantity::Form::absolute_change;
  const std::string reach =
      interval_text(target->quantity, estimate_for(target->quantity, effect, arm_level));
  const std::string effects = interval_text(change, estimate_for(change, effect, arm_level));
  const std::string aim = target->text();
  switch (judgement.verdict) {
    case Verdict::met:
      return fmt::format("the interval {} clears the target {}", reach, aim);
    case Verdict::better:
      return judgement.reason.empty()
                 ? fmt::format(
                       "better than the baseline, but the interval {} neither shows nor excludes "
                       "the "
                       "target {}",
                       reach, aim)
                 : fmt::format(
                       "better than the baseline ({}), but the target {} cannot be judged: {}",
                       effects, aim, reason_text(judgement.reason));
    case Verdict::missed:
      return fmt::format("the interval {} excludes the target {}{}", reach, aim,
                         judgement.still_better ? ", though still better than the baseline" : "");
    case Verdict::worse:
      return fmt::format("the interval {} lies on the wrong side of the baseline", effects);
    case Verdict::broken:
      return fmt::format("the interval {} lies beyond the limit {}", reach, aim);
    case Verdict::ok:
      return fmt::format("the interval {} lies within the limit {}", reach, aim);
    case Verdict::pending:
      return judgement.reason.empty() ? reason_text("no-look-due") : reason_text(judgement.reason);
    case Verdict::no_data:
    case Verdict::unclear:
      break;
  }
  if (!judgement.reason.empty()) return reason_text(judgement.reason);
  return fmt::format("the interval {} neither {} the {} {}", reach,
                     guardrail ? "keeps within nor breaks" : "shows nor excludes",
                     guardrail ? "limit" : "target", aim);
}

}  // namespace collab
