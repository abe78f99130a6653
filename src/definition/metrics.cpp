// The metrics of an experiment, with what they take from the program's shared ones.
#include <fmt/format.h>

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
      // An id that is at fault itself is told of already.
      const Node* id = get(&node, has_key(&node, "id") ? "id" : "use");
      if (id == nullptr) continue;
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

}  // namespace collab
