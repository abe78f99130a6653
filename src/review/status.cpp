#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "collab/review/review.hpp"
#include "review/freshness.hpp"

namespace collab {
namespace {

/// What needs a person comes first.
enum class Urgency {
  decide,
  broken,
  stale,
  no_data,
  never_started,
  unplanned,
  running,
  planned,
  closed
};

struct Sorted {
  Urgency urgency = Urgency::running;
  StatusLine line;
};

bool is_stale(const StatusLine& line, const ReviewOptions& options) {
  for (const Expectation& expected : expected_of(line.experiment, options)) {
    if (stale_period(line.first, line.last, line.data_through, expected, options.clock.today,
                     options))
      return true;
  }
  return false;
}

/// The latest look that is due, with its day; 0 = none. Fills next_look.
int last_due(const StatusRow& row, StatusLine& line, Day today) {
  int due = 0;
  for (std::size_t i = 0; i < row.look_days.size(); ++i) {
    const Day day = row.cycle->first + row.look_days[i] - Days{1};
    if (today > day) {
      due = static_cast<int>(i) + 1;
    } else {
      line.next_look = day;
      break;
    }
  }
  return due;
}

bool any_broken(const StatusRow& row) {
  return std::any_of(row.judged.begin(), row.judged.end(), [](const StatusRow::Judged& judged) {
    return judged.verdict == Verdict::broken;
  });
}

Urgency describe(const StatusRow& row, StatusLine& line, const ReviewOptions& options) {
  const std::string& id = line.experiment;
  const Day today = options.clock.today;
  if (!row.cycle) {
    line.attention = "rows are recorded but no cycle was ever planned";
    line.next_command = "collab plan " + id;
    return Urgency::unplanned;
  }
  const Cycle& cycle = *row.cycle;
  line.state = cycle.state(today);
  line.day_of_cycle = cycle.day_of_cycle(std::min(today, cycle.end()));
  if (*line.state == CycleState::closed) {
    const bool goes_on =
        cycle.decision->kind == DecisionKind::extend || cycle.decision->kind == DecisionKind::adapt;
    line.next_command = (goes_on ? "collab plan " : "collab show ") + id;
    if (goes_on) {
      line.attention = fmt::format("decided to {}: the next cycle is not planned",
                                   name_of(cycle.decision->kind));
      return Urgency::unplanned;
    }
    return Urgency::closed;
  }
  const int due = last_due(row, line, today);
  if (*line.state == CycleState::planned) {
    line.next_command = "collab show " + id;
    return Urgency::planned;
  }
  line.stale = is_stale(line, options);
  line.next_command = "collab run " + id;
  if (!line.data_through) {
    line.attention =
        due > 0 ? fmt::format("look {} is due but nothing is recorded", due)
                : fmt::format("runs since {} but nothing is recorded", to_string(cycle.first));
    if (*line.state == CycleState::due || due > 0) return Urgency::no_data;
    // The first day's figures come with the next morning.
    if (today - cycle.first >= Days{2} || line.stale) return Urgency::never_started;
    line.attention.clear();
    return Urgency::running;
  }
  if (any_broken(row)) {
    line.attention = "a guardrail is broken";
    line.next_command = "collab review " + id;
    return Urgency::broken;
  }
  if (*line.state == CycleState::due) {
    line.attention =
        line.stale ? "due for a decision, but its data are not complete" : "due for a decision";
    line.next_command = "collab review " + id;
    return Urgency::decide;
  }
  if (line.stale) {
    line.attention = fmt::format("stale: nothing since {}", to_string(*line.data_through));
    return Urgency::stale;
  }
  if (due > row.last_look) {
    line.attention = fmt::format("look {} is due; its result is not stored yet", due);
    return Urgency::no_data;
  }
  if (line.verdict == Verdict::met || line.verdict == Verdict::missed ||
      line.verdict == Verdict::worse) {
    line.next_command = "collab review " + id;
  }
  return Urgency::running;
}

std::optional<Verdict> shown_verdict(const StatusRow& row, const std::optional<Verdict>& headline) {
  return any_broken(row) ? std::optional(Verdict::broken) : headline;
}

}  // namespace

StatusBoard status(const Ledger& ledger, const std::string& program,
                   const std::vector<std::string>& unplanned, const ReviewOptions& options) {
  const std::vector<StatusRow> rows = ledger.status_rows();
  std::vector<StatusLine> lines = ledger.status_lines();
  std::vector<Sorted> sorted;
  for (std::size_t i = 0; i < rows.size() && i < lines.size(); ++i) {
    Sorted each{.urgency = Urgency::running, .line = std::move(lines[i])};
    each.line.verdict = shown_verdict(rows[i], each.line.verdict);
    each.urgency = describe(rows[i], each.line, options);
    sorted.push_back(std::move(each));
  }
  for (const std::string& experiment : unplanned) {
    const bool known = std::any_of(rows.begin(), rows.end(), [&](const StatusRow& row) {
      return row.experiment == experiment;
    });
    if (known) continue;
    Sorted each{.urgency = Urgency::unplanned, .line = {}};
    each.line.experiment = experiment;
    each.line.attention = "defined but not planned";
    each.line.next_command = "collab plan " + experiment;
    sorted.push_back(std::move(each));
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Sorted& a, const Sorted& b) {
    return std::tie(a.urgency, a.line.experiment) < std::tie(b.urgency, b.line.experiment);
  });
  StatusBoard board{.program = program, .lines = {}};
  for (Sorted& each : sorted) board.lines.push_back(std::move(each.line));
  return board;
}

}  // namespace collab
