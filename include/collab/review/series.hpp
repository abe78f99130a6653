#pragma once
// The recorded series of a metric, one figure a period: what is charted, and what contingencies
// watch.
#include <optional>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"

namespace collab {

struct SeriesPeriod {
  Day period{};
  std::optional<double> value;  ///< as the metric's kind has it; absent: rows, but no figure
  double size = 0;              ///< units (exposure of a ratio or rate) behind it
  double events = 0;            ///< what was counted, for proportions and rates
};

struct Series {
  std::string metric, variant;
  std::vector<SeriesPeriod> periods;  ///< ascending; a period without rows is not there
  /// Figures to date whose growth cannot be told period by period, so that each repeats the ones
  /// before.
  bool cumulative = false;
};

struct SeriesRequest {
  std::optional<Day> first, last;    ///< absent: all that is recorded
  std::string segment;               ///< one level `k=v`; empty: the total
  std::string location;              ///< only rows of that location; empty: all
  std::vector<std::string> metrics;  ///< only these; empty: all of the plan's
};

/// By the plan's metrics and variants, in its order; those without a period are left out. Rows of
/// whole cycles have no period and are in none. Rows recorded as another kind are left out.
///
/// counts `new` and `repeated`: a period's figure is that of its own rows. `to_date`: the growth
/// since the period before of the same cycle, where every period adds units or exposures; else the
/// figures to date themselves, and `cumulative`.
std::vector<Series> recorded_series(const Ledger& ledger, const std::string& experiment,
                                    const Experiment& plan, const SeriesRequest& request = {},
                                    Ledger::AsOf as_of = {});

/// The last `most` figures of the first goal of the first treatment in a cycle, as
/// Holdings::recent.
std::string recent_figures(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                           Ledger::AsOf as_of = {}, std::size_t most = 14);
/// Read back; absent ones are periods without a figure.
std::vector<std::optional<double>> parse_recent(std::string_view text);

}  // namespace collab
