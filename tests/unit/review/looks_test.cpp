#include "collab/review/looks.hpp"

#include "unit/review/lab.hpp"

using namespace collab;

namespace {

StoredLook said(int look, Verdict verdict, bool correction = false) {
  StoredLook stored;
  stored.look = look;
  stored.metric = "visit";
  stored.variant = "answers";
  stored.verdict = verdict;
  stored.correction = correction;
  return stored;
}

Verdict stands(std::vector<StoredLook> stored, int last = 3) {
  return standing(stored, "visit", "answers", last)->verdict;
}

}  // namespace

TEST_CASE("the last look's verdict stands, but met, missed and worse are final") {
  using enum Verdict;
  CHECK(stands({said(1, unclear), said(2, better)}) == better);
  CHECK(stands({said(1, met), said(2, unclear)}) == met);
  CHECK(stands({said(1, missed), said(2, met)}) == missed);
  CHECK(stands({said(1, worse), said(2, met)}) == worse);
  CHECK(stands({said(1, better), said(2, met), said(3, unclear)}) == met);
  CHECK(stands({said(1, broken), said(2, ok)}) == ok);
  CHECK(stands({said(1, met), said(2, better), said(1, unclear, true)}) == better);
  CHECK(stands({said(1, unclear), said(2, met)}, 1) == unclear);
  CHECK_FALSE(standing({}, "visit", "answers", 3).has_value());
  CHECK_FALSE(standing({said(1, met)}, "visit", "other", 3).has_value());
}

TEST_CASE("a look is due when its day is over") {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  Cycle cycle;
  cycle.first = day("2026-10-05");
  cycle.last = day("2026-11-01");
  CHECK(look_day(cycle, plan, 1) == day("2026-10-18"));
  CHECK(look_day(cycle, plan, 2) == cycle.last);
  CHECK_FALSE(look_states(cycle, plan, day("2026-10-18"), {}).front().due);
  CHECK(look_states(cycle, plan, day("2026-10-19"), {}).front().due);
  CHECK_FALSE(look_states(cycle, plan, day("2026-10-19"), {}).back().due);
  CHECK(look_states(cycle, plan, day("2026-10-19"), {said(1, Verdict::met)}).front().stored);
  SUBCASE("a decision before the last look leaves it undue for good") {
    cycle.decision = Decision{};
    cycle.decision->day = day("2026-10-25");
    CHECK(look_states(cycle, plan, day("2026-12-01"), {}).front().due);
    CHECK_FALSE(look_states(cycle, plan, day("2026-12-01"), {}).back().due);
  }
}

TEST_CASE("a look is complete when every goal and guardrail has data of every variant to its day") {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%"),
                                  guardrail("returns", "proportion", "<= +5%"),
                                  secondary("clicks", "proportion")});
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  const auto complete = [&](Days length = Days{1}) {
    return look_complete(cycle, plan, lab.compute(cycle).cells, 1, length);
  };
  CHECK_FALSE(complete());
  lab.record(cycle, {share("visit", "control", "2026-11-01", 1, 10),
                     share("visit", "answers", "2026-11-01", 1, 10),
                     share("returns", "control", "2026-11-01", 1, 10),
                     share("returns", "answers", "2026-10-31", 1, 10)});
  CHECK_FALSE(complete());
  CHECK(complete(Days{2}));
  lab.record(cycle, {share("returns", "answers", nullptr, 1, 10)});
  CHECK(complete());
}

TEST_CASE("where data are awaited nightly, a look with nights missing is not complete") {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.looks = {Looks::Form::days, {Days{14}, Days{28}}};
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  const auto record = [&](Day night) {
    const std::string text = to_string(night);
    lab.record(cycle, {share("visit", "control", text.c_str(), 10, 100),
                       share("visit", "answers", text.c_str(), 10, 100)});
  };
  const auto complete = [&](Days length = Days{1}) {
    return look_complete(cycle, plan, lab.compute(cycle).cells, 1, length);
  };
  record(cycle.first);
  record(cycle.first + Days{13});
  CHECK(complete());  // nobody said that data come nightly
  plan.expect = "daily";
  CHECK(periods_awaited(plan, 1, Days{1}) == 14);
  CHECK(periods_awaited(plan, 2, Days{1}) == 28);
  CHECK_FALSE(complete());

  ReviewOptions options = Lab::on("2026-10-19");
  options.expects["answers"] = {{"daily", {}, {}}};
  const auto freshness = [&] {
    const Review seen = review(lab.ledger(), "answers", 1, options);
    return *finding(seen, "freshness");
  };
  CHECK(freshness().status == TrustFinding::Status::warning);
  CHECK(freshness().message == "data through 2026-10-18; 2 of 14 nights are there up to look 1");
  const Review seen = review(lab.ledger(), "answers", 1, options);
  CHECK(seen.next.why.find("but data through 2026-10-18; 2 of 14 nights") != std::string::npos);
  ReviewOptions later = Lab::on("2026-11-03");
  later.expects = options.expects;
  CHECK(review(lab.ledger(), "answers", 1, later)
            .next.why.find("but data through 2026-10-18 of a look of 2026-11-01") !=
        std::string::npos);

  SUBCASE("weekly") {
    plan.expect = "weekly";
    CHECK(periods_awaited(plan, 1, Days{7}) == 2);
    CHECK(complete(Days{7}));
  }
  SUBCASE("cycle to date: the row of the look's day says it all") {
    plan.feeds.front().counts = Counts::to_date;
    CHECK(periods_awaited(plan, 1, Days{1}) == 0);
    CHECK(complete());
  }
  SUBCASE("typed by hand, cycle to date") {
    plan.feeds.clear();
    plan.counts = Counts::to_date;
    CHECK(complete());
  }
  SUBCASE("all nights") {
    for (int night = 1; night < 13; ++night) record(cycle.first + Days{night});
    CHECK(complete());
    CHECK(freshness().status == TrustFinding::Status::ok);
  }
}
