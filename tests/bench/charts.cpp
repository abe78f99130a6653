// Monitoring 500 series of 365 days: chart, all rules, weekdays and the machine rule. Prints
// milliseconds of processor time, the best of five. Build it optimised: cmake --build build/release
// --target charts_bench
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <vector>

#include "collab/statistics/chart.hpp"
#include "collab/statistics/watch.hpp"

int main() {
  using namespace collab;
  std::mt19937 engine(1);
  std::normal_distribution<double> normal(100, 5);
  std::vector<std::vector<SeriesPoint>> all(500, std::vector<SeriesPoint>(365));
  for (auto& series : all) {
    int day = 0;
    for (SeriesPoint& point : series) {
      point.value = normal(engine);
      point.weekday = day++ % 7;
    }
  }
  ChartSettings settings;
  for (const std::string_view rules : rule_set_names()) settings.rules.emplace_back(rules);
  settings.adjust_weekdays = settings.adjust_autocorrelation = true;
  double best = 1e9;
  std::size_t signals = 0, alarms = 0;
  for (int again = 0; again < 5; ++again) {
    const std::clock_t start = std::clock();
    for (const auto& series : all) {
      for (const RuleFindings& found : draw_chart(series, settings).findings) {
        signals += found.signals.size();
      }
      alarms += watch(series, {}).alarm.has_value();
    }
    const double taken = static_cast<double>(std::clock() - start) * 1000 / CLOCKS_PER_SEC;
    best = std::min(best, taken);
  }
  fmt::print("500 series of 365 points: {:.1f} ms ({} signals, {} alarms)\n", best, signals / 5,
             alarms / 5);
}
