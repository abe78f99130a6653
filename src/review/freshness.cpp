#include "review/freshness.hpp"

#include <algorithm>

namespace collab {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

Days step_of(const Expectation& expected) {
  if (expected.every == "weekly") return Days{7};
  if (expected.every == "monthly") return Days{31};
  return Days{1};
}

seconds grace_of(const Expectation& expected, const ReviewOptions& options) {
  if (options.stale_after) return *options.stale_after;
  return freshness_grace(expected.every).value_or(hours{36});
}

seconds time_of_day(const ReviewOptions& options) {
  const Instant began = options.day_began.value_or(Instant(options.clock.today));
  const auto passed = std::chrono::floor<seconds>(options.clock.now - began);
  return std::clamp(passed, seconds{0}, seconds(Days{1}));
}

}  // namespace

std::optional<seconds> freshness_grace(std::string_view every) {
  if (every == "daily") return hours{36};
  if (every == "weekly" || every == "monthly") return Days{3};
  return std::nullopt;
}

std::optional<Day> stale_period(Day first, Day last, std::optional<Day> through,
                                const Expectation& expected, Day today,
                                const ReviewOptions& options) {
  const Days step = step_of(expected);
  Day period = through && *through >= first ? *through + step : first;
  while (std::find(expected.holidays.begin(), expected.holidays.end(), period) !=
         expected.holidays.end())
    period += Days{1};
  if (period > last) return std::nullopt;
  const seconds since_end = seconds(today - (period + step)) + time_of_day(options);
  return since_end > grace_of(expected, options) ? std::optional(period) : std::nullopt;
}

std::vector<Expectation> expected_of(const std::string& experiment, const ReviewOptions& options) {
  const auto found = options.expects.find(experiment);
  if (found != options.expects.end() && !found->second.empty()) return found->second;
  if (options.stale_after) return {Expectation{"daily", {}, {}}};
  return {};
}

std::vector<Expectation> expectations(const Experiment& definition) {
  std::vector<Expectation> result;
  for (const Feed& feed : definition.feeds) {
    const std::string& every = feed.expect.empty() ? definition.expect : feed.expect;
    if (every.empty()) continue;
    Expectation one{every, definition.holidays, {}, feed.counts == Counts::to_date};
    for (const ColumnUse& use : feed.columns) {
      const bool known =
          std::find(one.metrics.begin(), one.metrics.end(), use.target) != one.metrics.end();
      if (definition.metric(use.target) != nullptr && !known) one.metrics.push_back(use.target);
    }
    result.push_back(std::move(one));
  }
  if (definition.feeds.empty() && !definition.expect.empty())
    result.push_back(
        {definition.expect, definition.holidays, {}, definition.counts == Counts::to_date});
  return result;
}

std::string usual_expectation(const Experiment& definition) {
  if (!definition.expect.empty()) return definition.expect;
  for (const char* every : {"daily", "weekly", "monthly"}) {
    for (const Feed& feed : definition.feeds) {
      if (feed.expect == every) return every;
    }
  }
  return {};
}

}  // namespace collab
