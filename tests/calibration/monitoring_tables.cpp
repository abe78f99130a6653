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

constexpr std::array baselines{4, 6, 8, 12, 16, 20, 24, 28, 36, 52, 78, 104, 156, 260, 365};
constexpr std::array ratios{1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0};
constexpr std::size_t longest = 1200;  ///< points; more are extrapolated
constexpr int series_drawn = 40000;

constexpr std::size_t rules = 6;  ///< in the order of AlarmRule; the fourth is nhs, latest point

std::ofstream table(const char* name) {
  const char* folder = std::getenv("COLLAB_CALIBRATION_TABLES");
  REQUIRE_MESSAGE(folder != nullptr, "COLLAB_CALIBRATION_TABLES names no folder");
  return std::ofstream(std::string(folder) + "/" + name);
}

ChartSettings settings_of(std::string kind, int spread, std::size_t baseline) {
  ChartSettings settings;
  settings.kind = std::move(kind);
  settings.screened = spread == 0;
  if (spread == 2) settings.sigma = 1;
  settings.phases = {{0, baseline, {}}};
  return settings;
}

/// First index beyond a chart's limits or in a signal; the series' length when there is none.
std::size_t first_signal(const RuleFindings& findings, std::size_t none) {
  std::size_t first = none;
  for (const Signal& signal : findings.signals) first = std::min(first, signal.first);
  return first;
}

/// In how many trials each rule had spoken at each number of points.
struct Spoken {
  std::array<std::vector<long>, rules> by_points;
  Spoken& operator+=(const Spoken& more) {
    for (std::size_t rule = 0; rule < rules; ++rule) {
      auto& mine = by_points[rule];
      mine.resize(std::max(mine.size(), more.by_points[rule].size()));
      for (std::size_t i = 0; i < more.by_points[rule].size(); ++i) {
        mine[i] += more.by_points[rule][i];
      }
    }
    return *this;
  }
  void add(std::size_t rule, std::size_t column, std::size_t columns) {
    by_points[rule].resize(columns);
    ++by_points[rule][column];
  }
};

void one_series(const std::vector<SeriesPoint>& series, const std::vector<std::size_t>& lengths,
                const std::function<ChartSettings(std::string)>& settings_for, Spoken& spoken) {
  const std::size_t columns = lengths.size();
  const auto count_from = [&](std::size_t rule, std::size_t first) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (first < lengths[c]) spoken.add(rule, c, columns);
    }
  };
  ChartSettings plain = settings_for("xmr");
  plain.rules = {"shewhart", "western-electric"};
  const Chart chart = draw_chart(series, plain);
  count_from(0, first_signal(chart.findings[0], series.size()));
  count_from(1, first_signal(chart.findings[1], series.size()));
  std::size_t column = 4;
  for (const char* kind : {"ewma", "cusum"}) {
    ChartSettings other = settings_for(kind);
    other.rules = {"shewhart"};
    count_from(column++, first_signal(draw_chart(series, other).findings[0], series.size()));
  }
  // Labels come late: a run marks its first point when its seventh is there. Once there is a label
  // there always is one, so that the first length with one is found by halving.
  plain.rules = {"nhs"};
  std::size_t low = 0, high = columns;
  for (std::size_t c = 0; c < columns; ++c) {
    const auto labels = draw_chart(std::span(series).first(lengths[c]), plain).findings[0].labels;
    if (labels.back() > PointLabel::common_cause) spoken.add(3, c, columns);
  }
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const Chart part = draw_chart(std::span(series).first(lengths[middle]), plain);
    if (part.findings[0].signals.empty()) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  for (std::size_t c = low; c < columns; ++c) spoken.add(2, c, columns);
}

double share(long count) { return static_cast<double>(count) / series_drawn; }

}  // namespace

TEST_CASE("tables: false alarms of rules" * doctest::skip(true)) {
  std::ofstream file = table("false_alarm_table.inc");
  std::array<std::array<std::string, 3>, rules> blocks;
  std::uint32_t stream = 9000;
  for (std::size_t spread = 0; spread < 3; ++spread) {
    for (const int baseline : baselines) {
      const auto k = static_cast<std::size_t>(baseline);
      std::vector<std::size_t> lengths;
      for (const double ratio : ratios) {
        const auto n = static_cast<std::size_t>(std::lround(ratio * baseline));
        if (n <= std::max(longest, 2 * k)) lengths.push_back(n);
      }
      const auto spoken =
          simulate<Spoken>(series_drawn, ++stream, [&](Engine& engine, Spoken& all) {
            std::vector<SeriesPoint> series(lengths.back());
            draw_noise(engine, {}, series);
            one_series(
                series, lengths,
                [&](std::string kind) {
                  return settings_of(std::move(kind), static_cast<int>(spread), k);
                },
                all);
          });
      for (std::size_t rule = 0; rule < rules; ++rule) {
        std::string& block = blocks[rule][spread];
        block += "    {";
        std::vector<double> row;
        for (std::size_t c = 0; c < ratios.size(); ++c) {
          if (c < lengths.size()) {
            const auto& counted = spoken.by_points[rule];
            row.push_back(c < counted.size() ? share(counted[c]) : 0);
          } else if (rule == 3) {
            row.push_back(row.back());
          } else {
            const std::size_t last = lengths.size() - 1;
            const double a = row[last - 1], b = row[last];
            const double hazard =
                b < 1 ? std::log((1 - a) / (1 - b)) / (ratios[last] - ratios[last - 1]) : 1e9;
            row.push_back(1 - (1 - b) * std::exp(-hazard * (ratios[c] - ratios[last])));
          }
          block += fmt::format("{}{:.4g}", c > 0 ? ", " : "", std::round(row[c] * 1e5) / 1e5);
        }
        block += "},\n";
      }
      MESSAGE("spread " << spread << " baseline " << baseline);
    }
  }
  file << "ESTIMATED(\n";
  for (std::size_t rule = 0; rule < rules; ++rule) {
    file << "  {{\n";
    for (const std::string& block : blocks[rule]) file << "  {{\n" << block << "  }},\n";
    file << "  }}" << (rule + 1 < rules ? ",\n" : "\n");
  }
  file << ")\nKNOWN(\n";
  std::vector<std::size_t> lengths;
  for (const int baseline : baselines) lengths.push_back(static_cast<std::size_t>(baseline));
  const auto spoken = simulate<Spoken>(series_drawn, ++stream, [&](Engine& engine, Spoken& all) {
    std::vector<SeriesPoint> series(lengths.back());
    draw_noise(engine, {}, series);
    one_series(
        series, lengths,
        [&](std::string kind) {
          ChartSettings settings = settings_of(std::move(kind), 2, lengths.back());
          settings.centre = 0;
          return settings;
        },
        all);
  });
  for (std::size_t rule = 0; rule < rules; ++rule) {
    file << "  {";
    for (std::size_t c = 0; c < lengths.size(); ++c) {
      const auto& counted = spoken.by_points[rule];
      file << fmt::format("{}{:.4g}", c > 0 ? ", " : "",
                          c < counted.size() ? share(counted[c]) : 0);
    }
    file << (rule + 1 < rules ? "},\n" : "}\n");
  }
  file << ")\n";
}

TEST_CASE("tables: the machine rule" * doctest::skip(true)) {
  constexpr std::array plain{12, 14, 16, 18, 21, 24, 28, 35, 42, 56, 84, 112, 168, 224, 365};
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
