// Look results, as first judged and as judged anew after a correction.
#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

/// Columns value, low, high, reason.
Estimate read_estimate(const Query& query, int column) {
  return {.value = query.maybe_real(column),
          .low = query.maybe_real(column + 1),
          .high = query.maybe_real(column + 2),
          .reason = query.text(column + 3)};
}

void bind_estimate(Query& query, const Estimate& estimate) {
  query.bind(estimate.value);
  query.bind(estimate.low);
  query.bind(estimate.high);
  query.bind(estimate.reason);
}

/// Columns name, n, what n counts, then the level.
Side read_side(const Query& query, int column) {
  return {.name = query.text(column),
          .n = query.real(column + 1),
          .n_of = query.text(column + 2),
          .level = read_estimate(query, column + 3)};
}

void bind_side(Query& query, const Side& side) {
  query.bind(side.name);
  query.bind(side.n);
  query.bind(side.n_of);
  bind_estimate(query, side.level);
}

}  // namespace

std::vector<StoredLook> Ledger::looks(std::int64_t cycle, AsOf as_of) const {
  Database& db = impl_->db();
  Query query(db,
              "SELECT c.number, l.operation, l.look, l.metric, l.variant, l.verdict, l.reason, "
              "l.correction, l.confidence, l.absolute, l.absolute_low, l.absolute_high, "
              "l.absolute_reason, l.relative, l.relative_low, l.relative_high, l.relative_reason, "
              "l.p_value, l.standard_error, l.df, l.method, l.judged, l.arm, l.arm_n, l.arm_n_of, "
              "l.arm_level, l.arm_low, l.arm_high, l.arm_reason, l.base, l.base_n, l.base_n_of, "
              "l.base_level, l.base_low, l.base_high, l.base_reason "
              "FROM look_result l JOIN cycle c ON c.id = l.cycle "
              "WHERE l.cycle = ?2 AND +l.operation <= ?1 ORDER BY l.look, l.id",
              bound_of(as_of), cycle);
  std::vector<StoredLook> looks;
  while (query.next()) {
    StoredLook& look = looks.emplace_back();
    look.cycle = query.small(0);
    look.operation = query.integer(1);
    look.look = query.small(2);
    look.metric = query.text(3);
    look.variant = query.text(4);
    look.verdict = parsed(db, "look_result.verdict", query.view(5), parse_verdict);
    look.reason = query.text(6);
    look.correction = query.flag(7);
    look.confidence = query.real(8);
    look.effect.absolute = read_estimate(query, 9);
    look.effect.relative = read_estimate(query, 13);
    look.effect.p_value = query.maybe_real(17);
    look.effect.standard_error = query.maybe_real(18);
    look.effect.df = query.maybe_real(19);
    look.effect.method = query.text(20);
    look.effect.judged = query.flag(21);
    look.arm = read_side(query, 22);
    look.base = read_side(query, 29);
  }
  return looks;
}

void LedgerWriter::add_look(std::int64_t cycle, const StoredLook& look) {
  Query query(
      impl_->db(),
      "INSERT INTO look_result(operation, cycle, look, metric, variant, verdict, reason, "
      "correction, confidence, absolute, absolute_low, absolute_high, absolute_reason, "
      "relative, relative_low, relative_high, relative_reason, p_value, standard_error, df, "
      "method, judged, arm, arm_n, arm_n_of, arm_level, arm_low, arm_high, arm_reason, base, "
      "base_n, base_n_of, base_level, base_low, base_high, base_reason) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      impl_->operation.id, cycle, look.look, look.metric, look.variant, name_of(look.verdict),
      look.reason, look.correction, look.confidence);
  bind_estimate(query, look.effect.absolute);
  bind_estimate(query, look.effect.relative);
  query.bind(look.effect.p_value);
  query.bind(look.effect.standard_error);
  query.bind(look.effect.df);
  query.bind(look.effect.method);
  query.bind(look.effect.judged);
  bind_side(query, look.arm);
  bind_side(query, look.base);
  query.run();
}

}  // namespace collab
