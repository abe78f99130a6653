// The layout of a run, version 2. Words are little-endian; a varint is LEB128 in its shortest form;
// a text is a varint length and that many bytes.
//
//   offset  size  what
//   0       4     "CRUN"
//   4       1     version, 2
//   5       …     blocks, one behind the other, nothing behind the last:
//                   names
//                   numbers
//                   variant
//                   one level block per segment, in the order of names
//                   per field, in the order of names: present, then values
//
//   A block is a u32 content size, a u32 stored size, and the content as one zstd frame that states
//   its content size (stored size 0 when the content is empty).
//
//   names    varint units n, at most 2^27
//            varint count of variants, at most 256; their names as texts
//            varint count of segments, at most 64; each a text, a varint count of its levels, at
//            most 32767, and their names as texts
//            varint count of fields, at most 4096; their names as texts
//   numbers  n varints: the first unit's number, then each one's distance from the one before
//            less 1. Numbers are below 2^32 and so ascend.
//   variant  n bytes: index of the unit's variant
//   level    n u16: 0 for none, else index of the level + 1
//   present  n bytes: 1 where the unit has a value, else 0
//   values   varint divisor d, and n varints. Where d is 0, each is the value in millionths, zigzag
//            ((v << 1) ^ (v >> 63)). Else a zigzag varint, the least value, stands in front of
//            them, and each is 0 for a missing value of 0, or 1 + (value - least) / d.
//
// In version 1 values are n varints, zigzag, without a divisor. It is the oldest that is read. A
// reader refuses what breaks any of these rules.
#include "collab/units/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

#include "collab/model/error.hpp"
#include "collab/model/parallel.hpp"
#include "units/block.hpp"
#include "units/byte_stream.hpp"

namespace collab {
namespace {

constexpr std::array<std::uint8_t, 4> magic{'C', 'R', 'U', 'N'};
constexpr std::uint8_t oldest_version = 1, version = 2;
constexpr std::uint64_t most_units = std::uint64_t{1} << 27U;
constexpr std::uint64_t most_variants = 256;
constexpr std::uint64_t most_segments = 64;
constexpr std::uint64_t most_levels = std::numeric_limits<std::int16_t>::max();
constexpr std::uint64_t most_fields = 4096;
constexpr std::uint64_t most_name_bytes = std::uint64_t{1} << 24U;

using Names = std::vector<std::string>;

/// The rules that encode() relies on and decode_run() keeps. throws BadBytes
void check_sizes(const Run& run) {
  const std::size_t n = run.numbers.size();
  const auto each = [&](const auto& columns, std::size_t count) {
    return columns.size() == count &&
           std::all_of(columns.begin(), columns.end(),
                       [&](const auto& column) { return column.size() == n; });
  };
  if (n > most_units || run.variants.size() > most_variants ||
      run.segments.size() > most_segments || run.fields.size() > most_fields) {
    throw BadBytes{"it is too large"};
  }
  if (run.variant.size() != n || run.levels.size() != run.segments.size() ||
      !each(run.level, run.segments.size()) || !each(run.values, run.fields.size()) ||
      !each(run.present, run.fields.size())) {
    throw BadBytes{"its columns are not of one length"};
  }
}

void check_contents(const Run& run) {
  if (std::adjacent_find(run.numbers.begin(), run.numbers.end(), std::greater_equal<>()) !=
      run.numbers.end()) {
    throw BadBytes{"its units do not ascend"};
  }
  for (const std::uint8_t variant : run.variant) {
    if (variant >= run.variants.size()) throw BadBytes{"a variant has no name"};
  }
  for (std::size_t s = 0; s < run.segments.size(); ++s) {
    if (run.levels[s].size() > most_levels) throw BadBytes{"too many levels"};
    for (const std::int16_t level : run.level[s]) {
      if (level < -1 || level >= static_cast<int>(run.levels[s].size())) {
        throw BadBytes{"a level has no name"};
      }
    }
  }
  for (const auto& present : run.present) {
    if (std::any_of(present.begin(), present.end(), [](std::uint8_t p) { return p > 1; })) {
      throw BadBytes{"a value is neither there nor missing"};
    }
  }
}

void write_names(ByteWriter& writer, const Names& names) {
  writer.varint(names.size());
  for (const std::string& name : names) writer.text(name);
}

Names read_names(ByteReader& reader, std::uint64_t most) {
  Names names(reader.count(most));
  for (std::string& name : names) name = reader.text();
  return names;
}

void write_header(ByteWriter& writer, const Run& run) {
  ByteWriter names;
  names.varint(run.numbers.size());
  write_names(names, run.variants);
  names.varint(run.segments.size());
  for (std::size_t s = 0; s < run.segments.size(); ++s) {
    names.text(run.segments[s]);
    write_names(names, run.levels[s]);
  }
  write_names(names, run.fields);
  if (names.bytes().size() > most_name_bytes) throw BadBytes{"its names are too long"};
  write_block(writer, names.bytes());
}

/// Returns the number of units.
std::size_t read_header(ByteReader& reader, Run& run) {
  const auto content = read_block(reader, 1, most_name_bytes);
  ByteReader names(content);
  const std::uint64_t n = names.count(most_units);
  run.variants = read_names(names, most_variants);
  const std::uint64_t segments = names.count(most_segments);
  for (std::uint64_t s = 0; s < segments; ++s) {
    run.segments.push_back(names.text());
    run.levels.push_back(read_names(names, most_levels));
  }
  run.fields = read_names(names, most_fields);
  names.expect_end();
  return n;
}

void write_numbers(ByteWriter& writer, const std::vector<std::uint32_t>& numbers) {
  ByteWriter column;
  column.bytes().reserve(numbers.size() + 8);
  std::uint64_t expected = 0;
  for (const std::uint32_t number : numbers) {
    column.varint(number - expected);
    expected = std::uint64_t{number} + 1;
  }
  write_block(writer, column.bytes());
}

std::vector<std::uint32_t> read_numbers(ByteReader& reader, std::size_t n) {
  const auto content = read_block(reader, n, 5 * n);
  ByteReader column(content);
  std::vector<std::uint32_t> numbers(n);
  std::uint64_t expected = 0;
  for (std::uint32_t& number : numbers) {
    constexpr std::uint64_t last = std::numeric_limits<std::uint32_t>::max();
    if (expected > last) throw BadBytes{"a unit's number is too large"};
    expected += column.count(last - expected);
    number = static_cast<std::uint32_t>(expected++);
  }
  column.expect_end();
  return numbers;
}

bool is_missing(Decimal value, std::uint8_t present) {
  return present == 0 && value.millionths == 0;
}

/// The distance of two values, which may need all 64 bits.
std::uint64_t distance(std::int64_t value, std::int64_t least) {
  return static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(least);
}

void write_values(ByteWriter& writer, const std::vector<Decimal>& values,
                  const std::vector<std::uint8_t>& present) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  std::int64_t most = std::numeric_limits<std::int64_t>::min();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_missing(values[i], present[i])) continue;
    least = std::min(least, values[i].millionths);
    most = std::max(most, values[i].millionths);
  }
  if (least > most) least = most = 0;  // all are missing
  // Prices are whole cents, times whole seconds: what divides all of them need not be stored.
  std::uint64_t divisor = 0;
  for (std::size_t i = 0; i < values.size() && divisor != 1; ++i) {
    if (is_missing(values[i], present[i])) continue;
    const std::uint64_t apart = distance(values[i].millionths, least);
    if (divisor == 0 || apart % divisor != 0) divisor = std::gcd(divisor, apart);
  }
  if (divisor == 0) divisor = 1;
  if (distance(most, least) == std::numeric_limits<std::uint64_t>::max()) divisor = 0;
  ByteWriter column;
  column.bytes().reserve(4 * values.size() + 32);
  column.varint(divisor);
  if (divisor != 0) column.varint(zigzag(least));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (divisor == 0)
      column.varint(zigzag(values[i].millionths));
    else if (is_missing(values[i], present[i]))
      column.byte(0);
    else
      column.varint(1 + distance(values[i].millionths, least) / divisor);
  }
  write_block(writer, column.bytes());
}

/// most: bytes that a version's values may take.
std::vector<Decimal> read_values(ByteReader& reader, std::size_t n, std::uint8_t written_by) {
  const auto content = read_block(reader, n, 10 * n + 20);
  ByteReader column(content);
  const std::uint64_t divisor = written_by == 1 ? 0 : column.varint();
  const std::int64_t least = divisor == 0 ? 0 : unzigzag(column.varint());
  std::vector<Decimal> values(n);
  for (Decimal& value : values) {
    const std::uint64_t stored = column.varint();
    if (divisor == 0) {
      value.millionths = unzigzag(stored);
      continue;
    }
    if (stored == 0) continue;
    std::uint64_t offset = 0;
    if (__builtin_mul_overflow(stored - 1, divisor, &offset))
      throw BadBytes{"a value is too large"};
    value.millionths = static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + offset);
  }
  column.expect_end();
  return values;
}

void write_levels(ByteWriter& writer, const std::vector<std::int16_t>& levels) {
  ByteWriter column;
  for (const std::int16_t level : levels) column.word(static_cast<std::uint64_t>(level + 1), 2);
  write_block(writer, column.bytes());
}

std::vector<std::int16_t> read_levels(ByteReader& reader, std::size_t n) {
  const auto content = read_block(reader, 2 * n, 2 * n);
  ByteReader column(content);
  std::vector<std::int16_t> levels(n);
  for (std::int16_t& level : levels) {
    const std::uint64_t stored = column.word(2);
    if (stored > most_levels) throw BadBytes{"a level has no name"};
    level = static_cast<std::int16_t>(static_cast<int>(stored) - 1);
  }
  return levels;
}

Run decode(std::span<const std::uint8_t> bytes) {
  ByteReader reader(bytes);
  if (!std::ranges::equal(reader.raw(magic.size()), magic))
    throw BadBytes{"it does not begin as one"};
  const std::uint8_t written_by = reader.byte();
  if (written_by < oldest_version || written_by > version)
    throw BadBytes{"its version is not known"};
  Run run;
  const std::size_t n = read_header(reader, run);
  run.numbers = read_numbers(reader, n);
  run.variant = read_block(reader, n, n);
  for (std::size_t s = 0; s < run.segments.size(); ++s) run.level.push_back(read_levels(reader, n));
  for (std::size_t f = 0; f < run.fields.size(); ++f) {
    run.present.push_back(read_block(reader, n, n));
    run.values.push_back(read_values(reader, n, written_by));
  }
  reader.expect_end();
  check_sizes(run);
  check_contents(run);
  return run;
}

}  // namespace

std::vector<std::uint8_t> encode(const Run& run) {
  try {
    check_sizes(run);
    check_contents(run);
    ByteWriter writer;
    writer.raw(magic);
    writer.byte(version);
    // Names, numbers, variant, levels, then fields: compressed side by side, and put in order.
    const std::size_t levels = run.level.size();
    std::vector<ByteWriter> blocks(3 + levels + run.fields.size());
    deal_out(blocks.size(), run.numbers.size(), [&](std::size_t i) {
      ByteWriter& block = blocks[i];
      if (i == 0) return write_header(block, run);
      if (i == 1) return write_numbers(block, run.numbers);
      if (i == 2) return write_block(block, run.variant);
      if (i < 3 + levels) return write_levels(block, run.level[i - 3]);
      const std::size_t f = i - 3 - levels;
      write_block(block, run.present[f]);
      write_values(block, run.values[f], run.present[f]);
    });
    for (ByteWriter& block : blocks) writer.raw(block.bytes());
    return std::move(writer.bytes());
  } catch (const BadBytes& bad) {
    throw Error(ExitCode::failure, "bad-run",
                fmt::format("unit rows cannot be stored: {}", bad.reason));
  }
}

Run decode_run(std::span<const std::uint8_t> bytes) {
  try {
    return decode(bytes);
  } catch (const BadBytes& bad) {
    throw Error(ExitCode::ledger_format, "bad-run",
                fmt::format("stored unit rows cannot be read: {}", bad.reason),
                "restore the ledger from a backup; `collab verify` names what is damaged");
  }
}

}  // namespace collab
