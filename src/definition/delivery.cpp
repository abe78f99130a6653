// Whether some feed brings each metric and covariate, in rows that serve what it asks for.
#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "definition/draft.hpp"

namespace collab {
namespace {

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

void check_delivery(const Draft& draft, bool columns_clear) {
  DeliveryCheck delivery(draft);
  for (std::size_t i = 0; i < draft.metrics.size(); ++i) {
    if (draft.feeds.empty() && draft.feeds_known) delivery.check_by_hand(i);
    if (!draft.feeds.empty() && columns_clear) delivery.check(i);
  }
}

}  // namespace collab
