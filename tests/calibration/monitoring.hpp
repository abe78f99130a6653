#pragma once
// Series with a known truth for control charts: how they are drawn, and when rules first speak.
#include <cstddef>
#include <optional>
#include <vector>

#include "calibration/simulation.hpp"
#include "collab/statistics/chart.hpp"
#include "collab/statistics/watch.hpp"

namespace collab::calibration {

/// Independent or AR(1) normal values of variance 1, with or without a weekly pattern.
struct Noise {
  double r = 0;       ///< correlation of neighbours
  double weekly = 0;  ///< standard deviation of the weekdays' means; 0: no days
  double shift = 0;   ///< from `at` on
  std::size_t at = 0;
};
void draw_noise(Engine& engine, const Noise& noise, std::vector<SeriesPoint>& series);

/// Events of `size` units or exposure a period, independent.
void draw_counts(Engine& engine, WatchScale scale, double level, double size,
                 std::vector<SeriesPoint>& series);

/// Numbers from many trials; in no order.
struct Numbers {
  std::vector<double> all;
  Numbers& operator+=(const Numbers& more);
};

/// One value of each column per trial; columns keep their places.
struct Columns {
  std::vector<std::vector<double>> all;
  Columns& operator+=(const Columns& more);
  void add(std::size_t column, double number);
};

/// The value that a share of numbers lies at or below.
double quantile(std::vector<double> numbers, double share);

}  // namespace collab::calibration
