#pragma once
// What all cycles together have brought, how fast they are decided, and how they flow.
#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "collab/model/effect.hpp"
#include "collab/statistics/pooling.hpp"

namespace collab {

/// Effects that were adopted, added up.
struct PortfolioTotal {
  std::size_t claimed = 0;    ///< how many
  double claimed_total = 0;   ///< the sum of their effects as measured: too much, because they won
  Estimate expected;          ///< the sum once each is drawn to what cycles bring on average
  double standard_error = 0;  ///< of `expected`
};

/// What won was chosen for being large, and part of that is luck: the sum of winners promises too
/// much. Each is shrunken towards the mean of all cycles (shrunken_effects()), won or not; their
/// errors share that of the mean. The interval is normal and takes tau^2 as known.
///
/// effects  of all cycles that were judged, the lost ones too, in one unit: shrinking winners
///          towards winners would leave the curse in
/// claimed  numbers of those that count, each once
/// Reasons  no-data; no-variance (see pooled_effect()); no-wins (none claimed); too-few: one cycle
///          alone has nothing to be compared with
/// throws   Error(usage, "alpha-range")
/// source   Efron 2011, JASA 106:1602; Kackar and Harville 1981, Comm. Statist. A 10:1249
PortfolioTotal portfolio_total(std::span<const MeasuredEffect> effects,
                               std::span<const std::size_t> claimed, double alpha,
                               PoolingMethod method = PoolingMethod::restricted_likelihood);

/// Decided cycles per `per` days (or any unit of `span`), with Garwood's exact interval: 14 in 26
/// weeks are 7.0 a quarter of 13. Reason: no-data, where nothing was watched (span 0).
/// decided >= 0, span >= 0, per > 0.  throws  Error(usage, "alpha-range")
/// source  Garwood 1936, Biometrika 28:437
Estimate learning_rate(double decided, double span, double per, double alpha);

/// From when to when a cycle was in progress; end absent: it still is.
struct CycleSpan {
  double start = 0;
  std::optional<double> end{};
};

/// Little's law over a window of time: cycles in progress = cycles finished per time x time each
/// takes. In a steady flow the mean time of those that finished is the implied one; far below it,
/// old cycles lie about which nobody finishes.
struct Flow {
  double started = 0, finished = 0;        ///< within the window
  double open_before = 0, open_after = 0;  ///< in progress at its begin and at its end
  double in_progress = 0;                  ///< on average over time
  std::optional<double> throughput;        ///< finished per unit of time
  std::optional<double> mean_time;         ///< of those finished within, from their start
  std::optional<double> implied_time;      ///< in_progress / throughput
  std::string reason;                      ///< no-data: an empty window, or none finished in it
};

/// from <= t < to; a cycle that ends on `to` ends after the window. source  Little 1961, Operations
/// Research 9:383; Little 2011, Operations Research 59:536
Flow cycle_flow(std::span<const CycleSpan> cycles, double from, double to);

}  // namespace collab
