// Laws that every metric kind obeys. A new file in src/statistics/kinds/ is tested here unasked.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "collab/statistics/reasons.hpp"
#include "unit/statistics/samples.hpp"

using namespace collab;
using namespace collab::test;
using doctest::Approx;

namespace {

/// A fixed look, and always-valid ones early, at the end and after it.
const std::array<Certainty, 4> certainties{Certainty{0.05}, Certainty{0.05, 1.0 / 28},
                                           Certainty{0.05, 1}, Certainty{0.05, 1.5}};

/// Asserts a law of a kind however its intervals are asked for.
template <typename Law>
void for_each_kind(const Law& law) {
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    for (const Certainty& certainty : certainties) {
      CAPTURE(certainty.progress.value_or(0));
      law(*kind, metric_of(*kind), certainty);
    }
  }
}

bool excludes_zero(const Estimate& estimate) {
  return (estimate.low && *estimate.low > 0) || (estimate.high && *estimate.high < 0);
}

bool known(const std::string& reason) {
  const auto& reasons = statistics_reasons();
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](const auto& entry) { return entry.first == reason; });
}

void check_explained(const Estimate& estimate) {
  if (!estimate.value || !estimate.low || !estimate.high) CHECK_FALSE(estimate.reason.empty());
  if (!estimate.reason.empty()) CHECK(known(estimate.reason));
}

void check_sane(const Effect& effect, double alpha) {
  check_explained(effect.absolute);
  check_explained(effect.relative);
  for (const Estimate* estimate : {&effect.absolute, &effect.relative}) {
    for (const auto& number : {estimate->value, estimate->low, estimate->high}) {
      if (number) CHECK(std::isfinite(*number));
    }
    if (estimate->value && estimate->low) CHECK(*estimate->low <= *estimate->value);
    if (estimate->value && estimate->high) CHECK(*estimate->value <= *estimate->high);
  }
  CHECK_FALSE(effect.method.empty());
  if (!effect.judged) CHECK_FALSE(effect.absolute.reason.empty());
  if (effect.p_value) {
    CHECK(*effect.p_value >= 0);
    CHECK(*effect.p_value <= 1);
    CHECK((*effect.p_value < alpha) == excludes_zero(effect.absolute));
    if (effect.relative.low && effect.relative.high) {
      CHECK(excludes_zero(effect.relative) == excludes_zero(effect.absolute));
    }
    if (excludes_zero(effect.relative)) {
      CHECK((effect.relative.low && *effect.relative.low > 0) == (*effect.absolute.low > 0));
    }
  }
}

}  // namespace

TEST_CASE("metric kinds: names are sorted and unique, and found by name") {
  const auto kinds = metric_kinds();
  CHECK(kinds.size() >= 7);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i > 0) CHECK(kinds[i - 1]->shape.name < kinds[i]->shape.name);
    CHECK(find_metric_kind(kinds[i]->shape.name) == kinds[i]);
    CHECK_FALSE(kinds[i]->shape.summary.empty());
    CHECK_FALSE((kinds[i]->shape.unit_fields.empty() && kinds[i]->shape.summary_forms.empty()));
  }
  CHECK(find_metric_kind("proportoin") == nullptr);
  CHECK(kind_shapes().size() == kinds.size());
}

TEST_CASE("metric kinds: equal arms differ by 0, inside the interval") {
  for_each_kind([](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    const Moments arm = sample(kind, metric, 200, 1);
    const Effect effect = kind.effect(metric, arm, arm, certainty);
    check_sane(effect, certainty.alpha);
    if (effect.absolute.value) CHECK(*effect.absolute.value == 0);
    if (effect.absolute.low) CHECK(*effect.absolute.low < 0);
    if (effect.absolute.high) CHECK(*effect.absolute.high > 0);
    if (effect.p_value) CHECK(*effect.p_value == Approx(1));
  });
}

TEST_CASE("metric kinds: swapped arms mirror the absolute effect") {
  for_each_kind([](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    const Moments a = sample(kind, metric, 160, 0), b = sample(kind, metric, 200, 1);
    const Effect there = kind.effect(metric, a, b, certainty);
    const Effect back = kind.effect(metric, b, a, certainty);
    CHECK(there.absolute.value.has_value() == back.absolute.value.has_value());
    if (!there.absolute.value) return;
    CHECK(*there.absolute.value == Approx(-*back.absolute.value));
    CHECK(there.judged == back.judged);
    if (!there.absolute.low) return;
    CHECK(*there.absolute.low == Approx(-*back.absolute.high));
    CHECK(*there.absolute.high == Approx(-*back.absolute.low));
    CHECK(*there.p_value == Approx(*back.p_value));
  });
}

TEST_CASE("metric kinds: ten times the units, narrower intervals") {
  for_each_kind([](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    const auto width = [](const Estimate& estimate) { return *estimate.high - *estimate.low; };
    const auto arm = [&](int n, int lift) { return sample(kind, metric, n, lift); };
    const Estimate few = kind.level(metric, arm(100, 0), certainty);
    const Estimate many = kind.level(metric, arm(1000, 0), certainty);
    if (few.low && few.high) CHECK(width(many) < width(few) / 2);
    const Effect short_trial = kind.effect(metric, arm(100, 0), arm(100, 1), certainty);
    const Effect long_trial = kind.effect(metric, arm(1000, 0), arm(1000, 1), certainty);
    if (!short_trial.absolute.low) return;
    CHECK(width(long_trial.absolute) < width(short_trial.absolute) / 2);
    if (short_trial.relative.high) CHECK(width(long_trial.relative) < width(short_trial.relative));
  });
}

TEST_CASE("metric kinds: an always-valid interval holds that of a single look") {
  for_each_kind([](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    for (const int n : {3, 40, 400}) {
      const Moments a = sample(kind, metric, n, 0), b = sample(kind, metric, n, 1);
      const Effect valid = kind.effect(metric, a, b, certainty);
      const Effect single = kind.effect(metric, a, b, certainty.alpha);
      if (!valid.absolute.low || !single.absolute.low) continue;
      CHECK(*valid.absolute.low <= *single.absolute.low);
      CHECK(*valid.absolute.high >= *single.absolute.high);
    }
  });
}

TEST_CASE("metric kinds: a level lies inside its interval; a smaller alpha widens it") {
  for_each_kind([](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    for (const int n : {1, 2, 10, 300}) {
      const Moments moments = sample(kind, metric, n, 1);
      const Estimate wide = kind.level(metric, moments, {0.01, certainty.progress});
      const Estimate narrow = kind.level(metric, moments, {0.2, certainty.progress});
      check_explained(wide);
      if (!wide.low || !wide.high) continue;
      CHECK(*wide.low <= *wide.value);
      CHECK(*wide.value <= *wide.high);
      CHECK(*wide.low <= *narrow.low);
      CHECK(*narrow.high <= *wide.high);
    }
  });
}

TEST_CASE("metric kinds: the point value is the level's") {
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    const Metric metric = test::metric_of(*kind);
    const Moments moments = test::sample(*kind, metric, 40, 1);
    const Estimate level = kind->level(metric, moments, 0.05);
    REQUIRE(level.value);
    CHECK(point_value(*kind, moments).value() == doctest::Approx(*level.value).epsilon(1e-12));
    CHECK(!point_value(*kind, Moments{}));
  }
}

TEST_CASE("metric kinds: nothing recorded is no data, not a number") {
  for_each_kind([](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    const Moments arm = sample(kind, metric, 50, 0), none;
    CHECK(kind.level(metric, none, certainty).reason == "no-data");
    CHECK_FALSE(kind.level(metric, none, certainty).value);
    for (const Effect& effect :
         {kind.effect(metric, none, arm, certainty), kind.effect(metric, arm, none, certainty),
          kind.effect(metric, none, none, certainty)}) {
      CHECK(effect.absolute.reason == "no-data");
      CHECK_FALSE(effect.absolute.value);
      CHECK_FALSE(effect.p_value);
      CHECK_FALSE(effect.judged);
    }
  });
}

TEST_CASE("metric kinds: p-value and both intervals agree at every size and alpha") {
  std::mt19937 engine(31);
  for_each_kind([&](const MetricKind& kind, const Metric& metric, const Certainty& certainty) {
    for (int round = 0; round < 150; ++round) {
      const int a = 1 + static_cast<int>(engine() % (round % 2 ? 300 : 12));
      const int b = 1 + static_cast<int>(engine() % (round % 3 ? 200 : 9));
      const int lift_a = static_cast<int>(engine() % 4), lift_b = static_cast<int>(engine() % 4);
      const double alpha = std::array{0.001, 0.01, 0.05, 0.2}[engine() % 4];
      CAPTURE(a);
      CAPTURE(b);
      CAPTURE(lift_a);
      CAPTURE(lift_b);
      CAPTURE(alpha);
      check_sane(kind.effect(metric, sample(kind, metric, a, lift_a),
                             sample(kind, metric, b, lift_b), {alpha, certainty.progress}),
                 alpha);
    }
  });
}

TEST_CASE("reasons and faults: sorted, each with a meaning") {
  for (const auto* list : {&statistics_reasons(), &statistics_faults()}) {
    CHECK(std::is_sorted(list->begin(), list->end()));
    for (const auto& [slug, meaning] : *list) CHECK_FALSE(meaning.empty());
  }
}
