#pragma once
// Tails and quantiles of the distributions that tests rest on. Tails are computed as such, never as
// 1 - cdf, so that a p-value of 1e-200 keeps its digits. Boost.Math is included in the .cpp alone.

namespace collab {

/// P(Z > z), Z standard normal.
double normal_upper_tail(double z);
/// z with P(Z > z) = tail. tail  0 < tail < 1
double normal_upper_quantile(double tail);

/// P(T > t), T Student with df > 0, not necessarily whole.
double t_upper_tail(double t, double df);
/// t with P(T > t) = tail. tail  0 < tail < 1
double t_upper_quantile(double tail, double df);

/// P(X > x), X chi-square with df > 0; x >= 0.
double chi_square_upper_tail(double x, double df);

/// ln Gamma(x), x > 0.
double log_gamma(double x);

/// g with P(G < g) = tail, G gamma of the given shape > 0 and scale 1.
double gamma_lower_quantile(double shape, double tail);
/// g with P(G > g) = tail.
double gamma_upper_quantile(double shape, double tail);

/// P(B < x), B beta with a, b > 0; 0 <= x <= 1.
double beta_lower_tail(double a, double b, double x);
/// P(B > x).
double beta_upper_tail(double a, double b, double x);

/// A quantile of a beta and its distance from 1, both with all their digits.
struct BetaQuantile {
  double x, complement;
};
/// P(B < x) = tail.
BetaQuantile beta_lower_quantile(double a, double b, double tail);
/// P(B > x) = tail.
BetaQuantile beta_upper_quantile(double a, double b, double tail);

/// The two-sided critical value of the standard normal, 1.96 for 0.05.
/// throws Error(usage, "alpha-range") unless 0 < alpha < 1
double normal_critical(double alpha);
/// The same of Student's t.
double t_critical(double alpha, double df);

}  // namespace collab
