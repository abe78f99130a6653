// Reading operations: who did what, when, and the chain's head.
#include <fmt/format.h>

#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "ledger/impl.hpp"
#include "ledger/rows.hpp"

namespace collab {
namespace {

#define OPERATION_COLUMNS                                                                   \
  "SELECT id, origin, sequence, verb, command, actor, reason, now, wall, digest, previous " \
  "FROM operation "

std::optional<Operation> first_of(Query&& query) {
  if (!query.next()) return std::nullopt;
  return read_operation(query);
}

}  // namespace

Operation read_operation(const Query& query) {
  return {.id = query.integer(0),
          .origin = query.text(1),
          .sequence = query.integer(2),
          .verb = query.text(3),
          .command = query.text(4),
          .actor = query.text(5),
          .reason = query.text(6),
          .now = query.instant(7),
          .wall = query.instant(8),
          .digest = query.text(9),
          .previous = query.text(10)};
}

std::optional<Operation> Ledger::operation(std::int64_t id) const {
  return first_of(Query(impl_->db(), OPERATION_COLUMNS "WHERE id = ?", id));
}

std::optional<Operation> Ledger::operation_at(Instant time) const {
  return first_of(Query(impl_->db(), OPERATION_COLUMNS "WHERE now <= ? ORDER BY id DESC LIMIT 1",
                        stored_instant(time)));
}

std::vector<Operation> Ledger::operations(std::string_view experiment, std::int64_t limit) const {
  Database& db = impl_->db();
  std::vector<Operation> operations;
  const auto read = [&](Query&& query) {
    while (query.next()) operations.push_back(read_operation(query));
  };
  if (experiment.empty()) {
    read(Query(db, OPERATION_COLUMNS "ORDER BY id DESC LIMIT ?", limit));
  } else {
    read(Query(
        db,
        OPERATION_COLUMNS
        "WHERE id IN (SELECT operation FROM cycle WHERE experiment = ?1 "
        "UNION SELECT operation FROM batch WHERE experiment = ?1 "
        "UNION SELECT p.operation FROM cycle c JOIN plan p ON p.cycle = c.id "
        "WHERE c.experiment = ?1 "
        "UNION SELECT d.operation FROM cycle c JOIN decision d ON d.cycle = c.id "
        "WHERE c.experiment = ?1 "
        "UNION SELECT l.operation FROM cycle c JOIN look_result l ON l.cycle = c.id "
        "WHERE c.experiment = ?1 "
        "UNION SELECT e.operation FROM cycle c JOIN contingency_event e ON e.cycle = c.id "
        "WHERE c.experiment = ?1 "
        "UNION SELECT a.operation FROM cycle c JOIN contingency_event e ON e.cycle = c.id "
        "JOIN acknowledgement a ON a.event = e.id WHERE c.experiment = ?1 "
        "UNION SELECT k.operation FROM cycle c JOIN standard s ON s.cycle = c.id JOIN "
        "standard_check k ON k.standard = s.id WHERE c.experiment = ?1 "
        "UNION SELECT operation FROM setting WHERE name IN ('archived ' || ?1, 'purged ' || ?1) "
        "UNION SELECT p.of_operation FROM setting s JOIN purged p ON p.operation = s.operation "
        "WHERE s.name = 'purged ' || ?1 "
        "UNION SELECT f.operation FROM batch b JOIN unit_forgotten f ON f.batch = b.id "
        "WHERE b.experiment = ?1 "
        "UNION SELECT operation FROM voice_link WHERE experiment = ?1) ORDER BY id DESC "
        "LIMIT ?2",
        experiment, limit));
  }
  return operations;
}

std::optional<Operation> Ledger::last_operation() const {
  return first_of(Query(impl_->db(), OPERATION_COLUMNS "ORDER BY id DESC LIMIT 1"));
}

std::string Ledger::head() const {
  Query query(impl_->db(), "SELECT digest FROM operation ORDER BY id DESC LIMIT 1");
  return query.next() ? query.text(0) : std::string{};
}

std::vector<ChainEnd> Ledger::chains() const {
  std::vector<ChainEnd> chains;
  Query query(impl_->db(), OPERATION_COLUMNS
              "o WHERE sequence = (SELECT max(sequence) FROM operation WHERE origin = o.origin) "
              "ORDER BY id DESC");
  while (query.next()) {
    const Operation last = read_operation(query);
    chains.push_back({.origin = last.origin, .operations = last.sequence, .last = last});
  }
  return chains;
}

NotedHead Ledger::noted_head(std::string_view digest) const {
  constexpr std::size_t fewest = 8, most = 64;
  if (digest.size() < fewest || digest.size() > most ||
      digest.find_first_not_of("0123456789abcdef") != std::string_view::npos)
    throw Error(
        ExitCode::usage, "bad-digest",
        fmt::format("'{}' is not a head digest, nor its first {} digits or more", digest, fewest),
        "as plan and review print it: 8 to 64 hexadecimal digits in lower case");
  NotedHead noted{.digest = std::string(digest), .operation = {}};
  noted.operation = first_of(
      Query(impl_->db(),
            OPERATION_COLUMNS "WHERE substr(digest, 1, length(?1)) = ?1 ORDER BY id DESC", digest));
  if (noted.operation) {
    Query later(impl_->db(), "SELECT count(*) FROM operation WHERE origin = ? AND sequence > ?",
                noted.operation->origin, noted.operation->sequence);
    later.next();
    noted.later = later.integer(0);
  }
  return noted;
}

}  // namespace collab
