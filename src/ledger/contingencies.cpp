// Contingencies that came true, and who took note of them.
#include "collab/ledger/ledger.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

/// ?1: the operation up to which is known.
#define EVENT_COLUMNS                                                                             \
  "SELECT e.id, c.experiment, c.number, e.contingency, e.metric, e.variant, e.condition, "        \
  "e.since, e.period, e.value, e.lag, e.evidence, e.action, e.owner, o.now, e.operation, "        \
  "w.actor, a.reason, w.now FROM contingency_event e JOIN cycle c ON c.id = e.cycle "             \
  "JOIN operation o ON o.id = e.operation LEFT JOIN acknowledgement a ON a.id = (SELECT min(id) " \
  "FROM acknowledgement WHERE event = e.id AND operation <= ?1) "                                 \
  "LEFT JOIN operation w ON w.id = a.operation "

ContingencyEvent read_event(const Query& query) {
  ContingencyEvent event{.id = query.integer(0),
                         .experiment = query.text(1),
                         .cycle = query.small(2),
                         .contingency = query.small(3),
                         .metric = query.text(4),
                         .variant = query.text(5),
                         .condition = query.text(6),
                         .since = query.day(7),
                         .period = query.day(8),
                         .value = query.maybe_real(9),
                         .lag = std::chrono::seconds{query.integer(10)},
                         .evidence = query.text(11),
                         .then = query.text(12),
                         .owner = query.text(13),
                         .noticed = query.instant(14),
                         .operation = query.integer(15),
                         .acknowledged = {}};
  if (!query.is_null(16))
    event.acknowledged = ContingencyEvent::Acknowledgement{
        .actor = query.text(16), .reason = query.text(17), .at = query.instant(18)};
  return event;
}

}  // namespace

std::vector<ContingencyEvent> Ledger::contingency_events(std::int64_t cycle, AsOf as_of) const {
  Query query(impl_->db(), EVENT_COLUMNS "WHERE e.cycle = ?2 AND +e.operation <= ?1 ORDER BY e.id",
              bound_of(as_of), cycle);
  std::vector<ContingencyEvent> events;
  while (query.next()) events.push_back(read_event(query));
  return events;
}

std::optional<ContingencyEvent> Ledger::contingency_event(std::int64_t id) const {
  Query query(impl_->db(), EVENT_COLUMNS "WHERE e.id = ?2", bound_of({}), id);
  if (!query.next()) return std::nullopt;
  return read_event(query);
}

std::vector<ContingencyEvent> Ledger::open_contingency_events() const {
  Query query(impl_->db(),
              EVENT_COLUMNS
              "WHERE a.id IS NULL AND c.number = (SELECT max(number) FROM cycle WHERE experiment = "
              "c.experiment) ORDER BY c.experiment, e.id",
              bound_of({}));
  std::vector<ContingencyEvent> events;
  while (query.next()) events.push_back(read_event(query));
  return events;
}

std::int64_t LedgerWriter::add_contingency_event(std::int64_t cycle,
                                                 const ContingencyEvent& event) {
  impl_->db().run(
      "INSERT INTO contingency_event(operation, cycle, contingency, metric, variant, condition, "
      "since, period, value, lag, evidence, action, owner) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
      impl_->operation.id, cycle, event.contingency, event.metric, event.variant, event.condition,
      event.since, event.period, event.value, static_cast<std::int64_t>(event.lag.count()),
      event.evidence, event.then, event.owner);
  return impl_->db().last_id();
}

void LedgerWriter::acknowledge(std::int64_t event, const std::string& reason) {
  impl_->db().run("INSERT INTO acknowledgement(operation, event, reason) VALUES(?,?,?)",
                  impl_->operation.id, event, reason);
}

}  // namespace collab
