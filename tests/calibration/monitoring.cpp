#include "calibration/monitoring.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace collab::calibration {

void draw_noise(Engine& engine, const Noise& noise, std::vector<SeriesPoint>& series) {
  std::normal_distribution<double> normal;
  // A weekend high, a Monday low; variance 1, mean 0.
  static constexpr std::array<double, 7> week{-1.1, -0.7, -0.4, 0.0, 0.3, 0.1, 1.8};
  static const double spread = [] {
    double squares = 0;
    for (const double day : week) squares += day * day / 7;
    return std::sqrt(squares);
  }();
  const double fresh = std::sqrt(1 - noise.r * noise.r);
  double value = normal(engine);
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (i > 0) value = noise.r * value + fresh * normal(engine);
    series[i] = {};
    double pattern = 0;
    if (noise.weekly > 0) {
      series[i].weekday = static_cast<int>(i % 7);
      pattern = noise.weekly * week[i % 7] / spread;
    }
    series[i].value = value + pattern + (i >= noise.at ? noise.shift : 0);
  }
}

void draw_counts(Engine& engine, WatchScale scale, double level, double size,
                 std::vector<SeriesPoint>& series) {
  std::binomial_distribution<int> binomial(static_cast<int>(size), level);
  std::poisson_distribution<int> poisson(level * size);
  for (SeriesPoint& point : series) {
    const int events = scale == WatchScale::proportion ? binomial(engine) : poisson(engine);
    point = {static_cast<double>(events), size, -1};
  }
}

Numbers& Numbers::operator+=(const Numbers& more) {
  all.insert(all.end(), more.all.begin(), more.all.end());
  return *this;
}

Columns& Columns::operator+=(const Columns& more) {
  if (all.size() < more.all.size()) all.resize(more.all.size());
  for (std::size_t i = 0; i < more.all.size(); ++i) {
    all[i].insert(all[i].end(), more.all[i].begin(), more.all[i].end());
  }
  return *this;
}

void Columns::add(std::size_t column, double number) {
  if (all.size() <= column) all.resize(column + 1);
  all[column].push_back(number);
}

double quantile(std::vector<double> numbers, double share) {
  const auto place = static_cast<std::size_t>(share * static_cast<double>(numbers.size()));
  const auto at =
      numbers.begin() + static_cast<std::ptrdiff_t>(std::min(place, numbers.size() - 1));
  std::nth_element(numbers.begin(), at, numbers.end());
  return *at;
}

}  // namespace collab::calibration
