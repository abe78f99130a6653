#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "collab/model/quantity.hpp"
#include "definition/draft.hpp"

namespace collab {
namespace {

void read_looks(Draft& draft, const Node& node) {
  Looks& looks = draft.experiment.looks;
  if (node.is_scalar()) {
    looks.form = node.text == "weekly"    ? Looks::Form::weekly
                 : node.text == "anytime" ? Looks::Form::anytime
                                          : Looks::Form::end;
    return;
  }
  looks.form = Looks::Form::days;
  const Days cycle = draft.experiment.cycle;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    const std::string path = below("monitor.looks", i);
    const auto day = item.faulty ? std::nullopt : read_days(&item, path, *draft.findings);
    if (!day) continue;
    if (cycle.count() > 0 && *day > cycle) {
      draft.findings->add(
          "look-beyond-cycle", item.at, path,
          fmt::format("a look at {} is beyond the cycle of {} days", item.text, cycle.count()),
          "leave it out, or make the cycle longer");
    } else if (!looks.days.empty() && *day <= looks.days.back()) {
      draft.findings->add(
          "look-order", item.at, path,
          fmt::format("the look at {} does not come after the one before", item.text),
          "write looks in ascending order");
    }
    looks.days.push_back(*day);
  }
}

void read_segments(Draft& draft, const Node& node) {
  std::vector<std::string> known;
  if (draft.program->program) {
    for (const auto& [name, levels] : draft.program->program->segments) known.push_back(name);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    if (item.faulty) continue;
    draft.experiment.segments.push_back(item.text);
    if (!draft.program->program || draft.levels(item.text) != nullptr) continue;
    draft.findings->add("unknown-segment", item.at, below("monitor.segments", i),
                        fmt::format("collab.yaml declares no segment '{}'", item.text),
                        known.empty() ? "declare it under segments in collab.yaml"
                                      : suggestion(item.text, known, "segments"));
  }
}

/// Break-even: a threshold that is no number is another metric of the experiment.
void check_threshold(Draft& draft, const Node* when, const std::string& path,
                     const Contingency& contingency) {
  if (contingency.condition != "above" && contingency.condition != "below") return;
  const Node* threshold = get(when, contingency.condition);
  if (threshold->faulty || !draft.metrics_known || parse_quantity(threshold->text) ||
      draft.experiment.metric(threshold->text) != nullptr)
    return;
  draft.findings->add("unknown-metric", threshold->at,
                      fmt::format("{}.when.{}", path, contingency.condition),
                      fmt::format("the experiment has no metric '{}'", threshold->text),
                      suggestion(threshold->text, draft.metric_ids(), "metrics"));
}

Contingency read_contingency(Draft& draft, const Node& node, const std::string& path) {
  const Node* when = get(&node, "when");
  Contingency contingency{.metric = text_of(when, "metric"),
                          .variant = text_of(when, "variant"),
                          .condition = {},
                          .threshold = {},
                          .then = text_of(&node, "then"),
                          .owner = text_of(&node, "owner")};
  for (const std::string_view condition : {"above", "below", "signal", "verdict", "stale"}) {
    const Node* threshold = get(when, condition);
    if (threshold == nullptr) continue;
    contingency.condition = condition;
    contingency.threshold = threshold->text;
  }
  if (const Node* periods = get(when, "for")) {
    contingency.for_periods = static_cast<int>(periods->number);
  }
  check_threshold(draft, when, path, contingency);
  const Node* metric = get(when, "metric");
  if (metric != nullptr && draft.metrics_known &&
      draft.experiment.metric(metric->text) == nullptr) {
    draft.findings->add("unknown-metric", metric->at, path + ".when.metric",
                        fmt::format("the experiment has no metric '{}'", metric->text),
                        suggestion(metric->text, draft.metric_ids(), "metrics"));
  }
  const Node* variant = get(when, "variant");
  if (variant != nullptr && draft.variants_known && !draft.experiment.has_variant(variant->text)) {
    draft.findings->add("unknown-variant", variant->at, path + ".when.variant",
                        fmt::format("there is no variant '{}'", variant->text),
                        suggestion(variant->text, draft.variant_ids(), "variants"));
  }
  return contingency;
}

DecisionKind decision_of(const Node* repeat, std::string_view key, DecisionKind usual) {
  return parse_decision(text_of(repeat, key)).value_or(usual);
}

}  // namespace

void read_monitor(Draft& draft) {
  const Node* monitor = draft.block("monitor");
  Experiment& experiment = draft.experiment;
  if (const Node* looks = get(monitor, "looks")) read_looks(draft, *looks);
  if (const Node* confidence = get(monitor, "confidence")) {
    experiment.confidence = parse_fraction(confidence->text).value_or(experiment.confidence);
  }
  experiment.multiplicity = text_of(monitor, "multiplicity", experiment.multiplicity);
  if (const Node* segments = get(monitor, "segments")) read_segments(draft, *segments);
  experiment.expect = text_of(monitor, "expect");
  if (const Node* holidays = get(monitor, "holidays")) {
    for (std::size_t i = 0; i < holidays->items.size(); ++i) {
      const Node& item = holidays->items[i];
      if (item.faulty) continue;
      if (const auto day = read_day(&item, below("monitor.holidays", i), *draft.findings)) {
        experiment.holidays.push_back(*day);
      }
    }
  }
  if (const Node* contingencies = get(monitor, "contingencies")) {
    for (std::size_t i = 0; i < contingencies->items.size(); ++i) {
      const std::string path = below("monitor.contingencies", i);
      experiment.contingencies.push_back(read_contingency(draft, contingencies->items[i], path));
    }
  }
}

void read_repeat(Draft& draft) {
  const Node* node = draft.block("repeat");
  Repeat& repeat = draft.experiment.repeat;
  const Node* cycles = get(node, "cycles");
  const Node* at_least = get(cycles, "at_least");
  const Node* at_most = get(cycles, "at_most");
  if (at_least != nullptr) repeat.at_least = static_cast<int>(at_least->number);
  if (at_most != nullptr) {
    repeat.at_most = static_cast<int>(at_most->number);
    if (repeat.at_least > repeat.at_most) {
      draft.findings->add(
          "cycle-count", at_most->at, "repeat.cycles.at_most",
          fmt::format("at_most {} is below at_least {}", repeat.at_most, repeat.at_least));
    }
  }
  repeat.when_met = decision_of(node, "when_met", repeat.when_met);
  repeat.when_better = decision_of(node, "when_better", repeat.when_better);
  repeat.when_unclear = decision_of(node, "when_unclear", repeat.when_unclear);
  repeat.when_missed = decision_of(node, "when_missed", repeat.when_missed);
  repeat.when_broken = decision_of(node, "when_broken", repeat.when_broken);
}

}  // namespace collab
