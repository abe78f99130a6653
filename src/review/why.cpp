#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "collab/review/verdict.hpp"
#include "collab/statistics/reasons.hpp"

namespace collab {
namespace {

constexpr int significant = 4;

/// With that many decimals, without trailing zeros; what is not zero is never shown as zero.
std::string decimals(double x, int after_point, bool sign) {
  const auto shown = [&](int digits) {
    std::string text =
        sign ? fmt::format("{:+.{}f}", x, digits) : fmt::format("{:.{}f}", x, digits);
    if (text.find('.') != std::string::npos) {
      text.erase(text.find_last_not_of('0') + 1);
      if (text.ends_with('.')) text.pop_back();
    }
    return text;
  };
  if (x == 0) return "0";
  const std::string text = shown(after_point);
  if (text.find_first_of("123456789") != std::string::npos) return text;
  return sign ? fmt::format("{:+.2g}", x) : fmt::format("{:.2g}", x);
}

struct Figures {
  double factor = 1;
  bool sign = true;
  const char* unit = "";
};

Figures scale_of(const Quantity& quantity) {
  switch (quantity.form) {
    case Quantity::Form::relative_change:
      return {100, true, "%"};
    case Quantity::Form::points_change:
      return {100, true, "pp"};
    case Quantity::Form::absolute_change:
      return {};
    case Quantity::Form::level:
      break;
  }
  return quantity.text.ends_with('%') ? Figures{100, false, "%"} : Figures{1, false, ""};
}

}  // namespace

std::string interval_text(const Quantity& quantity, const Estimate& estimate) {
  const Figures scale = scale_of(quantity);
  double largest = 0;
  for (const auto& part : {estimate.value, estimate.low, estimate.high}) {
    if (part && std::isfinite(*part)) largest = std::max(largest, std::abs(scale.factor * *part));
  }
  const int whole = largest == 0 ? 0 : static_cast<int>(std::floor(std::log10(largest)));
  const int after_point = largest == 0 ? 0 : std::max(0, significant - 1 - whole);
  const auto bound = [&](const std::optional<double>& value) -> std::string {
    if (!value || !std::isfinite(*value)) return "…";
    return decimals(scale.factor * *value, after_point, scale.sign) + scale.unit;
  };
  return fmt::format("[{}, {}]", bound(estimate.low), bound(estimate.high));
}

const std::vector<std::pair<std::string_view, std::string_view>>& review_reasons() {
  static const std::vector<std::pair<std::string_view, std::string_view>> reasons{
      {"assigned-by-cluster",
       "whole clusters got a variant, and the rows do not say which cluster they belong to; map "
       "its "
       "column"},
      {"before-after", "compared with the cycle before, whose luck several such cycles share"},
      {"met-by-holm",
       "Holm's step-down test clears the target; the simultaneous interval shown is wider"},
      {"no-data", "nothing is recorded for one side"},
      {"no-exposure", "it was not said what complaints are counted against"},
      {"no-look-due", "no look is due yet"},
      {"no-previous-cycle", "there is no earlier closed cycle to compare with"},
      {"not-compared", "a bare value per period is not tested between variants"},
      {"on-a-night", "found broken on a night, at always-valid level"},
      {"one-cycle", "there are no two cycles to pool"},
      {"other-kind", "the metric is of another kind, measure or direction there"},
      {"one-level", "fewer than two levels have an effect that can be judged"},
      {"other-kind-before", "what came before was measured as another kind or on another scale"},
      {"repeated-units",
       "the same units come again each period; send unit rows, or cycle-to-date figures with "
       "counts: to_date"},
      {"sample-ratio-mismatch", "the variants did not get the shares that the plan promised"},
      {"shared-units-unknown",
       "cycles of one experiment may share units, and are not pooled with each other"},
      {"units-in-two-variants", "more than 1% of the units were seen in two variants"},
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
