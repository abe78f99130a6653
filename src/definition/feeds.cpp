#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "definition/draft.hpp"

namespace collab {
namespace {

std::vector<ColumnUse> columns_of(const Node* columns) {
  std::vector<ColumnUse> uses;
  if (columns == nullptr) return uses;
  for (std::size_t i = 0; i < columns->items.size(); ++i) {
    const std::string& target = columns->keys[i].text;
    const Node& use = columns->items[i];
    if (use.faulty) continue;
    if (use.is_scalar()) uses.push_back({.target = target, .field = {}, .column = use.text});
    for (std::size_t j = 0; j < use.keys.size(); ++j) {
      if (use.items[j].faulty) continue;
      uses.push_back({.target = target, .field = use.keys[j].text, .column = use.items[j].text});
    }
  }
  return uses;
}

/// Columns of the same names: what a feed without `columns` has. A metric's statistics are columns
/// such as spend.mean.
std::vector<ColumnUse> default_columns(const Draft& draft, const Feed& feed) {
  std::vector<ColumnUse> uses;
  const auto add = [&](const std::string& target) { uses.push_back({target, {}, target}); };
  const Experiment& experiment = draft.experiment;
  if (feed.rows != Grain::summary) add("unit");
  if (experiment.variants.size() > 1 && feed.exposures.empty()) add("variant");
  if (feed.rows == Grain::event) {
    for (const char* target : {"time", "metric", "value"}) add(target);
    return uses;
  }
  for (const Metric& metric : experiment.metrics) {
    const KindShape* shape = draft.shape(metric.kind);
    if (shape == nullptr) continue;
    std::vector<std::string_view> fields = shape->unit_fields;
    if (feed.rows == Grain::summary && !shape->summary_forms.empty()) {
      fields = shape->summary_forms.front();
    }
    if (fields.size() == 1) add(metric.id);
    for (const std::string_view field : fields) {
      if (fields.size() == 1) continue;
      uses.push_back({metric.id, std::string(field), fmt::format("{}.{}", metric.id, field)});
    }
    const bool has_covariate = !metric.covariate.empty() && metric.covariate != "previous";
    if (has_covariate && feed.rows == Grain::unit) add(metric.covariate);
  }
  for (const std::string& segment : experiment.segments) add(segment);
  return uses;
}

std::map<std::string, std::map<std::string, std::string>> values_of(const Node* values) {
  std::map<std::string, std::map<std::string, std::string>> all;
  if (values == nullptr) return all;
  for (std::size_t i = 0; i < values->items.size(); ++i) {
    const Node& words = values->items[i];
    for (std::size_t j = 0; j < words.items.size(); ++j) {
      if (!words.items[j].faulty)
        all[values->keys[i].text][words.keys[j].text] = words.items[j].text;
    }
  }
  return all;
}

char delimiter_of(const std::string& text) {
  if (text.empty()) return 0;
  return text == "tab" ? '\t' : text.front();
}

OnConflict on_conflict_of(const std::string& text) {
  if (text == "correct") return OnConflict::correct;
  return text == "keep" ? OnConflict::keep : OnConflict::refuse;
}

Feed read_feed(Draft& draft, const Node& node, const std::string& path) {
  Feed feed;
  feed.id = text_of(&node, "id");
  feed.file = text_of(&node, "file");
  feed.rows = parse_grain(text_of(&node, "rows")).value_or(Grain::summary);
  feed.counts = parse_counts(text_of(&node, "counts")).value_or(Counts::once);
  feed.columns = columns_of(get(&node, "columns"));
  feed.values = values_of(get(&node, "values"));
  feed.format = text_of(&node, "format");
  feed.delimiter = delimiter_of(text_of(&node, "delimiter"));
  feed.numbers.decimal = text_of(&node, "decimal", ".").front();
  if (const Node* thousands = get(&node, "thousands")) {
    feed.numbers.thousands = thousands->text.front();
    if (feed.numbers.thousands == feed.numbers.decimal) {
      draft.findings->add("number-format", thousands->at, below(path, "thousands"),
                          fmt::format("'{}' cannot be the decimal mark and the thousands mark too",
                                      thousands->text),
                          "set decimal as well: decimal: \",\" and thousands: \".\"");
    }
  }
  feed.on_conflict = on_conflict_of(text_of(&node, "on_conflict"));
  if (const Node* periods = get(&node, "periods")) {
    for (std::size_t i = 0; i < periods->items.size(); ++i) {
      const Node& item = periods->items[i];
      const std::string& name = periods->keys[i].text;
      if (item.faulty) continue;
      const auto day = read_day(&item, below(below(path, "periods"), name), *draft.findings);
      if (day) feed.periods[name] = *day;
    }
  }
  feed.period_grain = text_of(&node, "period_grain", feed.period_grain);
  feed.exposures = text_of(&node, "exposures");
  feed.within = read_days(get(&node, "within"), below(path, "within"), *draft.findings);
  feed.expect = text_of(&node, "expect");
  if (!has_key(&node, "columns")) feed.columns = default_columns(draft, feed);
  return feed;
}

/// What only event rows can say.
void check_event_keys(const Draft& draft, const Feed& feed, const Node& node,
                      const std::string& path) {
  if (get(&node, "rows") != nullptr && feed.rows != Grain::event) {
    for (const std::string_view key : {"exposures", "within"}) {
      if (!has_key(&node, key)) continue;
      draft.findings->add("misplaced-key", key_spot(&node, key), below(path, key),
                          fmt::format("'{}' belongs to feeds with rows: event", key));
    }
    return;
  }
  const Node* exposures = get(&node, "exposures");
  if (exposures == nullptr || !draft.feeds_known) return;
  std::vector<std::string> others;
  for (const Feed& other : draft.experiment.feeds) {
    if (other.id != feed.id) others.push_back(other.id);
  }
  if (std::find(others.begin(), others.end(), exposures->text) != others.end()) return;
  draft.findings->add("unknown-feed", exposures->at, below(path, "exposures"),
                      fmt::format("there is no other feed '{}'", exposures->text),
                      suggestion(exposures->text, others, "feeds"));
}

}  // namespace

void read_feeds(Draft& draft) {
  const Node* experiment = draft.block("experiment");
  const Node* feeds = get(experiment, "feeds");
  if (has_key(experiment, "feeds") && feeds == nullptr) draft.feeds_known = false;
  if (feeds == nullptr) return;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < feeds->items.size(); ++i) {
    const Node& node = feeds->items[i];
    const std::string path = below("experiment.feeds", i);
    Feed feed = read_feed(draft, node, path);
    if (feed.id.empty()) {
      draft.feeds_known = false;
    } else if (!seen.insert(feed.id).second) {
      draft.findings->add("duplicate-id", get(&node, "id")->at, below(path, "id"),
                          fmt::format("there is a feed '{}' already", feed.id),
                          "give one of the two another id");
    }
    draft.experiment.feeds.push_back(std::move(feed));
    draft.feeds.push_back(&node);
  }
  for (std::size_t i = 0; i < draft.feeds.size(); ++i) {
    check_event_keys(draft, draft.experiment.feeds[i], *draft.feeds[i],
                     below("experiment.feeds", i));
  }
}

}  // namespace collab
