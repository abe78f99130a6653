// What may be said, and when: the honesty rules from recording to review.
#include <doctest/doctest.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::decision;
using collab::test::members;
using collab::test::nightly;
using collab::test::outcome;
using collab::test::Shop;

TEST_CASE("rows marked repeated never get a verdict, whatever they show") {
  const Shop shop(nightly);
  shop.replace("experiments/nightly.yaml", "counts: new", "counts: repeated");
  shop.plan("2026-03-01", "nightly");
  for (int i = 2; i <= 8; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 400, 200);
  shop.run("2026-03-09", "nightly");
  const Review review = shop.review("2026-03-09", "nightly");
  for (const std::string metric : {"visit", "complaints"}) {
    const Outcome& one = outcome(review, metric, "answers");
    CHECK(one.verdict == Verdict::unclear);
    CHECK(one.reason == "repeated-units");
  }
  for (const VariantVerdict& variant : review.variants) CHECK(variant.verdict == Verdict::unclear);
}

TEST_CASE("a look that is not due gives pending, and asks for no decision") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 200);
  shop.night("2026-03-03", 100, 200);
  const RecordReport report = shop.run("2026-03-04", "nightly");
  CHECK(report.looks.empty());
  const Review pending = shop.review("2026-03-04", "nightly");
  CHECK(outcome(pending, "visit", "answers").verdict == Verdict::pending);
  CHECK(outcome(pending, "visit", "answers").effect.absolute.value);  // shown all the same
  CHECK_FALSE(pending.next.decision);
  CHECK_FALSE(pending.looks[0].due);

  // Due, but a night is missing: provisional until the data are complete.
  const Review provisional = shop.review("2026-03-05", "nightly");
  CHECK(provisional.looks[0].due);
  CHECK_FALSE(provisional.looks[0].stored);
  shop.night("2026-03-04", 100, 200);
  CHECK(shop.run("2026-03-05", "nightly").looks.size() == 2);
  const Review judged = shop.review("2026-03-05", "nightly");
  CHECK(outcome(judged, "visit", "answers").verdict == Verdict::met);
  CHECK(outcome(judged, "visit", "answers").look == 1);
  CHECK(judged.looks[0].stored);
}

TEST_CASE("a look awaits the nights between, too, until they are overdue") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 200);
  shop.night("2026-03-04", 100, 200);
  CHECK(shop.run("2026-03-05", "nightly").looks.empty());
  shop.night("2026-03-03", 100, 200);
  CHECK(shop.run("2026-03-05", "nightly").looks.size() == 2);
}

TEST_CASE("a look whose data never came is judged once freshness has expired") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 200);
  shop.run("2026-03-05", "nightly");
  CHECK(shop.run("2026-03-06T11:00:00Z", "nightly").looks.empty());
  CHECK(shop.run("2026-03-06T12:00:00Z", "nightly").looks.size() == 2);
}

TEST_CASE("a correction lets no late row into a stored result") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 105);
  shop.night("2026-03-04", 100, 105);
  CHECK(shop.run("2026-03-06", "nightly").looks.size() == 2);
  shop.night("2026-03-03", 100, 900);
  CHECK(shop.run("2026-03-06", "nightly").tally.late > 0);
  CHECK(outcome(shop.review("2026-03-06", "nightly"), "visit", "answers").verdict ==
        Verdict::unclear);
  // Both metrics of that night are corrected; the late night stays out of what was judged.
  shop.night("2026-03-02", 100, 106, 11);
  const RecordReport report = shop.run(
      "2026-03-06",
      RunRequest{.experiment = "nightly",
                 .options = {.on_conflict = OnConflict::correct, .reason = "counted again"}});
  CHECK(report.looks.size() == 2);
  CHECK(outcome(shop.review("2026-03-06", "nightly"), "visit", "answers").verdict ==
        Verdict::unclear);
}

TEST_CASE("a decision judges the looks that are due on what there is") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 200);
  shop.run("2026-03-03", "nightly");
  const DecideReport report = shop.decide("2026-03-05", decision("nightly", DecisionKind::extend));
  CHECK(report.looks.size() == 2);
  CHECK(report.looks[0].look == 1);
}

TEST_CASE("a guardrail broken on a mismatched sample is broken, and untrusted") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  for (int i = 2; i <= 4; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 400, 100, 1400);
  shop.run("2026-03-05", "nightly");
  const Review review = shop.review("2026-03-05", "nightly");
  CHECK(test::finding(review, "sample-ratio")->status == TrustFinding::Status::failed);
  const Outcome& complaints = outcome(review, "complaints", "answers");
  CHECK(complaints.verdict == Verdict::broken);
  CHECK(complaints.untrusted);
  // What would have been met is unclear.
  CHECK(outcome(review, "visit", "answers").verdict == Verdict::unclear);
  CHECK(review.variants.at(0).verdict == Verdict::broken);
}

TEST_CASE("units in two variants are left out and reported") {
  const Shop shop(members);
  shop.replace("experiments/members.yaml", "counts: new", "counts: to_date");
  shop.plan("2026-03-01", "members");
  shop.write("data/members.csv",
             "member,group,day,spend\na,control,2026-03-02,1\n"
             "b,status,2026-03-02,2\nc,status,2026-03-02,2\n"
             "a,status,2026-03-03,1\nb,status,2026-03-03,2\n");
  CHECK(shop.run("2026-03-04", "members").code == ExitCode::ok);
  Project project = shop.at("2026-03-04");
  const Cycle cycle = project.ledger().cycle("members", 1).value();
  CHECK(project.ledger().holdings(cycle.id).in_two_variants == 1);
  const Review review = shop.review("2026-03-04", "members");
  CHECK(test::finding(review, "units-in-two-variants")->status != TrustFinding::Status::ok);
}

TEST_CASE("the first cycle against the previous one has nothing to compare with") {
  const Shop shop = Shop::of_example("one-shop");
  shop.plan("2026-01-04", "notes-board");
  shop.record("2026-02-02", {.experiment = "notes-board",
                             .values = {{"answered_next_morning", "40/83"}},
                             .period = test::day("2026-02-01")});
  const Review review = shop.review("2026-02-02", "notes-board");
  const Outcome& one = outcome(review, "answered_next_morning", "board");
  CHECK(one.verdict == Verdict::no_data);
  CHECK(one.reason == "no-previous-cycle");
  CHECK(one.observational);
}

TEST_CASE("a segmentation that lacks the same level everywhere is no total") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  const auto night = [&](int date, bool both) {
    std::string rows = "group,type,visits,members,complaints,orders\n";
    for (const char* group : {"control", "answers"}) {
      rows += fmt::format("{},price,50,500,5,250\n", group);
      if (both) rows += fmt::format("{},relationship,50,500,5,250\n", group);
    }
    shop.write(fmt::format("data/night-2026-03-{:02}.csv", date), rows);
  };
  night(2, true);
  night(3, false);
  night(4, true);
  shop.run("2026-03-05", "nightly");
  // Two nights are whole; the one with price shoppers alone is in no total.
  CHECK(outcome(shop.review("2026-03-05", "nightly"), "visit", "answers").arm.n == 2000);
  // A level that the program adds later makes no night incomplete that was whole when it came.
  shop.replace("collab.yaml", "[price, relationship]", "[price, relationship, gift]");
  night(5, true);
  shop.run("2026-03-06", "nightly");
  CHECK(outcome(shop.review("2026-03-06", "nightly"), "visit", "answers").arm.n == 2000);
  Project project = shop.at("2026-03-06");
  const Cycle cycle = project.ledger().cycle("nightly", 1).value();
  const std::vector<Cell> cells = project.ledger().cells(cycle.id, 0);
  // The new night lacks what is declared now.
  CHECK(std::ranges::any_of(cells, [](const Cell& cell) {
    return cell.metric == "visit" && cell.variant == "answers" && cell.segment.empty() &&
           cell.moments.n == 2000;
  }));
}

TEST_CASE("looks: anytime judges every night, and what it finds met is final") {
  const Shop shop(nightly);
  shop.replace("experiments/nightly.yaml", "looks: [3d, 7d]", "looks: anytime");
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 102);
  shop.run("2026-03-03", "nightly");
  CHECK(test::outcome(shop.review("2026-03-03", "nightly"), "visit", "answers").verdict ==
        Verdict::unclear);
  shop.night("2026-03-03", 100, 260);
  shop.run("2026-03-04", "nightly");
  const Review review = shop.review("2026-03-04", "nightly");
  CHECK(review.looks.size() == 7);
  CHECK(test::outcome(review, "visit", "answers").verdict == Verdict::met);
  CHECK(test::outcome(review, "visit", "answers").final);
  shop.night("2026-03-04", 300, 100);
  shop.run("2026-03-05", "nightly");
  CHECK(test::outcome(shop.review("2026-03-05", "nightly"), "visit", "answers").verdict ==
        Verdict::met);
}

TEST_CASE("between looks the verdict stands and the figures are always-valid") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  for (int i = 2; i <= 4; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 102);
  shop.run("2026-03-05", "nightly");
  const Outcome at_look = test::outcome(shop.review("2026-03-05", "nightly"), "visit", "answers");
  CHECK(at_look.look == 1);
  CHECK_FALSE(at_look.always_valid);
  shop.night("2026-03-05", 100, 300);
  shop.run("2026-03-06", "nightly");
  const Outcome later = test::outcome(shop.review("2026-03-06", "nightly"), "visit", "answers");
  CHECK(later.look == 1);
  CHECK(later.verdict == at_look.verdict);
  CHECK(later.always_valid);
  CHECK(later.arm.n > at_look.arm.n);
}

TEST_CASE("a guardrail found broken on a night stays broken, until a correction takes it back") {
  const Shop shop(nightly);
  shop.plan("2026-03-01", "nightly");
  shop.night("2026-03-02", 100, 110, 90);
  const RecordReport first = shop.run("2026-03-03", "nightly");
  REQUIRE(first.looks.size() == 1);
  CHECK(first.looks[0].look == 0);
  CHECK(first.looks[0].verdict == Verdict::broken);
  const Outcome broken =
      test::outcome(shop.review("2026-03-03", "nightly"), "complaints", "answers");
  CHECK(broken.verdict == Verdict::broken);
  CHECK(broken.reason == "on-a-night");
  SUBCASE("found once; better nights do not undo it") {
    for (int i = 3; i <= 4; ++i) shop.night(fmt::format("2026-03-{:02}", i), 100, 110, 0);
    for (const LookResult& look : shop.run("2026-03-05", "nightly").looks) CHECK(look.look != 0);
    const Outcome later =
        test::outcome(shop.review("2026-03-05", "nightly"), "complaints", "answers");
    CHECK(later.verdict == Verdict::broken);
    // The figures are those to date; what they were on the night is said.
    CHECK(later.always_valid);
    CHECK(*later.arm.level.value == doctest::Approx(*broken.arm.level.value / 3));
    CHECK(later.why.find("of 2026-03-03, then +") != std::string::npos);
  }
  SUBCASE("a correction is judged anew") {
    shop.night("2026-03-02", 100, 110, 9);
    RunRequest correct{.experiment = "nightly"};
    correct.options.on_conflict = OnConflict::correct;
    correct.options.reason = "counted ten times";
    shop.run("2026-03-03", correct);
    CHECK(test::outcome(shop.review("2026-03-03", "nightly"), "complaints", "answers").verdict ==
          Verdict::pending);
  }
}

TEST_CASE("covariate: previous is the same unit's value in the cycle before") {
  const Shop shop(test::members);
  shop.replace("experiments/members.yaml", "target: \">= +5%\"}",
               "target: \">= +5%\", covariate: previous}");
  const auto week = [&](const char* day, int lift) {
    std::string text = "member,group,day,spend\n";
    for (int i = 0; i < 200; ++i)
      text += fmt::format(
          "m{},{},{},{}\n", i, i % 2 == 0 ? "control" : "status", day,
          20 + (i * 37) % 41 + (i * 11) % 3 + (i % 2) * lift + (lift > 0 ? (i / 2 * 7) % 5 : 0));
    shop.write("data/members.csv", text);
  };
  shop.plan("2026-03-01", "members");
  week("2026-03-03", 0);
  shop.run("2026-03-09", "members");
  const Outcome alone = test::outcome(shop.review("2026-03-09", "members"), "spend", "status");
  CHECK(alone.effect.method == "welch");
  CHECK(alone.alternatives.empty());
  shop.decide("2026-03-09", test::decision("members", DecisionKind::extend, true));
  week("2026-03-11", 2);
  shop.run("2026-03-20", "members");
  const Outcome outcome = test::outcome(shop.review("2026-03-20", "members", 2), "spend", "status");
  CHECK(outcome.effect.method == "welch-covariate");
  REQUIRE(outcome.alternatives.size() == 1);
  CHECK(outcome.alternatives[0].name == "without-covariate");
  // Members spend again what they spent, and 2 more: the covariate explains nearly all but the
  // lift.
  CHECK(outcome.alternatives[0].variance_ratio.value() < 0.1);
  CHECK(std::abs(outcome.effect.absolute.value.value() - 2) < 0.2);
}
