#include "statistics/individuals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "collab/model/error.hpp"

namespace collab {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

namespace {

Spread standard_deviation(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return {std::sqrt(squares / static_cast<double>(values.size() - 1)), 0, 0};
}

}  // namespace

Spread spread_of(std::span<const double> values, const ChartSettings& settings) {
  if (values.size() < 2) return {};
  if (!settings.ordered) return standard_deviation(values);
  const std::size_t ranges = values.size() - 1;
  double sum = 0;
  for (std::size_t i = 1; i < values.size(); ++i) sum += std::abs(values[i] - values[i - 1]);
  const double mean = sum / static_cast<double>(ranges);
  // Screening constant values would leave nothing: their spread is 0, not undefined.
  if (!settings.screened || !(mean > 0)) return {mean / settings.d2, ranges, 0};
  const double bound = 3.267 * mean;  // D4 for n = 2
  double kept_sum = 0;
  std::size_t kept = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double range = std::abs(values[i] - values[i - 1]);
    if (!(range < bound)) continue;
    kept_sum += range;
    ++kept;
  }
  return {kept_sum / static_cast<double>(kept) / settings.d2, kept, ranges - kept};
}

std::vector<double> take_values(PhaseDrawing& drawing, bool not_negative) {
  std::vector<double> baseline;
  baseline.reserve(drawing.series.size());
  for (std::size_t i = 0; i < drawing.series.size(); ++i) {
    ChartPoint& point = drawing.points[i];
    const std::optional<double>& value = drawing.series[i].value;
    if (!value) {
      point.reason = "gap";
      point.baseline = false;
      continue;
    }
    if (not_negative && *value < 0) {
      throw Error(ExitCode::invalid, "count-negative", "a charted count or time is negative");
    }
    point.value = value;
    if (point.baseline) baseline.push_back(*value);
  }
  return baseline;
}

void set_limits(ChartPoint& point, double centre, double sigma, double lowest, double highest) {
  point.centre = centre;
  point.sigma = sigma;
  point.lower = std::clamp(centre - 3 * sigma, lowest, highest);
  point.upper = std::clamp(centre + 3 * sigma, lowest, highest);
}

std::string_view reason_of(const Spread& spread, std::size_t baseline) {
  if (baseline == 0) return "no-data";
  if (!spread.sigma) return "too-few-periods";
  return *spread.sigma > 0 ? "" : "no-variance";
}

CentreAndSigma estimate(PhaseDrawing& drawing, std::span<const double> values,
                        std::span<const std::optional<double>> scores) {
  const ChartSettings& settings = drawing.settings;
  ChartPhase& phase = drawing.phase;
  phase.baseline = values.size();
  if (settings.ordered) phase.autocorrelation = autocorrelation(scores);
  Spread spread = spread_of(values, settings);
  if (settings.sigma) {
    spread = {settings.sigma, 0, 0};
  } else if (spread.sigma && settings.adjust_autocorrelation && phase.autocorrelation.significant) {
    // Moving ranges of an AR(1) series tell sigma sqrt(1 - r).
    *spread.sigma /= std::sqrt(1 - std::min(*phase.autocorrelation.r, 0.95));
    phase.autocorrelation.adjusted = true;
  }
  phase.ranges = spread.ranges;
  phase.ranges_screened_out = spread.screened_out;
  phase.reason = reason_of(spread, values.size());
  if (values.empty() && !settings.centre) return {0, std::nullopt};
  if (values.empty() && spread.sigma) phase.reason = "";  // both are known
  const double centre = settings.centre ? *settings.centre : mean_of(values);
  phase.centre = centre;
  phase.sigma = spread.sigma;
  return {centre, spread.sigma};
}

CentreAndSigma estimate(PhaseDrawing& drawing, std::span<const double> values) {
  std::vector<std::optional<double>> scores(drawing.points.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (drawing.points[i].baseline) scores[i] = drawing.points[i].value;
  }
  return estimate(drawing, values, scores);
}

}  // namespace collab
