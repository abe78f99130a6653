// Makes the tables that src/statistics/ reads: calibration_tests --no-skip
// --test-case="tables: *" writes false_alarm_table.inc and watch_table.inc into the folder that
// COLLAB_CALIBRATION_TABLES names. Not part of any test run; monitoring_test.cpp holds what is
// there against new draws.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <fstream>

#include "calibration/monitoring.hpp"

using namespace collab;
using namespace collab::calibration;

namespace {

constexpr std::array<std::size_t, 15> baselines{4,  6,  8,  12,  16,  20,  24, 28,
                                                36, 52, 78, 104, 156, 260, 365};
constexpr std::array ratios{1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0};
constexpr std::size_t longest = 1200;  ///< points; more are extrapolated
constexpr int series_drawn = 20000;

constexpr std::size_t rules = 6;   ///< in the order of AlarmRule
constexpr std::size_t latest = 3;  ///< nhs, of the latest point alone: not once and for all

std::ofstream table(const char* name) {
  const char* folder = std::getenv("COLLAB_CALIBRATION_TABLES");
  REQUIRE_MESSAGE(folder != nullptr, "COLLAB_CALIBRATION_TABLES names no folder");
  return std::ofstream(std::string(folder) + "/" + name);
}

/// All rules at once, point by point and in standard units: written apart from
/// src/statistics/rules/, so that monitoring_test.cpp compares two ways of reading them.
class Rules {
 public:
  /// Has the rule spoken by this point?
  std::array<bool, rules> spoken{};

  void add(double z) {
    const int side = (z > 0) - (z < 0);
    run_ = side == side_ ? run_ + 1 : 1;
    const int step = first_ ? 0 : (z > before_) - (z < before_);
    steps_ = step != 0 && step == step_ ? steps_ + 1 : step != 0;
    const bool outside = std::abs(z) > 3;
    for (std::size_t i = 4; i > 0; --i) recent_[i] = recent_[i - 1];
    recent_[0] = z;
    spoken[0] |= outside;
    spoken[1] |= outside || run_ >= 8 || among(3, 2, 2) || among(5, 1, 4);
    const bool near = !outside && std::abs(z) > 2;
    for (std::size_t i = 2; i > 0; --i) near_[i] = near_[i - 1];
    near_[0] = near;
    const bool pair = run_ >= 3 && near_[0] + near_[1] + near_[2] >= 2;
    // A label on an earlier point of the window is a label as well, but not the latest one's.
    spoken[2] |= outside || steps_ >= 6 || pair || run_ >= 7;
    spoken[latest] = outside || steps_ >= 6 || (pair && near) || run_ >= 7;
    average_ = 0.2 * z + 0.8 * average_;
    remaining_ *= 0.64;
    spoken[4] |= std::abs(average_) > 2.86 * std::sqrt(0.2 / 1.8 * (1 - remaining_));
    above_ = std::max(0.0, above_ + z - 0.5);
    below_ = std::min(0.0, below_ + z + 0.5);
    spoken[5] |= above_ > 5 || below_ < -5;
    side_ = side;
    step_ = step;
    before_ = z;
    first_ = false;
  }

 private:
  /// Do `wanted` of the last `window` lie beyond `sigmas` on the side of the latest, which does
  /// too?
  bool among(std::size_t window, double sigmas, int wanted) const {
    const double sign = recent_[0] > 0 ? 1 : -1;
    if (!(sign * recent_[0] > sigmas)) return false;
    int found = 0;
    for (std::size_t i = 0; i < window; ++i) found += sign * recent_[i] > sigmas;
    return found >= wanted;
  }
  int side_ = 0, run_ = 0, step_ = 0, steps_ = 0;
  bool first_ = true;
  double before_ = 0, average_ = 0, remaining_ = 1, above_ = 0, below_ = 0;
  std::array<double, 5> recent_{};
  std::array<bool, 3> near_{};
};

/// In how many trials each rule had spoken at each number of points.
struct Spoken {
  std::array<std::array<std::array<long, 15>, rules>, 3> counts{};
  Spoken& operator+=(const Spoken& more) {
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t rule = 0; rule < rules; ++rule) {
        for (std::size_t c = 0; c < 15; ++c) counts[i][rule][c] += more.counts[i][rule][c];
      }
    }
    return *this;
  }
};

/// Mean moving range over 1.128, screened or not.
double range_sigma(std::span<const double> values, bool screened) {
  double sum = 0, kept = 0, count = 0;
  for (std::size_t i = 1; i < values.size(); ++i) sum += std::abs(values[i] - values[i - 1]);
  const double mean = sum / static_cast<double>(values.size() - 1);
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double range = std::abs(values[i] - values[i - 1]);
    if (screened && range >= 3.267 * mean) continue;
    kept += range;
    ++count;
  }
  return kept / count / 1.128;
}

void follow(std::span<const double> values, double centre, double sigma,
            std::span<const std::size_t> lengths, std::array<std::array<long, 15>, rules>& counts) {
  Rules all;
  std::size_t column = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    all.add((values[i] - centre) / sigma);
    while (column < lengths.size() && i + 1 == lengths[column]) {
      for (std::size_t rule = 0; rule < rules; ++rule) counts[rule][column] += all.spoken[rule];
      ++column;
    }
  }
}

std::string cell(double probability, bool first) {
  return fmt::format("{}{:.4g}", first ? "" : ", ", std::round(probability * 1e4) / 1e4);
}

}  // namespace

TEST_CASE("tables: false alarms of rules" * doctest::skip(true)) {
  std::ofstream file = table("false_alarm_table.inc");
  std::array<std::array<std::string, 3>, rules> blocks;
  std::uint32_t stream = 9000;
  const auto normals = [](Engine& engine, std::size_t n) {
    std::normal_distribution<double> normal;
    std::vector<double> values(n);
    for (double& value : values) value = normal(engine);
    return values;
  };
  for (const std::size_t baseline : baselines) {
    std::vector<std::size_t> lengths;
    for (const double ratio : ratios) {
      const auto n = static_cast<std::size_t>(std::lround(ratio * static_cast<double>(baseline)));
      if (n <= longest) lengths.push_back(n);
    }
    const auto spoken = simulate<Spoken>(series_drawn, ++stream, [&](Engine& engine, Spoken& all) {
      const std::vector<double> values = normals(engine, lengths.back());
      const std::span<const double> first = std::span(values).first(baseline);
      double centre = 0;
      for (const double value : first) centre += value / static_cast<double>(baseline);
      for (std::size_t spread = 0; spread < 3; ++spread) {
        const double sigma = spread == 2 ? 1 : range_sigma(first, spread == 0);
        follow(values, centre, sigma, lengths, all.counts[spread]);
      }
    });
    for (std::size_t spread = 0; spread < 3; ++spread) {
      for (std::size_t rule = 0; rule < rules; ++rule) {
        std::vector<double> row;
        for (std::size_t c = 0; c < ratios.size(); ++c) {
          const std::size_t last = lengths.size() - 1;
          if (c <= last) {
            row.push_back(static_cast<double>(spoken.counts[spread][rule][c]) / series_drawn);
          } else if (rule == latest) {
            row.push_back(row.back());
          } else {
            const double a = row[last - 1], b = std::min(row[last], 0.9999);
            const double hazard = std::log((1 - a) / (1 - b)) / (ratios[last] - ratios[last - 1]);
            row.push_back(1 - (1 - b) * std::exp(-hazard * (ratios[c] - ratios[last])));
          }
        }
        std::string& block = blocks[rule][spread];
        block += "    {";
        for (std::size_t c = 0; c < row.size(); ++c) block += cell(row[c], c == 0);
        block += "},\n";
      }
    }
  }
  file << "ESTIMATED(\n";
  for (std::size_t rule = 0; rule < rules; ++rule) {
    file << "  {{\n";
    for (const std::string& block : blocks[rule]) file << "  {{\n" << block << "  }},\n";
    file << "  }}" << (rule + 1 < rules ? ",\n" : "\n");
  }
  file << ")\nKNOWN(\n";
  const auto spoken = simulate<Spoken>(series_drawn, ++stream, [&](Engine& engine, Spoken& all) {
    follow(normals(engine, baselines.back()), 0, 1, baselines, all.counts[0]);
  });
  for (std::size_t rule = 0; rule < rules; ++rule) {
    file << "  {";
    for (std::size_t c = 0; c < baselines.size(); ++c) {
      file << cell(static_cast<double>(spoken.counts[0][rule][c]) / series_drawn, c == 0);
    }
    file << (rule + 1 < rules ? "},\n" : "}\n");
  }
  file << ")\n";
}

TEST_CASE("tables: the machine rule" * doctest::skip(true)) {
  constexpr std::array plain{12, 14, 16, 21, 24, 28, 35, 42, 56, 84, 112, 168, 224, 365};
  constexpr std::array weekly{21, 28, 35, 42, 56, 84, 112, 168, 224, 364};
  constexpr std::array<std::size_t, 7> horizons{7, 14, 28, 56, 112, 224, 365};
  constexpr std::array correlations{0.0, 0.2, 0.4};
  constexpr double budget = 0.0485;  // a margin for what lies between rows and for simulation
  std::ofstream file = table("watch_table.inc");
  std::uint32_t stream = 9500;
  const auto row = [&](std::size_t m, double pattern, const char* name) {
    const auto follow = [&](Engine& engine, Noise noise, std::size_t periods) {
      std::vector<SeriesPoint> series(m + periods);
      noise.weekly = pattern;
      noise.at = m;
      draw_noise(engine, noise, series);
      const Watch seen = watch(series, {.baseline = m});
      std::vector<double> statistics;
      for (const WatchPoint& point : seen.points) {
        statistics.push_back(point.statistic ? std::abs(*point.statistic) : 0);
      }
      return statistics;
    };
    double limit = 0;
    for (const double r : correlations) {
      const auto largest = simulate<Numbers>(200000, ++stream, [&](Engine& engine, Numbers& all) {
        const auto statistics = follow(engine, {.r = r}, 28);
        all.all.push_back(*std::max_element(statistics.begin(), statistics.end()));
      });
      limit = std::max(limit, quantile(largest.all, 1 - budget));
    }
    std::array<double, horizons.size()> alarms{};
    for (const double r : correlations) {
      const auto by = simulate<Columns>(50000, ++stream, [&](Engine& engine, Columns& all) {
        const auto statistics = follow(engine, {.r = r}, horizons.back());
        double largest = 0;
        for (std::size_t i = 0, h = 0; i < statistics.size(); ++i) {
          largest = std::max(largest, statistics[i]);
          if (i + 1 == horizons[h]) all.add(h++, largest > limit);
        }
      });
      for (std::size_t h = 0; h < horizons.size(); ++h) {
        double sum = 0;
        for (const double one : by.all[h]) sum += one;
        alarms[h] = std::max(alarms[h], sum / 50000);
      }
    }
    const auto delays = simulate<Numbers>(50000, ++stream, [&](Engine& engine, Numbers& all) {
      const auto statistics = follow(engine, {.shift = 1}, 365);
      const auto hit = std::find_if(statistics.begin(), statistics.end(),
                                    [&](double one) { return one > limit; });
      all.all.push_back(std::min(365.0, static_cast<double>(hit - statistics.begin()) + 1));
    });
    double sum = 0, found = 0;
    for (const double delay : delays.all) {
      sum += delay;
      found += delay <= 28;
    }
    file << fmt::format("{}({}, {:.3f}, {:.1f}, {}, {:.3f}, {{", name, m, limit, sum / 50000,
                        quantile(delays.all, 0.5), found / 50000);
    for (std::size_t h = 0; h < horizons.size(); ++h) {
      file << fmt::format("{}{:.4f}", h > 0 ? ", " : "", alarms[h]);
    }
    file << "})\n" << std::flush;
  };
  for (const int m : plain) row(static_cast<std::size_t>(m), 0, "PLAIN");
  for (const int m : weekly) row(static_cast<std::size_t>(m), 3, "BY_WEEKDAY");
}
