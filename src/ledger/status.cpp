// What `status` reads: a few look-ups an experiment, no plan text, no cells.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"
#include "ledger/json.hpp"
#include "ledger/rows.hpp"

namespace collab {
namespace {

struct Goals {
  std::vector<std::string> metrics;
  bool has(std::string_view metric) const {
    return std::find(metrics.begin(), metrics.end(), metric) != metrics.end();
  }
};

/// A row an experiment whose latest cycle is there, with the goals of its plan.
std::vector<std::pair<StatusRow, Goals>> planned_rows(Database& db) {
  Query query(
      db,
      "SELECT c.id, c.experiment, c.number, coalesce(p.first, c.first), coalesce(p.last, c.last), "
      "d.kind, d.variant, d.reason, "
      "d.early, d.day, o.actor, o.now, d.operation, p.title, p.owner, p.looks, p.goals, "
      "h.data_through, coalesce(h.expect, ''), "
      "EXISTS(SELECT 1 FROM plan t INDEXED BY plan_typed WHERE t.cycle = p.cycle AND t.version = "
      "p.version AND "
      "instr(t.sealed, char(10) || 'experiment.feeds.') = 0), "
      "coalesce(h.recent, ''), coalesce(p.touch_point, ''), coalesce(p.version, 0) > 0 FROM "
      "(SELECT "
      "id, max(number) FROM cycle GROUP BY experiment) latest "
      "CROSS JOIN cycle c ON c.id = latest.id "
      "LEFT JOIN decision d ON d.id = (SELECT max(id) FROM decision WHERE cycle = c.id) "
      "LEFT JOIN operation o ON o.id = d.operation "
      "LEFT JOIN plan p INDEXED BY plan_board ON p.cycle = c.id AND p.version = "
      "(SELECT max(version) FROM plan WHERE cycle = c.id) "
      "LEFT JOIN holding h ON h.cycle = c.id");
  std::vector<std::pair<StatusRow, Goals>> rows;
  while (query.next()) {
    auto& [row, goals] = rows.emplace_back();
    row.cycle = read_cycle(db, query);
    row.experiment = row.cycle->experiment;
    row.title = query.text(13);
    row.owner = query.text(14);
    if (!query.is_null(15)) {
      row.look_days = parsed(db, "plan.looks", query.view(15), parse_day_counts);
      goals.metrics = parsed(db, "plan.goals", query.view(16), parse_texts);
    }
    row.data_through = query.maybe_day(17);
    row.expect = query.text(18);
    row.typed = query.flag(19);
    row.recent = query.text(20);
    row.touch_point = query.text(21);
    row.amended = query.flag(22);
  }
  return rows;
}

struct Stored {
  std::int64_t id = 0;
  StatusRow::Judged judged;
};

/// The last judgement of each metric and variant at each of a cycle's looks, look by look.
void take_judgements(std::vector<Stored> stored, StatusRow& row) {
  std::ranges::sort(stored, {},
                    [](const Stored& each) { return std::pair(each.judged.look, each.id); });
  for (Stored& each : stored) {
    row.last_look = each.judged.look;
    const auto same = std::ranges::find_if(row.judged, [&](const StatusRow::Judged& judged) {
      return judged.look == each.judged.look && judged.metric == each.judged.metric &&
             judged.variant == each.judged.variant;
    });
    if (same != row.judged.end())
      same->verdict = each.judged.verdict;
    else
      row.judged.push_back(std::move(each.judged));
  }
}

/// From the index alone, whose order is not that of storing.
void add_judgements(Database& db, std::vector<std::pair<StatusRow, Goals>>& planned) {
  std::unordered_map<std::int64_t, std::vector<Stored>> of_cycle;
  Query query(db,
              "SELECT l.cycle, l.id, l.look, l.metric, l.variant, l.verdict FROM (SELECT id, "
              "max(number) FROM cycle GROUP BY experiment) latest CROSS JOIN look_result l INDEXED "
              "BY look_result_board ON l.cycle = latest.id");
  while (query.next()) {
    of_cycle[query.integer(0)].push_back(
        {.id = query.integer(1),
         .judged = {.look = query.small(2),
                    .metric = query.text(3),
                    .variant = query.text(4),
                    .verdict = parsed(db, "look_result.verdict", query.view(5), parse_verdict)}});
  }
  for (auto& [row, goals] : planned) {
    const auto found = of_cycle.find(row.cycle->id);
    if (found == of_cycle.end()) continue;
    for (Stored& each : found->second) each.judged.goal = goals.has(each.judged.metric);
    take_judgements(std::move(found->second), row);
  }
}

/// From strongest to weakest, as a recommendation weighs variants (product.md, section 6).
int rank(Verdict verdict) {
  constexpr std::array order{Verdict::met,     Verdict::ok,      Verdict::better,
                             Verdict::unclear, Verdict::pending, Verdict::no_data,
                             Verdict::missed,  Verdict::worse,   Verdict::broken};
  return static_cast<int>(std::find(order.begin(), order.end(), verdict) - order.begin());
}

/// The best treatment's verdict on the first goal.
std::optional<Verdict> headline(const StatusRow& row) {
  std::optional<Verdict> best;
  const std::string* goal = nullptr;
  for (const StatusRow::Judged& judged : row.judged) {
    if (judged.look != row.last_look || !judged.goal || (goal != nullptr && *goal != judged.metric))
      continue;
    goal = &judged.metric;
    if (!best || rank(judged.verdict) < rank(*best)) best = judged.verdict;
  }
  return best;
}

}  // namespace

std::vector<StatusRow> Ledger::status_rows() const {
  Database& db = impl_->db();
  std::vector<std::pair<StatusRow, Goals>> planned = planned_rows(db);
  // The groups come in the order of their index; SQLite does not promise it.
  std::sort(planned.begin(), planned.end(),
            [](const auto& a, const auto& b) { return a.first.experiment < b.first.experiment; });
  add_judgements(db, planned);
  std::vector<StatusRow> rows;
  auto next = planned.begin();
  for (std::string& experiment : experiments()) {
    if (next != planned.end() && next->first.experiment == experiment) {
      rows.push_back(std::move(next->first));
      ++next;
    } else {
      rows.emplace_back().experiment = std::move(experiment);
    }
  }
  return rows;
}

std::vector<StatusLine> Ledger::status_lines() const {
  std::vector<StatusLine> lines;
  for (StatusRow& row : status_rows()) {
    StatusLine& line = lines.emplace_back();
    line.verdict = headline(row);
    line.experiment = std::move(row.experiment);
    line.title = std::move(row.title);
    line.owner = std::move(row.owner);
    line.data_through = row.data_through;
    if (!row.cycle) continue;
    line.cycle = row.cycle->number;
    line.first = row.cycle->first;
    line.last = row.cycle->last;
    line.cycle_days = static_cast<int>((line.last - line.first).count()) + 1;
  }
  return lines;
}

}  // namespace collab
