// Numbers as people read them.
#include <doctest/doctest.h>

#include "../src/render/figures.hpp"

#include <limits>

using namespace collab;

namespace {

std::string plain(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00a0", at)) != std::string::npos;) {
    text.replace(at, 2, " ");
  }
  return text;
}

Estimate estimate(std::optional<double> value, std::optional<double> low,
                  std::optional<double> high, const char* reason = "") {
  return {.value = value, .low = low, .high = high, .reason = reason};
}

}  // namespace

TEST_CASE("figure: four significant digits, no exponent where people can do without") {
  CHECK(figure(0) == "0");
  CHECK(figure(0.76981) == "0.7698");
  CHECK(figure(41.2349) == "41.23");
  CHECK(figure(1234567.8) == "1,234,568");
  CHECK(figure(-1234.4) == "-1,234");
  CHECK(figure(0.00001234567) == "0.00001235");
  CHECK(figure(1.5e20) == "1.5e+20");
  CHECK(figure(-3e-9) == "-3e-09");
  CHECK(figure(5, true) == "+5");
  CHECK(figure(0, true) == "0");
  CHECK(figure(0.0766, in_points(), true) == "+7.66pp");
  CHECK(figure(std::numeric_limits<double>::quiet_NaN()) == "-");
}

TEST_CASE("interval: digits follow the largest, what is not zero never looks like zero") {
  CHECK(plain(interval(estimate(0.10033, 0.05512, 0.14714), in_percent(), true)) ==
        "+10.03% [+5.51%, +14.71%]");
  CHECK(plain(interval(estimate(0.7698, -0.2, 1.74), in_measure("USD"), true)) ==
        "+0.77 USD [-0.2, +1.74]");
  CHECK(plain(interval(estimate(20, 0.00004, 50), {}, true)) == "+20 [+0.00004, +50]");
  CHECK(plain(interval(estimate(0.01, {}, 0.02), in_points(), true)) == "+1pp […, +2]");
  CHECK(interval(estimate({}, {}, {}, "too-few"), in_percent(), true) == "[too-few]");
  CHECK(interval(estimate({}, {}, {}), in_percent(), true) == "-");
  CHECK(interval(estimate(3, {}, {}), {}, false) == "3");
}

TEST_CASE("count: thousands apart, and nouns that agree") {
  CHECK(count(14002.0) == "14,002");
  CHECK(count(std::int64_t{1}, "fault") == "1 fault");
  CHECK(count(std::int64_t{0}, "fault") == "0 faults");
  CHECK(count(std::int64_t{1'234'567}) == "1,234,567");
}
