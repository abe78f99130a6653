#include "collab/loop/acknowledge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/model/text.hpp"

namespace collab {
namespace {

std::string hint_of(const std::vector<ContingencyEvent>& open) {
  std::vector<std::string> names;
  for (const ContingencyEvent& event : open)
    names.push_back(fmt::format("con_{} ({}: {})", event.id, event.experiment, event.condition));
  return names.empty() ? "none is open" : fmt::format("open: {}", fmt::join(names, ", "));
}

std::vector<ContingencyEvent> named(const Ledger& ledger, const std::string& name) {
  const std::vector<ContingencyEvent> open = ledger.open_contingency_events();
  if (const auto id = parse_event(name)) {
    if (const auto event = ledger.contingency_event(*id)) return {*event};
    throw Error(ExitCode::not_found, "no-such-contingency",
                fmt::format("no contingency came true as {}", name), hint_of(open));
  }
  std::vector<ContingencyEvent> found;
  std::ranges::copy_if(open, std::back_inserter(found),
                       [&](const ContingencyEvent& event) { return event.experiment == name; });
  if (!found.empty()) return found;
  const std::vector<std::string> experiments = ledger.experiments();
  if (std::ranges::find(experiments, name) == experiments.end()) {
    const std::string near = nearest(name, experiments);
    throw Error(ExitCode::not_found, "no-such-contingency",
                fmt::format("'{}' names no contingency that came true and no experiment", name),
                near.empty() ? hint_of(open) : fmt::format("did you mean '{}'?", near));
  }
  throw Error(ExitCode::not_found, "no-such-contingency",
              fmt::format("no contingency of '{}' is open", name), hint_of(open));
}

}  // namespace

AckReport acknowledge(Project& project, const std::vector<std::string>& names,
                      const std::string& reason) {
  if (!reason.empty() && is_blank(reason))
    throw Error(ExitCode::usage, "reason-missing", "the note is blank",
                "say what was done, or leave -m out");
  AckReport report{.reason = reason, .dry_run = project.request().dry_run};
  const auto gather = [&](const Ledger& ledger) {
    report.events.clear();
    for (const std::string& name : names)
      for (ContingencyEvent& event : named(ledger, name)) {
        const bool twice = std::ranges::any_of(
            report.events, [&](const auto& other) { return other.event.id == event.id; });
        if (!twice)
          report.events.push_back({.event = event, .unchanged = event.acknowledged.has_value()});
      }
  };
  Ledger* ledger = project.ledger_if_there();
  if (ledger == nullptr)
    throw Error(ExitCode::not_found, "no-such-contingency", "nothing is recorded yet",
                "collab plan, then collab run");
  gather(*ledger);
  const auto fresh = [&] {
    return std::ranges::any_of(report.events, [](const auto& each) { return !each.unchanged; });
  };
  if (fresh() && !report.dry_run) {
    LedgerWriter writer = ledger->write(project.operation("ack", reason));
    // Under the lock, once more: somebody else may have taken note meanwhile.
    gather(*ledger);
    if (fresh()) {
      for (const auto& each : report.events)
        if (!each.unchanged) writer.acknowledge(each.event.id, reason);
      report.operation = writer.commit().id;
    }
  }
  if (!report.events.empty())
    report.next_command = "collab monitor " + report.events.front().event.experiment;
  return report;
}

}  // namespace collab
