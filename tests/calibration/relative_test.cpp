// Relative change at store size: the delta method's test, which many tools use, beside ours.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "calibration/populations.hpp"
#include "collab/statistics/distributions.hpp"

using namespace collab;
using namespace collab::calibration;

namespace {

struct Compared {
  Outcomes delta, ours;
  Compared& operator+=(const Compared& more) {
    delta += more.delta;
    ours += more.ours;
    return *this;
  }
};

/// The relative change with a delta method standard error and Welch's degrees of freedom; nothing
/// where the control has no successes or neither arm varies.
Effect delta_effect(const Moments& control, const Moments& treatment) {
  Effect effect;
  const double base = control.mean(), arm = treatment.mean();
  const double a = control.variance() / control.n, b = treatment.variance() / treatment.n;
  effect.judged = base > 0 && a + b > 0;
  if (!effect.judged) return effect;
  const double ratio = arm / base;
  const double error = std::sqrt(b + ratio * ratio * a) / base;
  const double df = (a + b) * (a + b) / (a * a / (control.n - 1) + b * b / (treatment.n - 1));
  const double half = t_critical(0.05, df) * error;
  effect.absolute = {.value = arm - base, .low = -1, .high = 1, .reason = {}};
  effect.relative = {
      .value = ratio - 1, .low = ratio - 1 - half, .high = ratio - 1 + half, .reason = {}};
  effect.p_value = 2 * t_upper_tail(std::abs(ratio - 1) / error, df);
  return effect;
}

std::string rejections(const Outcomes& outcomes) {
  return fmt::format("{} ({} + {})", percent(outcomes.higher + outcomes.lower, outcomes.draws),
                     percent(outcomes.lower, outcomes.draws),
                     percent(outcomes.higher, outcomes.draws));
}

}  // namespace

TEST_CASE("relative change: the score ratio against the delta method") {
  Table table("2 Relative change in small samples",
              "Share of all trials that reject (lower + higher), and coverage of the relative "
              "change: the delta method's t test\nof Δ / control, and Miettinen and Nurminen's "
              "ratio, whose test is that of the difference.",
              {"true shares", "n a variant", "delta method rejects", "it covers", "collab rejects",
               "it covers"});
  const MetricKind& kind = *find_metric_kind("proportion");
  struct Row {
    double control, treatment;
    int n;
  };
  std::uint32_t stream = 2000;
  for (const Row& row : {Row{0.2, 0.2, 30}, Row{0.05, 0.05, 100}, Row{0.05, 0.05, 2000},
                         Row{0.2, 0.4, 40}, Row{0.1, 0.2, 100}, Row{0.1, 0.15, 400}}) {
    const auto compared =
        simulate<Compared>(trials(100000), ++stream, [&](Engine& engine, Compared& both) {
          const auto arm = [&](double share) {
            const double successes = binomial(engine, row.n, share);
            return kind.from_statistics({}, {{"n", row.n}, {"successes", successes}});
          };
          const Moments control = arm(row.control), treatment = arm(row.treatment);
          const double d = row.treatment - row.control, ratio = row.treatment / row.control;
          both.delta.add(delta_effect(control, treatment), 0.05, d, ratio);
          both.ours.add(kind.effect({}, control, treatment, 0.05), 0.05, d, ratio);
        });
    table.row({fmt::format("{} -> {}", percent(row.control), percent(row.treatment)),
               fmt::format("{}", row.n), rejections(compared.delta),
               percent(compared.delta.ratio_covered, compared.delta.ratios),
               rejections(compared.ours),
               percent(compared.ours.ratio_covered, compared.ours.ratios)});
    CAPTURE(row.control);
    CAPTURE(row.n);
    if (row.control == row.treatment) {
      check_at_most(compared.ours.rejected(), 0.055, compared.ours.draws);
    }
    check_at_least(static_cast<double>(compared.ours.ratio_covered) /
                       static_cast<double>(compared.ours.ratios),
                   0.94, compared.ours.ratios);
  }
}
