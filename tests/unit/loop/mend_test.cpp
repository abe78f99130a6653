// correct, retract, undo: what counts afterwards is what would count had it been so from the start;
// what was known before is still there.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "collab/loop/mend.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::day;
using collab::test::members;
using collab::test::nightly;
using collab::test::refused;
using collab::test::Shop;

namespace {

Shop with_nights(int last, int wrong = 0) {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  for (int night = 2; night <= last; ++night)
    shop.night(fmt::format("2026-03-0{}", night), 100, night == wrong ? 990 : 130);
  shop.run(fmt::format("2026-03-0{}", last + 1), "nightly");
  return shop;
}

void write_members(const Shop& shop, int last) {
  std::string text = "member,group,day,spend\n";
  for (int night = 2; night <= last; ++night)
    for (int m = 0; m < 40; ++m)
      text += fmt::format("n{}m{},{},2026-03-0{},{}.5\n", night, m,
                          m % 2 == 0 ? "control" : "status", night, m);
  shop.write("data/members.csv", text);
}

Shop with_members(int last) {
  Shop shop(members);
  shop.plan("2026-03-01", "members");
  write_members(shop, last);
  shop.run(fmt::format("2026-03-0{}", last + 1), "members");
  return shop;
}

TypedRow visits(std::string_view period, std::string value) {
  return {.experiment = "nightly",
          .variant = "answers",
          .values = {{"visit", std::move(value)}},
          .period = day(period),
          .options = {.reason = "bots"}};
}

MendReport correct_at(const Shop& shop, std::string_view when, const TypedRow& row) {
  Project project = shop.at(when);
  return correct(project, row);
}
MendReport retract_at(const Shop& shop, std::string_view when, const std::string& experiment,
                      std::string_view first, std::string_view last,
                      std::vector<std::string> metrics = {}) {
  Project project = shop.at(when);
  return retract(project, {.cycle = {.experiment = experiment},
                           .periods = PeriodRange{.first = day(first), .last = day(last)},
                           .metrics = std::move(metrics),
                           .reason = "half a file"});
}
MendReport undo_at(const Shop& shop, std::string_view when, std::int64_t operation) {
  Project project = shop.at(when);
  return undo(project, operation, "too hasty");
}

/// Cells as a reader sees them, whatever operations led there.
std::string cells_of(const Shop& shop, const std::string& experiment, int number = 1) {
  Project project = shop.at("2026-04-01");
  const Ledger& ledger = project.ledger();
  std::string text;
  for (const Cell& cell : ledger.cells(ledger.cycle(experiment, number).value().id))
    text += fmt::format("{} {} {} {} {}: {:a} {:a}\n", cell.look, cell.metric, cell.variant,
                        cell.segment, to_string(cell.through), cell.moments.n, cell.moments.sum[0]);
  return text;
}

}  // namespace

TEST_CASE("corrected, the ledger counts what it would have counted from the start") {
  const Shop right = with_nights(5), wrong = with_nights(5, 4);
  CHECK(cells_of(right, "nightly") != cells_of(wrong, "nightly"));
  const MendReport report = correct_at(wrong, "2026-03-06", visits("2026-03-04", "130/1000"));
  REQUIRE(report.rows.size() == 1);
  CHECK(to_text(report.rows[0].was.statistics) == "990/1000 units 1000");
  CHECK(report.operation);
  CHECK(cells_of(wrong, "nightly") == cells_of(right, "nightly"));
  // The files still say the old number: it is no news, and no conflict.
  CHECK(wrong.run("2026-03-06", "nightly").code == ExitCode::ok);
  wrong.write("data/night-2026-03-04.csv", wrong.read("data/night-2026-03-04.csv"));
  const RecordReport again = wrong.run(
      "2026-03-06",
      RunRequest{.experiment = "nightly",
                 .periods = PeriodRange{.first = day("2026-03-04"), .last = day("2026-03-04")}});
  CHECK(again.code == ExitCode::ok);
  CHECK(again.tally.kept == 1);
  CHECK(again.tally.unchanged == 3);
  // The look of the third day is judged anew, and the first result stays beside it.
  CHECK_FALSE(report.looks.empty());
  wrong.content();
  CHECK(correct_at(wrong, "2026-03-06", visits("2026-03-04", "130/1000")).unchanged == 1);
}

TEST_CASE("what is not there cannot be corrected, and nothing is mended without a reason") {
  const Shop shop = with_nights(3);
  CHECK(refused([&] { correct_at(shop, "2026-03-05", visits("2026-03-07", "1/2")); }) ==
        "4 nothing-recorded");
  TypedRow blank = visits("2026-03-02", "1/2");
  blank.options.reason = "  ";
  CHECK(refused([&] { correct_at(shop, "2026-03-05", blank); }) == "2 reason-missing");
  CHECK(refused([&] { retract_at(shop, "2026-03-05", "nightly", "2026-03-05", "2026-03-06"); }) ==
        "4 nothing-recorded");
  CHECK(refused([&] { undo_at(shop, "2026-03-05", 1); }) == "3 not-undoable");
  CHECK(refused([&] { undo_at(shop, "2026-03-05", 99); }) == "4 no-such-operation");
  CHECK(refused([&] {
          Project project = shop.at("2026-03-05");
          retract(project, {.cycle = {.experiment = "nightly"}, .reason = "all of it"});
        }) == "2 argument-missing");
}

TEST_CASE("summary rows taken back are as if they had not come, and can be put back") {
  const Shop two = with_nights(3), three = with_nights(4);
  const std::string before = cells_of(three, "nightly");
  const MendReport taken = retract_at(three, "2026-03-05", "nightly", "2026-03-04", "2026-03-04");
  CHECK(taken.rows.size() == 4);
  CHECK(cells_of(three, "nightly") == cells_of(two, "nightly"));
  three.content();
  // The file says it again: it stays taken back; other numbers are a conflict.
  const RecordReport again = three.run("2026-03-05", "nightly");
  CHECK(again.code == ExitCode::ok);
  CHECK(again.tally.kept == 4);
  CHECK(again.batches.back().message.find("half a file") != std::string::npos);
  three.night("2026-03-04", 100, 131);
  const RecordReport other = three.run("2026-03-05", "nightly");
  CHECK(other.code == ExitCode::conflict);
  CHECK(other.faults.front().message.find("retracted") != std::string::npos);
  three.night("2026-03-04", 100, 130);
  undo_at(three, "2026-03-05", taken.operation.value());
  CHECK(cells_of(three, "nightly") == before);
  three.content();
}

TEST_CASE("a batch of units taken back is as if it had not come, and can be put back") {
  const Shop two = with_members(3), three = with_members(4);
  const std::string before = cells_of(three, "members");
  const MendReport taken = retract_at(three, "2026-03-05", "members", "2026-03-04", "2026-03-04");
  REQUIRE(taken.batches.size() == 1);
  CHECK(taken.batches[0].was == 40);
  CHECK(cells_of(three, "members") == cells_of(two, "members"));
  three.content();
  CHECK(refused([&] {
          retract_at(three, "2026-03-05", "members", "2026-03-03", "2026-03-03", {"spend"});
        }) == "4 nothing-recorded");
  // The same rows again stay taken back, until they are said to count.
  Project project = three.at("2026-03-05");
  FileRequest file{.experiment = "members",
                   .file = three.root() / "data/members.csv",
                   .feed = "export",
                   .period = {},
                   .options = {}};
  CHECK(record_file(project, file).tally.kept == 40);
  file.options = {.on_conflict = OnConflict::correct, .reason = "whole after all"};
  CHECK(record_file(project, file).code == ExitCode::ok);
  CHECK(cells_of(three, "members") == before);
  three.content();
  const MendReport gone = retract_at(three, "2026-03-05", "members", "2026-03-02", "2026-03-04");
  CHECK(gone.batches.size() == 3);
  CHECK(undo_at(three, "2026-03-05", gone.operation.value()).batches.size() == 3);
  CHECK(cells_of(three, "members") == before);
  three.content();
}

TEST_CASE("an operation that a later one changed again is undone after that one") {
  const Shop shop = with_nights(3);
  const MendReport first = correct_at(shop, "2026-03-05", visits("2026-03-02", "120/1000"));
  const MendReport second = correct_at(shop, "2026-03-05", visits("2026-03-02", "125/1000"));
  CHECK(refused([&] { undo_at(shop, "2026-03-05", first.operation.value()); }) ==
        "5 changed-since");
  const MendReport back = undo_at(shop, "2026-03-05", second.operation.value());
  CHECK(to_text(back.rows.at(0).now.statistics) == "120/1000 units 1000");
  // What was put back is a row of the undoing; undone, it is the second again.
  const MendReport forth = undo_at(shop, "2026-03-05", back.operation.value());
  CHECK(to_text(forth.rows.at(0).now.statistics) == "125/1000 units 1000");
  shop.content();
}

TEST_CASE("a closed review stays as it was decided, and counts what came later") {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  for (int night = 2; night <= 8; ++night) shop.night(fmt::format("2026-03-0{}", night));
  shop.run("2026-03-09", "nightly");
  shop.decide("2026-03-09", test::decision("nightly", DecisionKind::extend));
  const std::string before = cells_of(shop, "nightly");
  const MendReport taken = retract_at(shop, "2026-03-10", "nightly", "2026-03-08", "2026-03-08");
  CHECK(taken.closed == 4);
  CHECK(cells_of(shop, "nightly") == before);
  CHECK(test::finding(shop.review("2026-03-10", "nightly"), "late-rows") != nullptr);
  shop.content();
}

TEST_CASE("a dry run tells the same and writes nothing") {
  Shop shop = with_nights(3);
  const std::string before = shop.content();
  shop.request.dry_run = true;
  const MendReport report = correct_at(shop, "2026-03-05", visits("2026-03-02", "120/1000"));
  CHECK(report.dry_run);
  CHECK_FALSE(report.operation);
  CHECK(report.rows.size() == 1);
  CHECK(retract_at(shop, "2026-03-05", "nightly", "2026-03-02", "2026-03-03").rows.size() == 8);
  shop.request.dry_run = false;
  CHECK(shop.content() == before);
}

TEST_CASE("what somebody agreed to is what is written, or nothing") {
  const Shop shop = with_nights(2);
  Project project = shop.at("2026-03-05");
  const RetractRequest request{
      .cycle = {.experiment = "nightly"}, .metrics = {"visit"}, .reason = "x"};
  const MendReport shown = retract_at(shop, "2026-03-05", "nightly", "2026-03-02", "2026-03-02");
  CHECK(refused([&] { retract(project, request, &shown); }) == "4 nothing-recorded");
  undo_at(shop, "2026-03-05", shown.operation.value());
  // What stood is another row now, though it says the same.
  CHECK(refused([&] { retract(project, request, &shown); }) == "5 changed-meanwhile");
  CHECK(retract(project, request).rows.size() == 2);
  shop.content();
}

TEST_CASE("a total alone is taken back with --total; segments then mend") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.write("data/night-2026-03-02.csv",
             "group,type,visits,members,complaints,orders\n"
             "answers,,110,1000,10,500\nanswers,price,60,500,5,250\n"
             "answers,relationship,50,500,5,250\n");
  shop.run("2026-03-03", "nightly");
  TypedRow level = visits("2026-03-02", "70/500");
  level.segments = {{"type", "price"}};
  CHECK(refused([&] { correct_at(shop, "2026-03-04", level); }) == "3 unequal-totals");
  Project project = shop.at("2026-03-04");
  const MendReport total = retract(
      project,
      {.cycle = {.experiment = "nightly"}, .metrics = {"visit"}, .total = true, .reason = "wrong"});
  CHECK(total.rows.size() == 1);
  CHECK(correct_at(shop, "2026-03-04", level).rows.size() == 1);
  // Brought back, the total would disagree.
  CHECK(refused([&] { undo_at(shop, "2026-03-04", total.operation.value()); }) ==
        "3 unequal-totals");
  shop.content();
}

TEST_CASE("what comes back must fit what was recorded meanwhile") {
  std::string by_hand(nightly);
  const auto feeds = by_hand.find("  feeds:");
  by_hand.replace(feeds, by_hand.find("monitor:") - feeds, "  counts: new\n");
  const Shop shop(by_hand);
  shop.plan("2026-03-01", "nightly");
  TypedRow whole = visits("2026-03-02", "110/1000");
  whole.period.reset();
  shop.record("2026-03-04", whole);
  Project project = shop.at("2026-03-04");
  const MendReport taken = retract(
      project, {.cycle = {.experiment = "nightly"}, .metrics = {"visit"}, .reason = "by day"});
  shop.record("2026-03-04", visits("2026-03-03", "60/500"));
  CHECK(refused([&] { undo_at(shop, "2026-03-04", taken.operation.value()); }) == "3 two-spans");
  shop.content();
}

TEST_CASE("a row that was taken back is not there to be corrected") {
  const Shop shop = with_nights(3);
  retract_at(shop, "2026-03-05", "nightly", "2026-03-03", "2026-03-03");
  CHECK(refused([&] { correct_at(shop, "2026-03-05", visits("2026-03-03", "1/2")); }) ==
        "4 nothing-recorded");
}
