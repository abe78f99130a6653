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

TEST_CASE("status shows the judgements of the plan in force, and names a failure that was ended") {
  Lab lab;
  Experiment plan = named("answers");
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, {share("visit", "control", "2026-10-10", 150, 1000),
                     share("visit", "answers", "2026-10-10", 100, 1000)});
  lab.store_look(cycle, 1);
  REQUIRE(line(lab, "2026-10-20").verdict == Verdict::worse);
  CHECK(line(lab, "2026-10-20").failures_ended.empty());

  plan.metrics.front().target = parse_target(">= +1%");
  lab.plan(plan, 1, nullptr, "five was a guess");
  const StatusLine amended = line(lab, "2026-10-20");
  CHECK_FALSE(amended.verdict.has_value());
  CHECK(amended.failures_ended ==
        std::vector<std::string>{"look 1 said worse of visit of answers"});
  CHECK(amended.attention ==
        "amended after look 1 said worse of visit of answers: nothing is judged by the new plan "
        "yet");

  lab.store_look(cycle, 1);
  CHECK(line(lab, "2026-10-20").verdict == Verdict::worse);
  CHECK(line(lab, "2026-10-20").failures_ended.empty());
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

TEST_CASE("status says what review says: the same rule for a variant") {
  struct Case {
    double visits, returns;
    Verdict verdict;
  };
  // Of 10000 each; control has 1000 visits and 1000 returns, which may grow by 10 %.
  for (const Case& c : {Case{1500, 1080, Verdict::unclear}, Case{1500, 800, Verdict::met},
                        Case{1500, 1500, Verdict::broken}, Case{1000, 800, Verdict::unclear}}) {
    CAPTURE(c.visits);
    CAPTURE(c.returns);
    Lab lab;
    Experiment plan = named("answers");
    plan.metrics.push_back(guardrail("returns", "proportion", "<= +10%"));
    const Cycle cycle = lab.plan(plan);
    for (const char* period : {"2026-10-18", "2026-11-01"}) {
      lab.record(cycle, {share("visit", "control", period, 1000, 10000),
                         share("visit", "answers", period, c.visits, 10000),
                         share("returns", "control", period, 1000, 10000),
                         share("returns", "answers", period, c.returns, 10000)});
    }
    lab.store_look(cycle, 1);
    for (const char* today : {"2026-10-20", "2026-11-02"}) {
      const Verdict reviewed = lab.review(cycle, "2026-10-20").variants.front().verdict;
      CHECK(name_of(line(lab, today).verdict.value()) == name_of(reviewed));
      CHECK(name_of(reviewed) == name_of(c.verdict));
    }
  }
}

TEST_CASE("what was final at an early look stands in status too") {
  Lab lab;
  const Cycle cycle = lab.plan(named("answers"));
  lab.record(cycle, {share("visit", "control", "2026-10-18", 1000, 10000),
                     share("visit", "answers", "2026-10-18", 1500, 10000)});
  lab.store_look(cycle, 1);
  lab.record(cycle, {share("visit", "control", "2026-11-01", 1500, 10000),
                     share("visit", "answers", "2026-11-01", 1000, 10000)});
  lab.store_look(cycle, 2);
  CHECK(outcome(lab.review(cycle, "2026-11-02"), "visit").verdict == Verdict::met);
  CHECK(line(lab, "2026-11-02").verdict == Verdict::met);
}

TEST_CASE("staleness by what the definition said when data were recorded") {
  Lab lab;
  lab.expect = "daily";
  const Cycle cycle = lab.plan(named("answers"));
  lab.record(cycle, rows("2026-10-10"));
  CHECK_FALSE(line(lab, "2026-10-12").stale);
  CHECK(line(lab, "2026-10-15").stale);
  ReviewOptions options = Lab::on("2026-10-15");
  options.stale_after = std::chrono::hours{24 * 30};
  CHECK_FALSE(line(lab, "2026-10-15", options).stale);
  lab.expect = "";
  lab.record(cycle, rows("2026-10-11"));
  CHECK_FALSE(line(lab, "2026-10-20").stale);
}

TEST_CASE("without feeds the next command is to type rows") {
  Lab lab;
  Experiment plan = named("answers");
  plan.feeds.clear();
  plan.counts = Counts::once;
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, rows("2026-10-10"));
  CHECK(line(lab, "2026-10-12").next_command == "collab record answers …");
}

TEST_CASE("experiments that share a touch point and days are marked, others are not") {
  Lab lab;
  const auto at = [&](const char* id, const char* touch_point, const char* first) {
    Experiment plan = named(id);
    plan.touch_point = touch_point;
    lab.plan(plan, 1, first);
  };
  at("a", "questions", "2026-10-05");
  at("b", "questions", "2026-10-20");
  at("c", "checkout", "2026-10-05");
  at("d", "questions", "2026-11-02");  // the day after a's last
  at("e", "", "2026-10-05");
  at("f", "", "2026-10-05");
  std::map<std::string, std::vector<std::string>> marked;
  for (const StatusLine& each : status(lab.ledger(), "Lakeside", {}, Lab::on("2026-10-06")).lines)
    marked[each.experiment] = each.overlaps;
  CHECK(marked["a"] == std::vector<std::string>{"b"});
  CHECK(marked["b"] == std::vector<std::string>{"a", "d"});
  CHECK(marked["c"].empty());
  CHECK(marked["d"] == std::vector<std::string>{"b"});
  CHECK(marked["e"].empty());
}
