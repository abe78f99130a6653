#pragma once
// A summary row's statistics, checked against what its kind takes.
#include <string_view>

#include "collab/model/metric.hpp"
#include "collab/model/moments.hpp"
#include "collab/model/observation.hpp"

namespace collab {

/// Statistics of one row that give exactly one of a kind's forms, and nothing that is not used.
class GivenStatistics {
 public:
  /// throws Error(invalid): not-finite, missing-statistic, unknown-statistic; and for "units", a
  /// count
  GivenStatistics(const KindShape& shape, const Statistics& statistics);

  bool has(std::string_view name) const;
  /// name is one of the form's, or has() it.
  double number(std::string_view name) const;
  /// throws Error(invalid): not-whole, count-negative
  double count(std::string_view name) const;
  /// throws Error(invalid): count-negative
  double not_negative(std::string_view name) const;

  /// Fills a column of `moments`, whose n is set: its sum and centred squares from Σx and Σx².
  /// throws Error(invalid): sum-squares-too-small, sum-without-units
  void add_column(Moments& moments, std::size_t column, std::string_view sum,
                  std::string_view squares) const;
  /// Fills the centred products of two filled columns from Σxy.
  /// throws Error(invalid): covariance-too-large
  void add_product(Moments& moments, std::size_t i, std::size_t j, std::string_view products) const;

 private:
  const Statistics& statistics_;
};

/// throws Error(invalid, "not-finite")
void check_finite(std::string_view name, double value);
/// throws Error(invalid, "not-whole" or "count-negative")
void check_count(std::string_view name, double value);

}  // namespace collab
