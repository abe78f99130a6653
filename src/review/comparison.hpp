#pragma once
// One comparison: a variant's cell against what it is compared with.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/review.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/series.hpp"
#include "collab/statistics/certainty.hpp"

namespace collab {

struct Comparison {
  Side arm, base;
  Effect effect;
  std::string missing;  ///< slug: a side is not there; the effect is empty
  std::string refused;  ///< slug: no verdict may rest on it
  bool observational = false;
};

/// One side's cells of a metric: of its units, and of whole clusters where those were assigned.
struct SideCells {
  const Cell* units = nullptr;
  const Cell* clusters = nullptr;
};

/// The days that a side's cells hold, as they were known.
struct SideDays {
  Day first{}, last{};
  Ledger::AsOf known;
};

/// What a metric's moments are counts of.
Side side_of(const Metric& metric, const std::string& name, const Cell* cell,
             const Certainty& certainty);

/// Two cells by the metric's kind. A null cell is missing.
Comparison compare_cells(const Metric& metric, const Cell* arm, const Cell* base,
                         const std::string& arm_name, const std::string& base_name,
                         const Certainty& certainty);

/// Where a plan's comparisons get their baselines: control of the same cycle, or, with one variant,
/// the previous closed cycle, a pre-period or a constant. Loads them once, when first asked for.
class Baselines {
 public:
  Baselines(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
            Ledger::AsOf as_of = {});

  Comparison compare(const std::vector<Cell>& cells, const Metric& metric,
                     const std::string& variant, int look, const Certainty& certainty,
                     std::string_view segment = {});

  bool before_after() const { return plan_.control.empty(); }
  /// Where variants are compared with control: the level of the other baseline that the plan names,
  /// which is shown beside; nullopt when it names none.
  std::optional<Side> beside(const Metric& metric, const std::string& variant, double alpha);
  /// Metrics of a pre-period that were recorded as another kind, with the row: a sentence each.
  std::vector<std::string> other_kind_notes();

 private:
  Comparison compare_sides(const Metric& metric, const SideCells& arm, const SideCells& base,
                           const std::string& arm_name, const std::string& base_name,
                           const Certainty& certainty) const;
  SideCells side_cells(const std::vector<Cell>& cells, int look, const std::string& metric,
                       const std::string& variant, std::string_view segment) const;
  Comparison compare_times(const std::vector<Cell>& cells, const Metric& metric,
                           const std::string& variant, int look, const Certainty& certainty,
                           std::string_view segment);
  /// A side's figures period by period, where they add up to its cell.
  std::optional<Moments> periods(const Metric& metric, const Cell* cell, std::string_view segment,
                                 const SideDays& days);
  const std::vector<Cell>* previous();
  const PrePeriod& before(Days last);
  /// The days before it had no treatment.
  const Cycle& first_treated();
  const Baseline& baseline_of(const Metric& metric) const {
    return metric.baseline ? *metric.baseline : plan_.baseline;
  }
  /// Figures of the previous cycle stand on another scale.
  bool other_kind_before(const Metric& metric) const;

  const Ledger& ledger_;
  const Cycle& cycle_;
  const Experiment& plan_;
  Ledger::AsOf as_of_;
  bool previous_read_ = false;
  std::optional<std::vector<Cell>> previous_;
  Cycle previous_cycle_;
  Experiment previous_plan_;
  std::map<Days, PrePeriod> before_;
  std::optional<Cycle> first_treated_;
  std::map<std::tuple<Day, Day, std::string>, std::vector<Series>> series_;
};

}  // namespace collab
