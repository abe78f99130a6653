// Reading experiments, cycles with their decisions, and plans.
#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"
#include "ledger/json.hpp"
#include "ledger/rows.hpp"

namespace collab {
namespace {

/// What read_cycle() takes: a cycle with the days of the plan, and the decision, that are the last
/// ones up to operation ?1.
#define CYCLE_COLUMNS                                                                           \
  "SELECT c.id, c.experiment, c.number, coalesce(p.first, c.first), coalesce(p.last, c.last), " \
  "d.kind, d.variant, d.reason, d.early, d.day, o.actor, o.now, d.operation FROM cycle c "      \
  "LEFT JOIN plan p ON p.cycle = c.id AND p.version = "                                         \
  "(SELECT max(version) FROM plan WHERE cycle = c.id AND +operation <= ?1) "                    \
  "LEFT JOIN decision d ON d.id = "                                                             \
  "(SELECT max(id) FROM decision WHERE cycle = c.id AND +operation <= ?1) "                     \
  "LEFT JOIN operation o ON o.id = d.operation "

std::vector<Cycle> read_cycles(const Database& database, Query& query) {
  std::vector<Cycle> cycles;
  while (query.next()) cycles.push_back(read_cycle(database, query));
  return cycles;
}

}  // namespace

Cycle read_cycle(const Database& database, const Query& query) {
  Cycle cycle{.id = query.integer(0),
              .experiment = query.text(1),
              .number = query.small(2),
              .first = query.day(3),
              .last = query.day(4),
              .decision = {}};
  if (query.is_null(5)) return cycle;
  cycle.decision = Decision{
      .kind = parsed(database, "decision.kind", query.view(5), parse_decision),
      .variant = query.text(6),
      .reason = query.text(7),
      .early = query.flag(8),
      .day = query.day(9),
      .actor = query.text(10),
      .at = query.instant(11),
      .operation = query.integer(12),
  };
  return cycle;
}

std::vector<std::string> Ledger::experiments() const {
  // One seek an experiment, however many batches it has.
  Query query(impl_->db(),
              "WITH RECURSIVE recorded(found) AS (SELECT min(experiment) FROM batch UNION ALL "
              "SELECT (SELECT min(experiment) FROM batch WHERE experiment > found) FROM recorded "
              "WHERE found IS NOT NULL) "
              "SELECT found FROM recorded WHERE found IS NOT NULL UNION "
              "SELECT experiment FROM cycle ORDER BY 1");
  std::vector<std::string> names;
  while (query.next()) names.push_back(query.text(0));
  return names;
}

std::vector<Cycle> Ledger::cycles(std::string_view experiment, AsOf as_of) const {
  Query query(impl_->db(),
              CYCLE_COLUMNS "WHERE c.experiment = ?2 AND +c.operation <= ?1 ORDER BY c.number",
              bound_of(as_of), experiment);
  return read_cycles(impl_->db(), query);
}

std::vector<Cycle> Ledger::latest_cycles() const {
  Query query(impl_->db(),
              CYCLE_COLUMNS
              "WHERE c.number = (SELECT max(number) FROM cycle WHERE experiment = c.experiment) "
              "ORDER BY c.experiment",
              bound_of({}));
  return read_cycles(impl_->db(), query);
}

std::optional<Cycle> Ledger::cycle(std::string_view experiment, int number, AsOf as_of) const {
  Query query(impl_->db(),
              CYCLE_COLUMNS "WHERE c.experiment = ?2 AND c.number = ?3 AND +c.operation <= ?1",
              bound_of(as_of), experiment, number);
  if (!query.next()) return std::nullopt;
  return read_cycle(impl_->db(), query);
}

std::vector<Plan> Ledger::plans(std::int64_t cycle, AsOf as_of) const {
  Query query(impl_->db(),
              "SELECT p.id, p.cycle, p.version, p.operation, p.yaml, p.sealed, p.sha256, p.title, "
              "p.owner, p.touch_point, p.tags, p.retrospective, p.reason, p.day, o.actor, o.now, "
              "p.first, p.last "
              "FROM plan p JOIN operation o ON o.id = p.operation "
              "WHERE p.cycle = ?2 AND +p.operation <= ?1 ORDER BY p.version",
              bound_of(as_of), cycle);
  std::vector<Plan> plans;
  while (query.next()) {
    plans.push_back({.id = query.integer(0),
                     .cycle = query.integer(1),
                     .version = query.small(2),
                     .operation = query.integer(3),
                     .yaml = query.text(4),
                     .sealed = query.text(5),
                     .sha256 = query.text(6),
                     .title = query.text(7),
                     .owner = query.text(8),
                     .touch_point = query.text(9),
                     .tags = parsed(impl_->db(), "plan.tags", query.view(10), parse_texts),
                     .retrospective = query.flag(11),
                     .reason = query.text(12),
                     .day = query.day(13),
                     .first = query.day(16),
                     .last = query.day(17),
                     .actor = query.text(14),
                     .at = query.instant(15)});
  }
  return plans;
}

std::optional<Plan> Ledger::plan_in_force(std::int64_t cycle, AsOf as_of) const {
  std::vector<Plan> sealed = plans(cycle, as_of);
  if (sealed.empty()) return std::nullopt;
  return std::move(sealed.back());
}

}  // namespace collab
