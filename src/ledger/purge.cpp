#include "ledger/purge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "collab/ledger/ledger.hpp"
#include "ledger/canon.hpp"
#include "ledger/chain.hpp"
#include "ledger/impl.hpp"
#include "ledger/imported.hpp"
#include "ledger/unload.hpp"

namespace collab {
namespace {

struct Owned {
  std::string_view table, where;  ///< ?1: the experiment
};

constexpr std::string_view of_a_cycle = "cycle IN (SELECT id FROM cycle WHERE experiment = ?1)";
constexpr std::string_view of_a_batch = "batch IN (SELECT id FROM batch WHERE experiment = ?1)";
constexpr std::string_view of_itself = "experiment = ?1";

/// Rows before what they name.
constexpr std::array owned{
    Owned{"acknowledgement",
          "event IN (SELECT e.id FROM contingency_event e JOIN cycle c ON c.id = e.cycle WHERE "
          "c.experiment = ?1)"},
    Owned{"contingency_event", of_a_cycle},
    Owned{"standard_check",
          "standard IN (SELECT s.id FROM standard s JOIN cycle c ON c.id = s.cycle WHERE "
          "c.experiment = ?1)"},
    Owned{"standard", of_a_cycle},
    Owned{"look_result", of_a_cycle},
    Owned{"decision", of_a_cycle},
    Owned{"plan", of_a_cycle},
    Owned{"observation", of_itself},
    Owned{"unit_forgotten", of_a_batch},
    Owned{"run", of_a_batch},
    Owned{"batch", of_itself},
    Owned{"voice_link", of_itself},
    Owned{"cycle", of_itself}};
constexpr std::array caches{"cell", "holding", "day_cell", "unit_state"};

struct Echo {
  std::int64_t operation = 0, place = 0;
  std::string kind;
};

/// What was said again of the experiment: rows that name it, and runs of batches that do.
std::vector<Echo> echoes_of(Database& db, std::string_view experiment) {
  std::vector<Echo> found;
  std::set<std::pair<std::int64_t, std::int64_t>> batches;  // operation, place
  std::vector<std::pair<Echo, std::int64_t>> runs;          // with the place of their batch
  Query query(db, "SELECT operation, place, kind, content FROM echo");
  while (query.next()) {
    const Echo echo{query.integer(0), query.integer(1), query.text(2)};
    const Imported* table = imported_table(echo.kind);
    const auto row = read_kept_row(query.bytes(3));
    if (table == nullptr || !row || row->empty()) continue;
    const auto* first = std::get_if<std::int64_t>(row->data());
    if (echo.kind == "run" && first != nullptr) runs.emplace_back(echo, *first);
    std::string_view left = table->columns;
    for (std::size_t i = 0; i < row->size() && !left.empty(); ++i) {
      const std::string_view name = left.substr(0, left.find(' '));
      left.remove_prefix(std::min(left.size(), name.size() + 1));
      if (name != "experiment") continue;
      const auto* text = std::get_if<std::string>(&(*row)[i]);
      if (text == nullptr || *text != experiment) break;
      found.push_back(echo);
      if (echo.kind == "batch" && first != nullptr) batches.emplace(echo.operation, *first);
    }
  }
  for (const auto& [echo, place] : runs)
    if (batches.contains({echo.operation, place})) found.push_back(echo);
  return found;
}

}  // namespace

std::vector<std::int64_t> operations_of(Database& db, std::string_view experiment) {
  std::set<std::int64_t> operations;
  for (const auto& [table, where] : owned) {
    Query query(db, fmt::format("SELECT DISTINCT operation FROM {} WHERE {}", table, where),
                experiment);
    while (query.next()) operations.insert(query.integer(0));
  }
  for (const Echo& echo : echoes_of(db, experiment)) operations.insert(echo.operation);
  return {operations.begin(), operations.end()};
}

void delete_experiment(Database& db, std::string_view experiment) {
  db.execute("PRAGMA secure_delete = ON");
  for (const Echo& echo : echoes_of(db, experiment))
    db.run("DELETE FROM echo WHERE operation = ? AND kind = ? AND place = ?", echo.operation,
           echo.kind, echo.place);
  for (const char* cache : caches)
    db.run(fmt::format("DELETE FROM {} WHERE {}", cache, of_a_cycle), experiment);
  db.run("DELETE FROM file_stamp WHERE experiment = ?", experiment);
  for (const auto& [table, where] : owned)
    db.run(fmt::format("DELETE FROM {} WHERE {}", table, where), experiment);
}

LedgerWriter::Purged LedgerWriter::purge(std::string_view experiment) {
  Database& db = impl_->db();
  const Unguarded unguarded(db);
  Purged purged;
  {
    Query counts(db,
                 "SELECT (SELECT count(*) FROM cycle WHERE experiment = ?1), (SELECT count(*) FROM "
                 "observation WHERE experiment = ?1), (SELECT coalesce(sum(r.units), 0) FROM "
                 "current_run r JOIN batch b ON b.id = r.batch WHERE b.experiment = ?1)",
                 experiment);
    counts.next();
    purged.cycles = counts.integer(0);
    purged.observations = counts.integer(1);
    purged.unit_rows = counts.integer(2);
  }
  const std::vector<std::int64_t> operations = operations_of(db, experiment);
  purged.operations = static_cast<std::int64_t>(operations.size());
  delete_experiment(db, experiment);
  const std::int64_t own = impl_->operation.id;
  for (const std::string_view name : {"archived", "purged"})
    db.run("INSERT INTO setting(operation, name, value) VALUES(?,?,?)", own,
           fmt::format("{} {}", name, experiment), name == "purged" ? "yes" : "no");
  for (const std::int64_t operation : operations)
    db.run("INSERT INTO purged(operation, of_operation, content) VALUES(?,?,?)", own, operation,
           content_digest(db, operation));
  return purged;
}

}  // namespace collab
