#include "collab/review/review.hpp"

#include <algorithm>

#include "collab/model/error.hpp"
#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Experiment hillstrom() {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +20%")});
  plan.metrics.front().predict =
      Prediction{parse_quantity("+50%").value(), parse_quantity("+30%").value(),
                 parse_quantity("+80%").value(), 0.8, "80%"};
  return plan;
}

/// No E-Mail and Mens E-Mail of the MineThatData challenge.
std::vector<Observation> hillstrom_rows(bool with_units = true) {
  std::vector<Observation> rows{share("visit", "control", "2026-11-01", 2262, 21306),
                                share("visit", "answers", "2026-11-01", 3894, 21307)};
  if (with_units) {
    for (Observation& each : rows) {
      each.statistics.emplace_back("units", *find(each.statistics, "n"));
      std::sort(each.statistics.begin(), each.statistics.end());
    }
  }
  return rows;
}

Observation complaints(const char* variant, double events, double exposure) {
  return row("complaints", variant, "2026-11-01", {{"events", events}, {"exposure", exposure}});
}

}  // namespace

TEST_CASE("a real trial: the visit effect, met, adopted") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  lab.record(cycle, hillstrom_rows());
  const Review review = lab.review(cycle, "2026-11-02");
  const Outcome& visit = outcome(review, "visit");
  CHECK(visit.effect.absolute.value.value() == Approx(0.0766).epsilon(0.0005));
  CHECK(visit.arm.n == 21307);
  CHECK(visit.base.name == "control");
  CHECK(visit.base.n_of == "units");
  CHECK(visit.verdict == Verdict::met);
  CHECK(visit.look == 1);
  CHECK(visit.provisional);
  CHECK_FALSE(visit.final);  // not an interim look
  CHECK_FALSE(visit.observational);
  CHECK(visit.confidence == Approx(0.95));
  CHECK(visit.prediction->observed.value() == Approx(0.7214).epsilon(0.001));
  CHECK(visit.prediction->inside == true);
  CHECK(review.state == CycleState::due);
  CHECK(review.data_through == day("2026-11-01"));
  CHECK(review.variants.front().verdict == Verdict::met);
  CHECK(review.next.decision == DecisionKind::adopt);
  CHECK(review.next.command == "collab decide answers adopt -m \"…\"");
  CHECK(finding(review, "sample-ratio")->status == TrustFinding::Status::ok);
  CHECK(finding(review, "late-rows")->status == TrustFinding::Status::ok);
  CHECK(finding(review, "amended-plan") == nullptr);
  CHECK_FALSE(review.head.empty());
}

TEST_CASE("before a look is due nothing is judged, but the effect is shown") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  std::vector<Observation> rows = hillstrom_rows();
  for (Observation& each : rows) each.dated = *(each.period = day("2026-10-10"));
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-01");
  const Outcome& visit = outcome(review, "visit");
  CHECK(visit.verdict == Verdict::pending);
  CHECK(visit.reason == "no-look-due");
  CHECK(visit.look == 0);
  CHECK(visit.effect.absolute.value.value() == Approx(0.0766).epsilon(0.0005));
  CHECK_FALSE(review.looks.front().due);
  CHECK_FALSE(review.next.decision.has_value());
  CHECK(review.next.command == "collab run answers");
  CHECK(review.next.why.find("2026-11-01") != std::string::npos);
  CHECK(review.day_of_cycle == 28);
}

TEST_CASE("a look without data is no_data and asks for no decision") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(outcome(review, "visit").verdict == Verdict::no_data);
  CHECK(outcome(review, "visit").reason == "no-data");
  CHECK_FALSE(review.next.decision.has_value());
  CHECK_FALSE(review.data_through.has_value());
  CHECK(review.next.command == "collab run answers");
}

TEST_CASE("a stored result stays; a correction is judged anew and both are told") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  lab.record(cycle, hillstrom_rows());
  lab.store_look(cycle, 1);
  CHECK_FALSE(outcome(lab.review(cycle, "2026-11-02"), "visit").provisional);

  // A row that comes late does not change what was said.
  lab.record(cycle, {share("visit", "answers", "2026-10-20", 0, 20000)});
  const Review late = lab.review(cycle, "2026-11-02");
  CHECK(outcome(late, "visit").verdict == Verdict::met);
  CHECK(outcome(late, "visit").arm.n == 21307);

  lab.store_look(cycle, 1, true);
  const Review corrected = lab.review(cycle, "2026-11-02");
  CHECK(outcome(corrected, "visit").verdict == Verdict::worse);
  CHECK(
      corrected.notes.back() ==
      "visit of answers: look 1 was first judged met (+72.1%); after a correction worse (-11.2%)");

  // A third judgement does not hide the second.
  lab.record(cycle, {share("visit", "answers", "2026-10-21", 20000, 40000)});
  lab.store_look(cycle, 1, true);
  CHECK(
      lab.review(cycle, "2026-11-02").notes.back() ==
      "visit of answers: look 1 was first judged met (+72.1%); after a correction worse (-11.2%), "
      "then met (+177%)");
}

TEST_CASE("met at an interim look is final; unclear is not") {
  Experiment plan = hillstrom();
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  SUBCASE("met stays met, whatever comes") {
    lab.record(cycle, {share("visit", "control", "2026-10-18", 2262, 21306),
                       share("visit", "answers", "2026-10-18", 3894, 21307)});
    lab.store_look(cycle, 1);
    lab.record(cycle, {share("visit", "control", "2026-11-01", 9000, 21306),
                       share("visit", "answers", "2026-11-01", 10, 21307)});
    const Review review = lab.review(cycle, "2026-11-02");
    CHECK(outcome(review, "visit").verdict == Verdict::met);
    CHECK(outcome(review, "visit").look == 1);
    CHECK(outcome(review, "visit").final);
    CHECK(outcome(review, "visit").confidence == Approx(1 - 0.00305).epsilon(1e-5));
    CHECK(review.next.decision == DecisionKind::adopt);
  }
  SUBCASE("met at an interim look already asks for the decision") {
    lab.record(cycle, {share("visit", "control", "2026-10-18", 2262, 21306),
                       share("visit", "answers", "2026-10-18", 3894, 21307)});
    const Review provisional = lab.review(cycle, "2026-10-19");
    CHECK_FALSE(outcome(provisional, "visit").final);
    CHECK_FALSE(provisional.next.decision.has_value());
    CHECK(provisional.next.why.find("provisional") != std::string::npos);
    lab.store_look(cycle, 1);
    CHECK(lab.review(cycle, "2026-10-19").next.decision == DecisionKind::adopt);
  }
  SUBCASE("unclear waits for the next look") {
    lab.record(cycle, {share("visit", "control", "2026-10-18", 100, 1000),
                       share("visit", "answers", "2026-10-18", 105, 1000)});
    lab.store_look(cycle, 1);
    const Review between = lab.review(cycle, "2026-10-25");
    CHECK(outcome(between, "visit").verdict == Verdict::unclear);
    CHECK_FALSE(outcome(between, "visit").final);
    CHECK_FALSE(between.next.decision.has_value());
    lab.record(cycle, {share("visit", "control", "2026-11-01", 2262, 21306),
                       share("visit", "answers", "2026-11-01", 3894, 21307)});
    CHECK(outcome(lab.review(cycle, "2026-10-25"), "visit").verdict == Verdict::unclear);
    CHECK(outcome(lab.review(cycle, "2026-11-02"), "visit").verdict == Verdict::met);
  }
}

TEST_CASE("repeated rows never get a verdict") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  std::vector<Observation> rows = hillstrom_rows(false);
  for (Observation& each : rows) each.counts = Counts::repeated;
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(outcome(review, "visit").verdict == Verdict::unclear);
  CHECK(outcome(review, "visit").reason == "repeated-units");
  CHECK(finding(review, "repeated-units")->status == TrustFinding::Status::warning);
}

TEST_CASE("on a mismatched sample met and ok become unclear, broken stays, untrusted") {
  Experiment plan = hillstrom();
  plan.metrics.push_back(guardrail("complaints", "rate", "<= +10%"));
  plan.metrics.push_back(guardrail("returns", "proportion", "<= +50%"));
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows = hillstrom_rows();
  rows[0].statistics[2] = {"units", 15000};
  rows.push_back(complaints("control", 100, 20000));
  rows.push_back(complaints("answers", 300, 20000));
  rows.push_back(share("returns", "control", "2026-11-01", 2000, 20000));
  rows.push_back(share("returns", "answers", "2026-11-01", 2000, 20000));
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(finding(review, "sample-ratio")->status == TrustFinding::Status::failed);
  CHECK(outcome(review, "visit").verdict == Verdict::unclear);
  CHECK(outcome(review, "visit").reason == "sample-ratio-mismatch");
  CHECK(outcome(review, "returns").verdict == Verdict::unclear);
  CHECK(outcome(review, "returns").reason == "sample-ratio-mismatch");
  CHECK(outcome(review, "complaints").verdict == Verdict::broken);
  CHECK(outcome(review, "complaints").untrusted);
  CHECK(review.variants.front().verdict == Verdict::broken);
  CHECK(review.next.decision == DecisionKind::abandon);
  CHECK(finding(review, "assumes-independent-exposures") != nullptr);
  // Also in what the loop stores.
  lab.store_look(cycle, 1);
  const std::vector<StoredLook> stored = lab.ledger().looks(cycle.id);
  CHECK(stored.front().verdict == Verdict::unclear);
  CHECK(stored.front().reason == "sample-ratio-mismatch");
}

TEST_CASE("without distinct units the sample ratio is not checkable") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  lab.record(cycle, hillstrom_rows(false));
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(finding(review, "sample-ratio")->status == TrustFinding::Status::not_checkable);
  CHECK(outcome(review, "visit").verdict == Verdict::met);
}

TEST_CASE("met with a guardrail that is not ok is unclear for the variant") {
  Experiment plan = hillstrom();
  plan.metrics.push_back(guardrail("complaints", "rate", "<= +10%"));
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows = hillstrom_rows();
  rows.push_back(complaints("control", 5, 200));
  rows.push_back(complaints("answers", 5, 200));
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(outcome(review, "complaints").verdict == Verdict::unclear);
  CHECK(outcome(review, "complaints").arm.n_of == "exposures");
  CHECK(review.variants.front().verdict == Verdict::unclear);
  CHECK(review.next.decision == DecisionKind::extend);
  CHECK(review.next.command == "collab decide answers extend -m \"…\" --next");
}

TEST_CASE("secondary metrics are shown at plain confidence, without a verdict") {
  Experiment plan = hillstrom();
  plan.looks = {Looks::Form::weekly, {}};
  plan.metrics.push_back(secondary("clicks", "proportion"));
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows = hillstrom_rows();
  rows.push_back(share("clicks", "control", "2026-11-01", 100, 1000));
  rows.push_back(share("clicks", "answers", "2026-11-01", 300, 1000));
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(outcome(review, "clicks").confidence == Approx(0.95));
  CHECK(outcome(review, "visit").confidence < 0.96);  // spent over four looks
  CHECK(outcome(review, "clicks").verdict == Verdict::pending);
  CHECK(outcome(review, "clicks").reason.empty());
  CHECK(outcome(review, "clicks").effect.absolute.value.value() == Approx(0.2));
  CHECK(outcome(review, "clicks").target.empty());
}

TEST_CASE("declared segments are set beside, at plain confidence") {
  Experiment plan = hillstrom();
  plan.segments = {"channel"};
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows;
  for (const char* level : {"channel=web", "channel=store"}) {
    rows.push_back(share("visit", "control", "2026-11-01", 100, 1000, Counts::once, level));
    rows.push_back(share("visit", "answers", "2026-11-01", 150, 1000, Counts::once, level));
  }
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-02");
  REQUIRE(review.segments.size() == 2);
  CHECK(review.segments.front().segment == "channel");
  CHECK(review.segments.front().level == "store");
  CHECK(review.segments.front().effect.absolute.value.value() == Approx(0.05));
  CHECK(review.segments.front().confidence == Approx(0.95));
  CHECK(outcome(review, "visit").arm.n == 2000);
}

TEST_CASE("an amended or retrospective plan says so") {
  Lab lab;
  lab.retrospective = true;
  const Cycle cycle = lab.plan(hillstrom());
  Experiment changed = hillstrom();
  changed.metrics.front().target = parse_target(">= +10%");
  lab.plan(changed, 1, nullptr, "the first was a guess");
  const Review review = lab.review(cycle, "2026-10-30");
  CHECK(review.retrospective);
  REQUIRE(review.amendments.size() == 1);
  CHECK(review.amendments.front().day_of_cycle == 12);
  CHECK(finding(review, "amended-plan")->message == "amended on day 12: the first was a guess");
  CHECK(finding(review, "retrospective-plan")->status == TrustFinding::Status::warning);
  CHECK(outcome(review, "visit").target == ">= +10%");
}

TEST_CASE("previous cycles stand beside, with decisions and what was judged") {
  Lab lab;
  const Cycle first = lab.plan(hillstrom());
  lab.record(first, hillstrom_rows());
  lab.store_look(first, 1);
  lab.decide(first, DecisionKind::extend, "2026-11-02");
  const Cycle second = lab.plan(hillstrom(), 2, "2026-11-03");
  const Review review = lab.review(second, "2026-11-10");
  REQUIRE(review.past.size() == 1);
  CHECK(review.past.front().number == 1);
  CHECK(review.past.front().decision->kind == DecisionKind::extend);
  REQUIRE(review.past_outcomes.size() == 1);
  CHECK(review.past_outcomes.front().verdict == Verdict::met);
  CHECK(review.past_outcomes.front().relative.value.value() == Approx(0.7214).epsilon(0.001));
}

TEST_CASE("a closed cycle is reviewed as of its decision") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  lab.record(cycle, hillstrom_rows());
  lab.store_look(cycle, 1);
  lab.decide(cycle, DecisionKind::adapt, "2026-11-02");
  lab.record(cycle, {share("visit", "answers", "2026-10-20", 0, 20000)});
  const Review review = lab.review(cycle, "2026-12-02");
  CHECK(review.state == CycleState::closed);
  CHECK(review.decision->kind == DecisionKind::adapt);
  CHECK(outcome(review, "visit").verdict == Verdict::met);
  CHECK(finding(review, "rows-after-close")->status == TrustFinding::Status::warning);
  CHECK_FALSE(review.next.decision.has_value());
  CHECK(review.next.command == "collab plan answers");
}

TEST_CASE("as of an operation, only what was known then") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  lab.now = "2026-11-02";
  lab.record(cycle, hillstrom_rows());
  const std::int64_t then = lab.ledger().last_operation()->id;
  lab.now = "2026-11-03";
  lab.record(cycle, {share("visit", "answers", "2026-10-20", 0, 20000)});
  ReviewOptions options = Lab::on("2026-11-10");
  options.as_of = then;
  const Review before = review(lab.ledger(), "answers", 1, options);
  CHECK(outcome(before, "visit").arm.n == 21307);
  CHECK(before.as_of->id == then);
  CHECK(outcome(lab.review(cycle, "2026-11-10"), "visit").arm.n == 41307);
  options.as_of = 1;
  CHECK(outcome(review(lab.ledger(), "answers", 1, options), "visit").verdict == Verdict::pending);
  options.as_of = 99;
  CHECK_THROWS_AS(review(lab.ledger(), "answers", 1, options), Error);
}

TEST_CASE("freshness: daily data are stale 36 hours after the period's end") {
  Lab lab;
  const Cycle cycle = lab.plan(hillstrom());
  lab.record(cycle, {share("visit", "control", "2026-10-05", 1, 10),
                     share("visit", "answers", "2026-10-05", 1, 10)});
  const auto at = [&](const char* today, int hour, Expectation expected) {
    ReviewOptions options = Lab::on(today);
    options.clock.now = Instant(day(today)) + std::chrono::hours{hour};
    options.expects["answers"] = {std::move(expected)};
    return finding(review(lab.ledger(), "answers", 1, options), "freshness")->status;
  };
  using enum TrustFinding::Status;
  // The day after, 2026-10-06, ends at midnight; 36 hours later it is the 8th at noon.
  CHECK(at("2026-10-08", 12, {"daily", {}, {}}) == ok);
  CHECK(at("2026-10-08", 13, {"daily", {}, {}}) == failed);
  CHECK(at("2026-10-08", 13, {"daily", {day("2026-10-06")}, {}}) == ok);
  CHECK(at("2026-10-08", 13, {"weekly", {}, {}}) == ok);
  CHECK(at("2026-10-22", 1, {"weekly", {}, {}}) == failed);
  CHECK(at("2026-10-08", 13, {"daily", {}, {"visit"}}) == failed);
  ReviewOptions options = Lab::on("2026-10-08");
  CHECK(finding(review(lab.ledger(), "answers", 1, options), "freshness")->status == not_checkable);
  options.stale_after = std::chrono::hours{1};
  CHECK(finding(review(lab.ledger(), "answers", 1, options), "freshness")->status == failed);
}

TEST_CASE("expectations come from the feeds, or from rows typed by hand") {
  Experiment plan = hillstrom();
  plan.expect = "daily";
  plan.feeds.front().expect = "weekly";
  plan.feeds.front().columns = {
      {"visit", "n", "a"}, {"visit", "successes", "b"}, {"unit", "", "c"}};
  REQUIRE(expectations(plan).size() == 1);
  CHECK(expectations(plan).front().every == "weekly");
  CHECK(expectations(plan).front().metrics == std::vector<std::string>{"visit"});
  plan.feeds.clear();
  CHECK(expectations(plan).front().every == "daily");
  plan.expect.clear();
  CHECK(expectations(plan).empty());
}

TEST_CASE("clusters are not judged as if units were independent") {
  Experiment plan = hillstrom();
  plan.assigned_by = "store";
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, hillstrom_rows());
  CHECK(outcome(lab.review(cycle, "2026-11-02"), "visit").reason == "assigned-by-cluster");
}
