#include "render/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "collab/render/output_format.hpp"

namespace collab {
namespace {

constexpr std::array<std::string_view, 8> heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

struct Span {
  std::optional<double> least, greatest;
  void take(const std::optional<double>& value) {
    if (!value || !std::isfinite(*value)) return;
    least = std::min(least.value_or(*value), *value);
    greatest = std::max(greatest.value_or(*value), *value);
  }
  /// 0 for the least, steps - 1 for the greatest.
  std::size_t step(double value, std::size_t steps) const {
    if (*greatest <= *least) return steps / 2;
    const double part = (value - *least) / (*greatest - *least);
    return std::min(steps - 1, static_cast<std::size_t>(std::lround(
                                   std::clamp(part, 0.0, 1.0) * static_cast<double>(steps - 1))));
  }
};

}  // namespace

std::string sparkline(std::span<const std::optional<double>> values, std::size_t most) {
  values = values.subspan(values.size() - std::min(values.size(), most));
  Span span;
  for (const auto& value : values) span.take(value);
  std::string line;
  for (const auto& value : values)
    line += value && span.least ? heights.at(span.step(*value, heights.size())) : " ";
  return line;
}

std::vector<std::string> plot(std::span<const PlotPoint> points, const Notation& notation,
                              std::size_t most, int rows) {
  points = points.subspan(points.size() - std::min(points.size(), most));
  Span span;
  for (const PlotPoint& point : points)
    for (const auto& value : {point.value, point.centre, point.lower, point.upper})
      span.take(value);
  if (!span.least) return {};
  const auto height = static_cast<std::size_t>(rows);
  std::vector<std::vector<std::string_view>> grid(
      height, std::vector<std::string_view>(points.size(), " "));
  const auto put = [&](std::size_t column, const std::optional<double>& value,
                       std::string_view mark) {
    if (value) grid[height - 1 - span.step(*value, height)][column] = mark;
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    put(i, points[i].centre, "┄");
    put(i, points[i].lower, "─");
    put(i, points[i].upper, "─");
    put(i, points[i].value, points[i].marked ? "◆" : "●");
  }
  std::vector<std::string> labels;
  int widest = 0;
  for (std::size_t row = 0; row < height; ++row) {
    const double part = static_cast<double>(height - 1 - row) / static_cast<double>(height - 1);
    const bool shown = row == 0 || row + 1 == height || row == height / 2;
    labels.push_back(shown ? figure(*span.least + part * (*span.greatest - *span.least), notation)
                           : "");
    widest = std::max(widest, display_width(labels.back()));
  }
  std::vector<std::string> lines;
  for (std::size_t row = 0; row < height; ++row) {
    const auto pad = static_cast<std::size_t>(widest - display_width(labels[row]));
    std::string line = std::string(pad, ' ') + labels[row] + " |";
    for (const std::string_view mark : grid[row]) line += mark;
    line.erase(line.find_last_not_of(' ') + 1);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace collab
