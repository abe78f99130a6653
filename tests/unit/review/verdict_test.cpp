#include "collab/review/verdict.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace collab;

namespace {

constexpr double open = std::numeric_limits<double>::quiet_NaN();

std::optional<double> bound(double value) {
  return value == value ? std::optional(value) : std::nullopt;
}

Estimate interval(double low, double high) {
  return {(low + high) / 2, bound(low), bound(high), {}};
}

struct Case {
  const char* what;
  const char* target;
  bool higher;
  double low, high;  ///< of the estimate that the target speaks about
  Verdict verdict;
  bool still_better = false;
};

Metric metric_of(const Case& c, Role role) {
  Metric metric;
  metric.id = "m";
  metric.kind = "proportion";
  metric.role = role;
  metric.higher_is_better = c.higher;
  (role == Role::goal ? metric.target : metric.limit) = parse_target(c.target);
  return metric;
}

/// Relative, absolute and level all from the same interval, so that the form alone decides.
Judgement judged(const Case& c, Role role) {
  Effect effect;
  effect.absolute = effect.relative = interval(c.low, c.high);
  return judge(metric_of(c, role), effect, interval(c.low, c.high), interval(1, 2));
}

}  // namespace

TEST_CASE("a goal's verdict follows from where its interval lies") {
  const Case cases[] = {
      {"clears the target", ">= +5%", true, 0.051, 0.09, Verdict::met},
      {"touches the target: the target itself is not excluded", ">= +5%", true, 0.05, 0.09,
       Verdict::better},
      {"clears the baseline, target neither shown nor excluded", ">= +5%", true, 0.01, 0.09,
       Verdict::better},
      {"touches the baseline", ">= +5%", true, 0, 0.09, Verdict::unclear},
      {"holds the baseline and the target", ">= +5%", true, -0.01, 0.09, Verdict::unclear},
      {"excludes the target, not the baseline", ">= +5%", true, -0.01, 0.049, Verdict::missed},
      {"touches the target from below", ">= +5%", true, -0.01, 0.05, Verdict::unclear},
      {"excludes the target, still better", ">= +5%", true, 0.01, 0.04, Verdict::missed, true},
      {"wrong side", ">= +5%", true, -0.04, -0.01, Verdict::worse},
      {"touches 0 from below: not worse, but the target is missed", ">= +5%", true, -0.04, 0,
       Verdict::missed},
      {"unbounded above is never missed", ">= +5%", true, -0.01, open, Verdict::unclear},
      {"unbounded below is never met", ">= +5%", true, open, 0.5, Verdict::unclear},
      {"unbounded above may be met", ">= +5%", true, 0.06, open, Verdict::met},
      {"no bounds at all", ">= +5%", true, open, open, Verdict::unclear},
      {"lower is better: clears", "<= -5%", false, -0.09, -0.051, Verdict::met},
      {"lower is better: better", "<= -5%", false, -0.09, -0.01, Verdict::better},
      {"lower is better: missed", "<= -5%", false, -0.04, 0.01, Verdict::missed},
      {"lower is better: missed, still better", "<= -5%", false, -0.04, -0.01, Verdict::missed,
       true},
      {"lower is better: worse", "<= -5%", false, 0.01, 0.04, Verdict::worse},
      {"lower is better: unclear", "<= -5%", false, -0.06, 0.01, Verdict::unclear},
      {"points", ">= +0.5pp", true, 0.0051, 0.01, Verdict::met},
      {"points missed", ">= +0.5pp", true, -0.001, 0.0049, Verdict::missed},
      {"measure", ">= +2.0", true, 2.1, 3, Verdict::met},
      {"a tolerated decline is met though worse", ">= -5%", true, -0.04, -0.01, Verdict::met},
      {"beyond the tolerated decline", ">= -5%", true, -0.09, -0.06, Verdict::worse},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    const Judgement said = judged(c, Role::goal);
    CHECK(name_of(said.verdict) == name_of(c.verdict));
    CHECK(said.still_better == c.still_better);
  }
}

TEST_CASE("a guardrail breaks only when its whole interval lies beyond the limit") {
  const Case cases[] = {
      {"beyond", "<= +10%", false, 0.101, 0.3, Verdict::broken},
      {"touches from beyond", "<= +10%", false, 0.1, 0.3, Verdict::unclear},
      {"across", "<= +10%", false, 0.05, 0.3, Verdict::unclear},
      {"within", "<= +10%", false, -0.2, 0.09, Verdict::ok},
      {"the limit is within", "<= +10%", false, -0.2, 0.1, Verdict::ok},
      {"at least", ">= -2%", true, -0.019, 0.1, Verdict::ok},
      {"at least, broken", ">= -2%", true, -0.1, -0.021, Verdict::broken},
      {"a level", "<= 3.5%", false, 0.01, 0.034, Verdict::ok},
      {"a level, broken", "<= 3.5%", false, 0.036, 0.05, Verdict::broken},
      {"unbounded", "<= +10%", false, open, open, Verdict::unclear},
      {"unbounded above is never ok", "<= +10%", false, 0, open, Verdict::unclear},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    CHECK(name_of(judged(c, Role::guardrail).verdict) == name_of(c.verdict));
  }
}

TEST_CASE("a level is read from the variant's own interval, worse from the effect's") {
  Metric metric;
  metric.kind = "proportion";
  metric.role = Role::goal;
  metric.target = parse_target(">= 3.5%");
  Effect effect;
  effect.absolute = interval(-0.01, 0.02);
  effect.relative = interval(-0.3, 0.6);
  const Estimate base = interval(0.03, 0.04);

  SUBCASE("reached") {
    CHECK(judge_goal(metric, effect, interval(0.036, 0.05), base).verdict == Verdict::met);
  }
  SUBCASE("out of reach") {
    CHECK(judge_goal(metric, effect, interval(0.02, 0.034), base).verdict == Verdict::missed);
  }
  SUBCASE("out of reach, better than control") {
    effect.absolute = interval(0.001, 0.01);
    const Judgement said = judge_goal(metric, effect, interval(0.02, 0.034), base);
    CHECK(said.verdict == Verdict::missed);
    CHECK(said.still_better);
  }
  SUBCASE("reached by a variant that is worse than control") {
    effect.absolute = interval(-0.02, -0.01);
    CHECK(judge_goal(metric, effect, interval(0.036, 0.05), base).verdict == Verdict::worse);
  }
}

TEST_CASE("an effect that may not be judged is unclear with its reason") {
  Metric metric;
  metric.kind = "mean";
  metric.role = Role::goal;
  metric.target = parse_target(">= +5%");
  Effect effect;
  effect.absolute = effect.relative = interval(1, 2);
  effect.absolute.reason = "too-few";
  effect.judged = false;
  const Judgement said = judge_goal(metric, effect, interval(1, 2), interval(1, 2));
  CHECK(said.verdict == Verdict::unclear);
  CHECK(said.reason == "too-few");
  CHECK(why(metric, said, effect, {}) == reason_text("too-few"));
}

TEST_CASE("a relative target on a baseline that has no relative change") {
  Metric metric;
  metric.kind = "mean";
  metric.role = Role::goal;
  metric.target = parse_target(">= +5%");
  Effect effect;
  effect.absolute = interval(0.1, 0.2);

  SUBCASE("zero: better can still be said") {
    effect.relative.reason = "zero-baseline";
    const Judgement said = judge_goal(metric, effect, {}, interval(0, 0));
    CHECK(said.verdict == Verdict::better);
    CHECK(said.reason == "zero-baseline");
  }
  SUBCASE("below zero: five per cent more of a loss is no gain") {
    effect.relative = interval(0.1, 0.2);
    const Judgement said = judge_goal(metric, effect, {}, interval(-2, -1));
    CHECK(said.verdict == Verdict::better);
    CHECK(said.reason == "negative-baseline");
    metric.limit = metric.target;
    CHECK(judge_guardrail(metric, effect, {}, interval(-2, -1)).verdict == Verdict::unclear);
  }
}

TEST_CASE("why says the interval and the target in the target's terms") {
  Metric metric;
  metric.kind = "proportion";
  metric.role = Role::goal;
  metric.target = parse_target(">= +5%");
  Effect effect;
  effect.relative = interval(0.0631, 0.0912);
  effect.absolute = interval(0.002, 0.003);
  const Judgement said = judge_goal(metric, effect, {}, interval(0.03, 0.04));
  CHECK(why(metric, said, effect, {}) == "the interval [+6.31%, +9.12%] clears the target >= +5%");
}
