#include "collab/review/verification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "collab/model/error.hpp"
#include "collab/review/cells.hpp"
#include "collab/units/run.hpp"

namespace collab {
namespace {

constexpr std::string_view go_back =
    "keep a copy of the file, go back to the last backup, and record again what came after it";
constexpr std::string_view compute_again =
    "what is recorded is not touched by it: the next recording of the cycle computes it anew; of a "
    "closed cycle go back to the last backup";
constexpr std::size_t most_listed = 20;

using Findings = std::vector<LedgerFinding>;

void add(Findings& findings, std::string where, std::string what, std::string_view hint = go_back) {
  findings.push_back(
      {.where = std::move(where), .what = std::move(what), .hint = std::string(hint)});
}

/// Units by their number.
struct Units {
  std::vector<Pseudonym> names;
  std::int64_t distinct = 0;  ///< that are not forgotten
};

/// nullopt when they cannot be told.
std::optional<Units> units_of(const Ledger& ledger, Findings& findings) {
  Units units;
  std::vector<Pseudonym> known;
  bool readable = true;
  for (const StoredSegment& segment : ledger.unit_segments()) {
    const std::string name = fmt::format("unit segment from {}", segment.base);
    try {
      const std::vector<Pseudonym> sorted = decode_segment(segment.bytes);
      if (sorted.size() != segment.count || segment.base != units.names.size()) {
        add(findings, name,
            fmt::format("it holds {} units and says {}", sorted.size(), segment.count));
        readable = false;
      }
      for (std::uint32_t rank = 0; rank < sorted.size(); ++rank)
        if (!is_forgotten(sorted, rank)) known.push_back(sorted[rank]);
      units.names.insert(units.names.end(), sorted.begin(), sorted.end());
    } catch (const Error& error) {
      add(findings, name, error.faults().front().message);
      readable = false;
    }
  }
  if (!readable) return std::nullopt;
  std::ranges::sort(known);
  units.distinct = std::distance(known.begin(), std::ranges::unique(known).begin());
  return units;
}

std::optional<std::string> fault_of(const Run& run, const StoredRun& stored, const Units& units) {
  const auto said = static_cast<std::size_t>(stored.units);
  if (!run.numbers.empty() && run.numbers.back() >= units.names.size())
    return "it has rows of units that are not there";
  if (stored.contested && run.numbers.size() < said) return std::nullopt;
  if (run.numbers.size() != said)
    return fmt::format("it holds {} units and says {}", run.numbers.size(), said);
  std::vector<Pseudonym> names;
  names.reserve(run.numbers.size());
  for (const std::uint32_t number : run.numbers) names.push_back(units.names[number]);
  // The digest goes by pseudonym: it is the same in every ledger.
  if (content_digest(run, names) != stored.digest) return "its rows are not those of its digest";
  return std::nullopt;
}

void check_runs(const Ledger& ledger, VerifyReport& report) {
  Findings& findings = report.findings;
  const auto units = units_of(ledger, findings);
  if (!units) return;
  report.counts.units = units->distinct;
  std::size_t found = 0;
  for (const Batch& batch : ledger.unit_batches()) {
    const StoredRun stored = ledger.run(batch.id);
    std::optional<std::string> fault;
    try {
      fault = fault_of(decode_run(stored.bytes), stored, *units);
    } catch (const Error& error) {
      fault = error.faults().front().message;
    }
    if (fault && found++ < most_listed)
      add(findings,
          fmt::format("batch {} of {} ({}op_{})", batch.id, batch.experiment,
                      batch.period ? to_string(*batch.period) + ", " : "", batch.operation),
          *fault);
  }
}

std::string name_of_cell(const Cell& cell) {
  return fmt::format("{} of {}{} at {}", cell.metric.empty() ? "units" : cell.metric, cell.variant,
                     cell.segment.empty() ? "" : ", " + cell.segment,
                     cell.look == 0 ? "all looks" : fmt::format("look {}", cell.look));
}

/// How many are in one list only, or other than in the other; and the first of them.
std::optional<std::string> different(std::vector<Cell> stored, std::vector<Cell> computed) {
  const auto key = [](const Cell& cell) {
    return std::tie(cell.look, cell.metric, cell.variant, cell.segment, cell.basis);
  };
  std::ranges::sort(stored, {}, key);
  std::ranges::sort(computed, {}, key);
  std::size_t count = 0;
  std::string first;
  const auto differs = [&](const Cell& cell) {
    if (count++ == 0) first = name_of_cell(cell);
  };
  auto a = stored.begin(), b = computed.begin();
  while (a != stored.end() || b != computed.end()) {
    if (b == computed.end() || (a != stored.end() && key(*a) < key(*b))) {
      differs(*a++);
    } else if (a == stored.end() || key(*b) < key(*a)) {
      differs(*b++);
    } else {
      if (*a != *b) differs(*a);
      ++a;
      ++b;
    }
  }
  if (count == 0) return std::nullopt;
  return fmt::format("{} of its {} cells are not what its rows come to, the first: {}", count,
                     std::max(stored.size(), computed.size()), first);
}

void check_holdings(const Holdings& stored, const Holdings& computed, const std::string& name,
                    Findings& findings) {
  const auto compare = [&](std::string_view what, auto there, auto known) {
    if (there != known)
      add(findings, name, fmt::format("it is said to hold {} {}, and holds {}", there, what, known),
          compute_again);
  };
  compare("rows", stored.observations, computed.observations);
  compare("units", stored.units, computed.units);
  compare("units in two variants", stored.in_two_variants, computed.in_two_variants);
  compare("late rows", stored.late, computed.late);
  compare("rows from after its decision", stored.after_close, computed.after_close);
  if (stored.event_rows != computed.event_rows ||
      stored.exposure_unknown != computed.exposure_unknown)
    add(findings, name, "what is said of its event rows is not so", compute_again);
  // A ledger of a format before 4 has none until its next recording.
  if (!stored.recent.empty() && stored.recent != computed.recent)
    add(findings, name,
        fmt::format("its last figures are said to be {}, and are {}", stored.recent,
                    computed.recent),
        compute_again);
}

void check_cycle(const Ledger& ledger, const Cycle& cycle, Findings& findings) {
  const std::string name = fmt::format("{}@{}", cycle.experiment, cycle.number);
  const Holdings held = ledger.holdings(cycle.id);
  if (held.generation == 0) return;
  const CycleCells computed = cells_as_made(ledger, cycle);
  const std::vector<Cell> stored = ledger.cells(cycle.id);
  // Without any a review computes them, as after a migration that drops them.
  if (!stored.empty())
    if (const auto fault = different(stored, computed.cells))
      add(findings, name, *fault, compute_again);
  check_holdings(held, computed.holdings, name, findings);
  if (const auto days = ledger.day_cells(cycle.id); !days.empty()) {
    for (const auto& [day, cells] : computed.days) {
      const auto kept = days.find(day);
      const auto fault = different(kept == days.end() ? std::vector<Cell>{} : kept->second, cells);
      if (fault) add(findings, fmt::format("{}, {}", name, to_string(day)), *fault, compute_again);
    }
    for (const auto& [day, cells] : days)
      if (!computed.days.contains(day))
        add(findings, fmt::format("{}, {}", name, to_string(day)),
            "it has figures of a day without rows", compute_again);
  }
  const auto state = ledger.unit_state(cycle.id);
  // One that rests on something that has changed is never used again.
  if (state && computed.state &&
      state->folded.substr(0, state->folded.find(':')) ==
          computed.state->folded.substr(0, computed.state->folded.find(':')) &&
      (state->folded != computed.state->folded || state->about != computed.state->about ||
       state->bytes != computed.state->bytes))
    add(findings, name, "the state of its units is not what its rows come to", compute_again);
}

void check_cycles(const Ledger& ledger, VerifyReport& report) {
  for (const std::string& experiment : ledger.experiments())
    for (const Cycle& cycle : ledger.cycles(experiment)) {
      try {
        check_cycle(ledger, cycle, report.findings);
      } catch (const Error& error) {
        add(report.findings, fmt::format("{}@{}", cycle.experiment, cycle.number),
            "its cells cannot be computed: " + error.faults().front().message);
      }
    }
}

void look_up(const Ledger& ledger, const std::vector<std::string>& noted, VerifyReport& report) {
  std::string agrees = "no noted digest is in it";
  for (const std::string& digest : noted) {
    report.noted.push_back(ledger.noted_head(digest));
    const auto& found = report.noted.back().operation;
    if (found) agrees = fmt::format("up to op_{} it is as noted", found->id);
  }
  for (const NotedHead& head : report.noted)
    if (!head.operation)
      add(report.findings, "head " + head.digest.substr(0, 12),
          fmt::format(
              "no operation has this digest: the ledger is another one, goes back to before "
              "it, or was rewritten; {}",
              agrees),
          "compare with the last backup: verify it with the same --head");
}

}  // namespace

VerifyReport verify_ledger(Ledger& ledger, const std::vector<std::string>& noted) {
  const Ledger::Snapshot state(ledger);
  VerifyReport report{.ledger = ledger.path().string(),
                      .format = ledger.format(),
                      .counts = ledger.counts(),
                      .chains = ledger.chains(),
                      .noted = {},
                      .findings = {}};
  look_up(ledger, noted, report);
  for (LedgerFinding& finding : ledger.verify()) report.findings.push_back(std::move(finding));
  for (const auto check : {check_runs, check_cycles}) {
    try {
      check(ledger, report);
    } catch (const Error& error) {
      if (error.code() != ExitCode::ledger_format) throw;
      add(report.findings, "file", error.faults().front().message);
    }
  }
  return report;
}

}  // namespace collab
