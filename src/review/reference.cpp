#include <fmt/format.h>

#include "collab/model/diagnostic.hpp"
#include "collab/model/error.hpp"
#include "collab/review/review.hpp"

namespace collab {
namespace {

[[noreturn]] void no_experiment(const Ledger& ledger, const std::string& name) {
  const std::string near = nearest(name, ledger.experiments());
  throw Error(ExitCode::not_found, "no-such-experiment",
              fmt::format("there is no cycle of an experiment '{}' in the ledger", name),
              near.empty() ? "`collab list experiments` lists them; `collab plan " + name +
                                 "` opens a first cycle"
                           : fmt::format("did you mean '{}'?", near));
}

}  // namespace

int cycle_number(const Ledger& ledger, const Reference& reference) {
  const std::string& name = reference.experiment;
  if (name.empty())
    throw Error(ExitCode::usage, "not-a-cycle",
                fmt::format("op_{} is an operation, not a cycle", reference.operation),
                fmt::format("`collab show op_{}` shows it", reference.operation));
  const std::vector<Cycle> cycles = ledger.cycles(name);
  if (cycles.empty()) no_experiment(ledger, name);
  const int latest = cycles.back().number;
  int wanted = latest;
  if (reference.which == Reference::Which::number) wanted = reference.number;
  if (reference.which == Reference::Which::previous) {
    if (cycles.size() < 2)
      throw Error(ExitCode::not_found, "no-such-cycle",
                  fmt::format("{} has one cycle, so none before it", name),
                  fmt::format("{}@{} is there", name, latest));
    wanted = cycles[cycles.size() - 2].number;
  }
  for (const Cycle& cycle : cycles) {
    if (cycle.number == wanted) return wanted;
  }
  throw Error(ExitCode::not_found, "no-such-cycle", fmt::format("{} has no cycle {}", name, wanted),
              latest == 1 ? fmt::format("{}@1 is its only cycle", name)
                          : fmt::format("its cycles are {}@1 to {}@{}", name, name, latest));
}

}  // namespace collab
