#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "collab/model/error.hpp"
#include "collab/statistics/reasons.hpp"
#include "unit/statistics/spc_cases.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {

const std::map<std::string, std::string> kinds{
    {"run", "run"}, {"i", "xmr"}, {"mr", "mr"},      {"p", "p"}, {"pp", "p_prime"},
    {"c", "c"},     {"u", "u"},   {"up", "u_prime"}, {"g", "g"}, {"t", "t"},
};

ChartSettings settings_of(const nlohmann::json& input) {
  ChartSettings settings;
  settings.kind = kinds.at(input.at("chart"));
  settings.screened = input.at("screen_moving_ranges");
  settings.ordered = !input.at("categorical_x").get<bool>();
  settings.rules = {"shewhart", "anhoej"};
  if (input.contains("cl")) settings.centre = input.at("cl").get<double>();
  settings.phases = {{}};
  if (input.contains("freeze")) settings.phases[0].freeze = input.at("freeze").get<std::size_t>();
  for (const auto& last : input.value("part", nlohmann::json::array())) {
    settings.phases.push_back({last.get<std::size_t>()});
  }
  for (const auto& place : input.value("exclude", nlohmann::json::array())) {
    settings.excluded.push_back({place.get<std::size_t>() - 1, "ghost"});
  }
  return settings;
}

bool alike(const std::optional<double>& a, const std::optional<double>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::abs(*a - *b) <= 1e-9 * std::max(1.0, std::abs(*b));
}

void check_limits(const Chart& chart, const nlohmann::json& expected) {
  const auto y = numbers(expected.at("y")), cl = numbers(expected.at("cl")),
             lower = numbers(expected.at("lcl")), upper = numbers(expected.at("ucl"));
  REQUIRE(chart.points.size() == y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    CAPTURE(i);
    const ChartPoint& point = chart.points[i];
    CHECK(alike(point.value, y[i]));
    // Where there is no point we draw no limits, they do.
    if (!point.value) continue;
    CHECK(alike(point.centre, cl[i]));
    CHECK(alike(point.lower, lower[i]));
    CHECK(alike(point.upper, upper[i]));
    CHECK((point.beyond != 0) == expected.at("sigma_signal")[i].get<bool>());
  }
}

void check_runs(const RuleFindings& findings, const nlohmann::json& parts) {
  REQUIRE(findings.runs.size() == parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const RunsAnalysis& runs = findings.runs[i];
    CHECK(runs.useful == parts[i].at("n_useful").get<std::size_t>());
    CHECK(runs.longest_run == parts[i].at("longest_run").get<std::size_t>());
    CHECK(runs.longest_run_max == parts[i].at("longest_run_max").get<std::size_t>());
    CHECK(runs.crossings == parts[i].at("n_crossings").get<std::size_t>());
    CHECK(runs.crossings_min == parts[i].at("n_crossings_min").get<std::size_t>());
    CHECK(runs.signal == parts[i].at("runs_signal").get<bool>());
  }
}

bool known(std::string_view reason) {
  const auto& reasons = statistics_reasons();
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const auto& entry) { return entry.first == reason; });
}

Chart draw(std::string kind, std::span<const SeriesPoint> series) {
  ChartSettings settings;
  settings.kind = std::move(kind);
  for (const std::string_view rules : rule_set_names()) settings.rules.emplace_back(rules);
  return draw_chart(series, settings);
}

}  // namespace

TEST_CASE("charts: every shared case of qicharts2 to 1e-9, signals exactly") {
  // Not of this product: they chart subgroups, which a recorded series has not.
  const std::set<std::string> subgroups{"s", "xbar", "qcc-xbar", "qcc-R"};
  std::size_t reproduced = 0, elsewhere = 0, skipped = 0;
  const nlohmann::json cases = read_cases("spc-cases.json");
  for (const auto& one : cases.at("cases")) {
    const auto& input = one.at("input");
    const std::string chart = input.value("chart", "");
    CAPTURE(one.at("id").get<std::string>());
    if (kinds.contains(chart)) {
      const Chart drawn = draw_chart(series_of_case(input), settings_of(input));
      check_limits(drawn, one.at("expected"));
      // Moving ranges and funnels have no runs.
      if (drawn.findings[1].reason.empty()) {
        check_runs(drawn.findings[1], one.at("expected").at("parts"));
      }
      ++reproduced;
    } else if (chart == "qcc-xbar.one") {
      ChartSettings settings;
      settings.screened = false;
      const Chart drawn =
          draw_chart(series_of(input.at("data").get<std::vector<double>>()), settings);
      CHECK(alike(drawn.phases[0].centre, one.at("expected").at("center").get<double>()));
      CHECK(alike(drawn.phases[0].sigma, one.at("expected").at("std_dev").get<double>()));
      CHECK(alike(drawn.points[0].lower, one.at("expected").at("lcl").get<double>()));
      CHECK(alike(drawn.points[0].upper, one.at("expected").at("ucl").get<double>()));
      ++reproduced;
    } else if (subgroups.contains(chart) || chart == "capability") {
      ++skipped;
    } else {
      ++elsewhere;  // nhs and rules: rules_test.cpp; run lengths: tests/calibration
    }
  }
  CHECK(reproduced == 24);
  CHECK(skipped == 9);
  CHECK(elsewhere == 12);
}

TEST_CASE("constant series: limits are the mean, where screening leaves others nothing") {
  const Chart chart = draw("xmr", series_of(std::vector<double>(20, 7.0)));
  CHECK(chart.phases[0].reason == "no-variance");
  CHECK(chart.phases[0].sigma == 0.0);
  for (const ChartPoint& point : chart.points) {
    CHECK(point.lower == 7.0);
    CHECK(point.upper == 7.0);
    CHECK(point.beyond == 0);
  }
  for (const RuleFindings& findings : chart.findings) CHECK(findings.signals.empty());
}

TEST_CASE("a baseline without spread: any other value is beyond its limits") {
  std::vector<double> values(20, 7.0);
  values.push_back(7.5);
  ChartSettings settings;
  settings.phases = {{0, 20, {}}};
  CHECK(draw_chart(series_of(values), settings).points.back().beyond == 1);
}

TEST_CASE("g: limits about the mean, the median drawn") {
  // Benneyan's limits: mean 4, sqrt(4 * 5) = 4.47; upper 17.4, lower 0.
  const std::vector<double> values{1, 2, 3, 4, 10, 0, 8};
  const Chart chart = draw("g", series_of(values));
  CHECK(chart.points[0].centre == 3.0);
  CHECK(*chart.points[0].upper == Approx(4 + 3 * std::sqrt(20.0)).epsilon(1e-12));
  CHECK(chart.points[0].lower == 0.0);
  ChartSettings settings;
  settings.kind = "g";
  settings.centre = 4;
  CHECK(*draw_chart(series_of(values), settings).points[0].centre == Approx(2.772));
}

TEST_CASE("ewma: the textbook's recursion and limits") {
  const std::vector<double> values{10, 12, 9, 14, 13, 8, 15, 12};
  ChartSettings settings;
  settings.kind = "ewma";
  settings.centre = 11;
  settings.sigma = 2;
  const Chart chart = draw_chart(series_of(values), settings);
  double z = 11;
  for (std::size_t i = 0; i < values.size(); ++i) {
    z = 0.2 * values[i] + 0.8 * z;
    CHECK(*chart.points[i].value == Approx(z).epsilon(1e-12));
    const double t = static_cast<double>(i + 1);
    const double error = 2 * std::sqrt(0.2 / 1.8 * (1 - std::pow(0.8, 2 * t)));
    CHECK(*chart.points[i].upper == Approx(11 + 2.86 * error).epsilon(1e-12));
  }
}

TEST_CASE("cusum: sums beyond an allowance of half the shift, strictly beyond the limit") {
  ChartSettings settings;
  settings.kind = "cusum";
  settings.centre = 10;
  settings.sigma = 2;
  settings.cusum_limit = 1;
  const Chart chart = draw_chart(series_of(std::vector<double>{12, 13, 10, 6, 8}), settings);
  const std::vector<double> above{0.5, 1.5, 1, 0, 0}, below{0, 0, 0, -1.5, -2};
  const std::vector<int> beyond{0, 1, 0, -1, -1};
  for (std::size_t i = 0; i < above.size(); ++i) {
    CAPTURE(i);
    CHECK(*chart.points[i].value == Approx(above[i]));
    CHECK(*chart.points[i].lower_sum == Approx(below[i]));
    CHECK(chart.points[i].beyond == beyond[i]);
  }
  settings.head_start = 0.75;
  CHECK(*draw_chart(series_of(std::vector<double>{12}), settings).points[0].value == Approx(1.25));
}

TEST_CASE("bernoulli_cusum: log-likelihood ratios, a sum begins again at its limit") {
  // p 0.03, odds doubled: 6/103; ln(p1 / p) = 0.6636, ln((1 - p1) / (1 - p)) = -0.02956.
  ChartSettings settings;
  settings.kind = "bernoulli_cusum";
  settings.centre = 0.03;
  settings.bernoulli_limit = 1.2;
  const Chart chart = draw_chart(series_of(std::vector<double>{0, 1, 1, 1}), settings);
  const double with = std::log(6.0 / 103 / 0.03), without = std::log(97.0 / 103 / 0.97);
  CHECK(*chart.points[0].value == Approx(without));
  CHECK(*chart.points[1].value == Approx(with));
  CHECK(*chart.points[2].value == Approx(2 * with));
  CHECK(chart.points[2].beyond == 1);
  CHECK(*chart.points[3].value == Approx(with));
  CHECK_THROWS_AS(draw_chart(series_of(std::vector<double>{0.5}), settings), Error);
}

TEST_CASE("t: a supplied centre is in days") {
  ChartSettings settings;
  settings.kind = "t";
  settings.centre = 6;
  const Chart chart = draw_chart(series_of(std::vector<double>{2, 5, 9, 1, 8}), settings);
  CHECK(chart.points[0].centre == 6.0);
  CHECK(*chart.points[0].lower < 6);
  CHECK(*chart.points[0].upper > 6);
}

TEST_CASE("choose_chart: p or u, primed where counts spread more than chance") {
  std::vector<SeriesPoint> even, wild;
  for (int i = 0; i < 24; ++i) {
    even.push_back({20.0 + (i * 7 % 9) - 4, 200.0});
    wild.push_back({2000.0 + 100 * ((i * 7 % 9) - 4), 20000.0});
  }
  CHECK(choose_chart("proportion", even).kind == "p");
  CHECK(choose_chart("proportion", even).reason == "binomial");
  CHECK(choose_chart("proportion", wild).kind == "p_prime");
  CHECK(choose_chart("proportion", wild).reason == "overdispersed");
  CHECK(choose_chart("rate", even).kind == "u");
  CHECK(choose_chart("rate", wild).kind == "u_prime");
  for (const char* other : {"mean", "ratio", "score", "quantile", "value"}) {
    CHECK(choose_chart(other, even).kind == "xmr");
  }
  // By hand: 10, 20, 30 of 100; p 0.2, z^2 = 6.25, 0, 6.25; 12.5 on 2 degrees: exp(-6.25).
  const std::vector<SeriesPoint> three{{10.0, 100.0}, {20.0, 100.0}, {30.0, 100.0}};
  CHECK(*choose_chart("proportion", three).dispersion == Approx(6.25));
  CHECK(*choose_chart("proportion", three).p_value == Approx(std::exp(-6.25)));
  // Without the two outer ones there is nothing to tell.
  const std::vector<ExcludedPoint> outer{{0, "outage"}, {2, "outage"}};
  CHECK(choose_chart("proportion", three, outer).kind == "p");
  CHECK(choose_chart("proportion", {}).kind == "p");
}

TEST_CASE("p: a size of 0 is a gap with a reason, no events at all give limits of 0") {
  const std::vector<SeriesPoint> some{{3.0, 10.0}, {0.0, 0.0}, {{}, 10.0}, {4.0, 12.0}};
  const Chart chart = draw("p", some);
  CHECK_FALSE(chart.points[1].value);
  CHECK(chart.points[1].reason == "zero-denominator");
  CHECK(chart.points[2].reason == "gap");
  CHECK(*chart.phases[0].centre == Approx(7.0 / 22));
  const Chart none = draw("p", std::vector<SeriesPoint>(5, {0.0, 10.0}));
  CHECK(none.phases[0].reason == "no-variance");
  CHECK(none.points[0].upper == 0.0);
}

TEST_CASE("charts refuse what cannot be, by slug") {
  const auto slug = [](const std::string& kind, SeriesPoint point, const auto& change) {
    ChartSettings settings;
    settings.kind = kind;
    change(settings);
    try {
      draw_chart(std::vector<SeriesPoint>{{3.0, 10.0}, point}, settings);
    } catch (const Error& error) {
      return error.faults().front().slug;
    }
    return std::string("accepted");
  };
  const auto nothing = [](ChartSettings&) {};
  CHECK(slug("xmr", {1.0}, nothing) == "accepted");
  CHECK(slug("xbar", {1.0}, nothing) == "unknown-chart");
  CHECK(slug("xmr", {1.0}, [](auto& s) { s.rules = {"nelson"}; }) == "unknown-rules");
  CHECK(slug("xmr", {NAN}, nothing) == "not-finite");
  CHECK(slug("p", {1.0}, nothing) == "missing-size");
  CHECK(slug("p", {-1.0, 10.0}, nothing) == "count-negative");
  CHECK(slug("p", {11.0, 10.0}, nothing) == "successes-above-n");
  CHECK(slug("u", {11.0, 10.0}, nothing) == "accepted");
  CHECK(slug("t", {-1.0}, nothing) == "count-negative");
  CHECK(slug("xmr", {1.0}, [](auto& s) { s.excluded = {{2, "x"}}; }) == "chart-settings");
  CHECK(slug("xmr", {1.0}, [](auto& s) { s.phases = {{1}}; }) == "chart-settings");
  CHECK(slug("xmr", {1.0}, [](auto& s) { s.phases = {{0}, {1}, {1}}; }) == "chart-settings");
  CHECK(slug("xmr", {1.0}, [](auto& s) { s.ewma_weight = 0; }) == "chart-settings");
  CHECK(slug("xmr", {1.0}, [](auto& s) { s.sigma = 0; }) == "chart-settings");
}

TEST_CASE("laws of every chart kind, on series of every sort") {
  std::vector<std::vector<SeriesPoint>> sorts;
  const auto sort_of = [](std::size_t n, const auto& value) {
    std::vector<SeriesPoint> series;
    for (std::size_t i = 0; i < n; ++i) series.push_back(value(i));
    return series;
  };
  const auto one = [](double value) { return SeriesPoint{value, 1.0}; };
  sorts.push_back({});
  sorts.push_back({{{}, {}}});
  sorts.push_back({{1.0, 1.0}});
  sorts.push_back({{0.0, 0.0}});
  sorts.push_back(sort_of(2, [&](std::size_t i) { return one(static_cast<double>(i)); }));
  sorts.push_back(sort_of(30, [&](std::size_t) { return one(1); }));
  sorts.push_back(sort_of(30, [&](std::size_t) { return one(0); }));
  sorts.push_back(sort_of(60, [&](std::size_t i) { return one(i * 7 % 5 < 2); }));
  sorts.push_back(sort_of(60, [&](std::size_t i) {
    return SeriesPoint{i % 9 == 4 ? std::nullopt : std::optional<double>(i % 7 < 5),
                       i % 11 == 5 ? 0.0 : 1.0, static_cast<int>(i % 7)};
  }));
  sorts.push_back(sort_of(40, [&](std::size_t) { return SeriesPoint{{}, {}, 3}; }));
  for (const std::string_view kind : chart_names()) {
    for (std::size_t sort = 0; sort < sorts.size(); ++sort) {
      if (sort == 8 || sort == 3) {
        // Events without size are for those that divide.
        if (kind != "p" && kind != "u" && kind != "p_prime" && kind != "u_prime") continue;
        for (auto& point : sorts[sort]) {
          if (point.size == 0.0) point.value = 0.0;
        }
      }
      for (const bool adjust : {false, true}) {
        CAPTURE(kind);
        CAPTURE(sort);
        ChartSettings settings;
        settings.kind = std::string(kind);
        settings.adjust_weekdays = settings.adjust_autocorrelation = adjust;
        for (const std::string_view rules : rule_set_names()) settings.rules.emplace_back(rules);
        const Chart chart = draw_chart(sorts[sort], settings);
        REQUIRE(chart.points.size() == sorts[sort].size());
        for (const ChartPoint& point : chart.points) {
          for (const auto& number : {point.value, point.lower_sum, point.centre, point.sigma,
                                     point.lower, point.upper}) {
            if (number) CHECK(std::isfinite(*number));
          }
          if (point.lower) CHECK(*point.lower <= *point.upper);
          if (point.lower && point.sigma) CHECK(*point.lower <= *point.centre);
        }
        for (const ChartPhase& phase : chart.phases) {
          if (!phase.reason.empty()) CHECK(known(phase.reason));
          if (!phase.centre) CHECK_FALSE(phase.reason.empty());
        }
        CHECK(chart.findings.size() == rule_set_names().size());
        for (const RuleFindings& findings : chart.findings) {
          CHECK_FALSE(findings.basis.empty());
          if (!findings.false_alarm) CHECK(known(findings.basis));
          if (findings.false_alarm) {
            CHECK(*findings.false_alarm >= 0);
            CHECK(*findings.false_alarm <= 1);
          }
          if (!findings.reason.empty()) CHECK(known(findings.reason));
          for (const Signal& signal : findings.signals) {
            CHECK(signal.first <= signal.last);
            CHECK(signal.last < chart.points.size());
          }
        }
      }
    }
  }
}

TEST_CASE("excluded points are held against the limits and make none of them") {
  ChartSettings settings;
  settings.rules = {"shewhart", "anhoej"};
  settings.excluded = {{3, "power cut"}};
  const Chart chart = draw_chart(series_of(std::vector<double>{5, 6, 5, 90, 6, 5, 6, 5}), settings);
  CHECK(*chart.phases[0].centre == Approx(38.0 / 7));
  CHECK(chart.phases[0].baseline == 7);
  CHECK(chart.points[3].beyond == 1);
  CHECK(chart.findings[0].signals.size() == 1);
  CHECK(chart.findings[1].runs[0].useful == 7);
  CHECK(chart.settings.excluded[0].reason == "power cut");
}

TEST_CASE("weekdays that differ get centres of their own, and the limits narrow") {
  std::vector<SeriesPoint> series;
  for (int i = 0; i < 56; ++i) {
    series.push_back({100.0 + (i % 7 == 5 ? 30 : 0) + (i * 13 % 7) - 3, {}, i % 7});
  }
  ChartSettings settings;
  const Chart plain = draw_chart(series, settings);
  CHECK(plain.phases[0].weekdays.significant);
  CHECK_FALSE(plain.phases[0].weekdays.adjusted);
  settings.adjust_weekdays = true;
  const Chart adjusted = draw_chart(series, settings);
  CHECK(adjusted.phases[0].weekdays.adjusted);
  CHECK(*adjusted.points[5].centre > *adjusted.points[4].centre + 20);
  CHECK(*adjusted.phases[0].sigma < *plain.phases[0].sigma);
}

TEST_CASE("autocorrelation: by hand, gaps break pairs, and sigma allows for it") {
  const std::vector<std::optional<double>> values{1.0, 2.0, 3.0, 4.0, 5.0};
  // Deviations -2 .. 2: products 2 + 0 + 0 + 2 = 4 over squares 10.
  CHECK(*autocorrelation(values).r == Approx(0.4));
  const std::vector<std::optional<double>> gap{1.0, 2.0, {}, 4.0, 5.0};
  CHECK(autocorrelation(gap).pairs == 2);
  CHECK_FALSE(autocorrelation(std::vector<std::optional<double>>(9, 3.0)).r);
  std::vector<double> wave;
  for (int i = 0; i < 60; ++i) wave.push_back(std::sin(i / 4.0) + 0.3 * ((i * 7) % 5));
  ChartSettings settings;
  const double plain = *draw_chart(series_of(wave), settings).phases[0].sigma;
  settings.adjust_autocorrelation = true;
  const ChartPhase phase = draw_chart(series_of(wave), settings).phases[0];
  CHECK(phase.autocorrelation.significant);
  CHECK(phase.autocorrelation.adjusted);
  CHECK(*phase.sigma == Approx(plain / std::sqrt(1 - *phase.autocorrelation.r)));
}

TEST_CASE("weekday_pattern: one-way analysis of variance") {
  // scipy 1.10 f_oneway of the seven groups: F 2.5990990990991008, p 0.06607552258266831
  std::vector<std::optional<double>> values;
  std::vector<int> weekdays;
  for (int week = 0; week < 3; ++week) {
    for (int day = 0; day < 7; ++day) {
      values.push_back(day * 0.5 + (week * 5 + day * 3) % 4);
      weekdays.push_back(day);
    }
  }
  const WeekdayPattern pattern = weekday_pattern(values, weekdays);
  CHECK(*pattern.f == Approx(2.5990990990991008).epsilon(1e-12));
  CHECK(*pattern.p_value == Approx(0.06607552258266831).epsilon(1e-9));
  CHECK_FALSE(pattern.significant);
  CHECK(*pattern.df_within == 14);
  CHECK(weekday_pattern(values, std::vector<int>(21, 4)).reason == "not-daily");
  CHECK(weekday_pattern(std::span(values).first(20), std::span(weekdays).first(20)).reason ==
        "too-few-weeks");
}
