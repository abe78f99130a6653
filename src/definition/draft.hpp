#pragma once
// A definition on its way from YAML to Experiment: what was read, and where it stands, so that what
// a schema cannot say is checked with a place. What the schema walk found faulty is read as absent,
// and whatever depends on it is not checked: one mistake, one message.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collab/definition/definition.hpp"
#include "definition/tree.hpp"

namespace collab {

/// The value behind `key`: nullptr when it is absent, null or faulty, or `map` is.
const Node* get(const Node* map, std::string_view key);
/// Its text, or the fallback.
std::string text_of(const Node* map, std::string_view key, std::string_view fallback = {});
/// The texts of a list's sound items, or of a map's keys.
std::vector<std::string> items_of(const Node* list);
/// Whether `key` was written at all, faulty or not.
bool has_key(const Node* map, std::string_view key);
/// Where the key stands; for what is said about a whole block.
Spot key_spot(const Node* map, std::string_view key);
bool holds(const std::vector<std::string>& names, std::string_view name);
bool holds(const std::vector<std::string_view>& names, std::string_view name);
/// `did you mean 'x'?`, or the names there are.
std::string suggestion(std::string_view word, const std::vector<std::string>& names,
                       std::string_view what);

struct Draft {
  const Node* root = nullptr;
  const ProgramFile* program = nullptr;
  const std::vector<KindShape>* kinds = nullptr;
  Findings* findings = nullptr;
  Experiment experiment{};
  std::vector<const Node*> metrics{};  ///< beside experiment.metrics
  std::vector<const Node*> feeds{};    ///< beside experiment.feeds
  bool metrics_known = true;           ///< every metric's id is
  bool variants_known = true;          ///< every variant's id is
  bool feeds_known = true;             ///< every feed's id is

  const Node* block(std::string_view name) const { return get(root, name); }
  const KindShape* shape(std::string_view kind) const;
  std::vector<std::string> metric_ids() const;
  std::vector<std::string> variant_ids() const;
  const std::vector<std::string>* levels(std::string_view segment) const;
};

/// A metric from an experiment or, without role and target, from a program.
/// base: what `use` names.
Metric read_metric(const Node& node, const Metric& base);
/// What a schema cannot say of one metric alone.
void check_metric(const Metric& metric, const Node& node, const std::string& path,
                  const KindShape* shape, Findings& findings);
/// Names that mean something else in a feed's columns.
bool is_reserved(std::string_view name);

void read_metrics(Draft& draft);
void read_variants(Draft& draft);
void read_feeds(Draft& draft);
void read_monitor(Draft& draft);
void read_repeat(Draft& draft);
/// A date that exists; the fault is reported.
std::optional<Day> read_day(const Node* node, const std::string& path, Findings& findings);
/// Days that fit a century; the fault is reported.
std::optional<Days> read_days(const Node* node, const std::string& path, Findings& findings);

void check_baselines(const Draft& draft);
/// No verdict is asked of a kind that is never compared between variants.
void check_comparisons(const Draft& draft);
/// Columns, values and what they deliver.
void check_feeds(Draft& draft);
/// columns_clear: every feed's columns were understood, so that a metric without one is not
/// brought.
void check_delivery(const Draft& draft, bool columns_clear);

}  // namespace collab
