// collab-ledger(5) describes the schema that there is: every table, column and view, and no other.
#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

using Names = std::set<std::string>;

Names lines_of(const std::string& text) {
  Names names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) names.insert(line);
  return names;
}

/// What the page lists: columns by table, and under VIEWS the views.
struct Page {
  std::map<std::string, Names> tables;
  Names views;
};

Page read_page() {
  Page page;
  std::ifstream file(std::filesystem::path(COLLAB_SOURCE) / "man/collab-ledger.5");
  REQUIRE(file);
  std::string section, table;
  const auto tail = [](const std::string& line, std::string_view macro) {
    return line.substr(macro.size());
  };
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(".Sh ")) {
      section = tail(line, ".Sh ");
    } else if (section == "VIEWS" && line.starts_with(".It Sy ")) {
      page.views.insert(tail(line, ".It Sy "));
    } else if (section == "TABLES" || section == "CACHES") {
      if (line.starts_with(".Ss ")) table = tail(line, ".Ss ");
      if (line.starts_with(".It Sy ")) page.tables[table].insert(tail(line, ".It Sy "));
    }
  }
  return page;
}

}  // namespace

TEST_CASE("collab-ledger(5) lists every table, column and view, and none that is not there") {
  const Folder folder;
  Ledger::create(folder.ledger());
  Sqlite sqlite(folder.ledger());
  const Page page = read_page();
  Names listed;
  for (const auto& [table, columns] : page.tables) {
    CAPTURE(table);
    listed.insert(table);
    CHECK(columns == lines_of(sqlite.ask("SELECT name FROM pragma_table_xinfo('" + table + "')")));
  }
  CHECK(listed == lines_of(sqlite.ask("SELECT name FROM sqlite_schema WHERE type = 'table' "
                                      "AND name NOT LIKE 'sqlite_%'")));
  const Names views = lines_of(sqlite.ask("SELECT name FROM sqlite_schema WHERE type = 'view'"));
  CHECK(page.views == views);
  for (const std::string& view : views) {
    CAPTURE(view);
    CHECK(sqlite.execute("SELECT * FROM " + view) == "");
  }
}

TEST_CASE("every index says in the migration what it is for") {
  for (const char* name : {"0001_ledger.sql", "0002_caches.sql"}) {
    std::ifstream file(std::filesystem::path(COLLAB_SOURCE) / "src/ledger/migrations" / name);
    std::string before;
    for (std::string line; std::getline(file, line); before = line) {
      const bool index = line.starts_with("CREATE INDEX") || line.starts_with("  UNIQUE(") ||
                         line.starts_with("  PRIMARY KEY(");
      CAPTURE(line);
      if (!index || before.starts_with("CREATE INDEX")) continue;
      CHECK((line.find("--") != std::string::npos || before.starts_with("--")));
    }
  }
}
