#include "collab/model/experiment.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

std::vector<int> days_of(const Looks& looks, int cycle) {
  std::vector<int> days;
  for (const Days day : look_days(looks, Days{cycle}))
    days.push_back(static_cast<int>(day.count()));
  return days;
}

TEST_CASE("grains, counts and decisions are read by the names they have") {
  for (const Grain grain : {Grain::summary, Grain::unit, Grain::event}) {
    CHECK(parse_grain(name_of(grain)) == grain);
  }
  for (const Counts counts : {Counts::once, Counts::to_date, Counts::repeated}) {
    CHECK(parse_counts(name_of(counts)) == counts);
  }
  for (const DecisionKind kind :
       {DecisionKind::adopt, DecisionKind::adapt, DecisionKind::extend, DecisionKind::abandon}) {
    CHECK(parse_decision(name_of(kind)) == kind);
  }
  CHECK(name_of(Counts::once) == "new");
  CHECK_FALSE(parse_grain("rows"));
  CHECK_FALSE(parse_counts("once"));
  CHECK_FALSE(parse_decision("Adopt"));
}

TEST_CASE("looks: the cycle's last day is always one") {
  using Form = Looks::Form;
  CHECK(days_of({}, 28) == std::vector<int>{28});
  CHECK(days_of({.form = Form::anytime}, 4) == std::vector<int>{1, 2, 3, 4});
  CHECK(days_of({.form = Form::weekly}, 28) == std::vector<int>{7, 14, 21, 28});
  CHECK(days_of({.form = Form::weekly}, 30) == std::vector<int>{7, 14, 21, 28, 30});
  CHECK(days_of({.form = Form::weekly}, 5) == std::vector<int>{5});
  CHECK(days_of({.form = Form::days, .days = {Days{14}, Days{28}}}, 28) ==
        std::vector<int>{14, 28});
  CHECK(days_of({.form = Form::days, .days = {Days{14}}}, 28) == std::vector<int>{14, 28});
}

TEST_CASE("looks are sorted, unique, and none lies beyond the cycle") {
  CHECK(days_of({.form = Looks::Form::days,
                 .days = {Days{21}, Days{7}, Days{21}, Days{99}, Days{0}, Days{-3}}},
                28) == std::vector<int>{7, 21, 28});
}

TEST_CASE("treatments are all variants but control; with one variant, that one") {
  Experiment experiment;
  CHECK(experiment.treatments().empty());
  experiment.variants = {{.id = "control"}, {.id = "a"}, {.id = "b"}};
  experiment.control = "control";
  CHECK(experiment.treatments() == std::vector<std::string>{"a", "b"});
  experiment.variants = {{.id = "everyone"}};
  experiment.control = "";
  CHECK(experiment.treatments() == std::vector<std::string>{"everyone"});
  CHECK(experiment.has_variant("everyone"));
  CHECK_FALSE(experiment.has_variant("control"));
}

TEST_CASE("metrics and feeds are found by id") {
  Experiment experiment;
  experiment.metrics = {{.id = "spend"}, {.id = "visits"}};
  experiment.feeds.resize(1);
  experiment.feeds[0].id = "members";
  CHECK(experiment.metric("visits") == &experiment.metrics[1]);
  CHECK(experiment.metric("visit") == nullptr);
  CHECK(experiment.feed("members") == &experiment.feeds[0]);
  CHECK(experiment.feed("") == nullptr);
}

}  // namespace
}  // namespace collab
