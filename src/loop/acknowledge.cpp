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

Standard standard_named(const Ledger& ledger, const std::string& name, std::int64_t id) {
  std::vector<std::string> there;
  for (Standard& standard : ledger.standards()) {
    if (standard.id == id) return std::move(standard);
    there.push_back(fmt::format("std_{} ({})", standard.id, standard.experiment));
  }
  throw Error(ExitCode::not_found, "no-such-standard", fmt::format("there is no standard {}", name),
              there.empty() ? "collab decide EXP adopt makes one"
                            : fmt::format("there are: {}", fmt::join(there, ", ")));
}

void check_flags(const AckRequest& request) {
  const auto is_standard = [](const std::string& name) { return parse_standard(name).has_value(); };
  const bool all = std::ranges::all_of(request.names, is_standard);
  const bool any = std::ranges::any_of(request.names, is_standard);
  if ((request.lapsed || request.check_on) && !all)
    throw Error(ExitCode::usage, "standard-unused", "--lapsed and --check-on speak of a standard",
                "collab ack std_1 -m \"what was seen\"");
  if (!request.reason.empty() && is_blank(request.reason))
    throw Error(ExitCode::usage, "reason-missing", "the note is blank",
                "say what was done, or leave -m out");
  if (any && request.reason.empty())
    throw Error(ExitCode::usage, "reason-missing", "a check says what was seen",
                fmt::format("collab ack {} -m \"in 12 of 12 stores\"", request.names.front()));
}

StandardCheck check_of(const Project& project, const AckRequest& request) {
  const Day today = project.clock().today;
  StandardCheck check{.kept = !request.lapsed,
                      .reason = request.reason,
                      .day = today,
                      .next = std::nullopt,
                      .actor = project.request().actor};
  if (check.kept) check.next = request.check_on.value_or(today + standard_check_after);
  if (check.next && *check.next <= today)
    throw Error(ExitCode::invalid, "check-too-early",
                fmt::format("{} is not after today", to_string(*check.next)),
                "--check-on says when somebody looks again");
  return check;
}

}  // namespace

AckReport acknowledge(Project& project, const AckRequest& request) {
  check_flags(request);
  const std::string& reason = request.reason;
  const StandardCheck check = check_of(project, request);
  AckReport report{.reason = reason, .dry_run = project.request().dry_run};
  const auto gather = [&](const Ledger& ledger) {
    report.events.clear();
    report.standards.clear();
    for (const std::string& name : request.names) {
      if (const auto id = parse_standard(name)) {
        Standard standard = standard_named(ledger, name, *id);
        const bool said = !standard.checks.empty() && standard.checks.back().day == check.day &&
                          standard.checks.back().kept == check.kept &&
                          standard.checks.back().reason == check.reason;
        if (!said) standard.checks.push_back(check);
        report.standards.push_back({.standard = std::move(standard), .unchanged = said});
        continue;
      }
      for (ContingencyEvent& event : named(ledger, name)) {
        const bool twice = std::ranges::any_of(
            report.events, [&](const auto& other) { return other.event.id == event.id; });
        if (!twice)
          report.events.push_back({.event = event, .unchanged = event.acknowledged.has_value()});
      }
    }
  };
  Ledger* ledger = project.ledger_if_there();
  if (ledger == nullptr)
    throw Error(ExitCode::not_found, "no-such-contingency", "nothing is recorded yet",
                "collab plan, then collab run");
  gather(*ledger);
  const auto fresh = [&] {
    const auto changed = [](const auto& each) { return !each.unchanged; };
    return std::ranges::any_of(report.events, changed) ||
           std::ranges::any_of(report.standards, changed);
  };
  if (fresh() && !report.dry_run) {
    LedgerWriter writer = ledger->write(project.operation("ack", reason));
    // Under the lock, once more: somebody else may have taken note meanwhile.
    gather(*ledger);
    if (fresh()) {
      for (const auto& each : report.events)
        if (!each.unchanged) writer.acknowledge(each.event.id, reason);
      for (const auto& each : report.standards)
        if (!each.unchanged) writer.add_standard_check(each.standard.id, check);
      report.operation = writer.commit().id;
    }
  }
  if (!report.events.empty())
    report.next_command = "collab monitor " + report.events.front().event.experiment;
  else if (!report.standards.empty())
    report.next_command = "collab show " + report.standards.front().standard.experiment;
  return report;
}

}  // namespace collab
