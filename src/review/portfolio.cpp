#include "collab/review/portfolio.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "collab/model/quantity.hpp"
#include "collab/model/time.hpp"
#include "collab/review/learning.hpp"
#include "collab/statistics/portfolio.hpp"
#include "collab/statistics/prediction_quality.hpp"
#include "collab/statistics/score_interval.hpp"
#include "collab/statistics/waiting.hpp"
#include "collab/statistics/win_rate.hpp"

namespace collab {
namespace {

constexpr double weeks_in_quarter = 13;

Portion portion(int count, int of, double alpha) {
  Portion result{count, of, {}};
  if (of == 0) {
    result.share.reason = "no-data";
    return result;
  }
  const Bounds bounds =
      wilson_interval({static_cast<double>(count), static_cast<double>(of)}, alpha);
  result.share = {static_cast<double>(count) / of, bounds.low, bounds.high, {}};
  return result;
}

double days_between(Day from, Day to) {
  return std::max(0.0, static_cast<double>((to - from).count()));
}

Estimate median_wait(const std::vector<Wait>& waits, double alpha) {
  if (waits.empty()) return {{}, {}, {}, "no-data"};
  return waiting_quantile(waiting_curve(waits), 0.5, alpha);
}

bool judged(const Learning& learning) {
  return learning.verdict != Verdict::no_data && learning.verdict != Verdict::pending;
}

/// `1200`, `1,200.50 USD`: the number and what follows it; nullopt when it begins with none.
std::optional<std::pair<double, std::string>> cost_of(const std::string& text) {
  std::string plain = text;
  std::erase(plain, ',');
  double value = 0;
  const auto [end, fault] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (fault != std::errc{}) return std::nullopt;
  std::string measure = plain.substr(static_cast<std::size_t>(end - plain.data()));
  measure.erase(0, std::min(measure.find_first_not_of(' '), measure.size()));
  return std::pair{value, measure};
}

/// A scored range; nullopt without one, or where nothing came.
std::optional<RangeForecast> range_of(const PredictionOutcome& said) {
  const auto low = parse_quantity(said.low), high = parse_quantity(said.high);
  const auto confidence = parse_fraction(said.confidence);
  if (!low || !high || !confidence || !said.observed) return std::nullopt;
  return RangeForecast{.low = low->value,
                       .high = high->value,
                       .confidence = *confidence,
                       .actual = *said.observed,
                       .predicted = *said.observed - said.error.value_or(0)};
}

class Counting {
 public:
  Counting(PortfolioReport& report, const std::vector<Learning>& learnings)
      : report_(report), learnings_(learnings), alpha_(1 - report.confidence) {}

  void wins() {
    int met = 0, all = 0;
    double test_alpha = 0;
    for (const Learning& learning : learnings_) {
      if (!judged(learning)) continue;
      ++all;
      met += learning.verdict == Verdict::met ? 1 : 0;
      test_alpha += 1 - learning.confidence;
    }
    report_.met = portion(met, all, alpha_);
    if (met == 0) return;
    const FalseWins found = false_wins({static_cast<double>(met), static_cast<double>(all)},
                                       test_alpha / all, std::nullopt, alpha_);
    report_.false_wins = found.share_at_most;
    report_.false_wins_high = found.share.high;
  }

  void predictions() {
    std::vector<RangeForecast> ranges;
    std::vector<ChanceForecast> chances;
    for (const Learning& learning : learnings_) {
      for (const Outcome& outcome : learning.outcomes) {
        if (!outcome.prediction) continue;
        const std::optional<RangeForecast> range = range_of(*outcome.prediction);
        if (!range) continue;
        ranges.push_back(*range);
        chances.push_back(as_chance(*range));
      }
      if (!learning.predicted) ++report_.unpredicted;
    }
    const RangeQuality quality = range_quality(ranges, alpha_);
    report_.inside = {static_cast<int>(quality.inside), static_cast<int>(quality.forecasts),
                      quality.coverage};
    if (ranges.empty()) return;
    report_.stated = quality.stated;
    report_.p_calibrated = quality.p_value;
    const ChanceQuality chance = chance_quality(chances, alpha_);
    report_.brier = chance.brier;
    report_.skill = chance.skill.value;
    for (const CalibrationBin& bin : chance.bins)
      report_.calibration.push_back(
          {bin.stated,
           {static_cast<int>(bin.happened), static_cast<int>(bin.forecasts), bin.observed}});
  }

  void follow_through() {
    int adapted = 0, followed = 0;
    for (const Learning& learning : learnings_) {
      if (learning.decision.kind != DecisionKind::adapt) continue;
      ++adapted;
      followed += learning.followed ? 1 : 0;
    }
    report_.followed = portion(followed, adapted, alpha_);
  }

  void fidelity() {
    std::vector<std::pair<std::string, std::pair<int, int>>> features;
    for (const Learning& learning : learnings_)
      for (const FidelityPoint& point : learning.fidelity) {
        auto found =
            std::ranges::find(features, point.name, [](const auto& each) { return each.first; });
        if (found == features.end()) found = features.insert(features.end(), {point.name, {0, 0}});
        if (!point.kept) continue;
        found->second.first += *point.kept ? 1 : 0;
        ++found->second.second;
      }
    for (const auto& [name, counts] : features)
      report_.fidelity.emplace_back(name, portion(counts.first, counts.second, alpha_));
  }

  void owners() {
    struct Tally {
      int met = 0, judged = 0, inside = 0, scored = 0;
    };
    std::map<std::string, Tally> tallies;
    for (const Learning& learning : learnings_) {
      Tally& tally = tallies[learning.owner];
      if (judged(learning)) {
        ++tally.judged;
        tally.met += learning.verdict == Verdict::met ? 1 : 0;
      }
      for (const Outcome& outcome : learning.outcomes)
        if (outcome.prediction && outcome.prediction->inside) {
          ++tally.scored;
          tally.inside += *outcome.prediction->inside ? 1 : 0;
        }
    }
    std::vector<TeamRecord> records;
    for (const auto& [name, tally] : tallies)
      records.push_back({static_cast<double>(tally.met), static_cast<double>(tally.judged)});
    const WinRates rates = win_rates(records, alpha_);
    report_.p_owners = rates.p_value;
    for (const auto& [name, tally] : tallies)
      report_.owners.push_back({.name = name,
                                .met = portion(tally.met, tally.judged, alpha_),
                                .inside = portion(tally.inside, tally.scored, alpha_),
                                .shrunken = rates.teams[report_.owners.size()].value});
  }

  void standards(const std::vector<Standard>& all) {
    int kept = 0, looked_at = 0;
    for (const Standard& standard : all) {
      const std::optional<Day> due = standard.due();
      if (due && *due <= report_.today) ++report_.unchecked;
      if (standard.checks.empty()) continue;
      ++looked_at;
      kept += standard.checks.back().kept ? 1 : 0;
    }
    report_.kept = portion(kept, looked_at, alpha_);
  }

  void costs(const std::map<std::string, std::string>& stated) {
    for (const Learning& learning : learnings_) {
      const auto found = stated.find(learning.experiment);
      const auto cost = found == stated.end() ? std::nullopt : cost_of(found->second);
      if (!cost) continue;
      auto sum = std::ranges::find(report_.costs, cost->second, &PortfolioReport::Cost::measure);
      if (sum == report_.costs.end()) sum = report_.costs.insert(sum, {.measure = cost->second});
      sum->sum += cost->first;
      ++sum->cycles;
    }
  }

 private:
  PortfolioReport& report_;
  const std::vector<Learning>& learnings_;
  double alpha_;
};

}  // namespace

PortfolioReport portfolio(const Ledger& ledger, const std::string& program,
                          const std::map<std::string, std::string>& costs, Day today) {
  PortfolioReport report{.program = program, .today = today};
  const std::vector<Learning> closed = learnings(ledger, {}).learnings;
  report.closed = static_cast<int>(closed.size());
  std::vector<Wait> whole, decision;
  std::optional<Day> began;
  const auto since = [&](Day planned) { began = std::min(began.value_or(planned), planned); };
  for (const Learning& learning : closed) {
    since(learning.planned);
    whole.push_back({days_between(learning.planned, learning.decision.day), true});
    decision.push_back({days_between(learning.last, learning.decision.day), true});
  }
  for (const Cycle& cycle : ledger.latest_cycles()) {
    ++report.experiments;
    if (cycle.decision) continue;
    ++report.open;
    const std::vector<Plan> plans = ledger.plans(cycle.id);
    if (plans.empty()) continue;
    since(plans.front().day);
    whole.push_back({days_between(plans.front().day, today), false});
    if (cycle.state(today) == CycleState::due)
      decision.push_back({days_between(cycle.last, today), false});
  }
  const double alpha = 1 - report.confidence;
  report.cycle_days = median_wait(whole, alpha);
  report.decision_days = median_wait(decision, alpha);
  report.weeks = began ? days_between(*began, today + Days{1}) / 7 : 0;
  report.per_quarter = learning_rate(report.closed, report.weeks, weeks_in_quarter, alpha);
  Counting counting(report, closed);
  counting.wins();
  counting.predictions();
  counting.follow_through();
  counting.fidelity();
  counting.owners();
  counting.costs(costs);
  counting.standards(ledger.standards());
  return report;
}

}  // namespace collab
