// Post-stratification: every stratum's own control mean and effect, weighted by its share of units.
#include <algorithm>
#include <cmath>
#include <vector>

#include "collab/model/moments.hpp"
#include "statistics/delta_arm.hpp"
#include "statistics/small_matrix.hpp"

namespace collab {
namespace {

/// Control value and effect of a count or mean; numerator's and denominator's of a ratio.
struct StratumEstimate {
  double n = 0;
  std::vector<double> value;
  Matrix covariance;  ///< n times that of `value`
};

struct Regression {
  std::vector<std::vector<double>> coefficients;  ///< by outcome
  Matrix residual;                                ///< of the outcomes
  Matrix inverse;                                 ///< of X'X
  std::vector<double> means;                      ///< of the covariates, both arms together
  Matrix spread;                                  ///< their covariance over n: they are random
};

/// Outcomes on (1, treated, covariates) from sums; nullopt when X'X is singular.
std::optional<Regression> regress(const StratumSums& stratum, std::span<const std::size_t> outcomes,
                                  std::span<const std::size_t> covariates, double df_lost) {
  const ArmSums both = pooled(stratum.control, stratum.treatment, false);
  const ArmSums& treated = stratum.treatment;
  const std::size_t size = 2 + covariates.size();
  Matrix gram(size);
  gram(0, 0) = both.n;
  gram(0, 1) = gram(1, 0) = gram(1, 1) = treated.n;
  for (std::size_t i = 0; i < covariates.size(); ++i) {
    gram(0, 2 + i) = gram(2 + i, 0) = both.sum[covariates[i]];
    gram(1, 2 + i) = gram(2 + i, 1) = treated.sum[covariates[i]];
    for (std::size_t j = 0; j < covariates.size(); ++j) {
      gram(2 + i, 2 + j) = both.products[Moments::index(covariates[i], covariates[j])];
    }
  }
  const std::optional<Matrix> inverse = inverse_of_positive_definite(gram);
  if (!inverse) return std::nullopt;

  Regression fit{.coefficients = {},
                 .residual = Matrix(outcomes.size()),
                 .inverse = *inverse,
                 .means = {},
                 .spread = Matrix(covariates.size())};
  std::vector<std::vector<double>> cross;
  for (std::size_t outcome : outcomes) {
    std::vector<double> xy{both.sum[outcome], treated.sum[outcome]};
    for (std::size_t x : covariates) xy.push_back(both.products[Moments::index(outcome, x)]);
    fit.coefficients.push_back(times(fit.inverse, xy));
    cross.push_back(xy);
  }
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    for (std::size_t j = 0; j < outcomes.size(); ++j) {
      fit.residual(i, j) = (both.products[Moments::index(outcomes[i], outcomes[j])] -
                            dot(fit.coefficients[i], cross[j])) /
                           (both.n - df_lost);
    }
  }
  for (std::size_t i = 0; i < covariates.size(); ++i) {
    fit.means.push_back(mean(both, covariates[i]));
    for (std::size_t j = 0; j < covariates.size(); ++j) {
      fit.spread(i, j) = covariance(both, covariates[i], covariates[j]) / both.n;
    }
  }
  return fit;
}

/// Control value at the stratum's covariate means, and effect, of each outcome.
StratumEstimate adjusted_estimate(const Regression& fit, double n) {
  const std::size_t outcomes = fit.coefficients.size(), covariates = fit.means.size();
  std::vector<double> level{1, 0}, effect{0, 1};
  for (double value : fit.means) level.push_back(value);
  effect.resize(level.size());
  StratumEstimate estimate{.n = n, .value = {}, .covariance = Matrix(2 * outcomes)};
  for (std::size_t i = 0; i < outcomes; ++i) {
    estimate.value.push_back(dot(level, fit.coefficients[i]));
    estimate.value.push_back(fit.coefficients[i][1]);
    for (std::size_t j = 0; j < outcomes; ++j) {
      const double scale = n * fit.residual(i, j);
      const auto between = [&](const std::vector<double>& a, const std::vector<double>& b) {
        return scale * dot(a, times(fit.inverse, b));
      };
      double random = 0;
      for (std::size_t k = 0; k < covariates; ++k) {
        for (std::size_t l = 0; l < covariates; ++l) {
          random += fit.spread(k, l) * (fit.residual(i, j) * fit.inverse(2 + k, 2 + l) +
                                        fit.coefficients[i][2 + k] * fit.coefficients[j][2 + l]);
        }
      }
      estimate.covariance(2 * i, 2 * j) = between(level, level) + n * random;
      estimate.covariance(2 * i, 2 * j + 1) = between(level, effect);
      estimate.covariance(2 * i + 1, 2 * j) = between(effect, level);
      estimate.covariance(2 * i + 1, 2 * j + 1) = between(effect, effect);
    }
  }
  return estimate;
}

StratumEstimate plain_estimate(const StratumSums& stratum, std::size_t outcomes) {
  const ArmSums &control = stratum.control, &treatment = stratum.treatment;
  const double n = control.n + treatment.n;
  StratumEstimate estimate{.n = n, .value = {}, .covariance = Matrix(2 * outcomes)};
  for (std::size_t i = 0; i < outcomes; ++i) {
    estimate.value.push_back(mean(control, i));
    estimate.value.push_back(mean(treatment, i) - mean(control, i));
    for (std::size_t j = 0; j < outcomes; ++j) {
      const double a = covariance(control, i, j) * n / control.n;
      const double b = covariance(treatment, i, j) * n / treatment.n;
      estimate.covariance(2 * i, 2 * j) = a;
      estimate.covariance(2 * i, 2 * j + 1) = -a;
      estimate.covariance(2 * i + 1, 2 * j) = -a;
      estimate.covariance(2 * i + 1, 2 * j + 1) = a + b;
    }
  }
  return estimate;
}

bool covariates_vary(const DeltaMetric& metric, const StratumSums& stratum) {
  for (const ArmSums* arm : {&stratum.control, &stratum.treatment}) {
    if (covariance(*arm, 2, 2) <= 0 || (metric.ratio && covariance(*arm, 3, 3) <= 0)) return false;
  }
  return true;
}

std::optional<StratumEstimate> stratum_estimate(const DeltaMetric& metric,
                                                const StratumSums& stratum) {
  const std::size_t outcomes = metric.ratio ? 2 : 1;
  if (!metric.adjusted || !covariates_vary(metric, stratum)) {
    return plain_estimate(stratum, outcomes);
  }
  constexpr std::array<std::size_t, 2> columns{0, 1}, covariates{2, 3};
  // A mean loses a degree of freedom for each coefficient; platforms take n - 6 for a ratio.
  const std::optional<Regression> fit =
      regress(stratum, std::span(columns).first(outcomes), std::span(covariates).first(outcomes),
              metric.ratio ? 6 : 3);
  if (!fit) return std::nullopt;
  return adjusted_estimate(*fit, stratum.control.n + stratum.treatment.n);
}

bool stands_alone(const DeltaMetric& metric, const StratumSums& stratum) {
  const bool enough =
      !(metric.ratio && metric.adjusted) || stratum.control.n + stratum.treatment.n > 6;
  return enough && delta_arm(metric, stratum.control, 0).variance > 0 &&
         delta_arm(metric, stratum.treatment, 0).variance > 0;
}

/// Largest first; what cannot stand alone joins it.
std::vector<StratumSums> merged(const DeltaMetric& metric, std::span<const StratumSums> strata) {
  std::vector<StratumSums> sorted(strata.begin(), strata.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const StratumSums& a, const StratumSums& b) {
    return a.control.n + a.treatment.n > b.control.n + b.treatment.n;
  });
  std::vector<StratumSums> kept;
  for (const StratumSums& stratum : sorted) {
    if (kept.empty() || stands_alone(metric, stratum)) {
      kept.push_back(stratum);
    } else {
      kept[0] = {.control = pooled(kept[0].control, stratum.control, false),
                 .treatment = pooled(kept[0].treatment, stratum.treatment, false)};
    }
  }
  return kept;
}

struct Function {
  double value = 0;
  std::vector<double> gradient;
};

Function effect_of(const DeltaMetric& metric, bool relative, const std::vector<double>& v) {
  if (!metric.ratio) {
    if (!relative) return {v[1], {0, 1}};
    return {v[1] / v[0], {-v[1] / (v[0] * v[0]), 1 / v[0]}};
  }
  const double m = v[0], d = v[2], arm = v[0] + v[1], arm_d = v[2] + v[3];
  if (!relative) {
    return {arm / arm_d - m / d,
            {1 / arm_d - 1 / d, 1 / arm_d, -arm / (arm_d * arm_d) + m / (d * d),
             -arm / (arm_d * arm_d)}};
  }
  return {d * arm / (m * arm_d) - 1,
          {-d * v[1] / (m * m * arm_d), d / (m * arm_d), arm * v[3] / (m * arm_d * arm_d),
           -d * arm / (m * arm_d * arm_d)}};
}

/// Value and variance over strata; nullopt where it cannot be had.
std::optional<std::pair<double, double>> combined(const DeltaMetric& metric, bool relative,
                                                  std::span<const StratumSums> strata) {
  std::vector<StratumEstimate> estimates;
  double total = 0;
  for (const StratumSums& stratum : strata) {
    const std::optional<StratumEstimate> estimate = stratum_estimate(metric, stratum);
    if (!estimate) return std::nullopt;
    total += estimate->n;
    estimates.push_back(*estimate);
  }
  const std::size_t size = metric.ratio ? 4 : 2;
  std::vector<double> value(size);
  for (const StratumEstimate& one : estimates) {
    for (std::size_t i = 0; i < size; ++i) value[i] += one.n / total * one.value[i];
  }
  Matrix spread(size);
  for (const StratumEstimate& one : estimates) {
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        // Stratum sizes are random: their part is the values' spread between strata.
        spread(i, j) +=
            one.n / total / total *
            ((one.value[i] - value[i]) * (one.value[j] - value[j]) + one.covariance(i, j));
      }
    }
  }
  if (value[0] == 0 || (metric.ratio && value[2] == 0)) return std::nullopt;
  const Function effect = effect_of(metric, relative, value);
  const double variance = dot(effect.gradient, times(spread, effect.gradient));
  if (!(variance > 0) || !std::isfinite(effect.value)) return std::nullopt;
  return std::pair{effect.value, variance};
}

}  // namespace

DeltaEffect delta_effect(const DeltaMetric& asked, std::span<const StratumSums> strata,
                         bool relative) {
  if (strata.empty()) return {.reason = "no-variance"};
  StratumSums both = strata[0];
  for (const StratumSums& stratum : strata.subspan(1)) {
    both.control = pooled(both.control, stratum.control, false);
    both.treatment = pooled(both.treatment, stratum.treatment, false);
  }
  DeltaMetric metric = asked;
  metric.adjusted = asked.adjusted && covariates_vary(asked, both);
  DeltaEffect effect = delta_effect(metric, both.control, both.treatment, relative);
  if (delta_arm(metric, both.control, 0).flat || delta_arm(metric, both.treatment, 0).flat ||
      both.control.sum[0] == 0) {
    return effect;
  }
  const std::vector<StratumSums> kept = merged(metric, strata);
  if (kept.size() < 2) return effect;
  if (const auto stratified = combined(metric, relative, kept)) {
    effect.plain_value = effect.value;
    effect.plain_variance = effect.variance;
    effect.reason.clear();
    effect.value = stratified->first;
    effect.variance = stratified->second;
  }
  return effect;
}

}  // namespace collab
