#include "unit/review/lab.hpp"

using namespace collab;

namespace {

Experiment named(const char* id) {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.id = id;
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  return plan;
}

std::vector<Observation> rows(const char* period) {
  return {share("visit", "control", period, 100, 1000),
          share("visit", "answers", period, 150, 1000)};
}

StatusLine line(const Lab& lab, const char* today, ReviewOptions options) {
  const StatusBoard board = status(lab.ledger(), "Lakeside", {}, options);
  REQUIRE(board.lines.size() == 1);
  CHECK(board.program == "Lakeside");
  static_cast<void>(today);
  return board.lines.front();
}

StatusLine line(const Lab& lab, const char* today) { return line(lab, today, Lab::on(today)); }

}  // namespace

TEST_CASE("status of one cycle from planned to closed") {
  Lab lab;
  const Cycle cycle = lab.plan(named("answers"));
  StatusLine planned = line(lab, "2026-10-01");
  CHECK(planned.state == CycleState::planned);
  CHECK(planned.attention.empty());
  CHECK(planned.next_look == day("2026-10-18"));
  CHECK(planned.cycle_days == 28);

  CHECK(line(lab, "2026-10-05").attention.empty());
  CHECK(line(lab, "2026-10-08").attention == "runs since 2026-10-05 but nothing is recorded");
  CHECK(line(lab, "2026-10-20").attention == "look 1 is due but nothing is recorded");

  lab.record(cycle, rows("2026-10-10"));
  const StatusLine running = line(lab, "2026-10-15");
  CHECK(running.attention.empty());
  CHECK(running.state == CycleState::running);
  CHECK(running.day_of_cycle == 11);
  CHECK(running.data_through == day("2026-10-10"));
  CHECK_FALSE(running.verdict.has_value());
  CHECK(running.next_command == "collab run answers");
  ReviewOptions options = Lab::on("2026-10-15");
  options.expects["answers"] = {{"daily", {}, {}}};
  CHECK(line(lab, "2026-10-15", options).stale);
  CHECK(line(lab, "2026-10-15", options).attention == "stale: nothing since 2026-10-10");

  CHECK(line(lab, "2026-10-20").attention == "look 1 is due; its result is not stored yet");
  lab.store_look(cycle, 1);
  CHECK(line(lab, "2026-10-20").attention.empty());
  CHECK(line(lab, "2026-10-20").verdict.has_value());

  const StatusLine due = line(lab, "2026-11-02");
  CHECK(due.state == CycleState::due);
  CHECK(due.attention == "due for a decision");
  CHECK(due.next_command == "collab review answers");
  CHECK_FALSE(due.next_look.has_value());

  lab.decide(cycle, DecisionKind::extend, "2026-11-02");
  CHECK(line(lab, "2026-11-03").state == CycleState::closed);
  CHECK(line(lab, "2026-11-03").next_command == "collab plan answers");
}

TEST_CASE("what needs a person comes first; definitions without a plan are listed") {
  Lab lab;
  const Cycle quiet = lab.plan(named("aquiet"));
  const Cycle due = lab.plan(named("zdue"));
  lab.record(quiet, rows("2026-10-10"));
  lab.record(due, rows("2026-10-10"));
  lab.decide(quiet, DecisionKind::adopt, "2026-10-12");
  const StatusBoard board =
      status(lab.ledger(), "Lakeside", {"mine", "zdue"}, Lab::on("2026-11-05"));
  REQUIRE(board.lines.size() == 3);
  CHECK(board.lines[0].experiment == "zdue");
  CHECK(board.lines[1].experiment == "mine");
  CHECK(board.lines[1].next_command == "collab plan mine");
  CHECK_FALSE(board.lines[1].state.has_value());
  CHECK(board.lines[2].experiment == "aquiet");
}

TEST_CASE("an empty project has an empty board") {
  const Lab lab;
  CHECK(status(lab.ledger(), "Lakeside", {}, Lab::on("2026-11-05")).lines.empty());
}
