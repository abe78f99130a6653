#include "review/voice_figures.hpp"

#include <algorithm>
#include <numeric>
#include <span>

#include "collab/model/metric.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/statistics/poisson_interval.hpp"
#include "collab/statistics/score_interval.hpp"

namespace collab {
namespace {

using Levels = std::span<const std::int64_t>;

std::int64_t total(Levels levels) {
  return std::accumulate(levels.begin(), levels.end(), std::int64_t{0});
}

/// The level of a score or mean as a metric of that kind has it.
Estimate level_of(const char* kind, const Metric& metric, const Statistics& statistics,
                  std::int64_t n, double alpha) {
  if (n == 0) {
    Estimate none;
    none.reason = "no-data";
    return none;
  }
  const MetricKind& found = *find_metric_kind(kind);
  return found.level(metric, found.from_statistics(metric, statistics), alpha);
}

}  // namespace

Estimate share_of(std::int64_t count, std::int64_t of, double alpha) {
  Estimate estimate;
  if (of == 0) {
    estimate.reason = "no-data";
    return estimate;
  }
  const Share share{static_cast<double>(count), static_cast<double>(of)};
  const Bounds bounds = wilson_interval(share, alpha);
  return {.value = share.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

Estimate rate_of(double events, double exposure, double alpha) {
  Estimate estimate;
  if (!(exposure > 0)) {
    estimate.reason = "no-data";
    return estimate;
  }
  const EventRate rate{events, exposure};
  const Bounds bounds = garwood_interval(rate, alpha);
  return {.value = rate.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

void Ratings::write(VoiceMeasures& measures, double alpha) const {
  measures.nps_n = total(nps_);
  measures.csat_n = total(csat_);
  measures.ces_n = total(ces_);
  Metric nps{.id = "nps", .kind = "score"};
  nps.scale = Scale{.nps = true};
  Statistics levels;
  for (std::size_t level = 0; level <= 10; ++level)
    if (nps_.at(level) > 0)
      levels.emplace_back(std::to_string(level), static_cast<double>(nps_.at(level)));
  std::ranges::sort(levels);
  measures.nps = level_of("score", nps, levels, measures.nps_n, alpha);
  measures.csat = {.count = csat_[4] + csat_[5], .of = measures.csat_n, .share = {}};
  measures.csat.share = share_of(measures.csat.count, measures.csat.of, alpha);
  measures.ces_easy = {.count = ces_[5] + ces_[6] + ces_[7], .of = measures.ces_n, .share = {}};
  measures.ces_easy.share = share_of(measures.ces_easy.count, measures.ces_easy.of, alpha);
  double sum = 0, squares = 0;
  for (std::size_t level = 1; level <= 7; ++level) {
    const double value = static_cast<double>(level), n = static_cast<double>(ces_.at(level));
    sum += n * value;
    squares += n * value * value;
  }
  measures.ces =
      level_of("mean", {.id = "ces", .kind = "mean"},
               {{"n", static_cast<double>(measures.ces_n)}, {"sum", sum}, {"sum_squares", squares}},
               measures.ces_n, alpha);
}

}  // namespace collab
