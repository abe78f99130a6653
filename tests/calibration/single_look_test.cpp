// One look: how often each kind errs, and how often its intervals hold the truth.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "calibration/populations.hpp"

using namespace collab;
using namespace collab::calibration;

namespace {

Outcomes compare(const Population& population, int control, int treatment, bool lifted,
                 std::uint32_t stream, int count) {
  return simulate<Outcomes>(count, stream, [&](Engine& engine, Outcomes& outcomes) {
    const Moments base = population.draw(engine, control, false);
    const Moments arm = population.draw(engine, treatment, lifted);
    outcomes.add(population.effect(base, arm, 0.05), 0.05, lifted ? population.difference : 0,
                 lifted ? population.ratio : 1);
  });
}

}  // namespace

TEST_CASE("one look: false positives and coverage of every kind") {
  Table table(
      "1 One look",
      "Judged: share of trials with a verdict; the others are `too-few`, `no-variance`, "
      "`no-data`. False positives:\nof judged trials without an effect, treatment lower + "
      "higher. Coverage: of judged trials with a true lift of\n20 % (nps: 10 points), by "
      "the interval of the difference and of the ratio, where there is one.\nn counts units "
      "a variant, by store stores.",
      {"kind", "population", "n", "judged", "false positives", "lower + higher",
       "difference covered", "ratio covered"});
  std::uint32_t stream = 1000;
  for (const Population& population : populations()) {
    for (const Arms& arms : population.arms) {
      const bool equal = arms.control == arms.treatment;
      const std::string n = equal ? fmt::format("{}", arms.control)
                                  : fmt::format("{} v {}", arms.control, arms.treatment);
      CAPTURE(population.kind->shape.name);
      CAPTURE(population.what);
      CAPTURE(n);
      const int count = trials(20000);
      const Outcomes null =
          compare(population, arms.control, arms.treatment, false, ++stream, count);
      const Outcomes lifted =
          compare(population, arms.control, arms.treatment, true, ++stream, count);
      table.row({std::string(population.kind->shape.name), population.what, n,
                 percent(null.judged, null.draws), null.judged > 0 ? percent(null.rejected()) : "-",
                 fmt::format("{} + {}", percent(null.lower, null.judged),
                             percent(null.higher, null.judged)),
                 percent(lifted.covered, lifted.judged),
                 percent(lifted.ratio_covered, lifted.ratios)});
      check_at_most(static_cast<double>(null.higher + null.lower) / static_cast<double>(null.draws),
                    0.06, null.draws);
      // Of judged trials alone, where there are enough of them to tell.
      if (null.judged * 20 > null.draws) check_at_most(null.rejected(), 0.07, null.judged);
      if (lifted.judged * 20 > lifted.draws) {
        check_at_least(static_cast<double>(lifted.covered) / static_cast<double>(lifted.judged),
                       0.93, lifted.judged);
      }
    }
  }
}
