#include <doctest/doctest.h>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

namespace {
Outcome read_lines(std::string_view text, Mapping mapping = unit_mapping()) {
  return read_text(text, mapping, "rows.ndjson", 0, true);
}
}  // namespace

TEST_CASE("ndjson: objects, one a line") {
  const auto read = read_lines(
      "\xEF\xBB\xBF{\"id\":\"u1\",\"group\":\"control\",\"x\":1.10}\r\n\n"
      " { \"x\" : \"2\" , \"note\":{\"a\":[1,\"}\"]}, \"group\":\"answers\",\"id\":17 } ");
  CHECK(read.faults.empty());
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].numbers[0].exact.millionths == 1'100'000);
  CHECK(read.rows[0].numbers[0].column == 34);
  CHECK(read.rows[1].unit == "17");
  CHECK(read.rows[1].line == 3);
  CHECK(read.rows[1].number == 2);
  CHECK(read.rows[1].numbers[0].real == 2);
}

TEST_CASE("ndjson: numbers keep their text, booleans are 1 and 0, null is missing") {
  const auto read = read_lines(
      "{\"id\":12345678901234567,\"group\":\"control\",\"x\":9007199254740993}\n"
      "{\"id\":\"a\",\"group\":\"control\",\"x\":true}\n"
      "{\"id\":\"b\",\"group\":\"control\",\"x\":false}\n"
      "{\"id\":\"c\",\"group\":\"control\",\"x\":null}\n"
      "{\"id\":\"d\",\"group\":\"control\"}\n"
      "{\"id\":\"e\",\"group\":\"control\",\"x\":0.0000015}\n");
  REQUIRE(read.rows.size() == 5);
  CHECK(read.rows[0].numbers[0].real == 1);
  CHECK(read.rows[1].numbers[0].present);
  CHECK(read.rows[1].numbers[0].real == 0);
  CHECK_FALSE(read.rows[2].numbers[0].present);
  CHECK_FALSE(read.rows[3].numbers[0].present);
  CHECK(read.rows[4].numbers[0].exact.millionths == 2);  // half to even
  CHECK(read.result.rounded == 1);
  REQUIRE(read.faults.size() == 1);  // 9.0e15 is beyond what is summed exactly
  CHECK(read.faults[0].slug == "too-large");
}

TEST_CASE("ndjson: a feed's way of writing numbers is for text, not for JSON numbers") {
  Mapping mapping = unit_mapping();
  mapping.number_format = {',', '.'};
  const auto read = read_lines(
      "{\"id\":\"a\",\"group\":\"control\",\"x\":1.5}\n"
      "{\"id\":\"b\",\"group\":\"control\",\"x\":\"1.000,5\"}\n",
      mapping);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].numbers[0].real == 1.5);
  CHECK(read.rows[1].numbers[0].real == 1000.5);
}

TEST_CASE("ndjson: escapes are decoded") {
  Mapping mapping = unit_mapping();
  mapping.variants = {"contr\xC3\xB6l", "answers"};
  const auto read = read_lines(
      "{\"i\\u0064\":\"a\\\"\\\\b\\n\",\"group\":\"contr\\u00f6l\",\"x\":\"1\"}\n", mapping);
  REQUIRE(read.rows.size() == 1);
  CHECK(read.rows[0].unit == "a\"\\b\n");
  CHECK(read.rows[0].variant == 0);
}

TEST_CASE("ndjson: faults are located and the good lines go on") {
  struct Case {
    std::string_view line, place;
  };
  for (const Case& c : {
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":", "2:1 bad-json"},
           Case{"{\"id\":\"u", "2:1 bad-json"},
           Case{"{\"id\":\"u\"} {\"id\":\"v\"}", "2:1 bad-json"},
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":NaN}", "2:1 bad-json"},
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":1e999}", "2:1 bad-json"},
           Case{"[1,2]", "2:1 not-an-object"},
           Case{"null", "2:1 not-an-object"},
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":[1]}", "2:33 nested-value"},
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":{\"y\":1}}", "2:33 nested-value"},
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":\"many\"}", "2:34 bad-value"},
           Case{"{\"id\":\"u\",\"group\":\"contro\",\"x\":1}", "2:20 unknown-variant"},
           Case{"{\"id\":null,\"group\":\"control\",\"x\":1}", "2:7 empty-unit"},
           Case{"{\"x\":1,\"group\":\"control\"}", "2:1 empty-unit"},
           Case{"{\"id\":\"u\",\"group\":\"control\",\"x\":1,\"x\":2}", "2:39 duplicate-column"},
       }) {
    CAPTURE(c.line);
    const std::string good = "{\"id\":\"g\",\"group\":\"control\",\"x\":1}\n";
    const auto read = read_lines(good + std::string(c.line) + "\n" + good);
    REQUIRE(read.faults.size() == 1);
    CHECK(brief(read.faults[0]) == c.place);
    CHECK(read.rows.size() == 2);
    REQUIRE(read.result.rejected.size() == 1);
    CHECK(read.result.rejected[0].text == c.line);
  }
}

TEST_CASE("ndjson: what is not text ends the reading") {
  const auto bad = read_lines("{\"id\":\"u\xFF\",\"group\":\"control\",\"x\":1}\n");
  CHECK(bad.ended);
  CHECK(brief(bad.faults.at(0)) == "1:9 bad-utf8");
  const auto nul = read_lines(std::string_view("{\"id\":\"\0\"}\n", 11));
  CHECK(nul.ended);
  CHECK(brief(nul.faults.at(0)) == "1:8 nul-byte");
  const auto endless = read_lines(std::string(3'000'000, ' '));
  CHECK(brief(endless.faults.at(0)) == "1:1 line-too-long");
}

TEST_CASE("ndjson: a key that never occurs is a missing column; an empty file is no rows") {
  const auto read = read_lines("{\"id\":\"u\",\"group\":\"control\",\"spent\":1}\n");
  CHECK(read.ended);
  CHECK(brief(read.faults.at(0)) == "1:1 missing-column");
  CHECK(read.faults.at(0).hint.find("columns: id, group, spent") != std::string::npos);
  const auto empty = read_lines("");
  CHECK_FALSE(empty.ended);
  CHECK(empty.rows.empty());
}
