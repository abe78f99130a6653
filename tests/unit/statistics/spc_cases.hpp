#pragma once
// Reference cases of control charts: tests/data/spc-cases.json, made on R 4.2.2 with qicharts2
// 0.8.1, NHSRplotthedots 0.2.0 and qcc 3.0; its `meta` says how.
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "collab/statistics/chart.hpp"

namespace collab::test {

inline nlohmann::json read_cases(const char* name) {
  std::ifstream file(std::string(COLLAB_TEST_DATA) + "/" + name);
  return nlohmann::json::parse(file);
}

inline std::vector<std::optional<double>> numbers(const nlohmann::json& list) {
  std::vector<std::optional<double>> values;
  for (const auto& one : list) {
    values.push_back(one.is_null() ? std::nullopt : std::optional(one.get<double>()));
  }
  return values;
}

inline std::vector<SeriesPoint> series_of(std::span<const double> values) {
  std::vector<SeriesPoint> series;
  for (const double value : values) series.push_back({value});
  return series;
}

/// The series of a case; `multiply` is per how much exposure a rate is given.
inline std::vector<SeriesPoint> series_of_case(const nlohmann::json& input) {
  std::vector<SeriesPoint> series;
  for (const auto& value : numbers(input.at("y"))) series.push_back({value});
  if (!input.contains("n")) return series;
  const auto sizes = numbers(input.at("n"));
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i].size = *sizes[i] / input.value("multiply", 1.0);
  }
  return series;
}

}  // namespace collab::test
