#pragma once
// Effects and verdicts: what statistics computes and a review says.
#include <optional>
#include <string>
#include <string_view>

namespace collab {

/// A number with its interval. An absent bound is unbounded or undefined, and `reason` says why:
/// a slug such as "too-few", "zero-baseline", "no-data"; empty when all three are there.
struct Estimate {
  std::optional<double> value;
  std::optional<double> low, high;
  std::string reason;
};

/// Treatment minus control. Relative is (treatment - control) / control as a fraction.
/// p_value is two-sided against no effect and comes from the test that gives both intervals:
/// p < alpha exactly when 0 is outside the absolute interval at that alpha.
struct Effect {
  Estimate absolute, relative;
  std::optional<double> p_value;
  std::optional<double> standard_error;  ///< of the absolute effect, where the method has one
  std::optional<double> df;
  std::string method;  ///< "miettinen-nurminen", "welch", ...: named in collab-methods and JSON
  bool judged = true;  ///< false: no verdict may rest on it; absolute.reason says why
};

enum class Verdict { met, better, unclear, missed, worse, pending, no_data, broken, ok };
std::string_view name_of(Verdict verdict);
std::optional<Verdict> parse_verdict(std::string_view text);

}  // namespace collab
