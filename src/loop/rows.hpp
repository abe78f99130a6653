#pragma once
// Mapped summary rows to observations, with the checks that need the metric's kind.
#include <set>
#include <string>

#include "collab/statistics/metric_kind.hpp"
#include "loop/intake.hpp"

namespace collab {

/// Where a row's rows go; made only once the row is known to be good.
template <class Function>
concept PartMaker = requires(Function make) {
  { make() } -> std::same_as<Part&>;
};

/// A metric and the slots of Mapping::numbers that feed it.
struct MetricSlots {
  const Metric* metric = nullptr;
  const MetricKind* kind = nullptr;
  std::vector<std::size_t> slots;
};

class SummaryRows {
 public:
  SummaryRows(const Experiment& experiment, const Mapping& mapping, const Feed& feed);
  /// The observations of a row. throws a row fault.
  std::vector<Observation> observations(const Row& row, const std::optional<Day>& period);
  void add(const Row& row, const std::optional<Day>& period, PartMaker auto make) {
    std::vector<Observation> found = observations(row, period);
    Part& part = make();
    ++part.rows;
    for (Observation& one : found) part.observations.push_back(std::move(one));
  }

 private:
  const Experiment& experiment_;
  const Mapping& mapping_;
  const Feed& feed_;
  std::vector<MetricSlots> metrics_;
  std::set<std::string> seen_;
};

}  // namespace collab
