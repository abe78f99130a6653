#include "review/unit_sums.hpp"

#include "collab/statistics/cluster.hpp"
#include "collab/statistics/quantile.hpp"

namespace collab {

UnitSums::UnitSums(const Metric& metric, std::size_t variants, std::vector<std::string> level_names,
                   std::size_t clusters)
    : metric_(metric),
      quantile_(metric.kind == "quantile" ? quantile_of(metric) : 0),
      variants_(variants),
      levels_(std::move(level_names)),
      clusters_(clusters),
      cuts_((1 + levels_.size()) * variants) {}

void UnitSums::add(Cut& cut, std::int32_t cluster,
                   const std::array<Decimal, Moments::columns>& row) const {
  if (quantile_ > 0) {
    cut.values.push_back(static_cast<double>(row[0].millionths) / 1e6);
    if (cluster >= 0) cut.cluster_of_value.push_back(static_cast<std::uint32_t>(cluster));
    return;
  }
  cut.sums.add(row);
  if (cluster < 0 || clusters_ == 0) return;
  cut.clusters.resize(clusters_);
  cut.clusters[static_cast<std::size_t>(cluster)].add(row);
}

void UnitSums::add(const UnitPlace& place, const std::array<Decimal, Moments::columns>& row) {
  add(cuts_[place.variant], place.cluster, row);
  for (const std::size_t level : place.levels)
    add(cuts_[(1 + level) * variants_ + place.variant], place.cluster, row);
}

void UnitSums::add_zeros(std::size_t variant, std::size_t level, std::uint64_t units) {
  Cut& cut = cuts_[level * variants_ + variant];
  if (quantile_ > 0)
    cut.values.resize(cut.values.size() + units);
  else
    cut.sums.add_zeros(units);
}

Moments UnitSums::of_units(const Cut& cut) const {
  if (quantile_ <= 0) return cut.sums.moments();
  std::vector<double> values = cut.values;
  return quantile_moments(values, quantile_);
}

Moments UnitSums::of_clusters(const Cut& cut) const {
  Moments moments;
  if (quantile_ > 0) {
    if (cut.cluster_of_value.size() == cut.values.size())
      moments = quantile_moments(cut.values, cut.cluster_of_value, quantile_);
    return moments;
  }
  for (const ExactSums& sums : cut.clusters) {
    if (sums.n() > 0) add_cluster(metric_, moments, sums.moments());
  }
  return moments;
}

void UnitSums::put(const Cell& like, std::size_t variant, Basis basis,
                   std::vector<Cell>& cells) const {
  for (std::size_t level = 0; level <= levels_.size(); ++level) {
    const Cut& cut = cuts_[level * variants_ + variant];
    if (cut.sums.n() == 0 && cut.values.empty()) continue;
    Cell cell = like;
    cell.segment = level == 0 ? std::string{} : levels_[level - 1];
    cell.basis = basis;
    cell.moments = of_units(cut);
    cells.push_back(cell);
    if (clusters_ == 0 || basis != Basis::unit) continue;
    cell.basis = Basis::cluster;
    cell.moments = of_clusters(cut);
    if (cell.moments.n > 0) cells.push_back(cell);
  }
}

}  // namespace collab
