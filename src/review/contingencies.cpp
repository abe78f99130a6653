#include "collab/review/contingencies.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "collab/model/quantity.hpp"
#include "collab/review/looks.hpp"
#include "collab/review/series.hpp"
#include "collab/statistics/watch.hpp"
#include "review/charted.hpp"
#include "review/freshness.hpp"

namespace collab {
namespace {

/// One period of a streak: is the condition true of it, and with which figure.
struct Watched {
  Day period{};
  double value = 0;
  bool is_true = false;
  std::string evidence{};
};

class Lookout {
 public:
  Lookout(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
          const ReviewOptions& options)
      : ledger_(ledger), cycle_(cycle), plan_(plan), options_(options) {}

  std::vector<ContingencyEvent> all() {
    for (std::size_t i = 0; i < plan_.contingencies.size(); ++i) {
      number_ = static_cast<int>(i) + 1;
      const Contingency& contingency = plan_.contingencies[i];
      if (contingency.condition == "stale")
        silent(contingency);
      else if (contingency.condition == "verdict")
        judged(contingency);
      else
        figures(contingency);
    }
    return std::move(events_);
  }

 private:
  ContingencyEvent event_of(const Contingency& contingency, std::string variant) const {
    return {.experiment = plan_.id,
            .cycle = cycle_.number,
            .contingency = number_,
            .metric = contingency.metric,
            .variant = std::move(variant),
            .condition = to_text(contingency),
            .value = {},
            .evidence = {},
            .then = contingency.then,
            .owner = contingency.owner,
            .acknowledged = {}};
  }

  /// Streaks of at least `for` periods, each once.
  void streaks(const Contingency& contingency, const std::string& variant,
               const std::vector<Watched>& periods) {
    const auto needed = static_cast<std::size_t>(contingency.for_periods);
    for (std::size_t i = 0; i < periods.size();) {
      std::size_t end = i;
      while (end < periods.size() && periods[end].is_true) ++end;
      if (end - i >= needed) {
        const Watched& last = periods[i + needed - 1];
        ContingencyEvent event = event_of(contingency, variant);
        event.since = periods[i].period;
        event.period = last.period;
        event.value = last.value;
        event.evidence = last.evidence;
        event.state =
            end == periods.size() ? ContingencyEvent::State::holds : ContingencyEvent::State::over;
        events_.push_back(std::move(event));
      }
      i = std::max(end, i + 1);
    }
  }

  void figures(const Contingency& contingency) {
    const Metric* metric = plan_.metric(contingency.metric);
    if (metric == nullptr) return;
    const bool signal = contingency.condition == "signal";
    for (const Series& series : series_of(contingency.metric, signal)) {
      if (!contingency.variant.empty() && series.variant != contingency.variant) continue;
      std::vector<Watched> periods;
      if (signal) {
        periods = signals(contingency, *metric, series);
      } else {
        periods = against_threshold(contingency, series);
      }
      std::erase_if(periods, [&](const Watched& each) { return !cycle_.holds(each.period); });
      streaks(contingency, series.variant, periods);
    }
  }

  std::vector<Watched> against_threshold(const Contingency& contingency, const Series& series) {
    std::map<Day, double> limits;
    const std::optional<Quantity> level = parse_quantity(contingency.threshold);
    if (!level)
      for (const Series& other : series_of(contingency.threshold, false))
        if (other.variant == series.variant)
          for (const SeriesPeriod& period : other.periods)
            if (period.value) limits[period.period] = *period.value;
    std::vector<Watched> periods;
    for (const SeriesPeriod& period : series.periods) {
      const auto found = limits.find(period.period);
      if (!period.value || (!level && found == limits.end())) continue;
      const double limit = level ? level->value : found->second;
      periods.push_back({.period = period.period,
                         .value = *period.value,
                         .is_true = contingency.condition == "above" ? *period.value > limit
                                                                     : *period.value < limit});
    }
    return periods;
  }

  /// Of the cycle, or with `history` of all that is recorded, which a chart's limits come from.
  const std::vector<Series>& series_of(const std::string& metric, bool history) {
    const auto [kept, fresh] = series_.try_emplace({metric, history});
    if (fresh) {
      SeriesRequest request{.first = {}, .last = {}, .metrics = {metric}};
      if (!history) {
        request.first = cycle_.first;
        request.last = cycle_.end();
      }
      kept->second = recorded_series(ledger_, plan_.id, plan_, request, options_.as_of);
    }
    return kept->second;
  }

  /// By the machine rule: `better`, `worse` or any.
  std::vector<Watched> signals(const Contingency& contingency, const Metric& metric,
                               const Series& series) const {
    std::vector<Watched> periods;
    if (series.cumulative) return periods;
    const Charted charted = chart_points(metric, series);
    const Watch found = watch(charted.points, watch_settings(metric, charted, cycle_.first));
    for (const WatchPoint& point : found.points) {
      if (!point.value || !point.statistic) continue;
      const bool good = (*point.statistic > 0) == metric.higher_is_better;
      const bool asked =
          contingency.threshold == "any" || (contingency.threshold == "better") == good;
      periods.push_back({.period = charted.periods[point.index],
                         .value = *point.value,
                         .is_true = point.alarm && asked,
                         .evidence = point.alarm ? evidence_of(found) : ""});
    }
    return periods;
  }

  void judged(const Contingency& contingency) {
    const std::vector<StoredLook> looks = looks_in_force(ledger_, cycle_, options_.as_of);
    const auto wanted = [&](const StoredLook& look) {
      return look.metric == contingency.metric &&
             (contingency.variant.empty() || look.variant == contingency.variant) &&
             name_of(look.verdict) == contingency.threshold;
    };
    for (const StoredLook& look : looks) {
      if (!wanted(look) || settled_before(looks, look)) continue;
      ContingencyEvent event = event_of(contingency, look.variant);
      // A night's finding has no day of its own: the one before the operation that found it.
      event.period =
          look.look > 0
              ? look_day(cycle_, plan_, look.look)
              : std::chrono::floor<Days>(ledger_.operation(look.operation).value().now) - Days{1};
      event.since = event.period;
      event.value = look.arm.level.value;
      const auto later = std::ranges::find_if(looks, [&](const StoredLook& other) {
        return other.operation > look.operation && other.look == look.look &&
               other.metric == look.metric && other.variant == look.variant && !wanted(other);
      });
      if (later != looks.end()) event.state = ContingencyEvent::State::over;
      // A verdict that is found again, at the next look or after a correction, is still the same.
      const bool known = std::ranges::any_of(events_, [&](const ContingencyEvent& other) {
        return other.contingency == number_ && other.variant == event.variant &&
               (other.state == ContingencyEvent::State::holds || other.period == event.period);
      });
      if (!known) events_.push_back(std::move(event));
    }
  }

  /// An earlier look's result is final, so that this one counts for nothing.
  static bool settled_before(const std::vector<StoredLook>& looks, const StoredLook& look) {
    const std::optional<StoredLook> stands = standing(looks, look.metric, look.variant, look.look);
    return stands && stands->look != look.look && stands->look > 0;
  }

  void silent(const Contingency& contingency) {
    const auto threshold = parse_duration(contingency.threshold);
    if (!threshold || options_.as_of || cycle_.decision) return;
    ReviewOptions options = options_;
    options.stale_after = *threshold;
    const std::vector<Cell> cells = ledger_.cells(cycle_.id, 0);
    for (const Expectation& expected : expected_of(plan_.id, options)) {
      std::vector<std::string> metrics = expected.metrics;
      if (!contingency.metric.empty()) {
        if (!metrics.empty() && std::ranges::find(metrics, contingency.metric) == metrics.end())
          continue;
        metrics = {contingency.metric};
      }
      const std::optional<Day> missing =
          stale_period(cycle_.first, cycle_.end(), last_day(cells, metrics, contingency.variant),
                       expected, options.clock.today, options);
      if (!missing) continue;
      ContingencyEvent event = event_of(contingency, contingency.variant);
      event.since = event.period = *missing;
      events_.push_back(std::move(event));
      return;
    }
  }

  static std::optional<Day> last_day(const std::vector<Cell>& cells,
                                     const std::vector<std::string>& metrics,
                                     const std::string& variant) {
    std::optional<Day> last;
    for (const Cell& cell : cells) {
      if (cell.metric.empty() || cell.periods == 0) continue;
      if (!metrics.empty() && std::ranges::find(metrics, cell.metric) == metrics.end()) continue;
      if (!variant.empty() && cell.variant != variant) continue;
      last = std::max(last.value_or(cell.through), cell.through);
    }
    return last;
  }

  const Ledger& ledger_;
  const Cycle& cycle_;
  const Experiment& plan_;
  const ReviewOptions& options_;
  int number_ = 0;
  std::map<std::pair<std::string, bool>, std::vector<Series>> series_;
  std::vector<ContingencyEvent> events_;
};

/// The same happening: what was stored lies in the streak, or the streak in what was stored.
bool same(const ContingencyEvent& stored, const ContingencyEvent& now) {
  return stored.condition == now.condition && stored.variant == now.variant &&
         stored.since <= now.period && now.since <= stored.period;
}

}  // namespace

std::vector<ContingencyEvent> contingencies_come_true(const Ledger& ledger, const Cycle& cycle,
                                                      const Experiment& plan,
                                                      const ReviewOptions& options) {
  return Lookout(ledger, cycle, plan, options).all();
}

std::vector<ContingencyEvent> with_stored(std::vector<ContingencyEvent> stored,
                                          const std::vector<ContingencyEvent>& come_true) {
  std::vector<bool> is_stored(come_true.size(), false);
  for (ContingencyEvent& event : stored) {
    const bool silence = event.metric.empty() || !event.value;
    // Silence ends when data come, and was real all the same.
    event.state = silence ? ContingencyEvent::State::over : ContingencyEvent::State::undone;
    for (std::size_t i = 0; i < come_true.size(); ++i) {
      if (!same(event, come_true[i])) continue;
      event.state = come_true[i].state;
      is_stored[i] = true;
    }
  }
  for (std::size_t i = 0; i < come_true.size(); ++i)
    if (!is_stored[i]) stored.push_back(come_true[i]);
  return stored;
}

}  // namespace collab
