// What a feed's columns mean, resolved against the experiment and the program.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"
#include "feeds/event_mapping.hpp"
#include "feeds/metric_mapping.hpp"

namespace collab {
namespace {

using Names = std::vector<std::string>;

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
    refuse_doubles();
    refuse_unknown();
    mapping_.unit = column_of("unit");
    mapping_.variant = column_of("variant");
    mapping_.period = column_of("period");
    take_place();
    take_variant();
    take_unit();
    for (const Metric& metric : experiment_.metrics)
      map_metric(feed_, metric, kinds_, mapping_, faults_);
    take_covariates();
    take_segments();
    if (feed_.rows == Grain::event)
      map_events(feed_, experiment_, program_, kinds_, covariates(), mapping_, faults_);
    check_values();
    if (!faults_.empty()) throw Error(ExitCode::invalid, std::move(faults_));
    return std::move(mapping_);
  }

 private:
  void fault(std::string slug, const std::string& message, std::string hint) {
    faults_.push_back(feed_fault(feed_, std::move(slug), message, std::move(hint)));
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
    if (feed_.rows == Grain::event && !feed_.exposures.empty()) return;
    fault("no-variant-column", "no column says which variant a row is of",
          "map it: `columns: {variant: COLUMN}`");
  }

  void take_unit() {
    if (feed_.rows != Grain::summary && mapping_.unit.empty()) {
      fault("no-unit-column", "no column says which unit a row is of",
            "map it: `columns: {unit: COLUMN}`, or `unit: $row` for one row a unit without ids");
    }
    if (feed_.rows == Grain::summary && !mapping_.unit.empty()) {
      fault("unit-in-summary", "summary rows have no unit",
            "send `rows: unit`, or map the number of distinct units as a statistic: `{units: "
            "COLUMN}`");
    }
  }

  void take_covariates() {
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
