#include "collab/model/cycle.hpp"

#include <doctest/doctest.h>

#include <string>

#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"

namespace collab {
namespace {

Day day(std::string_view text) { return *parse_day(text); }

Cycle october() { return {.number = 1, .first = day("2026-10-05"), .last = day("2026-11-01")}; }

TEST_CASE("a cycle's state follows from the clock and the decision") {
  Cycle cycle = october();
  CHECK(cycle.state(day("2026-10-04")) == CycleState::planned);
  CHECK(cycle.state(day("2026-10-05")) == CycleState::running);
  CHECK(cycle.state(day("2026-11-01")) == CycleState::running);
  CHECK(cycle.state(day("2026-11-02")) == CycleState::due);
  cycle.decision = Decision{.day = day("2026-11-05")};
  for (const char* today : {"2026-10-04", "2026-10-20", "2026-12-01"}) {
    CHECK(cycle.state(day(today)) == CycleState::closed);
  }
}

TEST_CASE(
    "a decision before the last day ends the cycle that day, a later one does not stretch it") {
  Cycle cycle = october();
  CHECK(cycle.end() == day("2026-11-01"));
  cycle.decision = Decision{.day = day("2026-10-20")};
  CHECK(cycle.end() == day("2026-10-20"));
  CHECK(cycle.holds(day("2026-10-20")));
  CHECK_FALSE(cycle.holds(day("2026-10-21")));
  cycle.decision->day = day("2026-11-20");
  CHECK(cycle.end() == day("2026-11-01"));
  CHECK_FALSE(cycle.holds(day("2026-10-04")));
}

TEST_CASE("days of a cycle count from one") {
  const Cycle cycle = october();
  CHECK(cycle.day_of_cycle(day("2026-10-04")) == 0);
  CHECK(cycle.day_of_cycle(day("2026-10-05")) == 1);
  CHECK(cycle.day_of_cycle(day("2026-11-01")) == 28);
  CHECK(cycle.day_of_cycle(day("2026-11-02")) == 29);
}

TEST_CASE("cycle states have names") {
  CHECK(name_of(CycleState::planned) == "planned");
  CHECK(name_of(CycleState::running) == "running");
  CHECK(name_of(CycleState::due) == "due");
  CHECK(name_of(CycleState::closed) == "closed");
}

TEST_CASE("a plan's experiment is what was sealed, with who and where") {
  Experiment sealed;
  sealed.id = "answers";
  sealed.problem = "Questions wait";
  sealed.cycle = Days{28};
  const Plan plan{.sealed = seal(sealed),
                  .title = "Answers in two hours",
                  .owner = "ana@shop.example",
                  .touch_point = "product-questions",
                  .tags = {"community"}};
  const Experiment experiment = plan.experiment();
  CHECK(experiment.id == "answers");
  CHECK(experiment.problem == "Questions wait");
  CHECK(experiment.title == "Answers in two hours");
  CHECK(experiment.owner == "ana@shop.example");
  CHECK(experiment.touch_point == "product-questions");
  CHECK(experiment.tags == std::vector<std::string>{"community"});
}

TEST_CASE("references name an experiment, a cycle, a variant, or an operation") {
  using Which = Reference::Which;
  struct Case {
    const char* text;
    const char* experiment;
    Which which;
    int number;
    const char* variant;
    std::int64_t operation;
  };
  for (const Case& c :
       {Case{"answers-in-two-hours", "answers-in-two-hours", Which::current, 0, "", 0},
        Case{"answers@3", "answers", Which::number, 3, "", 0},
        Case{"answers@latest", "answers", Which::latest, 0, "", 0},
        Case{"answers@previous", "answers", Which::previous, 0, "", 0},
        Case{"answers@3:bot", "answers", Which::number, 3, "bot", 0},
        Case{"answers@latest:bot", "answers", Which::latest, 0, "bot", 0},
        Case{"answers:bot", "answers", Which::current, 0, "bot", 0},
        Case{"op_41", "", Which::current, 0, "", 41},
        Case{"op_in", "op_in", Which::current, 0, "", 0},
        Case{"größe_2", "größe_2", Which::current, 0, "", 0}}) {
    CAPTURE(c.text);
    const Reference reference = parse_reference(c.text);
    CHECK(reference.experiment == c.experiment);
    CHECK(reference.which == c.which);
    CHECK(reference.number == c.number);
    CHECK(reference.variant == c.variant);
    CHECK(reference.operation == c.operation);
  }
}

TEST_CASE("what is no reference is a usage error that shows the forms") {
  for (const char* text : {"",
                           "@3",
                           ":a",
                           "a@",
                           "a@0",
                           "a@-1",
                           "a@03",
                           "a@x",
                           "a@3x",
                           "a@3:",
                           "a@3:b:c",
                           "a@3@4",
                           "a b",
                           "a/b",
                           "op_0",
                           "op_007",
                           "op_99999999999999999999",
                           "a@99999999999",
                           "--x",
                           "a@3:b/c",
                           "a\n"}) {
    CAPTURE(text);
    try {
      parse_reference(text);
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::usage);
      CHECK(error.faults()[0].slug == "bad-reference");
      CHECK(error.faults()[0].hint.find("EXP@3:variant") != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace collab
