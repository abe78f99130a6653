#include "collab/model/number.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <string>

namespace collab {
namespace {

TEST_CASE("numbers are read as written, exactly and as the nearest double") {
  struct Case {
    const char* text;
    double real;
    std::int64_t millionths;
  };
  for (const Case& c :
       {Case{"0", 0, 0}, Case{"-0", 0, 0}, Case{"42", 42, 42'000'000}, Case{"+42", 42, 42'000'000},
        Case{"-41.2", -41.2, -41'200'000}, Case{".5", 0.5, 500'000}, Case{"5.", 5, 5'000'000},
        Case{"007", 7, 7'000'000}, Case{"1e3", 1000, 1'000'000'000}, Case{"1.5E-3", 0.0015, 1'500},
        Case{"12e+0", 12, 12'000'000}, Case{"0.000001", 1e-6, 1}, Case{"0.1", 0.1, 100'000},
        Case{"123456789.123456", 123456789.123456, 123'456'789'123'456},
        Case{"0.00000000000000000001e20", 1, 1'000'000},
        Case{"100000000000000000000e-20", 1, 1'000'000}}) {
    CAPTURE(c.text);
    const ParsedNumber number = parse_number(c.text);
    CHECK(number.fault == NumberFault::none);
    CHECK(number.real == c.real);
    CHECK(number.exact.millionths == c.millionths);
    CHECK_FALSE(number.rounded);
    CHECK(number.fits);
  }
}

TEST_CASE("finer than a millionth is rounded half to even on the decimal digits") {
  struct Case {
    const char* text;
    std::int64_t millionths;
  };
  for (const Case& c :
       {Case{"0.0000005", 0}, Case{"0.0000015", 2}, Case{"0.0000025", 2}, Case{"0.0000035", 4},
        Case{"0.00000050000000000000000000001", 1}, Case{"0.0000004999999999999999999", 0},
        Case{"-0.0000015", -2}, Case{"-0.0000005", 0}, Case{"1.0000005", 1'000'000},
        Case{"1.0000015", 1'000'002}, Case{"1e-7", 0}, Case{"6e-7", 1}, Case{"5e-7", 0},
        Case{"9e-8", 0}, Case{"1e-300", 0}, Case{"1e-999999999999999999999", 0},
        Case{"2.6754999999999999", 2'675'500}, Case{"0.9999999", 1'000'000},
        Case{"1234567890.12345650000", 1'234'567'890'123'456}}) {
    CAPTURE(c.text);
    const ParsedNumber number = parse_number(c.text);
    CHECK(number.fault == NumberFault::none);
    CHECK(number.exact.millionths == c.millionths);
    CHECK(number.rounded);
    CHECK(number.fits);
  }
  CHECK_FALSE(parse_number("0.0000010000000").rounded);
}

TEST_CASE("the largest exact value is the largest 64-bit integer of millionths") {
  CHECK(parse_number("9223372036854.775807").exact.millionths ==
        std::numeric_limits<std::int64_t>::max());
  CHECK(parse_number("-9223372036854.775807").exact.millionths ==
        -std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"9223372036854.775808", "-9223372036854.775808", "1e13", "1e300",
                           "99999999999999999999999999999999", "9223372036854.7758075"}) {
    CAPTURE(text);
    const ParsedNumber number = parse_number(text);
    CHECK(number.fault == NumberFault::none);
    CHECK_FALSE(number.fits);
  }
}

TEST_CASE("beyond a double is too large, nearer to nought than a double is nought") {
  CHECK(parse_number("1e309").fault == NumberFault::too_large);
  CHECK(parse_number("-1e999999999999999999").fault == NumberFault::too_large);
  CHECK(parse_number("1e-400").real == 0);
  CHECK(parse_number("0e999999").real == 0);
  CHECK(parse_number("0e999999").fault == NumberFault::none);
  CHECK(parse_number(std::string(400, '9')).fault == NumberFault::too_large);
  CHECK(parse_number("0." + std::string(400, '0') + "1").real == 0);
}

TEST_CASE("what is not a number is refused") {
  for (const char* text :
       {"",   " ",  "-",  "+",    ".",     "-.",  "e5",  "1e", "1e+", "1.2.3", "1..2", "--1", "+-1",
        " 1", "1 ", "1x", "0x10", "1e5.5", "n/a", "12%", "−5", "٣",   "1e 5",  "$5",   "1/2"}) {
    CAPTURE(text);
    CHECK(parse_number(text).fault == NumberFault::not_a_number);
  }
}

TEST_CASE("infinity and NaN in every usual spelling are named as such") {
  for (const char* text : {"nan", "NaN", "inf", "-Inf", "+infinity", ".inf", "-.INF", ".nan"}) {
    CAPTURE(text);
    CHECK(parse_number(text).fault == NumberFault::not_finite);
  }
}

TEST_CASE("thousands marks stand only where the format allows them") {
  CHECK(parse_number("1,234,567.5", {'.', ','}).real == 1234567.5);
  CHECK(parse_number("-1.234,5", {',', '.'}).real == -1234.5);
  CHECK(parse_number("1'234", {'.', '\''}).real == 1234);
  CHECK(parse_number("1 234,25", {',', ' '}).exact.millionths == 1'234'250'000);
  CHECK(parse_number("1_234", {'.', '_'}).real == 1234);
  CHECK(parse_number("1234.5", {'.', ','}).real == 1234.5);
  CHECK(parse_number("1,5", {',', 0}).real == 1.5);
  CHECK(parse_number("1,234", {'.', 0}).fault == NumberFault::has_thousands);
  CHECK(parse_number("12,345.67", {'.', 0}).fault == NumberFault::has_thousands);
  CHECK(parse_number("1.234,5", {',', 0}).fault == NumberFault::has_thousands);
  CHECK(parse_number("1'234", {'.', ','}).fault == NumberFault::has_thousands);
}

TEST_CASE("thousands marks stand only between groups of three") {
  for (const char* text : {"1,23", "1,2345", "1234,567", ",123", "1,,234", "1,234,", "12,34,567",
                           "0,123", "1,234.5,6", "1,234,56", "1.5,000"}) {
    CAPTURE(text);
    CHECK(parse_number(text, {'.', ','}).fault == NumberFault::not_a_number);
    CHECK(parse_number(text).fault == NumberFault::not_a_number);
  }
}

TEST_CASE("a double is written as the shortest text that reads back the same") {
  struct Case {
    double value;
    const char* text;
  };
  for (const Case& c :
       {Case{0, "0"}, Case{-0.0, "0"}, Case{42, "42"}, Case{-42, "-42"}, Case{0.1, "0.1"},
        Case{0.1 + 0.2, "0.30000000000000004"}, Case{100000, "100000"},
        Case{1e14, "100000000000000"}, Case{999999999999999, "999999999999999"},
        Case{1e15, "1e+15"}, Case{1e-7, "1e-07"}, Case{1.0 / 3, "0.3333333333333333"},
        Case{5e-324, "5e-324"}}) {
    CHECK(to_string(c.value) == c.text);
  }
}

TEST_CASE("every double survives being written and read") {
  std::mt19937_64 engine(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t bits = engine();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    const ParsedNumber number = parse_number(to_string(value));
    REQUIRE(number.fault == NumberFault::none);
    REQUIRE(number.real == value);
  }
}

TEST_CASE("every decimal survives being written and read") {
  std::mt19937_64 engine(11);
  for (int i = 0; i < 20'000; ++i) {
    const Decimal value{static_cast<std::int64_t>(engine()) >> (i % 60)};
    if (value.millionths == std::numeric_limits<std::int64_t>::min()) continue;
    const ParsedNumber number = parse_number(to_string(value));
    REQUIRE(number.exact == value);
    REQUIRE_FALSE(number.rounded);
  }
}

TEST_CASE("a decimal is written without needless digits") {
  CHECK(to_string(Decimal{0}) == "0");
  CHECK(to_string(Decimal{41'200'000}) == "41.2");
  CHECK(to_string(Decimal{-1}) == "-0.000001");
  CHECK(to_string(Decimal{-500'000}) == "-0.5");
  CHECK(to_string(Decimal{7'000'000}) == "7");
  CHECK(to_string(Decimal{std::numeric_limits<std::int64_t>::min()}) == "-9223372036854.775808");
}

}  // namespace
}  // namespace collab
