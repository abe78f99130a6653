#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "definition/draft.hpp"

namespace collab {
namespace {

Role role_of(const std::string& text) {
  if (text == "goal") return Role::goal;
  return text == "guardrail" ? Role::guardrail : Role::secondary;
}

std::optional<Baseline> baseline_of(const Node* node) {
  if (node == nullptr) return std::nullopt;
  if (node->is_scalar()) return parse_baseline(node->text);
  if (get(node, "last") != nullptr) return parse_baseline("last " + text_of(node, "last"));
  if (get(node, "value") != nullptr) return parse_baseline("value " + text_of(node, "value"));
  return std::nullopt;
}

std::optional<Prediction> prediction_of(const Node* node) {
  const Node* between = get(node, "between");
  if (between == nullptr || between->items.size() != 2) return std::nullopt;
  const auto change = parse_quantity(text_of(node, "change"));
  const auto low = parse_quantity(between->items[0].text);
  const auto high = parse_quantity(between->items[1].text);
  const std::string confidence_text = text_of(node, "confidence");
  const auto confidence = parse_fraction(confidence_text);
  if (!change || !low || !high || !confidence) return std::nullopt;
  return Prediction{.change = *change,
                    .low = *low,
                    .high = *high,
                    .confidence = *confidence,
                    .confidence_text = confidence_text};
}

std::optional<Scale> scale_of(const Node* node) {
  if (node == nullptr) return std::nullopt;
  if (node->is_scalar()) return Scale{.nps = true};
  const auto number = [&](std::string_view key) {
    const Node* value = get(node, key);
    return value == nullptr ? 0 : static_cast<int>(value->number);
  };
  return Scale{.from = number("from"), .to = number("to"), .top = number("top")};
}

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

const Metric* shared_metric(const Draft& draft, const Node& node, const std::string& path) {
  const Node* use = get(&node, "use");
  if (use == nullptr) return nullptr;
  std::vector<std::string> ids;
  for (const Metric& metric : draft.program->metrics) {
    if (metric.id == use->text) return &metric;
    ids.push_back(metric.id);
  }
  if (!draft.program->program) return nullptr;
  draft.findings->add("unknown-metric", use->at, below(path, "use"),
                      fmt::format("collab.yaml has no metric '{}'", use->text),
                      ids.empty() ? "add it under metrics in collab.yaml"
                                  : suggestion(use->text, ids, "shared metrics"));
  return nullptr;
}

}  // namespace

bool is_reserved(std::string_view name) {
  static constexpr std::array<std::string_view, 8> reserved{
      "unit", "variant", "period", "location", "time", "metric", "value", "exposure"};
  return std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

Metric read_metric(const Node& node, const Metric& base) {
  Metric metric = base;
  metric.id = text_of(&node, "id", base.id);
  metric.kind = text_of(&node, "kind", base.kind);
  metric.role = role_of(text_of(&node, "role"));
  metric.higher_is_better =
      text_of(&node, "better", base.higher_is_better ? "higher" : "lower") == "higher";
  metric.measure = text_of(&node, "measure", base.measure);
  metric.target = parse_target(text_of(&node, "target"));
  metric.limit = parse_target(text_of(&node, "limit"));
  metric.predict = prediction_of(get(&node, "predict"));
  metric.covariate = text_of(&node, "covariate", base.covariate);
  if (const Node* cap = get(&node, "cap")) metric.cap = parse_cap(cap->text);
  metric.quantile = text_of(&node, "quantile", base.quantile);
  if (const Node* scale = get(&node, "scale")) metric.scale = scale_of(scale);
  if (const Node* baseline = get(&node, "baseline")) metric.baseline = baseline_of(baseline);
  return metric;
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

void read_metrics(Draft& draft) {
  const Node* evaluate = draft.block("evaluate");
  Experiment& experiment = draft.experiment;
  experiment.problem = text_of(evaluate, "problem");
  experiment.hypothesis = text_of(evaluate, "hypothesis");
  if (const auto baseline = baseline_of(get(evaluate, "baseline"))) experiment.baseline = *baseline;
  const Node* metrics = get(evaluate, "metrics");
  if (metrics == nullptr) {
    draft.metrics_known = false;
    return;
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < metrics->items.size(); ++i) {
    const Node& node = metrics->items[i];
    const std::string path = below("evaluate.metrics", i);
    const Metric* shared = node.faulty ? nullptr : shared_metric(draft, node, path);
    Metric metric = read_metric(node, shared == nullptr ? Metric{} : *shared);
    // An unknown `use` still says what the metric is called.
    if (metric.id.empty()) metric.id = text_of(&node, "use");
    if (metric.id.empty() || (has_key(&node, "id") && get(&node, "id") == nullptr)) {
      draft.metrics_known = false;
      if (metric.id.empty()) continue;
    }
    if (!seen.insert(metric.id).second) {
      const Node* id = get(&node, has_key(&node, "id") ? "id" : "use");
      draft.findings->add("duplicate-id", id->at, below(path, "id"),
                          fmt::format("there is a metric '{}' already", metric.id),
                          "give one of the two another id");
      continue;
    }
    check_metric(metric, node, path, draft.shape(metric.kind), *draft.findings);
    if (const Node* scale = node.find("scale"); scale != nullptr && scale->faulty)
      metric.scale.reset();
    experiment.metrics.push_back(std::move(metric));
    draft.metrics.push_back(&node);
  }
}

void check_comparisons(const Draft& draft) {
  const Experiment& experiment = draft.experiment;
  if (!draft.variants_known || experiment.variants.size() < 2) return;
  for (std::size_t i = 0; i < draft.metrics.size(); ++i) {
    const Metric& metric = experiment.metrics[i];
    const KindShape* shape = draft.shape(metric.kind);
    const Node* role = get(draft.metrics[i], "role");
    if (shape == nullptr || shape->compared || role == nullptr) continue;
    if (metric.role == Role::secondary) continue;
    draft.findings->add("not-compared", role->at, below(below("evaluate.metrics", i), "role"),
                        fmt::format("a {} of kind {} would never get a verdict between variants",
                                    role->text, metric.kind),
                        "role: secondary, or a kind that is compared");
  }
}

void check_baselines(const Draft& draft) {
  const Experiment& experiment = draft.experiment;
  if (!draft.variants_known || experiment.variants.size() != 1) return;
  const auto check = [&](const Node* map, const Baseline& baseline, const std::string& path) {
    const Node* value = get(map, "baseline");
    if (value == nullptr || baseline.form != Baseline::Form::control) return;
    draft.findings->add("baseline-form", value->at, path,
                        "one variant has no control to be compared with",
                        "previous, {last: 28d} or {value: 3.2%}; or add a control variant");
  };
  check(draft.block("evaluate"), experiment.baseline, "evaluate.baseline");
  for (std::size_t i = 0; i < draft.metrics.size(); ++i) {
    const auto& baseline = experiment.metrics[i].baseline;
    if (baseline)
      check(draft.metrics[i], *baseline, fmt::format("evaluate.metrics[{}].baseline", i));
  }
}

}  // namespace collab
