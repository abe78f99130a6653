// Standards and their checks.
#include <algorithm>

#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"

namespace collab {

namespace {

#define STANDARD_COLUMNS                                                                        \
  "SELECT s.id, c.experiment, c.number, d.variant, s.becomes, s.place, d.day, s.check_on FROM " \
  "standard s JOIN cycle c ON c.id = s.cycle JOIN decision d ON d.cycle = s.cycle "
#define CHECK_COLUMNS                                                                           \
  "SELECT k.standard, k.kept, k.reason, k.day, k.check_on, o.actor FROM standard_check k JOIN " \
  "operation o ON o.id = k.operation "

Standard read_standard(const Query& query) {
  return {.id = query.integer(0),
          .experiment = query.text(1),
          .cycle = query.small(2),
          .variant = query.text(3),
          .becomes = query.text(4),
          .place = query.text(5),
          .since = query.day(6),
          .check_on = query.day(7),
          .checks = {}};
}

StandardCheck read_check(const Query& query) {
  return {.kept = query.flag(1),
          .reason = query.text(2),
          .day = query.day(3),
          .next = query.maybe_day(4),
          .actor = query.text(5)};
}

}  // namespace

std::vector<Standard> Ledger::standards(AsOf as_of) const {
  Query query(impl_->db(),
              STANDARD_COLUMNS "WHERE s.operation <= ?1 ORDER BY c.experiment, c.number",
              bound_of(as_of));
  std::vector<Standard> found;
  while (query.next()) found.push_back(read_standard(query));
  Query checks(impl_->db(), CHECK_COLUMNS "WHERE k.operation <= ?1 ORDER BY k.id", bound_of(as_of));
  while (checks.next()) {
    const auto standard = std::ranges::find(found, checks.integer(0), &Standard::id);
    if (standard != found.end()) standard->checks.push_back(read_check(checks));
  }
  return found;
}

std::optional<Standard> Ledger::standard(std::int64_t cycle) const {
  Query query(impl_->db(), STANDARD_COLUMNS "WHERE s.cycle = ?", cycle);
  if (!query.next()) return std::nullopt;
  Standard standard = read_standard(query);
  Query checks(impl_->db(), CHECK_COLUMNS "WHERE k.standard = ? ORDER BY k.id", standard.id);
  while (checks.next()) standard.checks.push_back(read_check(checks));
  return standard;
}

std::int64_t LedgerWriter::add_standard(std::int64_t cycle, const Standard& standard) {
  impl_->db().run(
      "INSERT INTO standard(operation, cycle, becomes, place, check_on) VALUES(?,?,?,?,?)",
      impl_->operation.id, cycle, standard.becomes, standard.place, standard.check_on);
  return impl_->db().last_id();
}

void LedgerWriter::add_standard_check(std::int64_t standard, const StandardCheck& check) {
  impl_->db().run(
      "INSERT INTO standard_check(operation, standard, kept, reason, day, check_on) "
      "VALUES(?,?,?,?,?,?)",
      impl_->operation.id, standard, check.kept, check.reason, check.day, check.next);
}

}  // namespace collab
