// Contingencies that came true: stored once, open until somebody takes note, part of the chain.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "unit/ledger/helpers.hpp"

using namespace collab;
using namespace ledger_test;

namespace {

ContingencyEvent event_of(const char* since, const char* period) {
  ContingencyEvent event{.contingency = 2,
                         .metric = "complaints",
                         .variant = "answers",
                         .condition = "complaints above 3%",
                         .value = 0.05,
                         .lag = std::chrono::hours{7},
                         .then = "Pause the queue",
                         .owner = "ben@shop.example"};
  event.since = parse_day(since).value();
  event.period = parse_day(period).value();
  return event;
}

Operation by(const char* actor, const char* verb) {
  Operation operation;
  operation.verb = verb;
  operation.actor = actor;
  operation.now = operation.wall = parse_instant("2026-10-09T06:00:00Z").value();
  return operation;
}

}  // namespace

TEST_CASE("a contingency event is read as it was stored, and open until it is acknowledged") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  std::int64_t cycle = 0, first = 0;
  {
    LedgerWriter writer = ledger.write(by("ana", "run"));
    cycle = writer
                .add_cycle("answers", 1, parse_day("2026-10-05").value(),
                           parse_day("2026-11-01").value())
                .id;
    Experiment agreed = experiment();
    for (const char* threshold : {"5%", "3%"})
      agreed.contingencies.push_back({.metric = "complaints",
                                      .variant = "answers",
                                      .condition = "above",
                                      .threshold = threshold,
                                      .then = "Pause the queue",
                                      .owner = "ben@shop.example"});
    Plan sealed = plan(cycle);
    sealed.sealed = seal(agreed);
    sealed.sha256 = sha256(sealed.sealed);
    writer.add_plan(sealed);
    first = writer.add_contingency_event(cycle, event_of("2026-10-07", "2026-10-08"));
    writer.add_contingency_event(cycle, event_of("2026-10-10", "2026-10-11"));
    writer.commit();
  }
  const std::int64_t then = ledger.last_operation()->id;
  std::vector<ContingencyEvent> events = ledger.contingency_events(cycle);
  REQUIRE(events.size() == 2);
  CHECK(events[0].experiment == "answers");
  CHECK(events[0].contingency == 2);
  CHECK(events[0].value == 0.05);
  CHECK(events[0].lag == std::chrono::hours{7});
  CHECK(events[0].then == "Pause the queue");
  CHECK(!events[0].acknowledged);
  CHECK(ledger.open_contingency_events().size() == 2);
  {
    LedgerWriter writer = ledger.write(by("ben", "ack"));
    writer.acknowledge(first, "paused");
    writer.commit();
  }
  CHECK(ledger.open_contingency_events().size() == 1);
  const ContingencyEvent noted = ledger.contingency_event(first).value();
  REQUIRE(noted.acknowledged);
  CHECK(noted.acknowledged->actor == "ben");
  CHECK(noted.acknowledged->reason == "paused");
  // As of the operation that noticed it nobody had.
  CHECK(!ledger.contingency_events(cycle, then)[0].acknowledged);
  CHECK(!ledger.contingency_event(99));
  CHECK(ledger.operations("answers", 10).size() == 2);
  CHECK(ledger.verify().empty());

  // Of a cycle that another followed nothing waits any more.
  {
    LedgerWriter writer = ledger.write(by("ana", "plan"));
    writer.add_cycle("answers", 2, parse_day("2026-11-02").value(),
                     parse_day("2026-11-29").value());
    writer.commit();
  }
  CHECK(ledger.open_contingency_events().empty());
}

TEST_CASE("an editor of the file is found out, and cannot change an event") {
  const Folder folder;
  {
    Ledger ledger = Ledger::create(folder.ledger());
    LedgerWriter writer = ledger.write(by("ana", "run"));
    const std::int64_t cycle = writer
                                   .add_cycle("answers", 1, parse_day("2026-10-05").value(),
                                              parse_day("2026-11-01").value())
                                   .id;
    writer.acknowledge(writer.add_contingency_event(cycle, event_of("2026-10-07", "2026-10-08")),
                       "paused");
    writer.commit();
  }
  for (const char* table : {"contingency_event", "acknowledgement"}) {
    CAPTURE(table);
    Sqlite sqlite(folder.ledger());
    CHECK(sqlite.execute(fmt::format("DELETE FROM {}", table)).find("never deleted") !=
          std::string::npos);
    CHECK(sqlite.execute(fmt::format("UPDATE {} SET id = id + 1", table)).find("never changed") !=
          std::string::npos);
  }
  Sqlite(folder.ledger())
      .execute("DROP TRIGGER contingency_event_fixed; UPDATE contingency_event SET lag = 0");
  CHECK(!Ledger::open(folder.ledger()).verify().empty());
}

TEST_CASE("what names an event") {
  CHECK(parse_event("con_3") == 3);
  for (const char* text :
       {"con_0", "con_", "con_-1", "con_3x", "op_3", "", "con_99999999999999999999"})
    CHECK_MESSAGE(!parse_event(text), text);
  CHECK(duration_text(std::chrono::seconds{0}) == "0s");
  CHECK(duration_text(std::chrono::seconds{3 * 86400 + 7200}) == "3d 2h");
  CHECK(duration_text(std::chrono::minutes{95}) == "1h 35m");
  CHECK(duration_text(std::chrono::hours{-7}) == "-7h");
}
