#include "collab/statistics/watch.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "collab/model/error.hpp"

using namespace collab;
using doctest::Approx;

namespace {

/// Independent normal values, the same in each run.
std::vector<SeriesPoint> noise(std::size_t n, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<double> normal(100, 5);
  std::vector<SeriesPoint> series(n);
  for (SeriesPoint& point : series) point.value = normal(engine);
  return series;
}

std::string reason(const std::vector<SeriesPoint>& series, const WatchSettings& settings = {}) {
  return std::string(watch(series, settings).reason);
}

}  // namespace

TEST_CASE("watch: a baseline is never judged, what follows is") {
  std::vector<SeriesPoint> series = noise(56, 3);
  *series[10].value += 100;  // a wild day in the baseline raises sigma, and no alarm
  const Watch seen = watch(series, {});
  CHECK(seen.baseline == 28);
  CHECK(seen.monitored == 28);
  CHECK(seen.points.size() == 28);
  CHECK(seen.points[0].index == 28);
  CHECK_FALSE(seen.alarm);
  CHECK(*seen.false_alarm > 0.03);
  CHECK(*seen.false_alarm <= 0.05);
}

TEST_CASE("watch: the first statistic by hand, and why it is what it is") {
  // An alternating baseline: r is negative, so that values count as independent; mean 10, sum of
  // squares 28, sigma^2 = 28 / 27. The first deviation of 4 has the error sigma sqrt(1 + 1/28).
  std::vector<SeriesPoint> series;
  for (int i = 0; i < 28; ++i) series.push_back({10.0 + (i % 2 == 0 ? 1 : -1)});
  series.push_back({14.0});
  const Watch seen = watch(series, {});
  CHECK(seen.autocorrelation_used == 0.0);
  CHECK(*seen.sigma == Approx(std::sqrt(28.0 / 27)));
  CHECK(*seen.points[0].statistic == Approx(4 / std::sqrt(28.0 / 27 * (1 + 1.0 / 28))));
}

TEST_CASE("watch: a lasting shift is found on its side") {
  for (const double shift : {-10.0, 10.0}) {
    std::vector<SeriesPoint> series = noise(84, 5);
    for (std::size_t i = 60; i < 84; ++i) *series[i].value += shift;
    const Watch seen = watch(series, {});
    REQUIRE(seen.alarm);
    CHECK(*seen.alarm >= 60);
    CHECK(*seen.alarm < 75);
    CHECK(seen.direction == (shift > 0 ? 1 : -1));
  }
}

TEST_CASE("watch: scale and place of values do not matter") {
  const std::vector<SeriesPoint> series = noise(60, 9);
  std::vector<SeriesPoint> other = series;
  for (SeriesPoint& point : other) point.value = 3 - 1000 * *point.value;
  const Watch a = watch(series, {}), b = watch(other, {});
  for (std::size_t i = 0; i < a.points.size(); ++i) {
    CHECK(*a.points[i].statistic == Approx(-*b.points[i].statistic).epsilon(1e-9));
  }
}

TEST_CASE("watch: a weekly pattern is expected, in whole weeks") {
  std::vector<SeriesPoint> series = noise(60, 11);
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i].weekday = static_cast<int>(i % 7);
    if (i % 7 == 5) *series[i].value += 60;
  }
  const Watch seen = watch(series, {.baseline = 30});
  CHECK(seen.baseline == 28);
  CHECK(seen.weekdays.adjusted);
  CHECK(*seen.points[0].expected == Approx(*seen.weekdays.means[30 % 7]));
  CHECK(*seen.weekdays.means[5] > *seen.weekdays.means[4] + 40);
  CHECK(*seen.sigma < 8);
  CHECK_FALSE(seen.alarm);
}

TEST_CASE("watch: neighbours that go together widen what is expected by chance") {
  std::mt19937 engine(2);
  std::normal_distribution<double> normal;
  std::vector<SeriesPoint> series(70);
  double value = 0;
  for (SeriesPoint& point : series) {
    value = 0.7 * value + normal(engine);
    point.value = value;
  }
  const Watch seen = watch(series, {.baseline = 42});
  CHECK(*seen.autocorrelation.r > 0.3);
  CHECK(*seen.autocorrelation_used == Approx((42 * *seen.autocorrelation.r + 1) / 38));
}

TEST_CASE("watch: counts vary at least as much as chance") {
  // Every day exactly 10 of 200: no spread at all, and still the binomial's is expected.
  std::vector<SeriesPoint> series(28, {10.0, 200.0});
  series.push_back({16.0, 200.0});
  CHECK(watch(series, {.scale = WatchScale::proportion}).dispersion == 0.0);
  for (std::size_t i = 0; i < 28; ++i) series[i].value = 10.0 + (i % 2 == 0 ? 1 : -1);
  const Watch seen = watch(series, {.scale = WatchScale::proportion});
  CHECK(*seen.dispersion < 0.2);
  CHECK(*seen.sigma == Approx(std::sqrt(0.05 * 0.95)));
  const double z = (0.08 - 0.05) / std::sqrt(0.05 * 0.95 / 200);
  CHECK(*seen.points[0].statistic == Approx(z / std::sqrt(1 + 1.0 / 28)));
}

TEST_CASE("watch: periods of unlike size count by their size") {
  std::vector<SeriesPoint> series;
  for (int i = 0; i < 28; ++i) {
    const double size = i % 2 == 0 ? 100 : 300;
    series.push_back({0.1 * size + (i % 2 == 0 ? 1 : -1), size});
  }
  series.push_back({60.0, 400.0});
  const Watch seen = watch(series, {.scale = WatchScale::rate});
  CHECK(*seen.centre == Approx(0.1));
  // z of the day, over the errors of the day and of a mean of 5,600: sqrt(1 + 400 / 5600).
  const double z = (0.15 - 0.1) / std::sqrt(0.1 / 400);
  CHECK(*seen.points[0].statistic == Approx(z / std::sqrt(1 + 400.0 / 5600)).epsilon(1e-9));
}

TEST_CASE("watch: gaps, excluded periods and sizes of 0 are passed over") {
  std::vector<SeriesPoint> series = noise(50, 13);
  series[3].value.reset();
  series[40].value.reset();
  WatchSettings settings;
  settings.excluded = {{5, "stock-taking"}, {41, "stock-taking"}};
  const Watch seen = watch(series, settings);
  CHECK(seen.baseline == 26);
  CHECK(seen.monitored == 20);
  CHECK_FALSE(seen.points[12].statistic);
  CHECK_FALSE(seen.points[13].statistic);
  CHECK(seen.points[13].value);
}

TEST_CASE("watch: says why nothing is watched") {
  CHECK(reason({}) == "no-data");
  CHECK(reason(noise(11, 1)) == "too-few-periods");
  CHECK(reason(noise(40, 1), {.baseline = 11}) == "too-few-periods");
  CHECK(reason(noise(28, 1)) == "no-new-periods");
  CHECK(reason(std::vector<SeriesPoint>(40, {7.1})) == "no-variance");
  CHECK(reason(std::vector<SeriesPoint>(40, {0.0, 10.0}), {.scale = WatchScale::rate}) ==
        "too-few-events");
  std::vector<SeriesPoint> daily = noise(40, 1);
  for (std::size_t i = 0; i < 40; ++i) daily[i].weekday = static_cast<int>(i % 7);
  CHECK(reason(daily, {.baseline = 13}) == "too-few-periods");
  CHECK(reason(daily, {.baseline = 14}).empty());
  CHECK_THROWS_AS(watch(noise(20, 1), {.excluded = {{20, "x"}}}), Error);
}

TEST_CASE("watch: a longer baseline finds a shift sooner, by the figures printed") {
  double before = 1000;
  for (const std::size_t m : {12UL, 20UL, 28UL, 56UL, 112UL, 365UL}) {
    const Watch seen = watch(noise(m + 28, 17), {.baseline = m});
    CAPTURE(m);
    CHECK(*seen.delay < before);
    CHECK(*seen.delay_median <= 365);
    CHECK(seen.limit > 2.8);
    CHECK(seen.limit < 4.1);
    before = *seen.delay;
  }
}
