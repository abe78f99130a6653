#include "collab/model/error.hpp"
#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

CompareReport compared(const Lab& lab, const std::vector<const char*>& references) {
  std::vector<Reference> parsed;
  for (const char* text : references) parsed.push_back(parse_reference(text));
  return compare(lab.ledger(), parsed, Lab::on("2026-12-30"));
}

}  // namespace

TEST_CASE("compare: cycles, variants, experiments") {
  Lab lab;
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  const Cycle first = lab.plan(plan);
  lab.record(first, {share("visit", "control", "2026-10-10", 100, 1000),
                     share("visit", "answers", "2026-10-10", 150, 1000)});
  lab.decide(first, DecisionKind::extend, "2026-11-02");
  const Cycle second = lab.plan(plan, 2, "2026-11-03");
  lab.record(second, {share("visit", "control", "2026-11-10", 100, 1000),
                      share("visit", "answers", "2026-11-10", 200, 1000)});
  Experiment other = two_variants({goal("visit", "mean", ">= +5%")});
  other.id = "other";
  lab.plan(other);

  SUBCASE("cycles: the same treatment in both") {
    const CompareReport report = compared(lab, {"answers@1", "answers@2"});
    CHECK(report.base == "answers@1");
    REQUIRE(report.rows.size() == 1);
    CHECK(report.rows[0].arm.name == "answers@2:answers");
    CHECK(report.rows[0].base.name == "answers@1:answers");
    CHECK(report.rows[0].effect.absolute.value.value() == Approx(0.05));
    CHECK(report.rows[0].observational);
    CHECK(report.rows[0].confidence == Approx(0.95));
    REQUIRE(report.notes.size() == 1);
    CHECK(report.notes[0].starts_with("observational: units were not assigned"));
  }
  SUBCASE("variants of one cycle were randomised") {
    const CompareReport report = compared(lab, {"answers@2:control", "answers@2:answers"});
    REQUIRE(report.rows.size() == 1);
    CHECK(report.rows[0].effect.absolute.value.value() == Approx(0.1));
    CHECK_FALSE(report.rows[0].observational);
  }
  SUBCASE("a metric of another kind is not compared") {
    const CompareReport report = compared(lab, {"answers@1", "other"});
    CHECK(report.rows.empty());
    CHECK(report.notes.front().find("not compared") != std::string::npos);
  }
  SUBCASE("faults") {
    CHECK_THROWS_AS(compared(lab, {"answers"}), Error);
    CHECK_THROWS_WITH_AS(compared(lab, {"answers", "answers:nobody"}),
                         "answers@2 has no variant 'nobody'", Error);
  }
}

TEST_CASE("references: what is there, and the nearest name to what is not") {
  Lab lab;
  const Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  const auto number = [&](const char* text) {
    return cycle_number(lab.ledger(), parse_reference(text));
  };
  CHECK_THROWS_AS(number("answers"), Error);
  lab.decide(lab.plan(plan), DecisionKind::extend, "2026-11-02");
  CHECK(number("answers") == 1);
  CHECK_THROWS_AS(number("answers@previous"), Error);
  lab.plan(plan, 2, "2026-11-03");
  CHECK(number("answers") == 2);
  CHECK(number("answers@latest") == 2);
  CHECK(number("answers@previous") == 1);
  CHECK(number("answers@1") == 1);
  CHECK_THROWS_AS(number("op_1"), Error);
  try {
    number("answer");
    FAIL("found");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::not_found);
    CHECK(error.faults().front().slug == "no-such-experiment");
    CHECK(error.faults().front().hint == "did you mean 'answers'?");
  }
  try {
    review(lab.ledger(), "answers", 7, Lab::on("2026-11-10"));
    FAIL("found");
  } catch (const Error& error) {
    CHECK(error.faults().front().slug == "no-such-cycle");
    CHECK(error.faults().front().hint == "its cycles are answers@1 to answers@2");
  }
}
