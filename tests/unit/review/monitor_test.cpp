#include "collab/review/monitor.hpp"

#include "collab/model/error.hpp"
#include "unit/review/lab.hpp"

using namespace collab;

namespace {

/// Nights from `first` on: events of 10,000 exposures, a small wave about `level`.
std::vector<Observation> nights(const char* first, int count, double level) {
  std::vector<Observation> rows;
  for (int i = 0; i < count; ++i) {
    const std::string period = to_string(day(first) + Days{i});
    const double wave = static_cast<double>(i * 7 % 5) * 8;
    rows.push_back(row("complaints", "shop", period.c_str(),
                       {{"events", level + wave}, {"exposure", 10'000}}));
  }
  return rows;
}

Experiment shop() {
  Experiment plan = one_variant({goal("complaints", "rate", "<= 2%", false)}, "previous");
  return plan;
}

/// The second cycle, after a first one that was adopted.
Cycle after_adopted(Lab& lab, const Experiment& plan) {
  const Cycle first = lab.plan(plan);
  lab.record(first, nights("2026-10-05", 28, 300));
  lab.decide(first, DecisionKind::adopt, "2026-11-01");
  return lab.plan(plan, 2, "2026-11-02");
}

MonitorReport report_of(const Lab& lab, const Experiment& plan, const char* today,
                        MonitorRequest request = {}) {
  request.experiment = plan.id;
  return monitor(lab.ledger(), request, Lab::on(today));
}

}  // namespace

TEST_CASE("monitor: before there is enough to learn from, nothing is judged") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle cycle = lab.plan(plan);
  CHECK(report_of(lab, plan, "2026-10-06").lines.empty());
  lab.record(cycle, nights("2026-10-05", 1, 300));
  MonitorReport report = report_of(lab, plan, "2026-10-06");
  REQUIRE(report.lines.size() == 1);
  CHECK(report.lines[0].watch.reason == "too-few-periods");
  CHECK(!report.lines[0].alarm_since);
  CHECK(report.lines[0].meaning.find("too early") == 0);
  lab.record(cycle, nights("2026-10-05", 14, 300));
  report = report_of(lab, plan, "2026-10-19");
  CHECK(report.lines[0].watch.reason == "no-new-periods");
}

TEST_CASE("monitor: a change after the baseline is news, and worse by the metric's direction") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows = nights("2026-10-05", 18, 300);
  lab.record(cycle, rows);
  MonitorReport report = report_of(lab, plan, "2026-10-24");
  CHECK(!report.lines[0].alarm_since);
  CHECK(report.lines[0].watch.baseline == 14);
  CHECK(report.expected_false_alarms > 0);
  CHECK(report.expected_false_alarms < 0.05);  // four periods of a budget for 28
  lab.record(cycle, nights("2026-10-23", 4, 600));
  report = report_of(lab, plan, "2026-10-27");
  REQUIRE(report.lines[0].alarm_since);
  CHECK(*report.lines[0].alarm_since >= day("2026-10-23"));
  CHECK(report.lines[0].alarm_is_worse);
  CHECK(report.next_command == "collab monitor answers complaints");
  // A level as target: assurance says that it is out of reach, whatever the night.
  const RuleFindings& nhs = report.lines[0].chart.findings.at(0);
  REQUIRE(nhs.icons);
  CHECK(nhs.icons->assurance == Assurance::consistent_fail);
  MonitorRequest one;
  one.metric = "complaints";
  CHECK(report_of(lab, plan, "2026-10-27", one).detail);
}

TEST_CASE("monitor: the nights before the cycle are the baseline, and a gap is a gap") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, nights("2026-09-01", 34, 300));
  lab.record(cycle, nights("2026-10-05", 3, 300));
  lab.record(cycle, nights("2026-10-10", 2, 300));
  const MonitorReport report = report_of(lab, plan, "2026-10-13");
  const MonitorLine& line = report.lines[0];
  CHECK(line.watch.baseline == 28);  // whole weeks
  CHECK(line.periods[line.watch.settings.first] == day("2026-09-07"));
  CHECK(line.watch.monitored == 5);
  CHECK(line.periods.size() == 34 + 7);  // the 8th and 9th are there, without a figure
  CHECK(!line.values[36 + 1]);
}

TEST_CASE("monitor: an adopted cycle begins a phase when the change has lasted") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle second = after_adopted(lab, plan);
  lab.record(second, nights("2026-11-02", 11, 150));
  CHECK(report_of(lab, plan, "2026-11-14").lines[0].chart.phases.size() == 1);
  lab.record(second, nights("2026-11-02", 12, 150));
  const MonitorReport report = report_of(lab, plan, "2026-11-14");
  const Chart& chart = report.lines[0].chart;
  REQUIRE(chart.phases.size() == 2);
  CHECK(chart.phases[1].first == 28);
  CHECK(chart.settings.phases[1].reason == "cycle 1 was adopted");
  CHECK(*chart.phases[0].centre > 0.03);
  CHECK(*chart.phases[1].centre < 0.017);
}

TEST_CASE("monitor: adopted, but nothing changed: the old limits stay") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle second = after_adopted(lab, plan);
  lab.record(second, nights("2026-11-02", 20, 300));
  CHECK(report_of(lab, plan, "2026-11-23").lines[0].chart.phases.size() == 1);
}

TEST_CASE("monitor: as of an operation, with what has changed since") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, nights("2026-10-05", 16, 300));
  const std::int64_t then = lab.ledger().last_operation()->id;
  std::vector<Observation> corrected = nights("2026-10-20", 1, 900);
  lab.record(cycle, corrected);
  lab.record(cycle, nights("2026-10-21", 2, 300));
  ReviewOptions options = Lab::on("2026-10-23");
  options.as_of = then;
  MonitorRequest request;
  request.experiment = plan.id;
  const MonitorReport report = monitor(lab.ledger(), request, options);
  CHECK(report.lines[0].periods.size() == 16);
  REQUIRE(report.as_of);
  CHECK(report.as_of->id == then);
  const auto said = [&](const std::string& what) {
    return std::ranges::count(report.changes, what, &MonitorChange::what);
  };
  CHECK(said("value") == 1);
  CHECK(said("periods") == 1);
  CHECK(said("alarm") == 1);
  options.as_of = lab.ledger().last_operation()->id;
  CHECK(monitor(lab.ledger(), request, options).changes.empty());
}

TEST_CASE("monitor: names that are not there") {
  Lab lab;
  const Experiment plan = shop();
  lab.plan(plan);
  const auto slug = [&](MonitorRequest request) -> std::string {
    try {
      report_of(lab, plan, "2026-10-06", std::move(request));
    } catch (const Error& error) {
      return error.faults().front().slug;
    }
    return {};
  };
  CHECK(slug({.experiment = {}, .metric = "complaint"}) == "no-such-metric");
  CHECK(slug({.experiment = {}, .variant = "shops"}) == "no-such-variant");
  CHECK(slug({.experiment = {}, .segment = "price"}) == "bad-level");
  CHECK(slug({.experiment = {}, .segment = "type=price"}) == "no-such-segment");
}

TEST_CASE("monitor: a chart of counts needs counts; of figures any metric has one") {
  Lab lab;
  Experiment plan = shop();
  plan.metrics.push_back(secondary("spend", "value"));
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows = nights("2026-10-05", 14, 300);
  for (int i = 0; i < 14; ++i) {
    const std::string period = to_string(day("2026-10-05") + Days{i});
    rows.push_back(row("spend", "shop", period.c_str(), {{"value", 40.0 + i % 3}}));
  }
  lab.record(cycle, rows);
  MonitorRequest request;
  request.metric = "spend";
  request.chart = "u";
  CHECK_THROWS_WITH_AS(report_of(lab, plan, "2026-10-19", request),
                       doctest::Contains("a u chart counts events"), Error);
  request.metric = "complaints";
  CHECK(report_of(lab, plan, "2026-10-19", request).lines[0].chart.settings.kind == "u");
  request.chart = "xmr";
  const MonitorReport figures = report_of(lab, plan, "2026-10-19", request);
  CHECK(*figures.lines[0].chart.points[0].value == doctest::Approx(0.03));
}

TEST_CASE("monitor: weeks with one odd date stay weeks; a period of size 0 is no figure") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows;
  for (int i = 0; i < 8; ++i) {
    const std::string period = to_string(day("2026-08-03") + Days{7 * i + (i == 5 ? 1 : 0)});
    rows.push_back(row("complaints", "shop", period.c_str(),
                       {{"events", i == 3 ? 0.0 : 30.0}, {"exposure", i == 3 ? 0.0 : 1000.0}}));
  }
  lab.record(cycle, rows);
  const MonitorLine line = report_of(lab, plan, "2026-10-06").lines.at(0);
  CHECK(line.periods.size() == 8);
  CHECK(line.chart.points[3].reason == "zero-denominator");
}

TEST_CASE("monitor: an excluded night is drawn and has no part in limits; limits can be frozen") {
  Lab lab;
  const Experiment plan = shop();
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows = nights("2026-10-05", 20, 300);
  rows[10].statistics = {{"events", 2000}, {"exposure", 10'000}};
  lab.record(cycle, rows);
  const auto upper = [&](MonitorRequest request) {
    request.chart = "xmr";
    const MonitorReport report = report_of(lab, plan, "2026-10-25", request);
    return report.lines.at(0).chart.points.back().upper.value();
  };
  const MonitorRequest without{
      .excluded = {{day("2026-10-15"), day("2026-10-15"), "the feed counted twice"}}};
  CHECK(upper({}) > upper(without));
  const MonitorReport report = report_of(lab, plan, "2026-10-25", without);
  const Chart& chart = report.lines.at(0).chart;
  CHECK(chart.points[10].excluded);
  CHECK(chart.points[10].value.has_value());
  CHECK(chart.settings.excluded.at(0).reason == "the feed counted twice");
  CHECK_FALSE(report.lines.at(0).alarm_since);
  // The first ten nights know nothing of the eleventh.
  CHECK(upper({.limits_from = 10}) < upper({}));
  // A day of which nothing is recorded leaves nothing out.
  CHECK(upper({.excluded = {{day("2027-01-01"), day("2027-01-01"), "holiday"}}}) == upper({}));
}
