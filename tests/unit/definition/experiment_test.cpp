#include <doctest/doctest.h>

#include "unit/definition/fixtures.hpp"

namespace collab {
namespace {

using testing::data;
using testing::kinds;
using testing::slugs;
using testing::trial;

const Experiment& example() {
  static const ProgramFile program =
      load_program(data() / "good" / "collab.yaml", kinds(), "collab.yaml");
  static const ExperimentFile file =
      load_experiment(data() / "good" / "answers-in-two-hours.yaml", program, kinds(),
                      "experiments/answers-in-two-hours.yaml");
  REQUIRE(file.experiment);
  return *file.experiment;
}

TEST_CASE("the product page's program") {
  const ProgramFile file = load_program(data() / "good" / "collab.yaml", kinds(), "collab.yaml");
  REQUIRE(file.program);
  const Program& program = *file.program;
  CHECK(program.name == "Community at Lakeside Stores");
  CHECK(program.time_zone == "America/Chicago");
  CHECK(program.currency == "USD");
  REQUIRE(program.touch_points.size() == 2);
  CHECK(program.touch_points[0].first == "product-questions");
  CHECK(program.touch_points[0].second == "Questions under a product");
  REQUIRE(program.segments.size() == 2);
  CHECK(program.segments[1].first == "channel");
  CHECK(program.segments[1].second == std::vector<std::string>{"web", "store", "both"});
  REQUIRE(program.locations.size() == 2);
  CHECK(program.locations[1].id == "harbor");
  CHECK(program.locations[1].name == "Harbor, pier 4");
  CHECK(program.locations[1].format == "express");
  REQUIRE(file.metrics.size() == 1);
  CHECK(file.metrics[0].id == "return_visit");
  CHECK(file.metrics[0].kind == "proportion");
}

TEST_CASE("the product page's experiment: head and evaluate") {
  const Experiment& experiment = example();
  CHECK(experiment.id == "answers-in-two-hours");
  CHECK(experiment.owner == "ana@shop.example");
  CHECK(experiment.touch_point == "product-questions");
  CHECK(experiment.tags == std::vector<std::string>{"community", "service"});
  CHECK(experiment.problem ==
        "Four of ten product questions stay unanswered; those shoppers rarely return.");
  CHECK(experiment.baseline.form == Baseline::Form::control);
  REQUIRE(experiment.metrics.size() == 3);

  const Metric& visit = experiment.metrics[0];
  CHECK(visit.role == Role::goal);
  CHECK(visit.higher_is_better);
  REQUIRE(visit.target);
  CHECK(visit.target->text() == ">= +5%");
  CHECK(visit.target->quantity.form == Quantity::Form::relative_change);
  REQUIRE(visit.predict);
  CHECK(visit.predict->change.value == 0.08);
  CHECK(visit.predict->low.text == "+3%");
  CHECK(visit.predict->high.text == "+12%");
  CHECK(visit.predict->confidence == 0.8);
  CHECK(visit.predict->confidence_text == "80%");

  const Metric& spend = experiment.metrics[1];
  CHECK(spend.role == Role::secondary);
  CHECK(spend.measure == "USD");
  CHECK(spend.covariate == "spend_before");
  REQUIRE(spend.cap);
  CHECK(spend.cap->percentile);
  CHECK(spend.cap->text == "p99.5");

  const Metric& complaints = experiment.metrics[2];
  CHECK(complaints.role == Role::guardrail);
  CHECK_FALSE(complaints.higher_is_better);
  REQUIRE(complaints.limit);
  CHECK_FALSE(complaints.limit->at_least);
}

TEST_CASE("the product page's experiment: variants, days and feeds") {
  const Experiment& experiment = example();
  CHECK(experiment.unit == "consumer");
  CHECK(experiment.assigned_by == "unit");
  REQUIRE(experiment.variants.size() == 2);
  CHECK(experiment.variants[1].id == "answers");
  CHECK(experiment.variants[1].share == 0.5);
  CHECK(experiment.variants[1].share_text == "50%");
  CHECK(experiment.variants[1].does == "An associate answers within two hours");
  CHECK(experiment.control == "control");
  CHECK(experiment.treatments() == std::vector<std::string>{"answers"});
  CHECK(to_string(experiment.starts) == "2026-10-05");
  CHECK(experiment.cycle == Days{28});
  CHECK_FALSE(experiment.counts);

  REQUIRE(experiment.feeds.size() == 2);
  const Feed& members = experiment.feeds[0];
  CHECK(members.file == "data/members-{date}.csv");
  CHECK(members.rows == Grain::unit);
  CHECK(members.counts == Counts::to_date);
  REQUIRE(members.columns.size() == 7);
  CHECK(members.columns[0] == ColumnUse{"unit", "", "member_id"});
  CHECK(members.columns[4] == ColumnUse{"spend_before", "", "spend_q3"});
  CHECK(members.values.at("variant").at("A") == "control");
  const Feed& service = experiment.feeds[1];
  CHECK(service.rows == Grain::summary);
  CHECK(service.counts == Counts::once);
  CHECK(service.columns[1] == ColumnUse{"complaints", "events", "complaints"});
  CHECK(service.columns[2] == ColumnUse{"complaints", "exposure", "orders"});
}

TEST_CASE("the product page's experiment: monitor and repeat") {
  const Experiment& experiment = example();
  CHECK(experiment.looks.form == Looks::Form::days);
  CHECK(experiment.looks.days == std::vector<Days>{Days{14}, Days{28}});
  CHECK(experiment.confidence == 0.95);
  CHECK(experiment.multiplicity == "holm");
  CHECK(experiment.segments == std::vector<std::string>{"shopper_type", "channel"});
  CHECK(experiment.expect == "daily");
  REQUIRE(experiment.contingencies.size() == 1);
  const Contingency& contingency = experiment.contingencies[0];
  CHECK(contingency.metric == "complaints");
  CHECK(contingency.variant == "answers");
  CHECK(contingency.condition == "above");
  CHECK(contingency.threshold == "3%");
  CHECK(contingency.for_periods == 2);
  CHECK(contingency.owner == "ben@shop.example");
  CHECK(experiment.repeat.at_least == 2);
  CHECK(experiment.repeat.at_most == 6);
  CHECK(experiment.repeat.when_missed == DecisionKind::adapt);
}

Experiment good(const std::string& name) {
  ExperimentFile file = load_experiment(data() / "good" / (name + ".yaml"), testing::program(),
                                        kinds(), name + ".yaml");
  REQUIRE(file.experiment);
  return std::move(*file.experiment);
}

TEST_CASE("every feed key is carried") {
  const Feed feed = good("every-feed-key").feeds.at(0);
  CHECK(feed.format == "csv");
  CHECK(feed.delimiter == ';');
  CHECK(feed.numbers.decimal == ',');
  CHECK(feed.numbers.thousands == '.');
  CHECK(feed.on_conflict == OnConflict::correct);
  CHECK(to_string(feed.periods.at("2")) == "2026-10-12");
  CHECK(feed.periods.contains("week 3"));
  CHECK(feed.period_grain == "week");
  CHECK(feed.expect == "weekly");
  CHECK(feed.values.at("newbie").at("new") == "1");
}

TEST_CASE("event rows name the feed of exposures") {
  const Experiment experiment = good("event-rows");
  CHECK(experiment.feeds.at(0).rows == Grain::event);
  CHECK(experiment.feeds.at(0).exposures == "sent");
  CHECK(experiment.feeds.at(0).within == Days{14});
}

TEST_CASE("a shared metric is taken over, and what the experiment says of it counts") {
  const Experiment experiment = good("shared-metrics");
  REQUIRE(experiment.metrics.size() == 5);
  CHECK(experiment.metrics[0].id == "return_visit");
  CHECK(experiment.metrics[0].kind == "proportion");
  CHECK(experiment.metrics[0].target->quantity.form == Quantity::Form::points_change);
  CHECK(experiment.metrics[1].id == "noon_wait");
  CHECK(experiment.metrics[1].measure == "minutes");
  CHECK_FALSE(experiment.metrics[1].higher_is_better);
  CHECK(experiment.metrics[1].cap->percentile);
  CHECK(experiment.metrics[2].quantile == "p95");
  REQUIRE(experiment.metrics[3].scale);
  CHECK(experiment.metrics[3].scale->nps);
}

TEST_CASE("variants without shares have equal ones, and one variant has none") {
  CHECK(good("equal-shares").variants.at(1).share == 0.5);
  CHECK(good("thirds").variants.at(2).share == 0.333);
  const Experiment one = good("one-variant");
  CHECK_FALSE(one.variants.at(0).share);
  CHECK(one.control.empty());
  CHECK(one.baseline.form == Baseline::Form::last);
  CHECK(one.baseline.last == Days{28});
  CHECK(one.counts == Counts::once);
}

TEST_CASE("a metric may have its own baseline, also below nought") {
  const Experiment experiment = good("metric-with-baseline");
  REQUIRE(experiment.metrics.at(0).baseline);
  CHECK(experiment.metrics[0].baseline->form == Baseline::Form::value);
  CHECK(experiment.metrics[0].baseline->value.value == -6);
}

TEST_CASE("a feed without columns has those of the same names") {
  const Feed feed = good("feed-without-columns").feeds.at(0);
  CHECK(feed.columns == std::vector<ColumnUse>{{"unit", "", "unit"},
                                               {"variant", "", "variant"},
                                               {"return_visit", "", "return_visit"},
                                               {"complaints", "events", "complaints.events"},
                                               {"complaints", "exposure", "complaints.exposure"}});
}

TEST_CASE("levels of a scale are fields of its columns") {
  const Feed feed = good("score-levels").feeds.at(0);
  CHECK(feed.columns.at(1) == ColumnUse{"return_visit", "1", "one"});
}

TEST_CASE("signed numbers without quotes keep their sign") {
  const Metric complaints = good("predictions").metrics.at(1);
  REQUIRE(complaints.predict);
  CHECK(complaints.predict->high.text == "+0.25");
  CHECK(complaints.predict->high.form == Quantity::Form::absolute_change);
  CHECK(complaints.limit->quantity.text == "+0.01");
}

TEST_CASE("every trigger of a contingency is carried") {
  const Experiment experiment = good("every-monitor-key");
  std::vector<std::string> conditions;
  for (const Contingency& contingency : experiment.contingencies) {
    conditions.push_back(contingency.condition + " " + contingency.threshold);
  }
  CHECK(conditions == std::vector<std::string>{"above 3%", "below 2.5%", "signal worse",
                                               "verdict worse", "stale 36h"});
  CHECK(experiment.contingencies.back().metric.empty());
  CHECK(experiment.confidence == 0.9);
  CHECK(experiment.holidays.size() == 2);
}

TEST_CASE("yes, on and dates are words, and quotes make text of a number") {
  CHECK(good("yes-and-on-are-words").title == "yes");
  CHECK(good("tags-cost-unicode").tags.back() == "5");
  CHECK(good("tags-cost-unicode").cost == "1200");
}

TEST_CASE("the bytes read are kept for the seal") {
  const auto path = data() / "good" / "windows-line-ends-and-bom.yaml";
  CHECK(load_experiment(path, testing::program(), kinds(), "x").text == testing::read(path));
}

TEST_CASE("a location column needs locations in collab.yaml") {
  const testing::TemporaryFolder folder;
  const std::string program_text =
      testing::replaced(testing::read(data() / "collab.yaml"), "locations: locations.csv\n", "");
  const ProgramFile program =
      load_program(folder.write("collab.yaml", program_text), kinds(), "collab.yaml");
  REQUIRE(program.program);
  const ExperimentFile file = load_experiment(data() / "good" / "every-feed-key.yaml", program,
                                              kinds(), "every-feed-key.yaml");
  CHECK(slugs(file.findings) == std::vector<std::string>{"no-locations"});
  CHECK_FALSE(file.experiment);
}

TEST_CASE("a program with faults is not blamed on its experiments") {
  const testing::TemporaryFolder folder;
  const ProgramFile program = load_program(
      folder.write("collab.yaml", "schema: collab.program/1\n"), kinds(), "collab.yaml");
  CHECK_FALSE(program.program);
  CHECK(slugs(program.findings) == std::vector<std::string>{"missing-key", "missing-key"});
  const ExperimentFile file = load_experiment(data() / "good" / "every-feed-key.yaml", program,
                                              kinds(), "every-feed-key.yaml");
  CHECK(file.findings.empty());
}

TEST_CASE("a kind that is registered and not in the schema is known") {
  std::vector<KindShape> more = kinds();
  more.push_back({.name = "survival", .unit_fields = {"value"}, .summary_forms = {{"n"}}});
  const testing::TemporaryFolder folder;
  const auto path =
      folder.write("trial.yaml", testing::by_hand("kind: proportion", "kind: survival"));
  CHECK(load_experiment(path, testing::program(), more, "trial.yaml").findings.empty());
  CHECK(slugs(load_experiment(path, testing::program(), kinds(), "trial.yaml").findings) ==
        std::vector<std::string>{"metric-kind"});
}

}  // namespace
}  // namespace collab
