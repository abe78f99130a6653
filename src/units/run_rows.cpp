// Rows of a run: fewer of them, or under other numbers.
#include <algorithm>
#include <numeric>

#include "collab/model/error.hpp"
#include "collab/units/run.hpp"

namespace collab {
namespace {

template <typename Value>
std::vector<Value> picked(const std::vector<Value>& column, std::span<const std::size_t> rows) {
  std::vector<Value> values;
  values.reserve(rows.size());
  for (const std::size_t row : rows) values.push_back(column[row]);
  return values;
}

/// These rows, in their order.
Run with_rows(const Run& run, std::span<const std::size_t> rows) {
  Run left{.variants = run.variants,
           .segments = run.segments,
           .levels = run.levels,
           .fields = run.fields,
           .numbers = picked(run.numbers, rows),
           .variant = picked(run.variant, rows),
           .level = {},
           .values = {},
           .present = {}};
  for (const auto& column : run.level) left.level.push_back(picked(column, rows));
  for (const auto& column : run.values) left.values.push_back(picked(column, rows));
  for (const auto& column : run.present) left.present.push_back(picked(column, rows));
  return left;
}

}  // namespace

Run without_units(const Run& run, std::span<const std::uint32_t> numbers) {
  std::vector<std::size_t> kept;
  kept.reserve(run.numbers.size());
  auto gone = numbers.begin();
  for (std::size_t row = 0; row < run.numbers.size(); ++row) {
    while (gone != numbers.end() && *gone < run.numbers[row]) ++gone;
    if (gone == numbers.end() || *gone != run.numbers[row]) kept.push_back(row);
  }
  return with_rows(run, kept);
}

Run with_numbers(const Run& run, std::span<const std::uint32_t> numbers) {
  std::vector<std::size_t> rows;
  rows.reserve(numbers.size());
  for (std::size_t row = 0; row < numbers.size(); ++row)
    if (numbers[row] != UnitDictionary::not_there) rows.push_back(row);
  std::ranges::sort(rows, {}, [&](std::size_t row) { return numbers[row]; });
  Run result = with_rows(run, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) result.numbers[i] = numbers[rows[i]];
  return result;
}

}  // namespace collab
