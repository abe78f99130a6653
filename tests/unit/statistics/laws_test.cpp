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
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    const Metric metric = metric_of(*kind);
    const Moments arm = sample(*kind, metric, 200, 1);
    const Effect effect = kind->effect(metric, arm, arm, 0.05);
    check_sane(effect, 0.05);
    if (effect.absolute.value) CHECK(*effect.absolute.value == 0);
    if (effect.absolute.low) CHECK(*effect.absolute.low < 0);
    if (effect.absolute.high) CHECK(*effect.absolute.high > 0);
    if (effect.p_value) CHECK(*effect.p_value == Approx(1));
  }
}

TEST_CASE("metric kinds: swapped arms mirror the absolute effect") {
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    const Metric metric = metric_of(*kind);
    const Moments a = sample(*kind, metric, 160, 0), b = sample(*kind, metric, 200, 1);
    const Effect there = kind->effect(metric, a, b, 0.05);
    const Effect back = kind->effect(metric, b, a, 0.05);
    CHECK(there.absolute.value.has_value() == back.absolute.value.has_value());
    if (!there.absolute.value) continue;
    CHECK(*there.absolute.value == Approx(-*back.absolute.value));
    CHECK(there.judged == back.judged);
    if (!there.absolute.low) continue;
    CHECK(*there.absolute.low == Approx(-*back.absolute.high));
    CHECK(*there.absolute.high == Approx(-*back.absolute.low));
    CHECK(*there.p_value == Approx(*back.p_value));
  }
}

TEST_CASE("metric kinds: ten times the units, narrower intervals") {
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    const Metric metric = metric_of(*kind);
    const auto width = [](const Estimate& estimate) { return *estimate.high - *estimate.low; };
    const auto arm = [&](int n, int lift) { return sample(*kind, metric, n, lift); };
    const Estimate few = kind->level(metric, arm(100, 0), 0.05);
    const Estimate many = kind->level(metric, arm(1000, 0), 0.05);
    if (few.low && few.high) CHECK(width(many) < width(few) / 2);
    const Effect short_trial = kind->effect(metric, arm(100, 0), arm(100, 1), 0.05);
    const Effect long_trial = kind->effect(metric, arm(1000, 0), arm(1000, 1), 0.05);
    if (!short_trial.absolute.low) continue;
    CHECK(width(long_trial.absolute) < width(short_trial.absolute) / 2);
    if (short_trial.relative.high) CHECK(width(long_trial.relative) < width(short_trial.relative));
  }
}

TEST_CASE("metric kinds: a level lies inside its interval; a smaller alpha widens it") {
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    const Metric metric = metric_of(*kind);
    for (int n : {1, 2, 10, 300}) {
      const Moments moments = sample(*kind, metric, n, 1);
      const Estimate wide = kind->level(metric, moments, 0.01);
      const Estimate narrow = kind->level(metric, moments, 0.2);
      check_explained(wide);
      if (!wide.low || !wide.high) continue;
      CHECK(*wide.low <= *wide.value);
      CHECK(*wide.value <= *wide.high);
      CHECK(*wide.low <= *narrow.low);
      CHECK(*narrow.high <= *wide.high);
    }
  }
}

TEST_CASE("metric kinds: nothing recorded is no data, not a number") {
  for (const MetricKind* kind : metric_kinds()) {
    CAPTURE(kind->shape.name);
    const Metric metric = metric_of(*kind);
    const Moments arm = sample(*kind, metric, 50, 0), none;
    CHECK(kind->level(metric, none, 0.05).reason == "no-data");
    CHECK_FALSE(kind->level(metric, none, 0.05).value);
    for (const Effect& effect :
         {kind->effect(metric, none, arm, 0.05), kind->effect(metric, arm, none, 0.05),
          kind->effect(metric, none, none, 0.05)}) {
      CHECK(effect.absolute.reason == "no-data");
      CHECK_FALSE(effect.absolute.value);
      CHECK_FALSE(effect.p_value);
      CHECK_FALSE(effect.judged);
    }
  }
}

TEST_CASE("metric kinds: p-value and both intervals agree at every size and alpha") {
  std::mt19937 engine(31);
  for (const MetricKind* kind : metric_kinds()) {
    const Metric metric = metric_of(*kind);
    for (int round = 0; round < 150; ++round) {
      const int a = 1 + static_cast<int>(engine() % (round % 2 ? 300 : 12));
      const int b = 1 + static_cast<int>(engine() % (round % 3 ? 200 : 9));
      const int lift_a = static_cast<int>(engine() % 4), lift_b = static_cast<int>(engine() % 4);
      const double alpha = std::array{0.001, 0.01, 0.05, 0.2}[engine() % 4];
      CAPTURE(kind->shape.name);
      CAPTURE(a);
      CAPTURE(b);
      CAPTURE(lift_a);
      CAPTURE(lift_b);
      CAPTURE(alpha);
      check_sane(kind->effect(metric, sample(*kind, metric, a, lift_a),
                              sample(*kind, metric, b, lift_b), alpha),
                 alpha);
    }
  }
}

TEST_CASE("reasons and faults: sorted, each with a meaning") {
  for (const auto* list : {&statistics_reasons(), &statistics_faults()}) {
    CHECK(std::is_sorted(list->begin(), list->end()));
    for (const auto& [slug, meaning] : *list) CHECK_FALSE(meaning.empty());
  }
}
