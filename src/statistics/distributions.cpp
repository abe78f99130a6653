#include "collab/statistics/distributions.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include "collab/model/error.hpp"

namespace collab {
namespace {

// Doubles stay doubles: long double would cost three times as much for digits nobody sees.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using Normal = boost::math::normal_distribution<double, Policy>;
using StudentsT = boost::math::students_t_distribution<double, Policy>;

void check_alpha(double alpha) {
  const bool inside = alpha > 0 && alpha < 1;  // false for NaN
  if (!inside) {
    throw Error(ExitCode::usage, "alpha-range", "alpha must lie between 0 and 1",
                "0.05 stands for a confidence of 95%");
  }
}

}  // namespace

double normal_upper_tail(double z) { return cdf(complement(Normal(), z)); }

double normal_upper_quantile(double tail) { return quantile(complement(Normal(), tail)); }

double t_upper_tail(double t, double df) { return cdf(complement(StudentsT(df), t)); }

double t_upper_quantile(double tail, double df) {
  return quantile(complement(StudentsT(df), tail));
}

double chi_square_upper_tail(double x, double df) {
  // Boost 1.74 divides (x/2)^(df/2) by a gamma function that overflows; the tail is 1 to the last
  // bit.
  if (x < 1e-8 && df > 6) return 1;
  return boost::math::gamma_q(df / 2, x / 2, Policy());
}

double log_gamma(double x) { return boost::math::lgamma(x, Policy()); }

double gamma_lower_quantile(double shape, double tail) {
  return boost::math::gamma_p_inv(shape, tail, Policy());
}

double gamma_upper_quantile(double shape, double tail) {
  return boost::math::gamma_q_inv(shape, tail, Policy());
}

double beta_lower_tail(double a, double b, double x) {
  return boost::math::ibeta(a, b, x, Policy());
}

double beta_upper_tail(double a, double b, double x) {
  return boost::math::ibetac(a, b, x, Policy());
}

BetaQuantile beta_lower_quantile(double a, double b, double tail) {
  BetaQuantile result{};
  result.x = boost::math::ibeta_inv(a, b, tail, &result.complement, Policy());
  return result;
}

BetaQuantile beta_upper_quantile(double a, double b, double tail) {
  BetaQuantile result{};
  result.x = boost::math::ibetac_inv(a, b, tail, &result.complement, Policy());
  return result;
}

double normal_critical(double alpha) {
  check_alpha(alpha);
  return normal_upper_quantile(alpha / 2);
}

double t_critical(double alpha, double df) {
  check_alpha(alpha);
  return t_upper_quantile(alpha / 2, df);
}

}  // namespace collab
