#include "loop/in_force.hpp"

#include <fmt/format.h>

#include "collab/model/seal.hpp"

namespace collab {

const Cycle* InForce::holding(Day day) const {
  for (const Cycle& cycle : cycles)
    if (cycle.holds(day)) return &cycle;
  return nullptr;
}

InForce in_force(Project& project, const std::string& experiment) {
  InForce result;
  const ExperimentFile file = project.definition(experiment);
  result.experiment = *file.experiment;
  const Ledger* ledger = project.ledger_if_there();
  if (!ledger) return result;
  result.cycles = ledger->cycles(experiment);
  if (result.cycles.empty()) return result;
  const std::optional<Plan> plan = ledger->plan_in_force(result.cycles.back().id);
  if (!plan) return result;
  if (plan->sealed != seal(*file.experiment))
    result.note = fmt::format(
        "{} differs from the sealed plan; the plan holds until `collab plan {} --amend -m WHY`",
        project.shown(file.path), experiment);
  Experiment sealed = plan->experiment();
  // Paths and columns are operational: the file's; how rows add up is sealed.
  std::vector<Feed> feeds = file.experiment->feeds;
  for (Feed& feed : feeds)
    if (const Feed* agreed = sealed.feed(feed.id)) feed.counts = agreed->counts;
  sealed.feeds = std::move(feeds);
  sealed.expect = file.experiment->expect;
  sealed.holidays = file.experiment->holidays;
  result.experiment = std::move(sealed);
  return result;
}

}  // namespace collab
