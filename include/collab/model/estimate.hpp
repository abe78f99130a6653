#pragma once
// One comparison from sufficient statistics, as `collab estimate` takes and answers it.
#include <optional>
#include <string>
#include <vector>

#include "collab/model/metric.hpp"
#include "collab/model/observation.hpp"

namespace collab {

enum class Inference { fixed, anytime, bayesian };
enum class Alternative { two_sided, greater, less };

/// Normal, of the effect.
struct Prior {
  double mean = 0, stddev = 0;
  bool proper = false;   ///< false: flat, whatever mean and stddev say
  bool relative = true;  ///< of the relative effect; else of the absolute one
};

struct EstimateRequest {
  std::string kind;
  Statistics control, treatment;  ///< by name; empty when there are strata
  struct Stratum {
    Statistics control, treatment;
  };
  std::vector<Stratum> strata;
  double alpha = 0.05;
  bool relative = false;
  Inference inference = Inference::fixed;
  Alternative alternative = Alternative::two_sided;
  bool delta = false;    ///< the platforms' usual forms instead of ours
  double tuning = 5000;  ///< units of both arms at which an anytime interval is narrowest
  Prior prior;
  std::optional<double> theta;  ///< the covariate's slope
  /// > 0, on the effect's scale. greater: shown is an effect above -margin; less: below +margin;
  /// two_sided: between the two (equivalence).
  std::optional<double> margin;
  std::optional<Scale> scale;  ///< of a score; nps when absent
};

struct EstimateResult {
  std::optional<double> estimate, low, high;
  std::string low_reason, high_reason;  ///< why a bound is missing
  std::optional<double> standard_error;
  std::optional<double> p_value;
  std::optional<double> chance_to_win, expected_loss;
  std::optional<double> df;
  std::string method;
  std::string status = "ok";  ///< or the reason why no verdict may rest on it
};

}  // namespace collab
