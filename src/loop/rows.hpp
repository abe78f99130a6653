#pragma once
// Mapped rows to observations, or to columns of units, with the checks that need the metric's kind.
#include <set>
#include <string>
#include <unordered_set>

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

class UnitRows {
 public:
  /// plan: what the rows are read by.
  UnitRows(const InForce& in_force, const Experiment& plan, const Mapping& mapping,
           const Feed& feed, const std::optional<Key>& key);
  void add(const Row& row, const std::optional<Day>& period, PartMaker auto make) {
    const Pseudonym unit = check(row, period);
    Part& part = make();
    append(part, row, unit);
  }

 private:
  struct UnitHash {
    std::size_t operator()(const Pseudonym& unit) const { return unit.low; }
  };
  Pseudonym check(const Row& row, const std::optional<Day>& period);
  void append(Part& part, const Row& row, const Pseudonym& unit);
  std::int16_t cluster_of(const Row& row);

  /// counts: new promises each unit in one period of a cycle.
  void check_promise(const Pseudonym& unit, const Row& row, const std::optional<Day>& period);

  const InForce& in_force_;
  const Mapping& mapping_;
  const std::optional<Key>& key_;
  bool once_;
  std::vector<MetricSlots> metrics_;
  std::map<std::string, std::int16_t, std::less<>> clusters_;  ///< seen so far, numbered
  std::vector<std::string> cluster_names_;                     ///< by number
  std::vector<std::string> fields_;  ///< by slot: `spend`, `visits.numerator`
  using Units = std::unordered_set<Pseudonym, UnitHash>;
  std::map<std::optional<Day>, Units> seen_;
  std::map<int, Units> in_cycle_;  ///< by cycle; only where rows say their period
};

/// What a slot's column of a run is called: `spend`, `visits.numerator`.
std::string field_name(const Mapping::Slot& slot);

Run reordered(const Run& run, const std::vector<std::size_t>& order);
std::vector<Pseudonym> reordered(const std::vector<Pseudonym>& units,
                                 const std::vector<std::size_t>& order);

}  // namespace collab
