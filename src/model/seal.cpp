#include "collab/model/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "collab/model/number.hpp"
#include "seal_lines.hpp"

namespace collab {
namespace {

class Writer {
 public:
  void put(std::string_view path, std::string_view value) {
    text_ += fmt::format("{} = {}\n", path, escape(value));
  }
  /// Nothing for an empty value: the reader leaves the member as it is.
  void put_if(std::string_view path, std::string_view value) {
    if (!value.empty()) put(path, value);
  }
  void put_list(std::string_view path, const std::vector<std::string>& items) {
    text_ += fmt::format("{} = {}\n", path, join_list(items));
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

template <typename Item>
std::vector<std::string> ids_of(const std::vector<Item>& items) {
  std::vector<std::string> ids;
  ids.reserve(items.size());
  for (const Item& item : items) ids.push_back(item.id);
  return ids;
}

std::string in_days(Days days) { return fmt::format("{}d", days.count()); }

/// As written where that says the number; else the number.
std::string fraction(std::string_view text, double value) {
  const auto read = parse_quantity(text);
  return read && read->value == value ? std::string(text) : to_string(value);
}

void put_metric(Writer& out, const Metric& metric) {
  const std::string path = "evaluate.metrics." + path_part(metric.id);
  out.put(path + ".kind", metric.kind);
  out.put(path + ".role", name_of(metric.role));
  out.put(path + ".better", metric.higher_is_better ? "higher" : "lower");
  out.put_if(path + ".measure", metric.measure);
  if (metric.target) out.put(path + ".target", metric.target->text());
  if (metric.limit) out.put(path + ".limit", metric.limit->text());
  if (metric.predict) {
    const Prediction& predict = *metric.predict;
    out.put(path + ".predict.change", to_string(predict.change));
    if (predict.low != Quantity{} || predict.high != Quantity{}) {
      out.put_list(path + ".predict.between", {to_string(predict.low), to_string(predict.high)});
    }
    if (predict.confidence > 0) {
      out.put(path + ".predict.confidence", fraction(predict.confidence_text, predict.confidence));
    }
  }
  out.put_if(path + ".covariate", metric.covariate);
  if (metric.cap) out.put(path + ".cap", to_string(*metric.cap));
  out.put_if(path + ".quantile", metric.quantile);
  if (metric.scale) out.put(path + ".scale", to_string(*metric.scale));
  if (metric.baseline) out.put(path + ".baseline", to_string(*metric.baseline));
}

void put_evaluate(Writer& out, const Experiment& experiment) {
  out.put("evaluate.problem", experiment.problem);
  out.put("evaluate.hypothesis", experiment.hypothesis);
  out.put("evaluate.baseline", to_string(experiment.baseline));
  // Their order is part of the plan: the first goal decides between variants.
  out.put_list("evaluate.metrics", ids_of(experiment.metrics));
  for (const Metric& metric : experiment.metrics) put_metric(out, metric);
}

void put_experiment(Writer& out, const Experiment& experiment) {
  out.put("experiment.unit", experiment.unit);
  out.put("experiment.assigned_by", experiment.assigned_by);
  out.put_list("experiment.variants", ids_of(experiment.variants));
  for (const Variant& variant : experiment.variants) {
    const std::string path = "experiment.variants." + path_part(variant.id);
    if (variant.share) out.put(path + ".share", fraction(variant.share_text, *variant.share));
    out.put_if(path + ".does", variant.does);
  }
  out.put_if("experiment.control", experiment.control);
  out.put("experiment.starts", to_string(experiment.starts));
  out.put("experiment.cycle", in_days(experiment.cycle));
  if (experiment.counts) out.put("experiment.counts", name_of(*experiment.counts));
  // Sorted: the order of feeds is operational, how their rows add up is not.
  std::map<std::string, const Feed*> feeds;
  for (const Feed& feed : experiment.feeds) feeds.emplace(feed.id, &feed);
  for (const auto& [id, feed] : feeds) {
    const std::string path = "experiment.feeds." + path_part(id);
    out.put(path + ".counts", name_of(feed->counts));
    // Whose events count, and for how long: what is judged, not how it is read.
    out.put_if(path + ".exposures", feed->exposures);
    if (feed->within) out.put(path + ".within", in_days(*feed->within));
  }
}

std::string looks_text(const Looks& looks) {
  if (looks.form == Looks::Form::end) return "end";
  if (looks.form == Looks::Form::weekly) return "weekly";
  if (looks.form == Looks::Form::anytime) return "anytime";
  std::vector<std::string> days;
  days.reserve(looks.days.size());
  for (const Days day : looks.days) days.push_back(in_days(day));
  return join_list(days);
}

void put_monitor(Writer& out, const Experiment& experiment) {
  out.put("monitor.looks", looks_text(experiment.looks));
  out.put("monitor.confidence", to_string(experiment.confidence));
  out.put("monitor.multiplicity", experiment.multiplicity);
  if (!experiment.segments.empty()) out.put_list("monitor.segments", experiment.segments);
  for (std::size_t i = 0; i < experiment.contingencies.size(); ++i) {
    const Contingency& contingency = experiment.contingencies[i];
    const std::string path = fmt::format("monitor.contingencies.{}", i + 1);
    out.put(path + ".when.condition", contingency.condition);
    out.put_if(path + ".when.metric", contingency.metric);
    out.put_if(path + ".when.variant", contingency.variant);
    out.put_if(path + ".when.threshold", contingency.threshold);
    out.put(path + ".when.for", std::to_string(contingency.for_periods));
    out.put_if(path + ".then", contingency.then);
    out.put_if(path + ".owner", contingency.owner);
  }
}

void put_repeat(Writer& out, const Repeat& repeat) {
  out.put("repeat.cycles.at_least", std::to_string(repeat.at_least));
  out.put("repeat.cycles.at_most", std::to_string(repeat.at_most));
  out.put("repeat.when_met", name_of(repeat.when_met));
  out.put("repeat.when_better", name_of(repeat.when_better));
  out.put("repeat.when_unclear", name_of(repeat.when_unclear));
  out.put("repeat.when_missed", name_of(repeat.when_missed));
  out.put("repeat.when_broken", name_of(repeat.when_broken));
}

const SealLine* find_path(const std::vector<SealLine>& lines, std::string_view path) {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [path](const SealLine& line) { return line.path == path; });
  return found == lines.end() ? nullptr : &*found;
}

}  // namespace

std::string seal(const Experiment& experiment) {
  Writer out;
  out.put("seal", "collab.seal/1");
  out.put("id", experiment.id);
  put_evaluate(out, experiment);
  put_experiment(out, experiment);
  put_monitor(out, experiment);
  put_repeat(out, experiment.repeat);
  return out.take();
}

std::vector<SealChange> seal_changes(std::string_view before, std::string_view after) {
  const std::vector<SealLine> old_lines = seal_lines(before);
  const std::vector<SealLine> new_lines = seal_lines(after);
  std::vector<SealChange> changes;
  for (const SealLine& line : new_lines) {
    const SealLine* old = find_path(old_lines, line.path);
    if (old != nullptr && old->value == line.value) continue;
    changes.push_back({.path = line.path,
                       .before = old != nullptr ? old->value : std::string{},
                       .after = line.value});
  }
  for (const SealLine& line : old_lines) {
    if (find_path(new_lines, line.path) == nullptr) {
      changes.push_back({.path = line.path, .before = line.value, .after = {}});
    }
  }
  return changes;
}

}  // namespace collab
