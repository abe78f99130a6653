#include "review/freshness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/review/cells.hpp"
#include "collab/review/looks.hpp"
#include "review/trust.hpp"

namespace collab {
namespace {

/// The day up to which all of the feed's metrics have data of some variant.
std::optional<Day> through(const TrustContext& context, const std::vector<std::string>& metrics) {
  std::optional<Day> all;
  for (const Metric& metric : context.plan.metrics) {
    const bool wanted =
        metrics.empty() || std::find(metrics.begin(), metrics.end(), metric.id) != metrics.end();
    if (!wanted) continue;
    std::optional<Day> here;
    for (const Cell& cell : context.cells) {
      if (cell.look == 0 && cell.metric == metric.id && cell.segment.empty())
        here = here ? std::max(*here, cell.through) : cell.through;
    }
    if (metrics.empty()) {
      // Nobody says what is awaited: any data count.
      all = std::max(all, here);
    } else if (!here) {
      return std::nullopt;
    } else {
      all = all ? std::min(*all, *here) : here;
    }
  }
  return all;
}

struct Missing {
  std::string text;      ///< `2 of 14 nights are there`; empty when all are
  bool between = false;  ///< before a period that is there, so it is not just awaited
};

/// Of the periods up to the last look that is over.
Missing missing_periods(const TrustContext& context, const Expectation& expected) {
  if (expected.newest_says_all || (expected.every != "daily" && expected.every != "weekly"))
    return {};
  const Days step = expected.every == "weekly" ? Days{7} : Days{1};
  const Day first = context.cycle.first;
  Experiment plan = context.plan;
  plan.expect = expected.every;
  int look = 0;
  const int looks = static_cast<int>(look_days(plan.looks, plan.cycle).size());
  while (look < looks && look_day(context.cycle, plan, look + 1) < context.today) ++look;
  if (look == 0) return {};
  const auto holidays = [&](Day until) {
    if (step > Days{1}) return 0;
    return static_cast<int>(
        std::count_if(expected.holidays.begin(), expected.holidays.end(),
                      [&](Day holiday) { return holiday >= first && holiday <= until; }));
  };
  const int awaited =
      periods_awaited(plan, look, step) - holidays(look_day(context.cycle, plan, look));
  int there = awaited;
  Missing missing;
  for (const Metric& metric : plan.metrics) {
    const bool known = expected.metrics.empty() ||
                       std::find(expected.metrics.begin(), expected.metrics.end(), metric.id) !=
                           expected.metrics.end();
    if (!known || metric.role == Role::secondary) continue;
    for (const Variant& variant : plan.variants) {
      const Cell* cell = find_cell(context.cells, look, metric.id, variant.id);
      there = std::min(there, cell == nullptr ? 0 : cell->periods);
      if (cell == nullptr) continue;
      const int until = static_cast<int>((cell->through - first) / step) + 1;
      missing.between =
          missing.between || cell->periods < std::min(until - holidays(cell->through), awaited);
    }
  }
  if (there < awaited)
    missing.text = fmt::format("{} of {} {} are there up to look {}", there, awaited,
                               step > Days{1} ? "weeks" : "nights", look);
  return missing;
}

std::optional<TrustFinding> find(const TrustContext& context) {
  TrustFinding finding{.check = "freshness", .message = {}, .p_value = {}};
  const std::optional<Day> latest = through(context, {});
  const std::string data = latest ? "data through " + to_string(*latest) : "no data yet";
  finding.message = data;
  const std::vector<Expectation> expected = expected_of(context.cycle.experiment, context.options);
  for (const Expectation& each : expected) {
    const Missing missing = missing_periods(context, each);
    if (missing.text.empty()) continue;
    if (missing.between) finding.status = TrustFinding::Status::warning;
    finding.message += "; " + missing.text;
    break;
  }
  if (context.cycle.decision) return finding;
  if (expected.empty()) {
    finding.status = TrustFinding::Status::not_checkable;
    finding.message = data + "; the plan does not say how often to expect them (monitor.expect)";
    return finding;
  }
  for (const Expectation& each : expected) {
    const std::optional<Day> missing =
        stale_period(context.cycle.first, context.cycle.end(), through(context, each.metrics), each,
                     context.today, context.options);
    if (!missing) continue;
    finding.status = TrustFinding::Status::failed;
    finding.message = fmt::format(
        "{}; {} data are awaited since {}{}{}", finding.message, each.every, to_string(*missing),
        each.metrics.empty() ? "" : " for ", fmt::join(each.metrics, ", "));
    break;
  }
  return finding;
}

}  // namespace

extern const TrustCheck freshness_check;
const TrustCheck freshness_check{2, find};

}  // namespace collab
