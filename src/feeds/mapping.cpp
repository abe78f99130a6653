// What a feed's columns mean, resolved against the experiment and the program.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"

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

/// Walks a feed's columns once, collecting every fault.
class MappingMaker {
 public:
  MappingMaker(const Feed& feed, const Experiment& experiment, const Program& program,
               const std::vector<KindShape>& kinds)
      : feed_(feed), experiment_(experiment), program_(program), kinds_(kinds) {}

  Mapping make() {
    mapping_.rows = feed_.rows;
    mapping_.values = feed_.values;
    mapping_.periods = feed_.periods;
    mapping_.period_grain = feed_.period_grain;
    mapping_.number_format = feed_.numbers;
    for (const Variant& variant : experiment_.variants) mapping_.variants.push_back(variant.id);
    for (const Location& location : program_.locations)
      mapping_.location_ids.push_back(location.id);
    refuse_events();
    refuse_doubles();
    refuse_unknown();
    mapping_.unit = column_of("unit");
    mapping_.variant = column_of("variant");
    mapping_.period = column_of("period");
    take_place();
    take_variant();
    take_unit();
    for (const Metric& metric : experiment_.metrics) take_metric(metric);
    take_covariates();
    take_segments();
    check_values();
    if (!faults_.empty()) throw Error(ExitCode::invalid, std::move(faults_));
    return std::move(mapping_);
  }

 private:
  void fault(std::string slug, const std::string& message, std::string hint) {
    faults_.push_back({.severity = Severity::error,
                       .slug = std::move(slug),
                       .message = fmt::format("feed {}: {}", feed_.id, message),
                       .hint = std::move(hint)});
  }

  std::string column_of(std::string_view target) const {
    for (const ColumnUse& use : feed_.columns) {
      if (use.target == target) return use.column;
    }
    return {};
  }

  /// Covariates that are columns, in the metrics' order.
  Names covariates() const {
    Names names;
    for (const Metric& metric : experiment_.metrics) {
      const std::string& name = metric.covariate;
      if (name.empty() || name == "previous" || experiment_.metric(name) != nullptr) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
  }

  void refuse_events() {
    if (feed_.rows != Grain::event) return;
    fault("event-rows", "event rows cannot be recorded yet",
          "send one row a unit (`rows: unit`) with the figures to date (`counts: to_date`)");
  }

  void refuse_doubles() {
    for (auto use = feed_.columns.begin(); use != feed_.columns.end(); ++use) {
      const bool again = std::any_of(feed_.columns.begin(), use, [&](const ColumnUse& before) {
        return before.target == use->target && before.field == use->field;
      });
      if (again) {
        fault("duplicate-column",
              fmt::format("'{}{}{}' is mapped twice", use->target, use->field.empty() ? "" : ".",
                          use->field),
              "one column each");
      }
    }
  }

  void refuse_unknown() {
    Names known{"unit", "variant", "period", "location"};
    if (feed_.rows == Grain::event) known.insert(known.end(), {"time", "metric", "value"});
    for (const Metric& metric : experiment_.metrics) known.push_back(metric.id);
    for (const std::string& name : covariates()) known.push_back(name);
    if (experiment_.by_cluster()) known.push_back(experiment_.assigned_by);
    for (const auto& [name, levels] : program_.segments) known.push_back(name);
    for (const ColumnUse& use : feed_.columns) {
      if (std::find(known.begin(), known.end(), use.target) != known.end()) continue;
      const std::string near = nearest(use.target, known);
      fault("unknown-column-use",
            fmt::format("'{}' is no metric, covariate or segment", use.target),
            fmt::format("{}columns may be used for: {}",
                        near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                        fmt::join(known, ", ")));
    }
  }

  /// A row has one place: its location, or the cluster that was assigned as a whole.
  void take_place() {
    mapping_.location = column_of("location");
    if (!experiment_.by_cluster()) return;
    const std::string cluster = column_of(experiment_.assigned_by);
    if (cluster.empty()) {
      if (!mapping_.location.empty()) mapping_.cluster = experiment_.assigned_by;
      return;
    }
    if (!mapping_.location.empty() && mapping_.location != cluster) {
      fault("two-places",
            fmt::format("location and {} are both mapped, and a row has one place",
                        experiment_.assigned_by),
            fmt::format("keep {}, which was assigned", experiment_.assigned_by));
    }
    mapping_.location = cluster;
    mapping_.cluster = experiment_.assigned_by;
  }

  void take_variant() {
    if (!mapping_.variant.empty()) return;
    if (experiment_.variants.size() == 1) {
      mapping_.fixed_variant = experiment_.variants.front().id;
      return;
    }
    if (feed_.rows == Grain::event) return;
    fault("no-variant-column", "no column says which variant a row is of",
          "map it: `columns: {variant: COLUMN}`");
  }

  void take_unit() {
    if (feed_.rows == Grain::unit && mapping_.unit.empty()) {
      fault("no-unit-column", "no column says which unit a row is of",
            "map it: `columns: {unit: COLUMN}`, or `unit: $row` for one row a unit without ids");
    }
    if (feed_.rows == Grain::summary && !mapping_.unit.empty()) {
      fault("unit-in-summary", "summary rows have no unit",
            "send `rows: unit`, or map the number of distinct units as a statistic: `{units: "
            "COLUMN}`");
    }
  }

  void take_metric(const Metric& metric) {
    std::vector<ColumnUse> uses;
    std::copy_if(feed_.columns.begin(), feed_.columns.end(), std::back_inserter(uses),
                 [&](const ColumnUse& use) { return use.target == metric.id; });
    const KindShape* shape = shape_of(metric, kinds_);
    if (uses.empty() || shape == nullptr || feed_.rows == Grain::event) return;
    if (feed_.rows == Grain::unit) {
      take_unit_fields(metric, *shape, uses);
    } else {
      take_statistics(metric, *shape, uses);
    }
  }

  void take_unit_fields(const Metric& metric, const KindShape& shape, std::vector<ColumnUse> uses) {
    const auto& fields = shape.unit_fields;
    if (fields.empty()) {
      fault("no-unit-rows", fmt::format("{}: a {} has no unit rows", metric.id, metric.kind),
            "send summary rows");
      return;
    }
    for (ColumnUse& use : uses) {
      if (use.field.empty() && fields.size() == 1) use.field = fields.front();
    }
    check_fields(metric, uses, {fields}, {});
    add(uses, fields);
  }

  void take_statistics(const Metric& metric, const KindShape& shape, std::vector<ColumnUse> uses) {
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
    check_fields(metric, uses, shape.summary_forms, shape.optional_statistics);
    add(uses, order);
  }

  /// Known fields only, and one whole form of them.
  void check_fields(const Metric& metric, const std::vector<ColumnUse>& uses,
                    const std::vector<std::vector<std::string_view>>& forms,
                    const std::vector<std::string_view>& also) {
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
  void add(std::vector<ColumnUse> uses, const std::vector<std::string_view>& order) {
    const auto rank = [&](const ColumnUse& use) {
      return std::find(order.begin(), order.end(), use.field) - order.begin();
    };
    std::stable_sort(uses.begin(), uses.end(), [&](const ColumnUse& a, const ColumnUse& b) {
      return std::pair(rank(a), a.field) < std::pair(rank(b), b.field);
    });
    for (const ColumnUse& use : uses)
      mapping_.numbers.push_back({use.target, use.field, use.column});
  }

  void take_covariates() {
    if (feed_.rows == Grain::event) return;
    for (const std::string& name : covariates()) {
      const std::string column = column_of(name);
      if (!column.empty()) mapping_.numbers.push_back({name, "", column});
    }
  }

  void take_segments() {
    for (const auto& [name, levels] : program_.segments) {
      const std::string column = column_of(name);
      if (column.empty()) continue;
      mapping_.segments.emplace_back(name, column);
      mapping_.levels.push_back(levels);
    }
  }

  /// `values:` must lead to names of ours.
  void check_values() {
    check_values("variant", "unknown-variant", mapping_.variants);
    check_values("location", "unknown-location", mapping_.location_ids);
    for (std::size_t i = 0; i < mapping_.segments.size(); ++i) {
      check_values(mapping_.segments[i].first, "unknown-level", mapping_.levels[i]);
    }
  }
  void check_values(const std::string& target, std::string_view slug, const Names& ours) {
    const auto values = mapping_.values.find(target);
    if (values == mapping_.values.end()) return;
    for (const auto& [theirs, name] : values->second) {
      if (std::find(ours.begin(), ours.end(), name) != ours.end()) continue;
      const std::string near = nearest(name, ours);
      fault(std::string(slug), fmt::format("values of {}: '{}' is not known", target, name),
            near.empty() ? "values lead from the feed's names to ours: `{THEIRS: OURS}`"
                         : fmt::format("did you mean '{}'?", near));
    }
  }

  const Feed& feed_;
  const Experiment& experiment_;
  const Program& program_;
  const std::vector<KindShape>& kinds_;
  Mapping mapping_{};
  std::vector<Diagnostic> faults_;
};

}  // namespace

Mapping make_mapping(const Feed& feed, const Experiment& experiment, const Program& program,
                     const std::vector<KindShape>& kinds) {
  return MappingMaker(feed, experiment, program, kinds).make();
}

}  // namespace collab
