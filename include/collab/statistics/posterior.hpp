#pragma once
// Normal posteriors of an effect and what is decided by them.
#include <optional>

#include "collab/model/estimate.hpp"

namespace collab {

struct Normal {
  double mean = 0, sd = 1;
};

/// Of an effect estimated as data.mean with standard error data.sd > 0. No prior: flat.
/// source  Gelman et al. 2013, Bayesian Data Analysis, 3rd ed., section 2.5
Normal posterior(const Normal& data, const std::optional<Normal>& prior);

/// E max(0, X): what is lost on average by a choice that is worse by X.
/// accuracy  relative 1e-12 up to 30 standard deviations
double expected_positive_part(const Normal& x);

/// Estimate, central interval of level 1 - alpha, posterior sd as standard error, the chance that
/// the treatment is better and the expected loss of shipping it. `alternative` less: lower is
/// better.
void set_posterior(EstimateResult& result, const Normal& effect, const EstimateRequest& question);

}  // namespace collab
