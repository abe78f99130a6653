#include "collab/loop/archive.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/model/text.hpp"
#include "loop/known.hpp"

namespace collab {
namespace {

std::vector<std::string> known_in(const Project& project, const Ledger* ledger) {
  std::vector<std::string> known = project.defined();
  if (ledger)
    for (std::string& name : ledger->experiments()) known.push_back(std::move(name));
  return known;
}

void check_closed(const Ledger& ledger, const std::string& experiment) {
  const std::vector<Cycle> cycles = ledger.cycles(experiment);
  if (cycles.empty() || cycles.back().decision) return;
  throw Error(ExitCode::conflict, "cycle-open",
              fmt::format("{}@{} is not decided", experiment, cycles.back().number),
              fmt::format("close it first: collab decide {} abandon -m \"…\"", experiment));
}

ArchiveReport set(Project& project, const std::vector<std::string>& experiments,
                  const std::string& reason, bool away) {
  ArchiveReport report{.verb = away ? "archive" : "restore",
                       .reason = reason,
                       .experiments = {},
                       .dry_run = project.request().dry_run};
  if (is_blank(reason))
    throw Error(ExitCode::usage, "reason-missing",
                away ? "what is put away needs its reason" : "what is taken out needs its reason",
                fmt::format("collab {} {} -m \"…\"", report.verb, experiments.front()));
  const auto look = [&](const Ledger* ledger) {
    report.experiments.clear();
    const auto archived = ledger ? ledger->archived() : std::map<std::string, std::int64_t>{};
    const std::vector<std::string> known = known_in(project, ledger);
    for (const std::string& experiment : experiments) {
      expect_known(experiment, known);
      if (away && ledger) check_closed(*ledger, experiment);
      if (std::ranges::find(report.experiments, experiment, &ArchiveReport::Experiment::name) ==
          report.experiments.end())
        report.experiments.push_back(
            {.name = experiment, .unchanged = archived.contains(experiment) == away});
    }
    return !std::ranges::all_of(report.experiments, &ArchiveReport::Experiment::unchanged);
  };
  if (look(project.ledger_if_there()) && !report.dry_run) {
    Ledger& ledger = project.ledger();
    LedgerWriter writer = ledger.write(project.operation(report.verb, reason));
    // Under the lock, once more: another process may have planned meanwhile.
    if (look(&ledger)) {
      for (const ArchiveReport::Experiment& each : report.experiments)
        if (!each.unchanged) writer.set_archived(each.name, away);
      report.operation = writer.commit().id;
    }
  }
  report.next_command = away ? "collab list --where state=archived" : "collab status";
  return report;
}

}  // namespace

ArchiveReport archive(Project& project, const std::vector<std::string>& experiments,
                      const std::string& reason) {
  return set(project, experiments, reason, true);
}

ArchiveReport restore(Project& project, const std::vector<std::string>& experiments,
                      const std::string& reason) {
  return set(project, experiments, reason, false);
}

void refuse_archived(const Ledger& ledger, const std::string& experiment) {
  const auto archived = ledger.archived();
  const auto found = archived.find(experiment);
  if (found == archived.end()) return;
  throw Error(ExitCode::conflict, "archived",
              fmt::format("'{}' was put away in op_{}", experiment, found->second),
              fmt::format("collab restore {} -m \"…\" takes it out again", experiment));
}

}  // namespace collab
