#pragma once
// Quantities, targets and predictions as a plan writes them (product.md, section 4, Targets).
#include <optional>
#include <string>
#include <string_view>

namespace collab {

/// A signed quantity is a change against the baseline, an unsigned one a level of the variant.
struct Quantity {
  enum class Form {
    relative_change,  ///< `+5%`; value 0.05
    points_change,    ///< `+0.5pp`; value 0.005, on a proportion's scale
    absolute_change,  ///< `+2.0`; value in the metric's measure
    level,            ///< `42`, or `3.5%` with value 0.035
  };
  Form form = Form::level;
  double value = 0;
  std::string text;  ///< as written

  bool is_change() const { return form != Form::level; }
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// nullopt unless the whole text is one quantity.
std::optional<Quantity> parse_quantity(std::string_view text);
/// As written; else, for a quantity made by hand, as parse_quantity reads it.
std::string to_string(const Quantity& quantity);

/// `>= +5%`: what a goal must reach, or, as a guardrail's limit, how far it may go.
struct Target {
  bool at_least = true;  ///< ">=" or "<="
  Quantity quantity;
  std::string text() const;
  friend bool operator==(const Target&, const Target&) = default;
};
std::optional<Target> parse_target(std::string_view text);

/// `80%` or `0.8` as a fraction strictly between 0 and 1.
std::optional<double> parse_fraction(std::string_view text);

}  // namespace collab
