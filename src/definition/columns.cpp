#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "definition/draft.hpp"

namespace collab {
namespace {

using Names = std::vector<std::string>;

bool holds(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool holds(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// `events, exposure or n, mean, sd`
std::string join_forms(const std::vector<std::vector<std::string_view>>& forms) {
  Names texts;
  for (const auto& form : forms)
    texts.push_back(fmt::format("{{{}: …}}", fmt::join(form, ": …, ")));
  return fmt::format("{}", fmt::join(texts, " or "));
}

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
      check_metric_columns(*metric, key, use, path);
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

  void check_metric_columns(const Metric& metric, const Node& key, const Node& use,
                            const std::string& path) {
    const KindShape* shape = draft_.shape(metric.kind);
    if (shape == nullptr) return;
    if (feed_.rows == Grain::summary) check_summary(metric, *shape, key, use, path);
    if (feed_.rows == Grain::unit) check_unit(metric, *shape, key, use, path);
  }

  void check_unit(const Metric& metric, const KindShape& shape, const Node& key, const Node& use,
                  const std::string& path) {
    const auto& fields = shape.unit_fields;
    if (fields.empty()) {
      fault("wrong-rows", key.at, path,
            fmt::format("a metric of kind {} has no unit rows", metric.kind), "use summary rows");
      return;
    }
    const bool plain = fields.size() == 1;
    bool sound = plain ? use.is_scalar() : use.is_map() && use.keys.size() == fields.size();
    for (const Node& field : use.keys) sound = sound && holds(fields, field.text);
    if (sound) return;
    fault(
        "unit-form", use.at, path,
        fmt::format("unit rows of a metric of kind {} have {}", metric.kind,
                    plain ? "one column" : fmt::format("the columns {}", fmt::join(fields, ", "))),
        plain ? fmt::format("{}: COLUMN", key.text)
              : fmt::format("{}: {}", key.text, join_forms({fields})));
  }

  void check_summary(const Metric& metric, const KindShape& shape, const Node& key, const Node& use,
                     const std::string& path) {
    const auto& forms = shape.summary_forms;
    const bool by_level = std::any_of(forms.begin(), forms.end(),
                                      [](const auto& form) { return holds(form, "level"); });
    if (by_level && !metric.scale) return;
    if (forms.empty()) {
      fault("needs-unit-rows", key.at, path,
            fmt::format("a metric of kind {} cannot be had from summary rows", metric.kind),
            "send unit rows");
      return;
    }
    const auto fits = [&](const std::vector<std::string_view>& form) {
      if (use.is_scalar()) return form.size() == 1 && form.front() != "level";
      return std::all_of(form.begin(), form.end(), [&](std::string_view statistic) {
        return statistic == "level" || use.find(statistic) != nullptr;
      });
    };
    for (const Node& statistic : use.keys) {
      if (is_statistic(metric, shape, statistic.text)) continue;
      unknown_statistic(metric, shape, statistic, path);
      return;
    }
    if (std::any_of(forms.begin(), forms.end(), fits)) return;
    fault(
        "summary-form", use.at, path,
        fmt::format("summary rows of a metric of kind {} need {}", metric.kind, join_forms(forms)),
        fmt::format("{}: {}", key.text, join_forms({forms.front()})));
  }

  static bool is_level(const Metric& metric, const std::string& text) {
    int level = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), level);
    if (error != std::errc{} || end != text.data() + text.size()) return false;
    if (!metric.scale) return true;
    return metric.scale->nps ? level >= 0 && level <= 10
                             : level >= metric.scale->from && level <= metric.scale->to;
  }

  static bool is_statistic(const Metric& metric, const KindShape& shape, const std::string& name) {
    if (holds(shape.optional_statistics, name)) return true;
    return std::any_of(shape.summary_forms.begin(), shape.summary_forms.end(),
                       [&](const auto& form) {
                         return holds(form, "level") ? is_level(metric, name) : holds(form, name);
                       });
  }

  void unknown_statistic(const Metric& metric, const KindShape& shape, const Node& statistic,
                         const std::string& path) {
    Names known;
    for (const auto& form : shape.summary_forms) {
      for (const std::string_view name : form) {
        if (!holds(known, name))
          known.emplace_back(name == "level" ? "a level of the scale" : name);
      }
    }
    for (const std::string_view name : shape.optional_statistics) {
      if (!holds(known, name)) known.emplace_back(name);
    }
    fault("unknown-statistic", statistic.at, below(path, statistic.text),
          fmt::format("'{}' is no statistic of a metric of kind {}", statistic.text, metric.kind),
          suggestion(statistic.text, known, "statistics"));
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

/// Which feeds bring a metric or covariate, and what it may ask of them.
class DeliveryCheck {
 public:
  explicit DeliveryCheck(const Draft& draft) : draft_(draft) {}

  void check(std::size_t index) {
    const Metric& metric = draft_.experiment.metrics[index];
    const Node& node = *draft_.metrics[index];
    const std::string path = below("evaluate.metrics", index);
    if (!brought(metric.id, false)) {
      const Node* id = get(&node, has_key(&node, "id") ? "id" : "use");
      add("not-delivered", id->at, below(path, "id"),
          fmt::format("no feed brings the metric '{}'", metric.id),
          fmt::format("map it in a feed's columns: {}: COLUMN", metric.id));
      return;
    }
    check_rows(metric, node, path);
  }

  /// Rows entered by hand are summary rows.
  void check_by_hand(std::size_t index) {
    const Metric& metric = draft_.experiment.metrics[index];
    const Node& node = *draft_.metrics[index];
    const std::string path = below("evaluate.metrics", index);
    const KindShape* shape = draft_.shape(metric.kind);
    if (shape != nullptr && shape->summary_forms.empty()) {
      const std::string_view key = has_key(&node, "kind") ? "kind" : "use";
      add("needs-unit-rows", node.find(key)->at, below(path, key),
          fmt::format("a metric of kind {} cannot be entered by hand", metric.kind),
          "declare a feed with rows: unit");
    } else if (const Node* cap = get(&node, "cap")) {
      add("needs-unit-rows", cap->at, below(path, "cap"), "a cap needs unit rows",
          "declare a feed with rows: unit, or leave the cap out");
    }
  }

 private:
  void add(std::string_view slug, const Spot& at, std::string path, std::string message,
           std::string hint) const {
    draft_.findings->add(slug, at, std::move(path), std::move(message), std::move(hint));
  }

  /// A feed without columns has those of the same names, whichever they are.
  bool brought(const std::string& target, bool by_units) const {
    for (std::size_t i = 0; i < draft_.feeds.size(); ++i) {
      const Node& node = *draft_.feeds[i];
      const Feed& feed = draft_.experiment.feeds[i];
      const Node* columns = get(&node, "columns");
      if (columns == nullptr) return true;
      if (by_units && feed.rows == Grain::summary) continue;
      if (feed.rows == Grain::event && columns->find("metric") != nullptr) return true;
      if (columns->find(target) != nullptr) return true;
    }
    return false;
  }

  void check_rows(const Metric& metric, const Node& node, const std::string& path) const {
    const KindShape* shape = draft_.shape(metric.kind);
    const Feed* summary = nullptr;
    bool with_sums = false;
    for (const Feed& feed : draft_.experiment.feeds) {
      if (feed.rows != Grain::summary) continue;
      for (const ColumnUse& use : feed.columns) {
        if (use.target != metric.id) continue;
        if (summary == nullptr) summary = &feed;
        with_sums = with_sums || use.field.find("covariate") != std::string::npos;
      }
    }
    const Node* cap = get(&node, "cap");
    if (summary != nullptr && cap != nullptr &&
        (shape == nullptr || !shape->summary_forms.empty())) {
      add("needs-unit-rows", cap->at, below(path, "cap"),
          fmt::format("a cap needs unit rows, and feed '{}' has summary rows", summary->id),
          "send unit rows, or leave the cap out");
    }
    const Node* covariate = get(&node, "covariate");
    if (covariate == nullptr) return;
    if (summary != nullptr && !with_sums) {
      add("needs-unit-rows", covariate->at, below(path, "covariate"),
          fmt::format(
              "a covariate needs unit rows, and feed '{}' has summary rows without its sums",
              summary->id),
          "send unit rows, map the covariate's sums, or leave the covariate out");
    } else if (summary == nullptr && covariate->text != "previous" &&
               !brought(covariate->text, true)) {
      add("not-delivered", covariate->at, below(path, "covariate"),
          fmt::format("no feed brings the covariate '{}'", covariate->text),
          fmt::format("map it in a feed's columns: {}: COLUMN", covariate->text));
    }
  }

  const Draft& draft_;
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
  DeliveryCheck delivery(draft);
  for (std::size_t i = 0; i < draft.metrics.size(); ++i) {
    if (draft.feeds.empty() && draft.feeds_known) delivery.check_by_hand(i);
    if (!draft.feeds.empty() && clear) delivery.check(i);
  }
}

}  // namespace collab
