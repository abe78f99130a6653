// Several processes at once, and processes that die.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

/// Runs `work` in a process of its own, which exits with 0 unless it throws.
template <class Work>
pid_t spawn(const Work& work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int result = 0;
  try {
    work();
  } catch (const std::exception&) {
    result = 1;
  }
  ::_exit(result);
}

int exit_code(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("eight processes with twenty operations each lose and double nothing") {
  const Folder folder;
  Ledger::create(folder.ledger());
  std::vector<pid_t> children;
  for (int process = 0; process < 8; ++process) {
    children.push_back(spawn([&] {
      LedgerOptions options;
      options.timeout = std::chrono::seconds{120};
      for (int i = 0; i < 20; ++i) {
        Ledger ledger = Ledger::open(folder.ledger(), options);
        LedgerWriter writer = ledger.write(operation("record"));
        const std::int64_t of = writer.add_batch(batch());
        writer.add_observation(observation(of, fmt::format("v{}-{}", process, i)));
        writer.add_observation(observation(of, "shared", process));
        writer.commit();
      }
    }));
  }
  for (const pid_t child : children) CHECK(exit_code(child) == 0);
  Ledger ledger = Ledger::open(folder.ledger());
  CHECK(ledger.operations("", 1000).size() == 160);
  const auto rows = ledger.observations("answers", day("2026-10-05"), day("2026-10-05"), 1);
  CHECK(rows.size() == 161);
  std::set<std::string> variants;
  for (const Observation& row : rows) variants.insert(row.variant);
  CHECK(variants.size() == 161);
  CHECK(Sqlite(folder.ledger())
            .ask("SELECT revision FROM current_observation WHERE variant = 'shared'") == "160");
  CHECK(ledger.verify().empty());
}

TEST_CASE("kill -9 of writers leaves whole operations only") {
  const Folder folder;
  Ledger::create(folder.ledger());
  for (int round = 0; round < 8; ++round) {
    const pid_t child = spawn([&] {
      Ledger ledger = Ledger::open(folder.ledger());
      for (;;) {
        LedgerWriter writer = ledger.write(operation("record"));
        const std::int64_t of = writer.add_batch(batch());
        for (int i = 0; i < 50; ++i) {
          writer.add_observation(observation(of, fmt::format("v{}", i)));
        }
        writer.commit();
      }
    });
    ::usleep(static_cast<useconds_t>(20'000 + 7'000 * round));
    ::kill(child, SIGKILL);
    exit_code(child);
    Ledger ledger = Ledger::open(folder.ledger());
    CHECK(ledger.verify().empty());
    for (const Operation& operation : ledger.operations("", 1000)) {
      CHECK(ledger.observations_of_operation(operation.id).size() == 50);
    }
  }
  // The lock died with its holder.
  Ledger ledger = Ledger::open(folder.ledger());
  CHECK(ledger.write(operation("record")).commit().id > 0);
}

TEST_CASE("busy: after the timeout the error names who writes") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  LedgerOptions options;
  options.timeout = std::chrono::milliseconds{60};
  Ledger other = Ledger::open(folder.ledger(), options);
  LedgerWriter writer = ledger.write(operation("record"));
  const auto before = std::chrono::steady_clock::now();
  try {
    other.write(operation("plan"));
    FAIL("two writers");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::busy);
    CHECK(error.faults().front().slug == "ledger-busy");
    const std::string message = error.what();
    CHECK(message.find("ana (collab record, process " + std::to_string(::getpid())) !=
          std::string::npos);
  }
  const auto waited = std::chrono::steady_clock::now() - before;
  CHECK(waited >= std::chrono::milliseconds{60});
  CHECK(waited < std::chrono::seconds{5});
  writer.commit();
  CHECK(other.write(operation("plan")).commit().sequence == 2);
}

TEST_CASE("readers are not kept waiting by a writer") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  LedgerWriter writer = ledger.write(operation("record"));
  writer.add_batch(batch());
  CHECK(Ledger::open(folder.ledger()).experiments().empty());
  writer.commit();
  CHECK(Ledger::open(folder.ledger()).experiments().size() == 1);
}

TEST_CASE("the WAL does not grow without end") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  const std::vector<std::uint8_t> bytes(1U << 20U, 7);
  for (std::uint32_t i = 0; i < 12; ++i) {
    LedgerWriter writer = ledger.write(operation("run"));
    writer.add_unit_segment({.base = i, .count = 1, .bytes = bytes});
    writer.commit();
  }
  CHECK(std::filesystem::file_size(folder.path() / "ledger.db-wal") < 9U << 20U);
  CHECK(ledger.unit_segments().size() == 12);
}
