// The plans of the queries that a status or a review waits for: look-ups, never a walk over a table
// that grows with what is recorded.
#include <doctest/doctest.h>

#include <set>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

std::set<std::string>* seen = nullptr;

int remember(unsigned, void*, void* statement, void*) {
  if (seen != nullptr) seen->insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
  return 0;
}

int trace_new_connection(sqlite3* handle, const char**, const void*) {
  return sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, remember, nullptr);
}

/// The steps of every statement that `action` runs on a ledger opened meanwhile.
template <class Action>
std::vector<std::string> plan_of(const std::filesystem::path& path, const Action& action) {
  std::set<std::string> statements;
  {
    using Extension = void (*)();
    const auto extension = reinterpret_cast<Extension>(trace_new_connection);
    sqlite3_auto_extension(extension);
    Ledger ledger = Ledger::open(path);
    sqlite3_cancel_auto_extension(extension);
    seen = &statements;
    action(ledger);
    seen = nullptr;
  }
  Sqlite sqlite(path);
  std::vector<std::string> steps;
  for (const std::string& sql : statements) {
    if (sql.find("SELECT") == std::string::npos) continue;
    std::string lines = sqlite.ask("EXPLAIN QUERY PLAN " + sql) + "\n";
    for (std::size_t end = lines.find('\n'); end != std::string::npos; end = lines.find('\n')) {
      const std::string line = lines.substr(0, end);
      steps.push_back(line.substr(line.rfind('|') + 1));
      lines.erase(0, end + 1);
    }
  }
  return steps;
}

}  // namespace

TEST_CASE("query plans: no walk over observations, runs, cells, operations or looks, and no sort") {
  const Folder folder;
  Ledger::create(folder.ledger());
  const Day first = day("2026-10-05"), last = day("2026-11-01");
  const std::vector<std::string> steps = plan_of(folder.ledger(), [&](const Ledger& ledger) {
    static_cast<void>(ledger.status_rows());
    static_cast<void>(ledger.cells(1));
    static_cast<void>(ledger.cells(1, 2));
    static_cast<void>(ledger.holdings(1));
    static_cast<void>(ledger.observations("answers", first, last, 1));
    static_cast<void>(ledger.observation_like(observation(1)));
    static_cast<void>(ledger.observations_of_operation(1));
    static_cast<void>(ledger.looks(1));
    static_cast<void>(ledger.cycle("answers", 1));
    static_cast<void>(ledger.cycles("answers"));
    static_cast<void>(ledger.plans(1));
    static_cast<void>(ledger.batch_like(batch()));
    static_cast<void>(ledger.batches_of_operation(1));
    static_cast<void>(ledger.file_stamp("answers", "members", "f"));
    static_cast<void>(ledger.recorded_periods("answers", "members"));
  });
  CHECK(steps.size() >= 20);
  for (const std::string& step : steps) {
    CAPTURE(step);
    const bool scan = step.starts_with("SCAN");
    const bool small = step == "SCAN c" || step.starts_with("SCAN c USING") ||
                       step.starts_with("SCAN cycle USING COVERING INDEX") ||
                       step == "SCAN recorded" || step == "SCAN latest";
    CHECK_FALSE((scan && !small));
    CHECK(step.find("AUTOMATIC") == std::string::npos);
  }
  // Observations come out of their index in order.
  const auto rows = plan_of(folder.ledger(), [&](const Ledger& ledger) {
    static_cast<void>(ledger.observations("answers", first, last, 1));
    static_cast<void>(ledger.cells(1));
  });
  for (const std::string& step : rows) {
    CAPTURE(step);
    CHECK(step.find("TEMP B-TREE") == std::string::npos);
  }
}
