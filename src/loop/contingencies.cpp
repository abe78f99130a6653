#include "loop/contingencies.hpp"

#include <algorithm>

#include "collab/feeds/zone.hpp"
#include "collab/review/contingencies.hpp"

namespace collab {

std::vector<ContingencyEvent> contingencies_to_store(const Project& project, const Ledger& ledger,
                                                     const InForce& in_force) {
  const std::vector<Cycle> cycles = ledger.cycles(in_force.experiment.id);
  if (cycles.empty() || cycles.back().decision) return {};
  const Cycle& open = cycles.back();
  const std::optional<Plan> plan = ledger.plan_in_force(open.id);
  if (!plan) return {};
  const Experiment agreed = plan->experiment();
  if (agreed.contingencies.empty()) return {};
  const std::string& zone = project.program().time_zone;
  ReviewOptions options;
  options.clock = project.clock();
  options.day_began = start_of(options.clock.today, zone);
  options.expects[agreed.id] = expectations(in_force.experiment);
  std::vector<ContingencyEvent> events = with_stored(
      ledger.contingency_events(open.id), contingencies_come_true(ledger, open, agreed, options));
  std::erase_if(events, [](const ContingencyEvent& event) { return event.id != 0; });
  for (ContingencyEvent& event : events)
    event.lag = std::max(std::chrono::seconds{0},
                         std::chrono::floor<std::chrono::seconds>(
                             options.clock.now - start_of(event.period + Days{1}, zone)));
  return events;
}

std::vector<ContingencyEvent> store_contingencies(LedgerWriter& writer, const Project& project,
                                                  const Ledger& ledger, const InForce& in_force) {
  std::vector<ContingencyEvent> events = contingencies_to_store(project, ledger, in_force);
  if (events.empty()) return events;
  const std::int64_t cycle = ledger.cycles(in_force.experiment.id).back().id;
  for (ContingencyEvent& event : events) event.id = writer.add_contingency_event(cycle, event);
  return events;
}

}  // namespace collab
