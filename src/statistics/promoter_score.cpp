#include "statistics/promoter_score.hpp"

#include <algorithm>
#include <cmath>

#include "collab/statistics/sequence.hpp"
#include "statistics/t_estimate.hpp"

namespace collab {
namespace {

constexpr const char* method = "promoter-wald";

/// Per answer, on the scale of -1 to 1.
double variance(const Promoters& answers) {
  const double mean = (answers.promoters - answers.detractors) / answers.n();
  return (answers.promoters + answers.detractors) / answers.n() - mean * mean;
}

bool enough_answers(const Promoters& answers, const Certainty& certainty) {
  const double unlike = certainty.progress ? 10 : 5;
  const double commonest = std::max({answers.promoters, answers.passives, answers.detractors});
  return answers.n() >= 30 && answers.n() - commonest >= unlike;
}

}  // namespace

Promoters promoters_of(const Moments& moments) {
  if (!(moments.n > 0)) return {};
  const double balance = std::round(moments.sum[0] / 100);
  const double squares = moments.centred[0] + moments.sum[0] / moments.n * moments.sum[0];
  const double extremes = std::round(squares / 10000);
  return {.promoters = (extremes + balance) / 2,
          .passives = moments.n - extremes,
          .detractors = (extremes - balance) / 2};
}

Estimate promoter_level(const Promoters& answers, const Certainty& certainty) {
  if (!(answers.n() > 0)) return no_estimate("no-data");
  const Promoters adjusted{.promoters = answers.promoters + 0.75,
                           .passives = answers.passives + 1.5,
                           .detractors = answers.detractors + 0.75};
  const double half =
      100 * critical_value(certainty) * std::sqrt(variance(adjusted) / adjusted.n());
  const double value = answers.score();
  return {.value = value,
          .low = std::max(-100.0, std::min(value, adjusted.score() - half)),
          .high = std::min(100.0, std::max(value, adjusted.score() + half)),
          .reason = {}};
}

Effect promoter_effect(const Promoters& control, const Promoters& treatment,
                       const Certainty& certainty) {
  if (!(control.n() > 0) || !(treatment.n() > 0)) return no_effect("no-data", method);
  Effect effect;
  effect.method = method;
  effect.relative = no_estimate("no-relative");
  const double difference = treatment.score() - control.score();
  effect.absolute.value = difference;
  const double error =
      100 * std::sqrt(variance(control) / control.n() + variance(treatment) / treatment.n());
  if (!(error > 0)) {
    effect.absolute.reason = "no-variance";
    effect.judged = false;
    return effect;
  }
  const double half = critical_value(certainty) * error;
  effect.absolute.low = difference - half;
  effect.absolute.high = difference + half;
  effect.standard_error = error;
  effect.p_value = two_sided_p(certainty, difference / error);
  if (!enough_answers(control, certainty) || !enough_answers(treatment, certainty)) {
    effect.absolute.reason = "too-few";
    effect.judged = false;
  }
  return effect;
}

}  // namespace collab
