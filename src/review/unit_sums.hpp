#pragma once
// One metric's sums at a moment, by variant: of all units, of each segment level, and of clusters.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "collab/model/cell.hpp"
#include "collab/model/experiment.hpp"
#include "collab/units/exact_sums.hpp"

namespace collab {

/// Which sums a unit goes into.
struct UnitPlace {
  std::size_t variant = 0;
  std::span<const std::size_t> levels;  ///< of UnitSums' level names; those that are known
  std::int32_t cluster = -1;            ///< -1 = not known
};

class UnitSums {
 public:
  /// level_names: canonical `k=v`. clusters: how many there are; 0 = none were assigned.
  UnitSums(const Metric& metric, std::size_t variants, std::vector<std::string> level_names,
           std::size_t clusters);

  void add(const UnitPlace& place, const std::array<Decimal, Moments::columns>& row);

  /// Units with 0 in every column, of no known cluster. level: index of a level name plus 1, 0 for
  /// the total.
  void add_zeros(std::size_t variant, std::size_t level, std::uint64_t units);

  /// `like` says look, metric and days; the moments of a variant's total and levels are filled in,
  /// and of its clusters when by_cluster. Nothing for sums without units.
  void put(const Cell& like, std::size_t variant, Basis basis, std::vector<Cell>& cells) const;

 private:
  struct Cut {  ///< the total, or a level, of one variant
    ExactSums sums;
    std::vector<ExactSums> clusters;
    std::vector<double> values;  ///< for a quantile
    std::vector<std::uint32_t> cluster_of_value;
  };
  void add(Cut& cut, std::int32_t cluster, const std::array<Decimal, Moments::columns>& row) const;
  Moments of_units(const Cut& cut) const;
  Moments of_clusters(const Cut& cut) const;

  const Metric& metric_;
  double quantile_ = 0;  ///< 0: another kind
  std::size_t variants_;
  std::vector<std::string> levels_;
  std::size_t clusters_;
  std::vector<Cut> cuts_;  ///< (1 + levels) x variants; the total first
};

}  // namespace collab
