#pragma once
// The units of a cycle while batches are folded in, and their sums at a moment.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <span>
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

/// A fold between nights: units as columns of a run, and what else it knows as text.
struct KeptFold {
  Run run;
  std::string about;
};

class UnitFold {
 public:
  /// previous: the cycle before, folded, for covariates that ask for it; it must outlive cells().
  explicit UnitFold(Experiment plan, const UnitFold* previous = nullptr);
  UnitFold(UnitFold&&) = default;
  UnitFold(const UnitFold&) = delete;  // metrics_ points into plan_

  /// Batches of unit rows come in the order of their days: later values replace earlier ones.
  void add(const Batch& batch, const Run& run);

  /// Event rows come day by day. On each, who was exposed is told before what was done: events from
  /// the day of a unit's first exposure on count, as long as the feed's `within` says; events of
  /// the days before it serve as covariate. Where exposures are not known, a unit counts from the
  /// first day on that it has a row.
  void expose(const Batch& batch, const Run& run);
  void add_events(const Batch& batch, const Run& run);
  /// Events of days before the cycle: nobody is exposed, and they only serve as covariate.
  void add_before(const Batch& batch, const Run& run);
  /// Does a covariate ask for events before exposure?
  bool wants_before() const;
  /// Events were counted without anything that says who could have acted.
  bool has_events() const { return events_; }
  bool exposure_unknown() const { return events_ && !exposures_known_; }

  /// For the figures of one day alone, between expose() and add_events() of its rows: who was
  /// exposed, and in which variant, all the cycle up to that day knows; its other exposed units did
  /// nothing, which is 0. within: how long events count.
  void adopt(const UnitFold& all, Day day, Days within);

  /// The fold as it stands, and back into a new one of the same plan.
  KeptFold keep() const;
  /// throws Error(ledger_format, "bad-run")
  void restore(const KeptFold& kept);

  /// What is known now; look, segment and so on filled in. A metric with a unit whose values do not
  /// fit its kind has no cells, and the first such unit goes to unfit.
  std::vector<Cell> cells(int look, std::vector<UnfitUnit>& unfit) const;
  std::set<std::string> metrics() const;  ///< that some unit has a value of
  std::int64_t units() const;             ///< distinct, exposed or with unit rows
  std::int64_t in_two_variants() const;   ///< units, or units of a cluster, seen in two

  /// The latest value of a column for a unit number.
  std::optional<Decimal> latest(const std::string& field, std::uint32_t number) const;

 private:
  static constexpr std::uint8_t no_variant = 254, two_variants = 255;

  /// A row of a run, and where its unit is kept.
  struct Placed {
    std::uint32_t index, slot;
    std::uint8_t variant;
  };
  /// How events of a column become one value.
  enum class Adding { sum, greatest, last, first };
  /// A column of numbers by slot: the latest value that was given.
  struct Column {
    std::string field;
    Adding how = Adding::sum;
    std::vector<Decimal> values;
    std::vector<std::uint8_t> present;
    std::vector<Decimal> before{};      ///< events before exposure, added
    std::vector<std::int64_t> times{};  ///< of the value, where events' order counts
    bool any = false, any_before = false;
  };
  struct MetricColumns {
    const Metric* metric = nullptr;
    const MetricKind* kind = nullptr;
    std::vector<std::size_t> fields;  ///< indices of columns_
    int covariate = -1;
    bool previous = false;  ///< the covariate is the unit's own value in the cycle before
    bool repeated = false;
    bool given = false;
    bool events = false;   ///< comes from event rows: a unit without one has 0, or no answer
    bool answers = false;  ///< a score: who gave none has no value
    std::vector<std::size_t> before{};  ///< columns whose events before exposure are the covariate
    std::vector<Day> through;           ///< by variant
    std::vector<std::set<Day>> days;    ///< by variant
  };
  struct Segment {
    std::string name;
    std::vector<std::string> levels;
    std::vector<std::int16_t> level;    ///< by slot; -1 = not known
    std::vector<std::int64_t> times{};  ///< by slot: when an event row said so
  };
  static constexpr Day never = Day::max();
  static constexpr std::int64_t no_time = std::numeric_limits<std::int64_t>::max();

  std::size_t column(const std::string& field);
  std::size_t slot(std::uint32_t number);
  void take_levels(const Run& run, const std::vector<Placed>& rows);
  void take_values(const Run& run, const std::vector<Placed>& rows);
  void mark_days(const Batch& batch, const Run& run, const std::vector<Placed>& rows);
  void exposed_cells(int look, std::vector<Cell>& cells) const;
  void metric_cells(const MetricColumns& metric, int look, std::vector<Cell>& cells) const;
  void take_clusters(const Run& run, const std::vector<Placed>& rows);
  Adding adding(const std::string& field) const;
  std::vector<Placed> place(const Run& run);
  void take_event(Column& column, std::size_t slot, Decimal value, std::int64_t time);
  void take_before(Column& column, std::size_t slot, Decimal value);
  void take_event_levels(const Run& run, const std::vector<Placed>& rows, Day day);
  void forget_unexposed();
  void mark_event_days(const Batch& batch, const Run& run);
  /// The day from which on the unit's events count.
  Day counts_from(std::size_t slot) const {
    return exposures_known_ ? exposed_[slot] : seen_[slot];
  }
  bool counted(std::size_t slot) const { return listed_[slot] != 0 || counts_from(slot) != never; }
  std::size_t covariates(const MetricColumns& metric) const;
  bool excluded(std::size_t slot) const {
    if (variant_[slot] == two_variants) return true;
    return !cluster_.empty() && cluster_[slot] >= 0 &&
           cluster_variant_[static_cast<std::size_t>(cluster_[slot])] == two_variants;
  }
  bool has_value(const MetricColumns& metric, std::size_t slot) const {
    if (metric.events && counts_from(slot) == never) return false;
    if (metric.events && !metric.answers) return true;
    return std::all_of(metric.fields.begin(), metric.fields.end(),
                       [&](std::size_t c) { return columns_[c].present[slot] != 0; });
  }
  std::optional<Decimal> covariate(const MetricColumns& metric, std::size_t field,
                                   std::size_t slot) const;
  Decimal mean_covariate(const MetricColumns& metric, std::size_t field) const;
  std::optional<Decimal> cap(const MetricColumns& metric) const;
  /// throws UnfitUnit
  UnitSums sums(const MetricColumns& metric, std::optional<Decimal> top) const;
  /// A cut as one segment: its levels, and by slot which of them; -1 = one of its segments is not
  /// known.
  struct Cut {
    std::vector<std::string> sets;
    std::vector<std::int16_t> of_several{};
    std::span<const std::int16_t> level{};
  };
  Cut crossed(const std::vector<std::size_t>& cut) const;
  /// Units with zeros alone, counted by variant, then total and levels.
  void add_idle(const std::vector<std::int64_t>& counts, UnitSums& sums) const;
  void restore_about(std::string_view about);
  std::array<double, 2> from_unit(const MetricColumns& metric, const std::vector<double>& given,
                                  std::size_t slot) const;

  Experiment plan_;
  const UnitFold* previous_;
  std::vector<MetricColumns> metrics_;
  std::vector<Column> columns_;
  std::vector<Segment> segments_;
  std::vector<std::vector<std::size_t>> cuts_;  ///< the plan's, as indices of segments_
  std::vector<std::uint8_t> variant_;  ///< by slot: index of the plan's variants, or two_variants
  std::vector<std::string> clusters_;
  std::vector<std::int32_t> cluster_;          ///< by slot; -1 = not known
  std::vector<std::uint8_t> cluster_variant_;  ///< by cluster, as variant_
  std::vector<std::uint32_t> slots_;           ///< by unit number: slot + 1, 0 = none yet
  std::vector<std::uint32_t> numbers_;         ///< by slot
  std::vector<std::uint8_t> listed_;           ///< by slot: has unit rows
  std::vector<Day> exposed_, seen_;            ///< by slot: first exposure, first event row
  bool exposures_known_ = false, events_ = false;
  /// Of a day's figures: units that were exposed and did nothing, by variant, then total and
  /// levels.
  std::vector<std::int64_t> idle_;
  std::size_t next_slot_ = 0;
  Day through_{};
};

}  // namespace collab
