#pragma once
// What an interval says about a target or a limit (product.md, section 6).
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/effect.hpp"
#include "collab/model/metric.hpp"

namespace collab {

/// One judgement, without regard to looks or trust.
struct Judgement {
  Verdict verdict = Verdict::unclear;
  std::string reason;         ///< slug; why nothing clearer can be said; may be empty
  bool still_better = false;  ///< missed, yet clears the baseline
};

/// A goal. A change is judged by the effect's interval (relative for `+5%`, absolute for `+0.5pp`
/// and
/// `+2.0`), a level by the variant's own. A missing bound is unbounded.
///
/// met     the interval lies strictly beyond the target. Where the target is a level, an effect
/// that
///         is clearly on the wrong side of the baseline is `worse` all the same
/// worse   not met, and the effect's interval lies strictly on the wrong side of 0
/// missed  the interval lies strictly short of the target; still_better when it clears 0
/// better  the effect's interval clears 0
/// unclear otherwise, and always when effect.judged is false
///
/// A relative target against a baseline below 0 is unclear [negative-baseline]: there a gain of 5 %
/// is a loss.
Judgement judge_goal(const Metric& metric, const Effect& effect, const Estimate& arm_level,
                     const Estimate& base_level);

/// A guardrail: broken when the interval lies strictly beyond the limit, ok when it lies within
/// (the limit included), else unclear.
Judgement judge_guardrail(const Metric& metric, const Effect& effect, const Estimate& arm_level,
                          const Estimate& base_level);

/// By the metric's role. `metric` is a goal with a target or a guardrail with a limit.
Judgement judge(const Metric& metric, const Effect& effect, const Estimate& arm_level,
                const Estimate& base_level);

/// The estimate that a quantity speaks about: relative or absolute effect, or the level.
const Estimate& estimate_for(const Quantity& quantity, const Effect& effect,
                             const Estimate& arm_level);

/// `[+3.1%, +9.8%]`, with `…` where there is no bound: as tables have it.
std::string interval_text(const Quantity& quantity, const Estimate& estimate);

/// Slugs that a review gives as reasons, beside statistics_reasons(), with what they mean.
const std::vector<std::pair<std::string_view, std::string_view>>& review_reasons();

/// A reason in words: "the sample is too small to judge"; the slug itself when it has none.
std::string reason_text(const std::string& slug);

/// A sentence that says why: `the interval [+3.1%, +9.8%] clears the target >= +2%`.
std::string why(const Metric& metric, const Judgement& judgement, const Effect& effect,
                const Estimate& arm_level);

}  // namespace collab
