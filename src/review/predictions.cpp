#include "collab/review/predictions.hpp"

#include <algorithm>

#include "collab/review/verdict.hpp"
#include "collab/statistics/prediction_quality.hpp"

namespace collab {
namespace {

const OtherWay* all_data(const Outcome& outcome) {
  const auto all = std::ranges::find(outcome.alternatives, "all-data", &OtherWay::name);
  return all == outcome.alternatives.end() ? nullptr : &*all;
}

}  // namespace

const Effect& whole_effect(const Outcome& outcome) {
  const OtherWay* all = all_data(outcome);
  return all == nullptr ? outcome.effect : all->effect;
}

double whole_confidence(const Outcome& outcome) {
  const OtherWay* all = all_data(outcome);
  return all == nullptr || all->confidence == 0 ? outcome.confidence : all->confidence;
}

std::optional<PredictionOutcome> score_prediction(const Metric& metric, const Outcome& outcome) {
  if (!metric.predict) return std::nullopt;
  const Prediction& said = *metric.predict;
  PredictionOutcome result{.change = said.change.text,
                           .low = said.low.text,
                           .high = said.high.text,
                           .confidence = said.confidence_text};
  result.observed = estimate_for(said.change, whole_effect(outcome), outcome.arm.level).value;
  if (!result.observed) return result;
  result.error = *result.observed - said.change.value;
  if (said.low == Quantity{} && said.high == Quantity{}) return result;
  result.inside =
      inside({.low = said.low.value, .high = said.high.value, .actual = *result.observed});
  if (said.confidence > 0)
    result.interval_score = interval_score({.low = said.low.value,
                                            .high = said.high.value,
                                            .confidence = said.confidence,
                                            .actual = *result.observed});
  return result;
}

}  // namespace collab
