// A feed's columns and values: names that rows of its grain have, and that the experiment knows.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "definition/draft.hpp"
#include "definition/metric_columns.hpp"

namespace collab {
namespace {

using Names = std::vector<std::string>;

/// What a feed's columns may be called.
Names targets_of(const Draft& draft, Grain rows) {
  Names names{"variant", "period", "location"};
  if (rows != Grain::summary) names.insert(names.begin(), "unit");
  if (rows == Grain::event) names.insert(names.end(), {"time", "metric", "value"});
  for (const Metric& metric : draft.experiment.metrics) {
    names.push_back(metric.id);
    if (!metric.covariate.empty() && metric.covariate != "previous")
      names.push_back(metric.covariate);
  }
  if (draft.program->program) {
    for (const auto& [segment, levels] : draft.program->program->segments) names.push_back(segment);
  }
  for (const std::string& segment : draft.experiment.segments) names.push_back(segment);
  if (draft.experiment.assigned_by != "unit") names.push_back(draft.experiment.assigned_by);
  return names;
}

/// One feed's columns and values.
class FeedCheck {
 public:
  FeedCheck(Draft& draft, std::size_t index)
      : draft_(draft),
        feed_(draft.experiment.feeds[index]),
        node_(*draft.feeds[index]),
        path_(below("experiment.feeds", index)),
        columns_(get(&node_, "columns")) {}

  /// False when something could not be understood, so that what is not delivered stays open.
  bool check() {
    if (get(&node_, "rows") == nullptr) return false;
    bool clear = true;
    if (columns_ != nullptr) {
      for (std::size_t i = 0; i < columns_->items.size(); ++i) clear = check_target(i) && clear;
      check_required();
    }
    if (const Node* values = get(&node_, "values")) {
      for (std::size_t i = 0; i < values->items.size(); ++i)
        clear = check_values(*values, i) && clear;
    }
    return clear;
  }

 private:
  void fault(std::string_view slug, const Spot& at, const std::string& key, std::string message,
             std::string hint = {}) {
    draft_.findings->add(slug, at, below(path_, key), std::move(message), std::move(hint));
  }

  bool targets_known() const { return draft_.metrics_known && draft_.program->program.has_value(); }

  bool check_target(std::size_t i) {
    const Node& key = columns_->keys[i];
    const Node& use = columns_->items[i];
    if (key.faulty || use.faulty) return false;
    const std::string path = below("columns", key.text);
    if (key.text == "location") check_locations(key, path);
    if (misplaced(key, path)) return true;
    if (const Metric* metric = draft_.experiment.metric(key.text)) {
      check_metric_columns(draft_, feed_, *metric, key, use, path_);
      return true;
    }
    const Names names = targets_of(draft_, feed_.rows);
    if (!holds(names, key.text)) {
      if (!targets_known()) return false;
      fault("unknown-target", key.at, path,
            fmt::format("'{}' is no metric, covariate or segment", key.text),
            fmt::format("{}", suggestion(key.text, names, "known here")));
      return false;
    }
    if (use.is_map()) {
      fault("wrong-type", use.at, path, fmt::format("{} is one column, not several", key.text),
            fmt::format("{}: COLUMN", key.text));
    }
    return true;
  }

  /// Parts of a row that rows of this feed do not have.
  bool misplaced(const Node& key, const std::string& path) {
    const bool of_events = key.text == "time" || key.text == "metric" || key.text == "value";
    const bool of_units = key.text == "unit" && feed_.rows == Grain::summary;
    if (!of_units && (!of_events || feed_.rows == Grain::event)) return false;
    fault("misplaced-key", key.at, path,
          fmt::format("{} rows have no '{}'", name_of(feed_.rows), key.text),
          of_units
              ? "rows: unit, or map the number of distinct units as a statistic: {units: COLUMN}"
              : "rows: event");
    return true;
  }

  void check_locations(const Node& key, const std::string& path) {
    const auto& program = draft_.program->program;
    if (!program || !program->locations_file.empty()) return;
    fault("no-locations", key.at, path, "collab.yaml declares no locations",
          "add locations: locations.csv to collab.yaml, or leave the column out");
  }

  void check_required() {
    Names required;
    if (feed_.rows != Grain::summary) required.emplace_back("unit");
    if (feed_.rows == Grain::event) required.emplace_back("time");
    const bool several = draft_.variants_known && draft_.experiment.variants.size() > 1;
    const bool elsewhere = feed_.rows == Grain::event && has_key(&node_, "exposures");
    if (several && !elsewhere) required.emplace_back("variant");
    for (const std::string& target : required) {
      if (columns_->find(target) != nullptr || misspelt(target)) continue;
      fault("missing-column", key_spot(&node_, "columns"), "columns",
            fmt::format("rows: {} need a column for '{}'", name_of(feed_.rows), target),
            target == "unit" ? "unit: COLUMN, or unit: $row when each row is a unit"
                             : fmt::format("{}: COLUMN", target));
    }
  }

  /// Reported already, as a target that is not known.
  bool misspelt(const std::string& target) const {
    const Names names = targets_of(draft_, feed_.rows);
    return std::any_of(columns_->keys.begin(), columns_->keys.end(), [&](const Node& key) {
      return key.faulty || (!holds(names, key.text) && nearest(key.text, names) == target);
    });
  }

  bool check_values(const Node& values, std::size_t i) {
    const Node& key = values.keys[i];
    const Node& words = values.items[i];
    if (key.faulty || words.faulty) return false;
    const std::string path = below("values", key.text);
    const Names names = targets_of(draft_, feed_.rows);
    if (!holds(names, key.text)) {
      if (!targets_known()) return false;
      fault("unknown-target", key.at, path,
            fmt::format("'{}' is no column whose words could translate", key.text),
            suggestion(key.text, names, "known here"));
      return false;
    }
    for (std::size_t j = 0; j < words.items.size(); ++j) {
      check_word(key.text, words.items[j], below(path, words.keys[j].text));
    }
    return true;
  }

  void check_word(const std::string& target, const Node& word, const std::string& path) {
    if (word.faulty) return;
    if (target == "variant" && draft_.variants_known && !draft_.experiment.has_variant(word.text)) {
      fault("unknown-variant", word.at, path, fmt::format("there is no variant '{}'", word.text),
            suggestion(word.text, draft_.variant_ids(), "variants"));
    }
    if (target == "metric" && draft_.metrics_known && word.text != "exposure" &&
        draft_.experiment.metric(word.text) == nullptr) {
      fault("unknown-metric", word.at, path,
            fmt::format("the experiment has no metric '{}'", word.text),
            suggestion(word.text, draft_.metric_ids(), "metrics"));
    }
    const Names* levels = draft_.levels(target);
    if (levels != nullptr && !holds(*levels, word.text)) {
      fault("unknown-level", word.at, path,
            fmt::format("segment '{}' has no level '{}'", target, word.text),
            suggestion(word.text, *levels, "levels"));
    }
  }

  Draft& draft_;
  const Feed& feed_;
  const Node& node_;
  std::string path_;
  const Node* columns_;
};

}  // namespace

void check_feeds(Draft& draft) {
  bool clear = draft.feeds_known;
  for (std::size_t i = 0; i < draft.feeds.size(); ++i) {
    clear = FeedCheck(draft, i).check() && clear;
    const Node& node = *draft.feeds[i];
    if (get(&node, "rows") == nullptr ||
        (has_key(&node, "columns") && get(&node, "columns") == nullptr)) {
      clear = false;
    }
  }
  check_delivery(draft, clear);
}

}  // namespace collab
