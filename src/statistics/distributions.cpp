#include "collab/statistics/distributions.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "collab/model/error.hpp"

namespace collab {
namespace {

// Doubles stay doubles: long double would cost three times as much for digits nobody sees. A
// quantile beyond all doubles is infinite.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Policy>;
using StudentsT = boost::math::students_t_distribution<double, Policy>;

void check_alpha(double alpha) {
  const bool inside = alpha > 0 && alpha < 1;  // false for NaN
  if (!inside) {
    throw Error(ExitCode::usage, "alpha-range", "alpha must lie between 0 and 1",
                "0.05 stands for a confidence of 95%");
  }
}

/// Where one term of the series is all of the lower tail of a beta distribution.
double beta_first_term(double a, double b, double tail) {
  return std::exp((std::log(tail) + std::log(a) + log_gamma(a) + log_gamma(b) - log_gamma(a + b)) /
                  a);
}
constexpr double nothing_else = 1e-17;  // what the next term adds is below the last bit

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
  // Boost's search finds no root so far out; nor below, in beta's tails.
  const double first_term = std::exp((std::log(tail) + log_gamma(shape + 1)) / shape);
  if (first_term < nothing_else) return first_term;
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
  if (const double x = beta_first_term(a, b, tail); x < nothing_else)
    return {.x = x, .complement = 1};
  result.x = boost::math::ibeta_inv(a, b, tail, &result.complement, Policy());
  return result;
}

BetaQuantile beta_upper_quantile(double a, double b, double tail) {
  BetaQuantile result{};
  if (const double rest = beta_first_term(b, a, tail); rest < nothing_else)
    return {.x = 1, .complement = rest};
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
