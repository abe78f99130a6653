// What a schema cannot say of one metric: targets, predictions and scales that fit kind and side.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "definition/draft.hpp"

namespace collab {
namespace {

/// Percentage points, and levels in per cent, mean something for some kinds only.
bool fits_kind(const Quantity& quantity, const KindShape* shape) {
  if (shape == nullptr || shape->points) return true;
  if (quantity.form == Quantity::Form::points_change) return false;
  return quantity.form != Quantity::Form::level || !quantity.text.ends_with('%');
}

struct MetricCheck {
  const Metric& metric;
  const Node& node;
  const std::string& path;
  const KindShape* shape;
  Findings& findings;

  void fault(std::string_view slug, const Node& at, std::string_view key, std::string message,
             std::string hint = {}) const {
    findings.add(slug, at.at, below(path, key), std::move(message), std::move(hint));
    at.faulty = true;
  }

  bool direction_known() const {
    return get(&node, "better") != nullptr ||
           (get(&node, "use") != nullptr && !metric.kind.empty());
  }

  /// A goal is an improvement, and a guardrail's limit is not.
  bool wrong_side(std::string_view key, const Quantity& quantity) const {
    if (!quantity.is_change() || quantity.value == 0) return false;
    const bool improvement = (quantity.value > 0) == metric.higher_is_better;
    return improvement != (key == "target");
  }

  std::string right_side(std::string_view key, const Quantity& quantity) const {
    std::string text = quantity.text;
    if (wrong_side(key, quantity)) text.front() = text.front() == '+' ? '-' : '+';
    return text;
  }

  void target(std::string_view key, const std::optional<Target>& target) const {
    const Node* value = get(&node, key);
    if (value == nullptr) return;
    if (!target) {
      fault("bad-value", *value, key, fmt::format("{} '{}' cannot be read", key, value->text),
            "a target such as \">= +5%\"");
    } else if (!fits_kind(target->quantity, shape)) {
      fault("target-form", *value, key,
            fmt::format("'{}' does not fit a metric of kind {}", value->text, metric.kind),
            "per cent levels and percentage points (pp) are for proportions; write a change such "
            "as +5% or +2.0, or a level in the metric's measure");
    } else if (target->at_least != metric.higher_is_better && direction_known()) {
      fault("target-direction", *value, key,
            fmt::format("better is {}, so the {} needs '{}'",
                        metric.higher_is_better ? "higher" : "lower", key,
                        metric.higher_is_better ? ">=" : "<="),
            fmt::format("\"{} {}\", or change better",
                        metric.higher_is_better ? ">=" : "<=", right_side(key, target->quantity)));
    } else if (direction_known() && wrong_side(key, target->quantity)) {
      fault("target-direction", *value, key,
            fmt::format("{} is {} where better is {}", target->quantity.text,
                        key == "target" ? "no improvement" : "an improvement",
                        metric.higher_is_better ? "higher" : "lower"),
            key == "target" ? "what must only not get worse is a guardrail with a limit"
                            : "what must improve is a goal with a target");
    } else if (metric.scale && metric.scale->nps &&
               target->quantity.form == Quantity::Form::relative_change) {
      fault("target-form", *value, key, "a net promoter score has no relative change",
            "write the points, such as +3.0");
    }
  }

  void prediction() const {
    const Node* value = get(&node, "predict");
    if (value == nullptr || get(value, "change") == nullptr ||
        get(value, "confidence") == nullptr) {
      return;
    }
    const Node* between = get(value, "between");
    if (between == nullptr || between->items[0].faulty || between->items[1].faulty) return;
    for (const Node* end : {get(value, "change"), &between->items[0], &between->items[1]}) {
      const auto quantity = parse_quantity(end->text);
      if (!quantity || !quantity->is_change()) {
        fault("bad-value", *end, "predict",
              fmt::format("a prediction is a signed change, and {} has no sign", end->text),
              fmt::format("+{}, +{}% or -{}", end->text, end->text, end->text));
        return;
      }
      if (!fits_kind(*quantity, shape)) {
        fault("target-form", *end, "predict",
              fmt::format("'{}' does not fit a metric of kind {}", end->text, metric.kind),
              "percentage points (pp) are for proportions");
        return;
      }
    }
    if (!metric.predict) return;
    const Prediction& predict = *metric.predict;
    if (predict.low.form != predict.change.form || predict.high.form != predict.change.form) {
      fault("prediction-range", *between, "predict.between",
            "the range and the change are not in the same measure",
            "all in %, all in pp, or neither");
    } else if (predict.low.value >= predict.high.value) {
      fault("prediction-range", *between, "predict.between",
            "the range's low end is not below its high end", "write [low, high]");
    } else if (predict.change.value < predict.low.value ||
               predict.change.value > predict.high.value) {
      fault("prediction-range", *between, "predict.between",
            fmt::format("the range does not hold the change {}", predict.change.text));
    }
  }

  void scale() const {
    const Node* value = get(&node, "scale");
    if (value == nullptr || !value->is_map() || get(value, "from") == nullptr ||
        get(value, "to") == nullptr || get(value, "top") == nullptr) {
      return;
    }
    const Scale& scale = *metric.scale;
    if (scale.from >= scale.to) {
      fault("scale", *value, "scale",
            fmt::format("from {} is not below to {}", scale.from, scale.to));
    } else if (scale.top > scale.to - scale.from) {
      fault("scale", *value, "scale",
            fmt::format("top {} takes in the whole scale of {} levels", scale.top,
                        scale.to - scale.from + 1));
    }
  }

  /// A key that belongs to another kind, where the kind is a shared metric's.
  void kind_keys() const {
    if (get(&node, "use") == nullptr || metric.kind.empty()) return;
    for (const auto& [key, kind] :
         {std::pair{"quantile", "quantile"}, std::pair{"scale", "score"}}) {
      if (get(&node, key) == nullptr || metric.kind == kind) continue;
      findings.add("misplaced-key", key_spot(&node, key), below(path, key),
                   fmt::format("'{}' belongs to metrics of kind {}", key, kind));
    }
  }

  void baseline() const {
    const Node* value = get(&node, "baseline");
    if (value == nullptr || !metric.baseline || metric.baseline->form != Baseline::Form::value)
      return;
    if (!fits_kind(metric.baseline->value, shape)) {
      fault("target-form", *value, "baseline",
            fmt::format("a level in per cent does not fit a metric of kind {}", metric.kind));
    }
  }
};

}  // namespace

bool is_reserved(std::string_view name) {
  static constexpr std::array<std::string_view, 8> reserved{
      "unit", "variant", "period", "location", "time", "metric", "value", "exposure"};
  return std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

void check_metric(const Metric& metric, const Node& node, const std::string& path,
                  const KindShape* shape, Findings& findings) {
  const MetricCheck check{metric, node, path, shape, findings};
  if (const Node* id = get(&node, "id"); id != nullptr && is_reserved(id->text)) {
    check.fault("reserved-name", *id, "id",
                fmt::format("'{}' has a meaning of its own in feeds", id->text),
                "give the metric another name");
  }
  check.target("target", metric.target);
  check.target("limit", metric.limit);
  check.prediction();
  check.scale();
  check.kind_keys();
  check.baseline();
}

}  // namespace collab
