// Running again changes nothing; another number is a conflict; a failed command leaves no trace.
#include <doctest/doctest.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::decision;
using collab::test::nightly;
using collab::test::outcomes;
using collab::test::refused;
using collab::test::Shop;

namespace {

/// Files look as if they had just been written, so that they are read again.
void touch(const Shop& shop) {
  for (const auto& file : std::filesystem::directory_iterator(shop.root() / "data"))
    std::filesystem::last_write_time(file.path(), std::filesystem::file_time_type::clock::now());
}

bool changes_nothing(const RecordReport& report) {
  return report.code == ExitCode::ok && report.tally.recorded == 0 && report.tally.corrected == 0 &&
         report.tally.conflicts == 0 && report.tally.unchanged > 0 && !report.operation;
}

void check_again(const Shop& shop, std::string_view when, const std::string& experiment) {
  const std::string before = shop.content();
  CHECK(changes_nothing(shop.run(when, experiment)));
  touch(shop);
  CHECK(changes_nothing(shop.run(when, experiment)));
  CHECK(shop.content() == before);
}

}  // namespace

TEST_CASE("examples with feeds: again is unchanged, another number is a conflict") {
  struct Example {
    std::string name, planned, run, file;
  };
  const std::vector<Example> examples{
      {"email-invitation", "2008-03-17", "2008-03-17", "data/by-channel.csv"},
      {"answers-in-two-hours", "2026-03-01", "2026-03-30", "data/night-2026-03-20.csv"},
      {"idea-hub", "2026-05-31", "2026-06-29", "data/members.csv"},
  };
  for (const Example& example : examples) {
    CAPTURE(example.name);
    const Shop shop = Shop::of_example(example.name);
    shop.plan(example.planned, example.name);
    const RecordReport first = shop.run(example.run, example.name);
    CHECK(first.code == ExitCode::ok);
    CHECK(first.tally.recorded > 0);
    CHECK(first.operation);
    check_again(shop, example.run, example.name);

    // The last digit of the file is another one now.
    std::string text = shop.read(example.file);
    const auto digit = text.find_last_of("12345678");
    REQUIRE(digit != std::string::npos);
    ++text[digit];
    shop.write(example.file, text);
    const std::string before = shop.content();
    const RecordReport conflict = shop.run(example.run, example.name);
    CHECK(conflict.code == ExitCode::conflict);
    CHECK(conflict.tally.recorded == 0);
    CHECK(conflict.tally.conflicts > 0);
    CHECK(conflict.faults.front().message.find("ana") != std::string::npos);  // who and when
    CHECK(shop.content() == before);
  }
}

TEST_CASE("answers in two hours: three cycles, each run twice") {
  const Shop shop = Shop::of_example("answers-in-two-hours");
  shop.plan("2026-03-01", "answers-in-two-hours");
  const auto run = [&](std::string_view when) {
    CHECK(shop.run(when, "answers-in-two-hours").tally.recorded > 0);
    check_again(shop, when, "answers-in-two-hours");
  };
  run("2026-03-30");
  shop.replace("experiments/answers-in-two-hours.yaml", "on weekdays", "on any day");
  shop.decide("2026-03-30", decision("answers-in-two-hours", DecisionKind::adapt, true));
  run("2026-04-28");
  shop.decide("2026-04-28", decision("answers-in-two-hours", DecisionKind::extend, true));
  run("2026-05-27");
  const DecideReport adopted =
      shop.decide("2026-05-27", decision("answers-in-two-hours", DecisionKind::adopt));
  CHECK(adopted.cycle == 3);
  CHECK(adopted.recommended.empty());  // it is what the review asked for
}

TEST_CASE("the typed example: again is unchanged, another number is a conflict") {
  const Shop shop = Shop::of_example("one-shop");
  shop.plan("2026-01-04", "notes-board");
  const std::vector<std::array<std::string, 3>> weeks{{"9/21", "35", "2026-01-11"},
                                                      {"11/19", "40", "2026-01-18"},
                                                      {"8/20", "30", "2026-01-25"},
                                                      {"12/23", "45", "2026-02-01"}};
  const auto typed = [](const std::array<std::string, 3>& week) {
    return TypedRow{.experiment = "notes-board",
                    .values = {{"answered_next_morning", week[0]}, {"minutes_a_week", week[1]}},
                    .period = test::day(week[2])};
  };
  for (const auto& week : weeks) CHECK(shop.record("2026-02-02", typed(week)).tally.recorded == 2);
  const std::string before = shop.content();
  for (const auto& week : weeks) CHECK(changes_nothing(shop.record("2026-02-02", typed(week))));
  const RecordReport conflict = shop.record("2026-02-02", typed({"10/21", "35", "2026-01-11"}));
  CHECK(conflict.code == ExitCode::conflict);
  CHECK(conflict.faults.front().message.find("9/21") != std::string::npos);
  CHECK(conflict.faults.front().message.find("10/21") != std::string::npos);
  CHECK(shop.content() == before);
}

TEST_CASE("a correction needs its reason, and keeps what was there") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02");
  const RecordReport first = shop.run("2026-03-03", "nightly");
  shop.night("2026-03-02", 100, 111);
  const std::string before = shop.content();
  CHECK(refused([&] {
          shop.run("2026-03-03",
                   {.experiment = "nightly", .options = {.on_conflict = OnConflict::correct}});
        }) == "2 reason-missing");
  CHECK(shop.content() == before);

  const RecordReport kept = shop.run(
      "2026-03-03", {.experiment = "nightly", .options = {.on_conflict = OnConflict::keep}});
  CHECK(kept.code == ExitCode::ok);
  CHECK(kept.tally.kept == 1);
  CHECK(outcomes(kept) == "kept");
  CHECK(shop.content() == before);

  const RecordReport corrected = shop.run(
      "2026-03-03", {.experiment = "nightly",
                     .options = {.on_conflict = OnConflict::correct, .reason = "a till was late"}});
  CHECK(corrected.code == ExitCode::ok);
  CHECK(corrected.tally.corrected == 1);
  CHECK(corrected.tally.unchanged == 3);
  CHECK(shop.content() != before);
  Project project = shop.at("2026-03-03");
  const Ledger& ledger = project.ledger();
  const auto visits_as_of = [&](std::int64_t operation) {
    for (const Observation& one : ledger.observations("nightly", test::day("2026-03-02"),
                                                      test::day("2026-03-02"), 1, operation))
      if (one.metric == "visit" && one.variant == "answers")
        return find(one.statistics, "successes").value();
    return -1.0;
  };
  CHECK(visits_as_of(first.operation.value()) == 110);
  CHECK(visits_as_of(corrected.operation.value()) == 111);
  CHECK(ledger.operation(corrected.operation.value())->reason == "a till was late");
  // Once corrected, the file is what the ledger holds.
  CHECK(shop.run("2026-03-03", "nightly").tally.unchanged == 4);
}

TEST_CASE("a file with a fault is left out whole, the others are recorded") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02");
  shop.night("2026-03-03");
  shop.replace("data/night-2026-03-03.csv", "answers,,110", "answers,,n/a");
  const RecordReport report = shop.run("2026-03-04", "nightly");
  CHECK(report.code == ExitCode::invalid);
  CHECK(report.tally.recorded == 4);
  REQUIRE(report.faults.size() == 1);
  CHECK(report.faults[0].slug == "bad-value");
  CHECK(report.faults[0].at.line == 3);
  CHECK(report.faults[0].at.column == 10);
  Project project = shop.at("2026-03-04");
  CHECK(project.ledger()
            .observations("nightly", test::day("2026-03-03"), test::day("2026-03-03"), 1)
            .empty());
}

TEST_CASE("a conflicting period is left out whole, the others are recorded") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02");
  shop.run("2026-03-03", "nightly");
  shop.night("2026-03-02", 101, 110);
  shop.night("2026-03-03");
  const RecordReport report = shop.run("2026-03-04", "nightly");
  CHECK(report.code == ExitCode::conflict);
  CHECK(report.tally.recorded == 4);
  CHECK(report.tally.conflicts == 1);
}

TEST_CASE("every command that fails leaves the ledger as it was") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02");
  shop.run("2026-03-03", "nightly");
  const std::string before = shop.content();
  const auto typed = [](std::string metric, std::string value, std::string variant) {
    return TypedRow{.experiment = "nightly",
                    .variant = std::move(variant),
                    .values = {{std::move(metric), std::move(value)}},
                    .period = test::day("2026-03-02")};
  };
  CHECK(refused([&] { shop.record("2026-03-03", typed("visits", "1/2", "answers")); }) ==
        "3 unknown-metric");
  CHECK(refused([&] { shop.record("2026-03-03", typed("visit", "1/2", "answer")); }) ==
        "3 unknown-variant");
  CHECK(refused([&] { shop.record("2026-03-03", typed("visit", "1/2", "")); }) ==
        "2 variant-missing");
  CHECK(refused([&] { shop.record("2026-03-03", typed("visit", "few", "answers")); }) ==
        "3 bad-value");
  CHECK(refused([&] {
          shop.record("2026-03-03", typed("visit", "3/2", "answers"));
        }).starts_with("3 "));
  CHECK(refused([&] {
          TypedRow row = typed("visit", "3.3%", "answers");
          row.n = 100;
          row.values[0].second = "3.35%";
          shop.record("2026-03-03", row);
        }) == "3 not-whole");
  CHECK(refused([&] { shop.plan("2026-03-03", "nightlies"); }) == "4 no-such-experiment");
  CHECK(refused([&] {
          shop.record("2026-03-03", FileRequest{.file = "data/none.csv", .feed = "nights"});
        }).starts_with("4 "));
  CHECK(refused([&] {
          shop.record("2026-03-03", FileRequest{.experiment = "nightly",
                                                .file = "data/night-2026-03-02.csv",
                                                .feed = "night"});
        }) == "4 no-such-feed");
  CHECK(refused([&] {
          shop.record("2026-03-03",
                      FileRequest{.experiment = "nightly", .file = "data/night-2026-03-02.csv"});
        }) == "2 feed-missing");
  CHECK(shop.content() == before);
}
