#include "collab/statistics/prediction_quality.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/score_interval.hpp"
#include "statistics/sample_mean.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

Estimate share_of(std::size_t part, std::size_t all, double alpha) {
  const Share share{.successes = static_cast<double>(part), .n = static_cast<double>(all)};
  const Bounds bounds = wilson_interval(share, alpha);
  return {.value = share.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

/// Chances of 0, 1, ... events of these probabilities.
std::vector<double> chances_of_counts(std::span<const RangeForecast> forecasts) {
  std::vector<double> chances{1};
  for (const RangeForecast& each : forecasts) {
    chances.push_back(0);
    for (std::size_t count = chances.size(); count-- > 0;) {
      const double one_less = count > 0 ? chances[count - 1] : 0;
      chances[count] = chances[count] * (1 - each.confidence) + one_less * each.confidence;
    }
  }
  return chances;
}

double count_p_value(std::span<const RangeForecast> forecasts, std::size_t count) {
  const std::vector<double> chances = chances_of_counts(forecasts);
  constexpr double ties = 1 + 1e-7;  // counts as likely as this one, but for rounding
  double p_value = 0;
  for (const double chance : chances)
    if (chance <= chances[count] * ties) p_value += chance;
  return std::min(1.0, p_value);
}

/// What came of one probability that was said.
struct Said {
  double forecasts = 0, happened = 0;
};

void decompose(ChanceQuality& quality, const std::map<double, Said>& by_probability) {
  const double n = static_cast<double>(quality.forecasts), base = quality.base_rate;
  for (const auto& [probability, said] : by_probability) {
    const double share = said.happened / said.forecasts;
    quality.reliability += said.forecasts / n * (probability - share) * (probability - share);
    quality.resolution += said.forecasts / n * (share - base) * (share - base);
  }
  quality.uncertainty = base * (1 - base);
}

Figure area_under_curve(const std::map<double, Said>& by_probability) {
  double lower_misses = 0, won = 0, hits = 0;
  for (const auto& [probability, said] : by_probability) {
    const double misses = said.forecasts - said.happened;
    won += said.happened * (lower_misses + misses / 2);
    lower_misses += misses;
    hits += said.happened;
  }
  if (!(hits > 0) || !(lower_misses > 0)) return {.value = {}, .reason = "no-variance"};
  return {.value = won / hits / lower_misses, .reason = {}};
}

Figure spiegelhalter(std::span<const ChanceForecast> forecasts) {
  double excess = 0, variance = 0;
  for (const auto& [probability, happened] : forecasts) {
    const double weight = 1 - 2 * probability;
    excess += ((happened ? 1 : 0) - probability) * weight;
    variance += weight * weight * probability * (1 - probability);
  }
  if (!(variance > 0)) return {.value = {}, .reason = "no-variance"};
  return {.value = excess / std::sqrt(variance), .reason = {}};
}

std::vector<CalibrationBin> calibration(std::span<const ChanceForecast> forecasts, double alpha,
                                        std::size_t bins) {
  const double count = static_cast<double>(bins);
  std::map<double, CalibrationBin> by_number;
  for (const ChanceForecast& each : forecasts) {
    // A probability on a bin's lower end is in it, however that end is rounded.
    const double number = std::min(count - 1, std::floor(each.probability * count + 1e-9));
    CalibrationBin& bin = by_number[number];
    bin.low = number / count;
    bin.high = (number + 1) / count;
    ++bin.forecasts;
    bin.stated += each.probability;
    if (each.happened) ++bin.happened;
  }
  std::vector<CalibrationBin> filled;
  for (auto& [number, bin] : by_number) {
    bin.stated /= static_cast<double>(bin.forecasts);
    bin.observed = share_of(bin.happened, bin.forecasts, alpha);
    filled.push_back(bin);
  }
  return filled;
}

}  // namespace

bool inside(const RangeForecast& forecast) {
  // A share of 9 % less one of 10 % is not quite -0.01.
  const double slack = 1e-9 * (forecast.high - forecast.low);
  const double slack_or_none = std::isfinite(slack) ? slack : 0;
  return forecast.low - slack_or_none <= forecast.actual &&
         forecast.actual <= forecast.high + slack_or_none;
}

std::optional<double> interval_score(const RangeForecast& forecast) {
  if (!std::isfinite(forecast.low) || !std::isfinite(forecast.high)) return std::nullopt;
  const double missed =
      std::max({0.0, forecast.low - forecast.actual, forecast.actual - forecast.high});
  return forecast.high - forecast.low + 2 / (1 - forecast.confidence) * missed;
}

ChanceForecast as_chance(const RangeForecast& forecast) {
  return {.probability = forecast.confidence, .happened = inside(forecast)};
}

RangeQuality range_quality(std::span<const RangeForecast> forecasts, double alpha) {
  RangeQuality quality;
  quality.forecasts = forecasts.size();
  normal_critical(alpha);  // refuses an alpha out of range
  if (forecasts.empty()) {
    quality.coverage = quality.score = quality.bias = no_estimate("no-data");
    return quality;
  }
  std::vector<double> scores, errors;
  for (const RangeForecast& each : forecasts) {
    quality.stated += each.confidence / static_cast<double>(forecasts.size());
    if (each.actual < each.low) ++quality.below;
    if (each.actual > each.high) ++quality.above;
    if (const auto score = interval_score(each)) scores.push_back(*score);
    const double predicted = each.predicted.value_or((each.low + each.high) / 2);
    if (std::isfinite(predicted)) errors.push_back(each.actual - predicted);
  }
  quality.inside = forecasts.size() - quality.below - quality.above;
  quality.coverage = share_of(quality.inside, forecasts.size(), alpha);
  quality.p_value = count_p_value(forecasts, quality.inside);
  const auto mean_of_all = [&](const std::vector<double>& values) {
    return values.size() == forecasts.size() ? sample_mean(values, alpha)
                                             : no_estimate("one-sided");
  };
  quality.score = mean_of_all(scores);
  quality.bias = mean_of_all(errors);
  return quality;
}

ChanceQuality chance_quality(std::span<const ChanceForecast> forecasts, double alpha,
                             std::size_t bins) {
  ChanceQuality quality;
  quality.forecasts = forecasts.size();
  normal_critical(alpha);
  if (forecasts.empty()) {
    quality.reason = "no-data";
    for (Figure* figure : {&quality.skill, &quality.log_loss, &quality.auc, &quality.z})
      figure->reason = "no-data";
    return quality;
  }
  const double n = static_cast<double>(forecasts.size());
  std::map<double, Said> by_probability;
  double log_loss = 0;
  for (const auto& [probability, happened] : forecasts) {
    const double came = happened ? 1 : 0;
    quality.brier += (probability - came) * (probability - came) / n;
    quality.base_rate += came / n;
    quality.stated += probability / n;
    log_loss -= (happened ? std::log(probability) : std::log1p(-probability)) / n;
    ++by_probability[probability].forecasts;
    by_probability[probability].happened += came;
  }
  decompose(quality, by_probability);
  quality.auc = area_under_curve(by_probability);
  if (quality.auc.value)
    quality.skill.value = 1 - quality.brier / quality.uncertainty;
  else
    quality.skill.reason = "no-variance";
  if (std::isfinite(log_loss))
    quality.log_loss.value = log_loss;
  else
    quality.log_loss.reason = "certain-and-wrong";
  quality.z = spiegelhalter(forecasts);
  if (quality.z.value)
    quality.p_value = std::min(1.0, 2 * normal_upper_tail(std::abs(*quality.z.value)));
  quality.bins = calibration(forecasts, alpha, bins);
  return quality;
}

}  // namespace collab
