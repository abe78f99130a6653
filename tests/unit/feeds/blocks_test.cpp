// The quick reader beside the general one: the same rows, or none.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <random>

#include "unit/feeds/support.hpp"

namespace collab::test {
namespace {

Mapping event_mapping() {
  Mapping mapping;
  mapping.rows = Grain::event;
  mapping.unit = "member";
  mapping.variant = "group";
  mapping.variants = {"control", "answers"};
  mapping.values = {{"variant", {{"A", "control"}, {"B", "answers"}}}};
  mapping.time = "at";
  mapping.metric = "what";
  mapping.value = "amount";
  mapping.time_zone = "America/Chicago";
  mapping.numbers = {{"visit", "", "", true}, {"spend", "", "", false}};
  mapping.events = {{"visit", 0}, {"spend", 1}, {"exposure", -1}};
  mapping.segments = {{"type", "kind"}};
  mapping.levels = {{"price", "relationship"}};
  return mapping;
}

std::string shown_row(std::string_view id, int variant, std::int64_t day, std::int64_t time,
                      bool exposed, const std::vector<std::pair<std::size_t, std::int64_t>>& values,
                      int level) {
  std::string text = fmt::format("{}|{}|{}|{}|{}|{}", id, variant, day, time, exposed, level);
  for (const auto& [field, value] : values) text += fmt::format("|{}={}", field, value);
  return text;
}

/// nullopt: left to the general reader.
std::optional<std::vector<std::string>> quickly(const Source& source, const Mapping& mapping) {
  std::mutex mutex;
  std::vector<std::string> rows;
  const auto count = read_blocks(source, mapping, 2, [&](std::size_t, RowBlock& block) {
    const std::lock_guard lock(mutex);
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
      const UnitRow& row = block.rows[i];
      std::vector<std::pair<std::size_t, std::int64_t>> values;
      for (std::size_t v = 0; v < row.values; ++v) {
        const UnitValue& value = block.values[row.first_value + v];
        values.emplace_back(value.field, value.millionths);
      }
      rows.push_back(
          shown_row(row.id, row.variant, row.day, row.time, row.exposed, values, block.levels[i]));
    }
    return true;
  });
  if (!count) return std::nullopt;
  CHECK(*count == rows.size());
  std::sort(rows.begin(), rows.end());
  return rows;
}

struct General {
  std::vector<std::string> rows;
  std::vector<std::string> slugs;
};

General generally(const Source& source, const Mapping& mapping) {
  General result;
  try {
    const ReadResult read = read_feed(source, mapping, [&](const Row& row) {
      std::vector<std::pair<std::size_t, std::int64_t>> values;
      for (std::size_t f = 0; f < row.numbers.size(); ++f)
        if (row.numbers[f].present) values.emplace_back(f, row.numbers[f].exact.millionths);
      result.rows.push_back(shown_row(row.unit, row.variant, row.period->time_since_epoch().count(),
                                      row.time->time_since_epoch().count() * 1000, row.exposed,
                                      values, row.levels.at(0)));
    });
    for (const Diagnostic& fault : read.faults) result.slugs.push_back(fault.slug);
  } catch (const Error& error) {
    for (const Diagnostic& fault : error.faults()) result.slugs.push_back(fault.slug);
  }
  std::sort(result.rows.begin(), result.rows.end());
  return result;
}

/// doubled: quotes within quotes, too
std::string some_file(std::mt19937& draw, int rows, bool doubled = true) {
  const auto below = [&](int n) { return static_cast<int>(draw() % static_cast<unsigned>(n)); };
  const auto one_of = [&](std::initializer_list<const char*> words) {
    return std::string(words.begin()[below(static_cast<int>(words.size()))]);
  };
  std::string text = one_of({"", "\xEF\xBB\xBF"});
  const std::string end = one_of({"\n", "\r\n"});
  text += "note,member,at,group,what,amount,kind" + end;
  for (int i = 0; i < rows; ++i) {
    std::string member = fmt::format("m{}", below(1000));
    if (below(5) == 0) member = fmt::format("\"{}\"", member);
    if (doubled && below(20) == 0) member = "\"o\"\"brien, \n4\"";
    if (below(20) == 0) member = "zo\xC3\xAB";
    const std::string what = one_of({"visit", "spend", "exposure", "\"spend\""});
    std::string amount =
        one_of({"1", "0.5", "12.125", "-3", "1e2", "+4", "0.0000004", "007", "\"2\""});
    if (what == "exposure" || (what == "visit" && below(2) == 0)) amount = one_of({"", "odd", "1"});
    if (what == "visit" && amount == "odd") amount = "";
    text += one_of({"", "a note", "\"a, b\"", "\"line\r\nline\"", "\"\""}) + "," + member + "," +
            one_of({"2026-03-08T01:59:59Z", "2026-03-08T08:00:00Z", "2026-03-08T08:00:00.25-06:00",
                    "2026-03-09", "\"2026-03-10T23:00:00Z\""}) +
            "," + one_of({"A", "B", "\"A\""}) + "," + what + "," + amount + "," +
            one_of({"price", "relationship", ""}) + end;
    if (below(30) == 0) text += end;
  }
  if (below(2) == 0 && text.ends_with(end)) text.resize(text.size() - end.size());
  return text;
}

}  // namespace

TEST_CASE("blocks: quotes, line ends, marks, words and instants as the general reader has them") {
  const Scratch scratch;
  const Mapping mapping = event_mapping();
  std::mt19937 draw(7);
  for (int round = 0; round < 60; ++round) {
    const Source source{.path = scratch.write("rows.csv", some_file(draw, 1 + round)),
                        .shown_as = "rows.csv"};
    const General general = generally(source, mapping);
    REQUIRE(general.slugs.empty());
    const auto quick = quickly(source, mapping);
    REQUIRE(quick.has_value());
    CHECK(*quick == general.rows);
  }
}

TEST_CASE("blocks: rows across the ends of chunks") {
  const Scratch scratch;
  std::mt19937 draw(8);
  const Source source{.path = scratch.write("rows.csv", some_file(draw, 60'000)),
                      .shown_as = "rows.csv"};
  REQUIRE(std::filesystem::file_size(source.path) > 2'500'000);
  const General general = generally(source, event_mapping());
  REQUIRE(general.slugs.empty());
  CHECK(quickly(source, event_mapping()) == general.rows);
}

TEST_CASE("blocks: a file with a fault is left to the reader that says where it is") {
  const Scratch scratch;
  const std::string header = "member,at,group,what,amount,kind\n";
  const std::string good = "m1,2026-03-09,A,visit,,\n";
  std::string columns = header.substr(0, header.size() - 1);
  for (int i = 0; i < 100'000; ++i) columns += fmt::format(",c{}", i);
  const std::vector<std::pair<std::string, std::string>> files{
      {header + good + "m2,2026-03-09,A,vis", "field-count"},
      {header + good +
           std::string("m\0"
                       "2,2026-03-09,A,visit,,\n",
                       25),
       "nul-byte"},
      {header + good + "m\xFF,2026-03-09,A,visit,,\n", "bad-utf8"},
      {header + good + std::string(3'000'000, 'x'), "line-too-long"},
      {columns + "\n", "too-many-columns"},
      {header + std::string(10'000, 'i') + ",2026-03-09,A,visit,,\n", "id-too-long"},
      {header + "m1,2026-03-09,A,spend,1e400,\n", "too-large"},
      {header + "m1,2026-03-09,A,spend,9e12,\n" + "m1,2026-03-09,A,spend,1e13,\n", "too-large"},
      {header + good + "\"m2,2026-03-09,A,visit,,\n", "unclosed-quote"},
      {header + "m\"2,2026-03-09,A,visit,,\n", "stray-quote"},
      {header + "\"m\"2,2026-03-09,A,visit,,\n", "stray-quote"},
      {header + "m2,2026-02-29,A,visit,,\n", "bad-time"},
      {header + "m2,2026-03-09T25:00:00Z,A,visit,,\n", "bad-time"},
      {header + "m2,2026-03-09,A,visit,,,\n", "field-count"},
      {"", "no-header"},
      {"member,at,group,what,amount\n", "missing-column"},
      {"\x1f\x8b\x08 not text", "not-text"},
  };
  for (const auto& [text, slug] : files) {
    CAPTURE(slug);
    const Source source{.path = scratch.write("rows.csv", text), .shown_as = "rows.csv"};
    CHECK_FALSE(quickly(source, event_mapping()).has_value());
    const General general = generally(source, event_mapping());
    REQUIRE_FALSE(general.slugs.empty());
    CHECK(general.slugs.back() == slug);
  }
}

TEST_CASE("blocks: whatever is changed in a file, both readers agree or the quick one gives way") {
  const Scratch scratch;
  std::mt19937 draw(9);
  const std::array sound{some_file(draw, 40), some_file(draw, 40, false)};
  int read = 0;
  for (std::size_t round = 0; round < 3'000; ++round) {
    std::string text = sound.at(round % sound.size());
    for (unsigned i = 0; i <= draw() % 3; ++i) {
      constexpr std::string_view bytes("\"\n\r,0\0\xC3zA;", 10);
      text[draw() % text.size()] = bytes[draw() % bytes.size()];
    }
    if (draw() % 4 == 0) text.resize(draw() % text.size());
    const Source source{.path = scratch.write("rows.csv", text), .shown_as = "rows.csv"};
    const auto quick = quickly(source, event_mapping());
    if (!quick) continue;
    ++read;
    const General general = generally(source, event_mapping());
    CHECK(general.slugs.empty());
    CHECK(*quick == general.rows);
  }
  CHECK(read > 100);
}

}  // namespace collab::test
