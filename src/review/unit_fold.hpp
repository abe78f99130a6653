#pragma once
// The units of a cycle while batches are folded in, and their sums at a moment.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/review/cells.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/units/run.hpp"
#include "review/unit_sums.hpp"

namespace collab {

/// A unit whose values are no values of a metric's kind.
struct UnfitUnit {
  std::string metric;
  std::uint32_t number = 0;         ///< the unit's
  std::vector<std::string> fields;  ///< the metric's columns
  std::vector<double> values;       ///< in them
  std::string why;                  ///< as the kind says it
};

class UnitFold {
 public:
  /// previous: the cycle before, folded, for covariates that ask for it; it must outlive cells().
  explicit UnitFold(Experiment plan, const UnitFold* previous = nullptr);
  UnitFold(UnitFold&&) = default;
  UnitFold(const UnitFold&) = delete;  // metrics_ points into plan_

  /// Batches come in the order of their days: later values replace earlier ones.
  void add(const Batch& batch, const Run& run);

  /// What is known now; look, segment and so on filled in. A metric with a unit whose values do not
  /// fit its kind has no cells, and the first such unit goes to unfit.
  std::vector<Cell> cells(int look, std::vector<UnfitUnit>& unfit) const;
  std::set<std::string> metrics() const;  ///< that some unit has a value of
  std::int64_t units() const { return static_cast<std::int64_t>(variant_.size()); }
  std::int64_t in_two_variants() const;  ///< units, or units of a cluster, seen in two

  /// The latest value of a column for a unit number.
  std::optional<Decimal> latest(const std::string& field, std::uint32_t number) const;

 private:
  static constexpr std::uint8_t no_variant = 254, two_variants = 255;

  /// A row of a run, and where its unit is kept.
  struct Placed {
    std::size_t index, slot;
    std::uint8_t variant;
  };
  /// A column of numbers by slot: the latest value that was given.
  struct Column {
    std::string field;
    std::vector<Decimal> values;
    std::vector<std::uint8_t> present;
  };
  struct MetricColumns {
    const Metric* metric = nullptr;
    const MetricKind* kind = nullptr;
    std::vector<std::size_t> fields;  ///< indices of columns_
    int covariate = -1;
    bool previous = false;  ///< the covariate is the unit's own value in the cycle before
    bool repeated = false;
    bool given = false;
    std::vector<Day> through;         ///< by variant
    std::vector<std::set<Day>> days;  ///< by variant
  };
  struct Segment {
    std::string name;
    std::vector<std::string> levels;
    std::vector<std::int16_t> level;  ///< by slot; -1 = not known
  };

  std::size_t column(const std::string& field);
  std::size_t slot(std::uint32_t number);
  void take_levels(const Run& run, const std::vector<Placed>& rows);
  void take_values(const Run& run, const std::vector<Placed>& rows);
  void mark_days(const Batch& batch, const Run& run, const std::vector<Placed>& rows);
  void exposed_cells(int look, std::vector<Cell>& cells) const;
  void metric_cells(const MetricColumns& metric, int look, std::vector<Cell>& cells) const;
  void take_clusters(const Run& run, const std::vector<Placed>& rows);
  bool excluded(std::size_t slot) const {
    if (variant_[slot] == two_variants) return true;
    return !cluster_.empty() && cluster_[slot] >= 0 &&
           cluster_variant_[static_cast<std::size_t>(cluster_[slot])] == two_variants;
  }
  bool has_value(const MetricColumns& metric, std::size_t slot) const {
    return std::all_of(metric.fields.begin(), metric.fields.end(),
                       [&](std::size_t c) { return columns_[c].present[slot] != 0; });
  }
  std::optional<Decimal> covariate(const MetricColumns& metric, std::size_t field,
                                   std::size_t slot) const;
  Decimal mean_covariate(const MetricColumns& metric, std::size_t field) const;
  std::optional<Decimal> cap(const MetricColumns& metric) const;
  /// throws UnfitUnit
  UnitSums sums(const MetricColumns& metric, std::optional<Decimal> top) const;
  std::array<double, 2> from_unit(const MetricColumns& metric, const std::vector<double>& given,
                                  std::size_t slot) const;

  Experiment plan_;
  const UnitFold* previous_;
  std::vector<MetricColumns> metrics_;
  std::vector<Column> columns_;
  std::vector<Segment> segments_;
  std::vector<std::uint8_t> variant_;  ///< by slot: index of the plan's variants, or two_variants
  std::vector<std::string> clusters_;
  std::vector<std::int32_t> cluster_;          ///< by slot; -1 = not known
  std::vector<std::uint8_t> cluster_variant_;  ///< by cluster, as variant_
  std::vector<std::uint32_t> slots_;           ///< by unit number: slot + 1, 0 = none yet
  std::vector<std::uint32_t> numbers_;         ///< by slot
  std::size_t next_slot_ = 0;
  Day through_{};
};

}  // namespace collab
