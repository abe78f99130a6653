#include "feeds/metric_mapping.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "collab/model/number.hpp"

namespace collab {
namespace {

using Names = std::vector<std::string>;

const KindShape* shape_of(const Metric& metric, const std::vector<KindShape>& kinds) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const KindShape& kind) { return kind.name == metric.kind; });
  return found == kinds.end() ? nullptr : &*found;
}

bool is_level(std::string_view field) {
  return parse_number(field).fault == NumberFault::none && !field.empty();
}

/// `{numerator: …, denominator: …}`
std::string as_map(const std::vector<std::string_view>& fields) {
  std::string text = "{";
  for (const std::string_view field : fields) {
    text += fmt::format("{}{}: …", text.size() > 1 ? ", " : "", field);
  }
  return text + "}";
}

struct MetricMapping {
  const Feed& feed;
  const Metric& metric;
  const KindShape& shape;
  Mapping& mapping;
  std::vector<Diagnostic>& faults;

  void fault(std::string slug, const std::string& message, std::string hint) const {
    faults.push_back(feed_fault(feed, std::move(slug), message, std::move(hint)));
  }

  void take_unit_fields(std::vector<ColumnUse> uses) const {
    const auto& fields = shape.unit_fields;
    if (fields.empty()) {
      fault("no-unit-rows", fmt::format("{}: a {} has no unit rows", metric.id, metric.kind),
            "send summary rows");
      return;
    }
    for (ColumnUse& use : uses) {
      if (use.field.empty() && fields.size() == 1) use.field = fields.front();
    }
    check_fields(uses, {fields}, {});
    add(uses, fields);
  }

  void take_statistics(std::vector<ColumnUse> uses) const {
    if (shape.summary_forms.empty()) {
      fault("no-summary-rows", fmt::format("{}: a {} has no summary rows", metric.id, metric.kind),
            "send unit rows");
      return;
    }
    std::vector<std::string_view> order;
    for (const auto& form : shape.summary_forms)
      order.insert(order.end(), form.begin(), form.end());
    order.insert(order.end(), shape.optional_statistics.begin(), shape.optional_statistics.end());
    for (ColumnUse& use : uses) {
      if (use.field.empty() && shape.summary_forms.front().size() == 1 &&
          order.front() != "level") {
        use.field = order.front();
      }
    }
    check_fields(uses, shape.summary_forms, shape.optional_statistics);
    add(uses, order);
  }

  /// Known fields only, and one whole form of them.
  void check_fields(const std::vector<ColumnUse>& uses,
                    const std::vector<std::vector<std::string_view>>& forms,
                    const std::vector<std::string_view>& also) const {
    Names known;
    Names shapes;
    bool levels = false;
    for (const auto& form : forms) {
      levels = levels || std::find(form.begin(), form.end(), "level") != form.end();
      known.insert(known.end(), form.begin(), form.end());
      shapes.push_back(as_map(form));
    }
    known.insert(known.end(), also.begin(), also.end());
    const auto is_known = [&](const std::string& field) {
      return std::find(known.begin(), known.end(), field) != known.end() ||
             (levels && is_level(field));
    };
    bool sound = true;
    for (const ColumnUse& use : uses) {
      if (is_known(use.field)) continue;
      sound = false;
      const std::string near = nearest(use.field, known);
      fault(
          "unknown-statistic",
          use.field.empty()
              ? fmt::format("{}: one column does not make a {}", metric.id, metric.kind)
              : fmt::format("{}: '{}' is no statistic of a {}", metric.id, use.field, metric.kind),
          fmt::format("{}map {}", near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                      fmt::join(shapes, " or ")));
    }
    const auto given = [&](std::string_view field) {
      return std::any_of(uses.begin(), uses.end(), [&](const ColumnUse& use) {
        return use.field == field || (field == "level" && is_level(use.field));
      });
    };
    const bool whole = std::any_of(forms.begin(), forms.end(), [&](const auto& form) {
      return std::all_of(form.begin(), form.end(), given);
    });
    if (sound && !whole) {
      fault("missing-statistic",
            fmt::format("{}: too few columns for a {}", metric.id, metric.kind),
            fmt::format("map {}", fmt::join(shapes, " or ")));
    }
  }

  /// In the kind's order, so that the order of the file's keys means nothing.
  void add(std::vector<ColumnUse> uses, const std::vector<std::string_view>& order) const {
    const auto rank = [&](const ColumnUse& use) {
      return std::find(order.begin(), order.end(), use.field) - order.begin();
    };
    std::stable_sort(uses.begin(), uses.end(), [&](const ColumnUse& a, const ColumnUse& b) {
      return std::pair(rank(a), a.field) < std::pair(rank(b), b.field);
    });
    for (const ColumnUse& use : uses)
      mapping.numbers.push_back({use.target, use.field, use.column});
  }
};

}  // namespace

Diagnostic feed_fault(const Feed& feed, std::string slug, const std::string& message,
                      std::string hint) {
  return {.severity = Severity::error,
          .slug = std::move(slug),
          .message = fmt::format("feed {}: {}", feed.id, message),
          .hint = std::move(hint)};
}

void map_metric(const Feed& feed, const Metric& metric, const std::vector<KindShape>& kinds,
                Mapping& mapping, std::vector<Diagnostic>& faults) {
  std::vector<ColumnUse> uses;
  std::copy_if(feed.columns.begin(), feed.columns.end(), std::back_inserter(uses),
               [&](const ColumnUse& use) { return use.target == metric.id; });
  const KindShape* shape = shape_of(metric, kinds);
  if (uses.empty() || shape == nullptr) return;
  const MetricMapping mapped{feed, metric, *shape, mapping, faults};
  if (feed.rows != Grain::summary) {
    mapped.take_unit_fields(std::move(uses));
  } else {
    mapped.take_statistics(std::move(uses));
  }
}

}  // namespace collab
