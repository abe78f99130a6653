// Rows that come late, too early, between cycles, twice, or not at all.
#include <doctest/doctest.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::day;
using collab::test::decision;
using collab::test::members;
using collab::test::nightly;
using collab::test::outcomes;
using collab::test::refused;
using collab::test::Shop;
using collab::test::slugs;

namespace {

TypedRow visits(std::string_view period, std::string_view value, std::string variant = "answers") {
  return {.experiment = "nightly",
          .variant = std::move(variant),
          .values = {{"visit", std::string(value)}},
          .period = day(period)};
}

Shop planned() {
  Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  return shop;
}

}  // namespace

TEST_CASE("rows between cycles are stored and counted") {
  const Shop shop = planned();
  const RecordReport before = shop.record("2026-03-01", visits("2026-02-27", "9/100"));
  CHECK(before.code == ExitCode::ok);
  CHECK(before.tally.recorded == 1);
  CHECK(before.tally.between == 1);
  CHECK(before.batches[0].cycle == "between");
  CHECK(shop.record("2026-03-01", visits("2026-02-27", "9/100")).tally.unchanged == 1);
  Project project = shop.at("2026-03-01");
  CHECK(project.ledger().observations("nightly", day("2026-02-27"), day("2026-02-27"), 1).size() ==
        1);
}

TEST_CASE("rows that came before their cycle was planned belong to it, and it is retrospective") {
  const Shop shop(nightly);
  CHECK(shop.record("2026-03-03", visits("2026-03-02", "9/100")).tally.between == 1);
  CHECK(shop.plan("2026-03-03", "nightly").retrospective);
  CHECK(shop.record("2026-03-03", visits("2026-03-02", "9/100")).tally.unchanged == 1);
  const Review review = shop.review("2026-03-03", "nightly");
  CHECK(review.retrospective);
  CHECK(test::finding(review, "retrospective-plan")->status == TrustFinding::Status::warning);
  CHECK(review.data_through == day("2026-03-02"));
}

TEST_CASE("rows after a stored look are late, counted, and leave its result alone") {
  const Shop shop = planned();
  for (const std::string date : {"2026-03-02", "2026-03-03", "2026-03-04"}) shop.night(date);
  const RecordReport third = shop.run("2026-03-05", "nightly");
  CHECK(third.looks.size() == 2);  // the goal and the guardrail, after three days
  const Review before = shop.review("2026-03-05", "nightly");
  const RecordReport late = shop.record("2026-03-05", {.experiment = "nightly",
                                                       .variant = "answers",
                                                       .values = {{"visit", "900/1000"}},
                                                       .period = day("2026-03-04"),
                                                       .segments = {{"type", "price"}},
                                                       .options = {}});
  // A segment above its total would not add up; that is no late row but a fault.
  CHECK(late.code == ExitCode::invalid);
  CHECK(slugs(late.faults) == "unequal-totals");

  const RecordReport corrected = shop.record("2026-03-05", [] {
    TypedRow row = visits("2026-03-04", "120/1000");
    row.options = {.on_conflict = OnConflict::correct, .reason = "counted again"};
    return row;
  }());
  CHECK(corrected.tally.corrected == 1);
  CHECK(corrected.tally.late == 0);  // it is the old row put right
  // A correction is judged anew, and both are kept.
  Project project = shop.at("2026-03-05");
  const Cycle cycle = project.ledger().cycle("nightly", 1).value();
  int judged = 0;
  for (const StoredLook& look : project.ledger().looks(cycle.id))
    if (look.metric == "visit") ++judged;
  CHECK(judged == 2);
  const Review after = shop.review("2026-03-05", "nightly");
  CHECK(test::outcome(after, "visit", "answers").arm.level.value !=
        test::outcome(before, "visit", "answers").arm.level.value);
}

TEST_CASE("late rows do not change what a look said") {
  const Shop shop = planned();
  shop.night("2026-03-02", 100, 130);
  shop.night("2026-03-03", 100, 130);
  shop.run("2026-03-05", "nightly");
  // The third night never came: judged without it once it was overdue.
  CHECK(shop.run("2026-03-06T12:00:00Z", "nightly").looks.size() == 2);
  const Review before = shop.review("2026-03-06T12:00:00Z", "nightly");
  shop.night("2026-03-04", 130, 100);
  const RecordReport late = shop.run("2026-03-06T13:00:00Z", "nightly");
  CHECK(late.tally.recorded == 4);
  CHECK(late.tally.late == 4);
  CHECK(late.looks.empty());
  const Review after = shop.review("2026-03-06T13:00:00Z", "nightly");
  CHECK(test::outcome(after, "visit", "answers").verdict ==
        test::outcome(before, "visit", "answers").verdict);
  CHECK(test::finding(before, "late-rows")->status == TrustFinding::Status::ok);
  CHECK(test::finding(after, "late-rows")->status == TrustFinding::Status::warning);
}

TEST_CASE("a closed review stays as it was, and says what came later") {
  const Shop shop = planned();
  for (int i = 2; i <= 7; ++i) shop.night(fmt::format("2026-03-{:02}", i));
  shop.run("2026-03-09", "nightly");  // the last night is missing
  shop.decide("2026-03-09", decision("nightly", DecisionKind::extend));
  const Review before = shop.review("2026-03-10", "nightly");
  CHECK(before.state == CycleState::closed);
  const RecordReport late = shop.record("2026-03-12", visits("2026-03-08", "500/1000"));
  CHECK(late.code == ExitCode::ok);
  CHECK(late.tally.late == 1);
  CHECK(late.batches[0].cycle == "1");
  const Review after = shop.review("2026-03-12", "nightly");
  REQUIRE(after.outcomes.size() == before.outcomes.size());
  for (std::size_t i = 0; i < after.outcomes.size(); ++i) {
    CHECK(after.outcomes[i].verdict == before.outcomes[i].verdict);
    CHECK(after.outcomes[i].arm.n == before.outcomes[i].arm.n);
    CHECK(after.outcomes[i].effect.absolute.value == before.outcomes[i].effect.absolute.value);
    CHECK(after.outcomes[i].effect.relative.low == before.outcomes[i].effect.relative.low);
  }
  CHECK(test::finding(before, "rows-after-close") == nullptr);
  REQUIRE(test::finding(after, "rows-after-close"));
  CHECK(test::finding(after, "rows-after-close")->status == TrustFinding::Status::warning);
}

TEST_CASE("a period in the future is a fault, typed or in a file") {
  const Shop shop = planned();
  const std::string before = shop.content();
  CHECK(refused([&] { shop.record("2026-03-03", visits("2026-03-04", "9/100")); }) ==
        "3 future-period");
  const Shop rows(members);
  rows.plan("2026-03-01", "members");
  rows.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\n"
             "b,status,2026-03-20,2\n");
  const RecordReport report = rows.run("2026-03-03", "members");
  CHECK(report.code == ExitCode::invalid);
  REQUIRE(slugs(report.faults) == "future-period");
  CHECK(report.faults[0].at.line == 3);
  CHECK(report.faults[0].at.column == 10);
  CHECK(shop.content() == before);
}

TEST_CASE("a unit twice in a period is a fault that names no one") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  const std::string before = shop.content();
  shop.write("data/members.csv",
             "member,group,day,spend\nanna-lee,control,2026-03-02,1\n"
             "bo,status,2026-03-02,2\nanna-lee,control,2026-03-02,3\n");
  const RecordReport report = shop.run("2026-03-03", "members");
  CHECK(report.code == ExitCode::invalid);
  REQUIRE(slugs(report.faults) == "duplicate-unit");
  CHECK(report.faults[0].at.line == 4);
  CHECK(report.faults[0].message.find("anna-lee") == std::string::npos);
  CHECK(shop.content() == before);
}

TEST_CASE("counts: new, yet a unit came on two days") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv", "member,group,day,spend\na,control,2026-03-02,1\n");
  CHECK(shop.run("2026-03-03", "members").tally.recorded == 1);
  const std::string before = shop.content();
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\n"
             "a,control,2026-03-03,1\n");
  const RecordReport report = shop.run("2026-03-04", "members");
  CHECK(report.code == ExitCode::invalid);
  CHECK(slugs(report.faults) == "unit-again");
  CHECK(shop.content() == before);
}

TEST_CASE("counts: new, and one file brings a unit on two days: it is left out whole") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  const std::string before = shop.content();
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\n"
             "a,control,2026-03-03,1\n");
  const RecordReport report = shop.run("2026-03-04", "members");
  CHECK(report.code == ExitCode::invalid);
  REQUIRE(slugs(report.faults) == "unit-again");
  CHECK(report.faults[0].at.line == 3);
  CHECK(shop.content() == before);
}

TEST_CASE("a total that its segments do not add up to is a fault") {
  const Shop shop = planned();
  shop.write("data/night-2026-03-02.csv",
             "group,type,visits,members,complaints,orders\n"
             "control,,100,1000,10,500\ncontrol,price,60,500,5,250\n"
             "control,relationship,41,500,5,250\n");
  const RecordReport report = shop.run("2026-03-03", "nightly");
  CHECK(report.code == ExitCode::invalid);
  CHECK(slugs(report.faults) == "unequal-totals");
  CHECK(report.tally.recorded == 0);
  shop.replace("data/night-2026-03-02.csv", "relationship,41", "relationship,40");
  CHECK(shop.run("2026-03-03", "nightly").code == ExitCode::ok);
}

TEST_CASE("--partial: good rows now, rejected ones mended and fed again") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\n"
             "b,status,2026-03-02,x\nc,nobody,2026-03-02,3\n");
  const RecordReport partial =
      shop.run("2026-03-03", {.experiment = "members", .options = {.partial = true}});
  CHECK(partial.code == ExitCode::partial);
  CHECK(partial.tally.recorded == 1);
  CHECK(partial.tally.rejected == 2);
  CHECK(slugs(partial.faults) == "bad-value unknown-variant");
  CHECK(partial.faults[1].at.line == 4);
  const std::filesystem::path rejects = partial.rejects_file;
  REQUIRE(std::filesystem::exists(rejects));
  CHECK((std::filesystem::status(rejects).permissions() & std::filesystem::perms(077)) ==
        std::filesystem::perms::none);
  const std::string name = ".collab/rejects/" + rejects.filename().string();
  CHECK(shop.read(name) ==
        "member,group,day,spend\nb,status,2026-03-02,x\nc,nobody,2026-03-02,3\n");

  shop.replace(name, ",x", ",2");
  shop.replace(name, "nobody", "status");
  FileRequest mended{.experiment = "members", .file = name, .feed = "export", .batch = "mended"};
  const RecordReport fed = shop.record("2026-03-03", mended);
  CHECK(fed.code == ExitCode::ok);
  CHECK(fed.tally.recorded == 2);
  CHECK(shop.record("2026-03-03", mended).tally.unchanged == 2);
  Project project = shop.at("2026-03-03");
  const Cycle cycle = project.ledger().cycle("members", 1).value();
  CHECK(project.ledger().holdings(cycle.id).units == 3);
}

TEST_CASE("--partial: rows that were well read and make no sense are rejected, too") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\n"
             "a,control,2026-03-02,2\nb,status,2026-03-20,2\n"
             "c,status,2026-03-02,3\n");
  const RecordReport partial =
      shop.run("2026-03-03", {.experiment = "members", .options = {.partial = true}});
  CHECK(partial.code == ExitCode::partial);
  CHECK(slugs(partial.faults) == "duplicate-unit future-period");
  CHECK(partial.tally.recorded == 2);
  CHECK(partial.tally.rejected == 2);
  CHECK(shop.read(".collab/rejects/members-members.csv") ==
        "member,group,day,spend\na,control,2026-03-02,2\nb,status,2026-03-20,2\n");
}

TEST_CASE("rejected rows of one run do not replace those of another") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  const RunRequest partial{.experiment = "members", .options = {.partial = true}};
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\nb,status,2026-03-02,x\n");
  const std::string first = shop.run("2026-03-03", partial).rejects_file;
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\nc,status,2026-03-03,y\n");
  const std::string second = shop.run("2026-03-04", partial).rejects_file;
  CHECK(first != second);
  CHECK(shop.read(".collab/rejects/members-members.csv").find("b,status") != std::string::npos);
}

TEST_CASE("a metric comes in one grain within a cycle") {
  const Shop shop(members);
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv", "member,group,day,spend\na,control,2026-03-02,1\n");
  shop.run("2026-03-03", "members");
  const std::string before = shop.content();
  shop.write("data/summary.csv", "group,n,mean,sd\ncontrol,10,4,1\n");
  const RecordReport report = shop.record("2026-03-03", FileRequest{.experiment = "members",
                                                                    .file = "data/summary.csv",
                                                                    .rows = Grain::summary,
                                                                    .counts = Counts::once,
                                                                    .map = {{"group", "variant"},
                                                                            {"n", "spend.n"},
                                                                            {"mean", "spend.mean"},
                                                                            {"sd", "spend.sd"}},
                                                                    .period = day("2026-03-02")});
  CHECK(report.code == ExitCode::invalid);
  CHECK(slugs(report.faults) == "two-grains");
  CHECK(shop.content() == before);
}

TEST_CASE("how rows add up is the plan's to say, not the command's") {
  const Shop shop = planned();
  shop.night("2026-03-02");
  const std::string before = shop.content();
  CHECK(refused([&] {
          shop.record("2026-03-03", FileRequest{.experiment = "nightly",
                                                .file = "data/night-2026-03-02.csv",
                                                .feed = "nights",
                                                .counts = Counts::to_date});
        }) == "2 other-counts");
  CHECK(shop.content() == before);
}

TEST_CASE("run for a day to come is a fault") {
  const Shop shop = planned();
  const PeriodRange range{.first = day("2026-03-02"), .last = day("2026-03-05")};
  CHECK(refused([&] {
          shop.run("2026-03-03", RunRequest{.experiment = "nightly", .periods = range});
        }) == "3 future-period");
}

TEST_CASE("a night's file without rows is as good as none") {
  const Shop shop = planned();
  shop.write("data/night-2026-03-02.csv", "group,type,visits,members,complaints,orders\n");
  CHECK(outcomes(shop.run("2026-03-03", "nightly")) == "awaited");
}

TEST_CASE("an experiment without feeds has nothing to run; asked for by name it is an error") {
  const Shop shop = Shop::of_example("one-shop");
  shop.plan("2026-01-04", "notes-board");
  CHECK(refused([&] { shop.run("2026-01-06", "notes-board"); }) == "4 no-feeds");
  const RecordReport one_of_all =
      shop.run("2026-01-06", RunRequest{.experiment = "notes-board", .named = false});
  CHECK(one_of_all.code == ExitCode::ok);
  CHECK(one_of_all.warnings.size() == 1);
}

TEST_CASE("a dry run writes nothing, and says what it would") {
  Shop shop(members);
  shop.write("data/members.csv", "member,group,day,spend\na,control,2026-03-02,1\n");
  shop.request.dry_run = true;
  const PlanReport report = shop.plan("2026-03-01", "members");
  CHECK(report.dry_run);
  CHECK_FALSE(report.operation);
  CHECK_FALSE(std::filesystem::exists(shop.root() / ".collab"));
  shop.request.dry_run = false;
  shop.plan("2026-03-01", "members");
  const std::string before = shop.content();
  shop.request.dry_run = true;
  const RecordReport tried = shop.run("2026-03-03", "members");
  CHECK(tried.dry_run);
  CHECK(tried.tally.recorded == 1);
  CHECK_FALSE(tried.operation);
  CHECK_FALSE(std::filesystem::exists(shop.root() / ".collab/key"));
  const DecideReport decided =
      shop.decide("2026-03-03", decision("members", DecisionKind::extend, true));
  CHECK(decided.next->cycle == 2);
  CHECK_FALSE(decided.operation);
  shop.request.dry_run = false;
  CHECK(shop.content() == before);
}

TEST_CASE("a missing night is awaited, then stale") {
  const Shop shop = planned();
  shop.night("2026-03-02");
  const RecordReport awaited = shop.run("2026-03-04T13:00:00Z", "nightly");
  CHECK(outcomes(awaited) == "recorded awaited");
  CHECK(awaited.batches[1].period == day("2026-03-03"));
  CHECK(awaited.tally.awaited == 1);
  CHECK(outcomes(shop.run("2026-03-05T11:59:00Z", "nightly")) == "unchanged awaited awaited");
  // 36 hours after the period's end.
  const RecordReport stale = shop.run("2026-03-05T12:00:00Z", "nightly");
  CHECK(outcomes(stale) == "unchanged stale awaited");
  CHECK(stale.code == ExitCode::ok);
  CHECK(outcomes(shop.run("2026-03-04T13:00:00Z",
                          {.experiment = "nightly", .stale_after = std::chrono::hours{12}})) ==
        "unchanged stale");
}

TEST_CASE("nothing is awaited on holidays, nor today") {
  const Shop shop = planned();
  shop.replace("experiments/nightly.yaml", "expect: daily",
               "expect: daily\n  holidays: [2026-03-02]");
  CHECK(shop.run("2026-03-02T20:00:00Z", "nightly").batches.empty());
  CHECK(shop.run("2026-03-03", "nightly").batches.empty());
  CHECK(outcomes(shop.run("2026-03-04", "nightly")) == "awaited");
}

TEST_CASE("a file of today is left until the day is over, unless it is asked for") {
  const Shop shop = planned();
  shop.night("2026-03-02");
  CHECK(shop.run("2026-03-02T20:00:00Z", "nightly").tally.recorded == 0);
  const PeriodRange today{.first = day("2026-03-02"), .last = day("2026-03-02")};
  CHECK(shop.run("2026-03-02T20:00:00Z", {.experiment = "nightly", .periods = today})
            .tally.recorded == 4);
}

TEST_CASE("a file overwritten every night: a conflict whose hint says how to feed it") {
  const Shop shop = planned();
  shop.replace("experiments/nightly.yaml", "night-{date}.csv", "nights.csv");
  shop.write("data/nights.csv",
             "group,type,visits,members,complaints,orders\n"
             "control,,100,1000,10,500\nanswers,,110,1000,10,500\n");
  CHECK(shop.run("2026-03-03", "nightly").tally.recorded == 4);
  shop.replace("data/nights.csv", "110", "112");
  const RecordReport second = shop.run("2026-03-04", "nightly");
  CHECK(second.code == ExitCode::conflict);
  CHECK(second.faults.at(0).hint.find("--period yesterday") != std::string::npos);
}

TEST_CASE("period names: a day, a range, yesterday; anything else is usage") {
  const Day today = day("2026-03-03");
  CHECK(parse_periods("yesterday", today).first == day("2026-03-02"));
  CHECK(parse_periods("2026-03-01..yesterday", today).last == day("2026-03-02"));
  for (const std::string_view wrong :
       {"", "tomorrow", "2026-02-30", "2026-03-02..2026-03-01", "2026-03-01...2026-03-02"})
    CHECK_MESSAGE(refused([&] { parse_periods(wrong, today); }) == "2 bad-period", wrong);
}
