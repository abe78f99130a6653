// kind: score — answers on a scale of levels: the net promoter score, or the share of the top
// levels. Moments hold what a level stands for: +100, 0, -100; or 1 and 0.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "statistics/kinds.hpp"
#include "statistics/promoter_score.hpp"
#include "statistics/share_estimate.hpp"
#include "statistics/summary_row.hpp"

namespace collab {
namespace {

const Scale& scale_of(const Metric& metric) {
  if (!metric.scale) {
    throw Error(ExitCode::invalid, "missing-scale",
                fmt::format("score '{}' has no scale", metric.id),
                "add scale: nps, or scale: {from: 1, to: 5, top: 2}");
  }
  return *metric.scale;
}

[[noreturn]] void refuse(std::string_view level, const Scale& scale) {
  throw Error(ExitCode::invalid, "off-scale",
              fmt::format("level '{}' is not on the scale {} to {}", level,
                          scale.nps ? 0 : scale.from, scale.nps ? 10 : scale.to));
}

/// What a level contributes to column 0.
double contribution(const Scale& scale, double level, std::string_view text) {
  const double lowest = scale.nps ? 0 : scale.from, highest = scale.nps ? 10 : scale.to;
  const bool on_scale = level >= lowest && level <= highest && level == std::floor(level);
  if (!on_scale) refuse(text, scale);
  if (!scale.nps) return level > highest - scale.top ? 1 : 0;
  return level >= 9 ? 100 : level >= 7 ? 0 : -100;
}

double level_of(const Scale& scale, std::string_view name) {
  int level = 0;
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), level);
  if (fault != std::errc() || end != name.data() + name.size()) refuse(name, scale);
  return level;
}

Moments from_statistics(const Metric& metric, const Statistics& statistics) {
  const Scale& scale = scale_of(metric);
  Moments moments;
  double squares = 0;
  bool any = false;
  for (const auto& [name, count] : statistics) {
    check_count(name == "units" ? name : fmt::format("the count of level {}", name), count);
    if (name == "units") continue;
    const double value = contribution(scale, level_of(scale, name), name);
    any = true;
    moments.n += count;
    moments.sum[0] += count * value;
    squares += count * value * value;
  }
  if (!any) {
    throw Error(ExitCode::invalid, "missing-statistic", "a score needs a count for its levels",
                "levels that a row does not name were answered by nobody");
  }
  if (moments.n > 0) {
    moments.centred[0] = std::max(0.0, squares - moments.sum[0] / moments.n * moments.sum[0]);
  }
  return moments;
}

std::array<double, 2> from_unit(const Metric& metric, std::span<const double> fields) {
  return {contribution(scale_of(metric), fields[0], to_string(fields[0])), 0};
}

Estimate level(const Metric& metric, const Moments& moments, const Certainty& certainty) {
  if (scale_of(metric).nps) return promoter_level(promoters_of(moments), certainty);
  // Shares of top levels are quoted with Wilson's interval; a look every night asks for more.
  const Share top{moments.sum[0], moments.n};
  if (certainty.progress || !(top.n > 0)) return share_level(top, certainty);
  const Bounds bounds = wilson_interval(top, certainty.alpha);
  return {.value = top.value(), .low = bounds.low, .high = bounds.high, .reason = {}};
}

Effect effect(const Metric& metric, const Moments& control, const Moments& treatment,
              const Certainty& certainty) {
  if (scale_of(metric).nps) {
    return promoter_effect(promoters_of(control), promoters_of(treatment), certainty);
  }
  return share_effect({control.sum[0], control.n}, {treatment.sum[0], treatment.n}, certainty);
}

}  // namespace

const MetricKind score_kind{
    .shape = {.name = "score",
              .summary = "answers on a scale: net promoter score, or the share of the top levels",
              .unit_fields = {"value"},
              .summary_forms = {{"level"}},
              .optional_statistics = {"units"},
              .points = false,  // a net promoter score is not a fraction
              .compared = true,
              .stratified = true},
    .from_statistics = from_statistics,
    .from_unit = from_unit,
    .level = level,
    .effect = effect};

}  // namespace collab
