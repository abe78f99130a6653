#include "collab/statistics/covariate.hpp"

#include <algorithm>

namespace collab {
namespace {

/// An arm's value beside its covariate's mean, both with their squared standard errors.
struct Arm {
  ArmValue value, covariate;
  double covariance = 0;
};

/// Covariance of two linearised ratios, each numerator / denominator of the columns named, over
/// units; a denominator column that is the first one's own is a plain mean.
struct Linear {
  std::size_t numerator = 0;
  std::optional<std::size_t> denominator;

  double value(const Moments& m) const {
    return denominator ? m.sum[numerator] / m.sum[*denominator] : m.mean(numerator);
  }
  double scale(const Moments& m) const { return denominator ? m.mean(*denominator) : 1; }
};

double covariance_of(const Moments& m, const Linear& a, const Linear& b) {
  const double ra = a.value(m), rb = b.value(m);
  double sum = m.covariance(a.numerator, b.numerator);
  if (a.denominator) sum -= ra * m.covariance(*a.denominator, b.numerator);
  if (b.denominator) sum -= rb * m.covariance(a.numerator, *b.denominator);
  if (a.denominator && b.denominator) sum += ra * rb * m.covariance(*a.denominator, *b.denominator);
  return sum / (a.scale(m) * b.scale(m) * m.n);
}

std::optional<Arm> arm_of(const Moments& m, bool ratio, bool ratio_covariate) {
  const auto value = ratio ? ratio_value(m) : mean_value(m);
  if (!value || m.n < 3) return std::nullopt;
  const Linear post{0, ratio ? std::optional<std::size_t>(1) : std::nullopt};
  const Linear pre{2, ratio_covariate ? std::optional<std::size_t>(3) : std::nullopt};
  Arm arm{.value = *value, .covariate = {}};
  arm.covariate = {.value = pre.value(m), .variance = covariance_of(m, pre, pre), .n = m.n};
  arm.covariance = covariance_of(m, post, pre);
  if (!(arm.covariate.variance > 0)) return std::nullopt;
  return arm;
}

}  // namespace

ArmPair unadjusted(const ArmValue& control, const ArmValue& treatment) {
  return {.control = control,
          .treatment = treatment,
          .control_part = control.variance,
          .treatment_part = treatment.variance};
}

bool has_covariate(const Moments& control, const Moments& treatment) {
  constexpr std::size_t square = Moments::index(2, 2);
  return control.centred[square] > 0 && treatment.centred[square] > 0;
}

std::optional<SlopeTerms> slope_terms(const Moments& control, const Moments& treatment,
                                      bool ratio) {
  const bool ratio_covariate = ratio && control.sum[3] > 0 && treatment.sum[3] > 0;
  const auto c = arm_of(control, ratio, ratio_covariate);
  const auto t = arm_of(treatment, ratio, ratio_covariate);
  if (!c || !t) return std::nullopt;
  return SlopeTerms{.covariance = c->covariance + t->covariance,
                    .variance = c->covariate.variance + t->covariate.variance};
}

std::optional<ArmPair> covariate_adjusted(const Moments& control, const Moments& treatment,
                                          bool ratio, std::optional<double> given) {
  const bool ratio_covariate = ratio && control.sum[3] > 0 && treatment.sum[3] > 0;
  const auto c = arm_of(control, ratio, ratio_covariate);
  const auto t = arm_of(treatment, ratio, ratio_covariate);
  if (!c || !t) return std::nullopt;
  const double both = c->covariate.variance + t->covariate.variance;
  const double slope = given.value_or((c->covariance + t->covariance) / both);
  const double n = control.n + treatment.n;
  const double to_control = treatment.n / n, to_treatment = control.n / n;
  const double apart = c->covariate.value - t->covariate.value;
  const double paid = given ? 1 : (n - 2) / (n - 3);
  const auto part = [&](const Arm& arm) {
    return paid * std::max(0.0, arm.value.variance - 2 * slope * arm.covariance +
                                    slope * slope * arm.covariate.variance);
  };
  const auto moved = [&](const Arm& arm, double share, double distance) {
    const double variance = arm.value.variance - 2 * slope * share * arm.covariance +
                            slope * slope * share * share * both;
    return ArmValue{.value = arm.value.value - slope * share * distance,
                    .variance = paid * std::max(0.0, variance),
                    .n = arm.value.n};
  };
  ArmPair pair;
  pair.control = moved(*c, to_control, apart);
  pair.treatment = moved(*t, to_treatment, -apart);
  pair.covariance = paid * slope *
                    (to_treatment * c->covariance + to_control * t->covariance -
                     slope * to_control * to_treatment * both);
  pair.control_part = part(*c);
  pair.treatment_part = part(*t);
  pair.slope = slope;
  pair.df_spent = given ? 0 : 1;
  return pair;
}

Moments without_covariate(Moments moments) {
  for (const std::size_t column : {std::size_t{2}, std::size_t{3}}) {
    moments.sum[column] = 0;
    for (std::size_t other = 0; other < Moments::columns; ++other)
      moments.centred[Moments::index(column, other)] = 0;
  }
  return moments;
}

}  // namespace collab
