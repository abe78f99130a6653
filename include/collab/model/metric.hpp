#pragma once
// A metric as a plan defines it, and what a metric kind looks like from outside.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/quantity.hpp"
#include "collab/model/time.hpp"

namespace collab {

enum class Role { goal, guardrail, secondary };
std::string_view name_of(Role role);

/// What a variant is compared with.
struct Baseline {
  enum class Form { control, previous, last, value };
  Form form = Form::control;
  Days last{};       ///< for `{last: 28d}`
  Quantity value{};  ///< for `{value: 3.2%}`, a level
  friend bool operator==(const Baseline&, const Baseline&) = default;
};
/// `control`, `previous`, `last 28d`, `value 3.2%`.
std::string to_string(const Baseline& baseline);
std::optional<Baseline> parse_baseline(std::string_view text);

struct Prediction {
  Quantity change;
  Quantity low, high;
  double confidence = 0;  ///< fraction
  std::string confidence_text;
  friend bool operator==(const Prediction&, const Prediction&) = default;
};

/// Winsorising: a percentile pooled over variants (`p99.5`), or a number.
struct Cap {
  bool percentile = false;
  double value = 0;  ///< 0.995, or the number
  std::string text;
  friend bool operator==(const Cap&, const Cap&) = default;
};
/// `p99.5`, `120`.
std::string to_string(const Cap& cap);
std::optional<Cap> parse_cap(std::string_view text);

/// A score's scale: nps (0-10), or from..to with the `top` highest levels counted.
struct Scale {
  bool nps = false;
  int from = 0, to = 0, top = 0;
  friend bool operator==(const Scale&, const Scale&) = default;
};
/// `nps`, `from 1 to 5 top 2`.
std::string to_string(const Scale& scale);
std::optional<Scale> parse_scale(std::string_view text);

struct Metric {
  std::string id;
  std::string kind;
  Role role = Role::secondary;
  bool higher_is_better = true;
  std::string measure;           ///< unit of measure: USD, minutes; may be empty
  std::optional<Target> target;  ///< goals
  std::optional<Target> limit;   ///< guardrails
  std::optional<Prediction> predict;
  std::string covariate;  ///< a column known before exposure, or "previous"; may be empty
  std::optional<Cap> cap;
  std::string quantile;  ///< `p90`; may be empty
  std::optional<Scale> scale;
  std::optional<Baseline> baseline;  ///< its own, else the experiment's
  friend bool operator==(const Metric&, const Metric&) = default;
};

/// What definition and recording must know of a metric kind; statistics provides one per kind.
struct KindShape {
  std::string_view name;
  std::string_view summary;  ///< one line for help and documents
  /// Per-unit fields in unit rows: {"value"} for a plain column, {"numerator", "denominator"},
  /// {"events", "exposure"}. Empty: no unit rows.
  std::vector<std::string_view> unit_fields;
  /// The sets of statistics of which a summary row must give one, e.g. {{"n","mean","sd"},
  /// {"n","sum","sum_squares"}}. Empty: no summary rows. {"level"} stands for counts per level.
  std::vector<std::vector<std::string_view>> summary_forms;
  std::vector<std::string_view> optional_statistics;  ///< also allowed: "units", covariate sums
  bool points = false;                                ///< `+0.5pp` and percent levels make sense
  bool compared = true;     ///< false: charted and compared before/after, never between variants
  bool stratified = false;  ///< a mean or ratio of units, which strata can weigh
};

}  // namespace collab
