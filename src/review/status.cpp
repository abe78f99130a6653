#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "collab/review/looks.hpp"
#include "collab/review/review.hpp"
#include "collab/review/series.hpp"
#include "review/freshness.hpp"
#include "review/verdict_order.hpp"

namespace collab {
namespace {

/// What needs a person comes first.
enum class Urgency {
  decide,
  broken,
  contingency,
  stale,
  no_data,
  never_started,
  to_check,
  unplanned,
  running,
  planned,
  closed
};

struct Sorted {
  Urgency urgency = Urgency::running;
  StatusLine line;
};

/// What the definition says now, else what it said when data were last recorded.
std::vector<Expectation> awaited(const StatusRow& row, const std::string& id,
                                 const ReviewOptions& options) {
  if (!options.expects.contains(id) && !row.expect.empty()) return {{row.expect, {}, {}}};
  return expected_of(id, options);
}

bool is_stale(const StatusRow& row, const StatusLine& line, const ReviewOptions& options) {
  for (const Expectation& expected : awaited(row, line.experiment, options)) {
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

/// By the rule of `review`: of each variant what its standing judgements weigh, of the variants the
/// strongest. Fills `broken`: a guardrail of some variant is.
std::optional<Verdict> headline(const StatusRow& row, bool& broken) {
  std::vector<std::string_view> variants;
  for (const StatusRow::Judged& judged : row.judged) {
    if (std::find(variants.begin(), variants.end(), judged.variant) == variants.end())
      variants.push_back(judged.variant);
  }
  std::optional<Verdict> best;
  for (const std::string_view variant : variants) {
    std::vector<Weighed> weighed;
    for (const StatusRow::Judged& judged : row.judged) {
      // Once a metric and variant: where the last look, or else an earlier one, judged it.
      if (judged.variant != variant ||
          standing_among(row.judged, judged.metric, variant, row.last_look) != &judged)
        continue;
      weighed.push_back({judged.goal, judged.verdict});
    }
    const Verdict verdict = weigh(weighed).verdict;
    broken = broken || verdict == Verdict::broken;
    if (!best || place(strongest_first, verdict) < place(strongest_first, *best)) best = verdict;
  }
  return best;
}

/// Leaves the judgements of the plan in force, as `review` does; of those that an amendment ended
/// the failures, where nothing was judged since.
std::vector<std::string> drop_ended(const Ledger& ledger, StatusRow& row) {
  if (!row.amended || row.judged.empty() || row.cycle->decision) return {};
  const std::vector<StoredLook> in_force = looks_in_force(ledger, *row.cycle);
  std::erase_if(row.judged, [&](const StatusRow::Judged& judged) {
    return std::ranges::none_of(in_force, [&](const StoredLook& look) {
      return look.look == judged.look && look.metric == judged.metric &&
             look.variant == judged.variant;
    });
  });
  row.last_look = 0;
  for (const StatusRow::Judged& judged : row.judged)
    row.last_look = std::max(row.last_look, judged.look);
  const Experiment plan = ledger.plan_in_force(row.cycle->id).value().experiment();
  return ended_results(plan, looks_ended(ledger, *row.cycle), in_force).failures;
}

Urgency describe(const StatusRow& row, bool broken, StatusLine& line,
                 const ReviewOptions& options) {
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
  line.stale = is_stale(row, line, options);
  line.next_command = row.typed ? fmt::format("collab record {} …", id) : "collab run " + id;
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
  if (broken) {
    line.attention = "a guardrail is broken";
    line.next_command = "collab review " + id;
    return Urgency::broken;
  }
  if (!line.failures_ended.empty()) {
    line.attention = fmt::format("amended after {}: nothing is judged by the new plan yet",
                                 fmt::join(line.failures_ended, ", "));
    line.next_command = "collab review " + id;
    return Urgency::broken;
  }
  if (!line.contingencies.empty()) {
    const ContingencyEvent& first = line.contingencies.front();
    line.attention =
        fmt::format("con_{} {}: {} ({})", first.id, first.condition, first.then, first.owner);
    if (line.contingencies.size() > 1)
      line.attention += fmt::format(", and {} more", line.contingencies.size() - 1);
    line.next_command = "collab monitor " + id;
    if (*line.state != CycleState::due) return Urgency::contingency;
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

StatusLine line_of(StatusRow& row) {
  StatusLine line;
  line.experiment = std::move(row.experiment);
  line.title = std::move(row.title);
  line.owner = std::move(row.owner);
  line.data_through = row.data_through;
  line.recent = parse_recent(row.recent);
  if (!row.cycle) return line;
  line.cycle = row.cycle->number;
  line.first = row.cycle->first;
  line.last = row.cycle->last;
  line.cycle_days = static_cast<int>((line.last - line.first).count()) + 1;
  return line;
}

/// Open cycles that share a touch point and a day: each may change what the other measures.
void mark_overlaps(std::vector<Sorted>& all,
                   const std::map<std::string, std::string>& touch_points) {
  std::map<std::string, std::vector<Sorted*>> at;
  for (Sorted& each : all) {
    const bool open =
        each.line.state == CycleState::running || each.line.state == CycleState::planned;
    const auto found = touch_points.find(each.line.experiment);
    if (open && found != touch_points.end() && !found->second.empty())
      at[found->second].push_back(&each);
  }
  for (const auto& [touch_point, there] : at)
    for (Sorted* one : there)
      for (const Sorted* other : there)
        if (one != other && one->line.first <= other->line.last &&
            other->line.first <= one->line.last)
          one->line.overlaps.push_back(other->line.experiment);
}

/// Of a closed experiment: a standard whose day has come. Returns whether there is one.
bool remind(const std::vector<Standard>& standards, Day today, Sorted& each) {
  if (!each.line.attention.empty()) return false;
  for (const Standard& standard : standards) {
    const std::optional<Day> due = standard.due();
    if (!due || *due > today) continue;
    each.urgency = Urgency::to_check;
    each.line.attention = fmt::format("is it still done? std_{} was to be checked on {}: {}",
                                      standard.id, to_string(*due), standard.becomes);
    each.line.next_command = fmt::format("collab ack std_{} -m \"…\"", standard.id);
    return true;
  }
  return false;
}

}  // namespace

StatusBoard status(const Ledger& ledger, const std::string& program,
                   const std::vector<std::string>& defined, const ReviewOptions& options) {
  std::vector<Sorted> sorted;
  std::map<std::string, std::vector<ContingencyEvent>> open;
  for (ContingencyEvent& event : ledger.open_contingency_events())
    open[event.experiment].push_back(std::move(event));
  std::map<std::string, std::vector<Standard>> standards;
  for (Standard& standard : ledger.standards())
    standards[standard.experiment].push_back(std::move(standard));
  const std::map<std::string, std::int64_t> archived = ledger.archived();
  StatusBoard board{.program = program, .lines = {}, .archived = {}};
  std::map<std::string, std::string> touch_points;
  for (StatusRow& row : ledger.status_rows()) {
    Sorted each{.urgency = Urgency::running, .line = line_of(row)};
    touch_points[each.line.experiment] = std::move(row.touch_point);
    if (const auto found = open.find(each.line.experiment); found != open.end())
      each.line.contingencies = std::move(found->second);
    each.line.failures_ended = drop_ended(ledger, row);
    bool broken = false;
    each.line.verdict = headline(row, broken);
    each.urgency = describe(row, broken, each.line, options);
    // Put away in one ledger and gone on with in another: somebody must see it.
    const bool is_away = archived.contains(each.line.experiment) &&
                         each.line.state.value_or(CycleState::closed) == CycleState::closed;
    if (is_away) each.line.attention = each.line.next_command = {};
    const auto made = standards.find(each.line.experiment);
    const bool due = made != standards.end() && remind(made->second, options.clock.today, each);
    if (is_away && !due)
      board.archived.push_back(std::move(each.line));
    else
      sorted.push_back(std::move(each));
  }
  mark_overlaps(sorted, touch_points);
  std::set<std::string> known;
  for (const Sorted& each : sorted) known.insert(each.line.experiment);
  for (const StatusLine& line : board.archived) known.insert(line.experiment);
  for (const std::string& experiment : defined) {
    if (known.contains(experiment)) continue;
    Sorted each{.urgency = Urgency::unplanned, .line = {}};
    each.line.experiment = experiment;
    if (archived.contains(experiment)) {
      board.archived.push_back(std::move(each.line));
      continue;
    }
    each.line.attention = "defined but not planned";
    each.line.next_command = "collab plan " + experiment;
    sorted.push_back(std::move(each));
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Sorted& a, const Sorted& b) {
    return std::tie(a.urgency, a.line.experiment) < std::tie(b.urgency, b.line.experiment);
  });
  for (Sorted& each : sorted) board.lines.push_back(std::move(each.line));
  std::ranges::sort(board.archived, {}, &StatusLine::experiment);
  return board;
}

}  // namespace collab
