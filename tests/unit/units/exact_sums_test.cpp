#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "collab/units/exact_sums.hpp"

using namespace collab;
using boost::multiprecision::cpp_int;

namespace {

using Unit = std::array<Decimal, Moments::columns>;

constexpr std::int64_t largest = 9'200'000'000'000'000'000;  // 9.2e12 in millionths

std::vector<Unit> random_units(std::mt19937_64& random, std::size_t n, std::int64_t bound) {
  std::uniform_int_distribution<std::int64_t> value(-bound, bound);
  std::vector<Unit> units(n);
  for (Unit& unit : units) {
    for (Decimal& decimal : unit) decimal.millionths = value(random);
  }
  return units;
}

ExactSums sums_of(const std::vector<Unit>& units) {
  ExactSums sums;
  for (const Unit& unit : units) sums.add(unit);
  return sums;
}

/// |numerator / denominator - value| <= half the distance to the next double, in whole numbers.
bool is_nearest(const cpp_int& numerator, const cpp_int& denominator, double value) {
  if (numerator == 0) return value == 0;
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;  // value = mantissa 2^exponent, |mantissa| in [2^52, 2^53)
  cpp_int exact = numerator;
  cpp_int close = denominator * mantissa;
  cpp_int half = denominator;  // of one unit in the last place, doubled with all the rest
  if (exponent >= 0) {
    close <<= exponent;
    half <<= exponent;
  } else {
    exact <<= -exponent;
  }
  const cpp_int distance = abs(exact - close) * 2;
  return distance < half || (distance == half && mantissa % 2 == 0);
}

/// The moments as the definition has them, in unbounded integers.
void check_against_definition(const std::vector<Unit>& units) {
  const Moments moments = sums_of(units).moments();
  const cpp_int n = units.size();
  CHECK(moments.n == static_cast<double>(units.size()));
  for (std::size_t i = 0; i < Moments::columns; ++i) {
    cpp_int sum_i = 0;
    for (const Unit& unit : units) sum_i += unit[i].millionths;
    CHECK(is_nearest(sum_i, 1'000'000, moments.sum[i]));
    for (std::size_t j = i; j < Moments::columns; ++j) {
      cpp_int sum_j = 0;
      cpp_int products = 0;
      for (const Unit& unit : units) {
        sum_j += unit[j].millionths;
        products += cpp_int(unit[i].millionths) * unit[j].millionths;
      }
      CHECK(is_nearest(n * products - sum_i * sum_j, n * 1'000'000'000'000,
                       moments.centred[Moments::index(i, j)]));
    }
  }
}

}  // namespace

TEST_CASE("exact sums: moments are the definition, rounded once") {
  std::mt19937_64 random(20261121);
  for (const std::int64_t bound :
       {std::int64_t{1}, std::int64_t{1'000'000}, std::int64_t{5'000'000'000}, largest}) {
    for (const std::size_t n : {1U, 2U, 3U, 7U, 100U, 1001U}) {
      check_against_definition(random_units(random, n, bound));
    }
  }
}

TEST_CASE("exact sums: the largest values, all alike and of both signs") {
  const Unit high{{{largest}, {largest}, {-largest}, {0}}};
  const Unit low{{{-largest}, {largest}, {largest}, {1}}};
  check_against_definition({high, high, high});
  check_against_definition({high, low});
  check_against_definition({high, low, low, high, high});
  CHECK(sums_of({high, high, high}).moments().centred[0] == 0);
}

TEST_CASE("exact sums: 2^62 units of the largest values still fit") {
  const Unit high{{{largest}, {largest}, {-largest}, {1}}};
  const Unit low{{{-largest}, {largest}, {largest}, {0}}};
  ExactSums sums = sums_of({high, low});
  for (int doubling = 0; doubling < 61; ++doubling) {
    const ExactSums same = sums;
    sums.merge(same);
  }
  const Moments moments = sums.moments();
  const double n = std::ldexp(1.0, 62);
  CHECK(moments.n == n);
  CHECK(moments.sum[0] == 0);
  CHECK(moments.sum[1] == 9.2e12 * n);
  CHECK(moments.centred[Moments::index(0, 0)] == 9.2e12 * 9.2e12 * n);
  CHECK(moments.centred[Moments::index(0, 2)] == -9.2e12 * 9.2e12 * n);
  CHECK(moments.centred[Moments::index(1, 1)] == 0);
}

TEST_CASE("exact sums: every order and split gives the same bits") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 50; ++round) {
    auto units = random_units(random, 1 + random() % 200, largest);
    const ExactSums whole = sums_of(units);
    std::shuffle(units.begin(), units.end(), random);
    ExactSums merged;
    for (std::size_t at = 0; at < units.size();) {
      const std::size_t end = std::min(units.size(), at + 1 + random() % 40);
      merged.merge(sums_of({units.begin() + static_cast<std::ptrdiff_t>(at),
                            units.begin() + static_cast<std::ptrdiff_t>(end)}));
      at = end;
    }
    REQUIRE(merged == whole);
    REQUIRE(merged.moments() == whole.moments());
  }
}

TEST_CASE("exact sums: remove takes back what add gave") {
  std::mt19937_64 random(8);
  const auto units = random_units(random, 100, largest);
  const ExactSums first = sums_of({units.begin(), units.begin() + 50});
  ExactSums sums = sums_of(units);
  for (std::size_t i = 50; i < units.size(); ++i) sums.remove(units[i]);
  CHECK(sums == first);
  for (std::size_t i = 0; i < 50; ++i) sums.remove(units[i]);
  CHECK(sums == ExactSums{});
  CHECK(sums.moments() == Moments{});
}

TEST_CASE("exact sums: no units, one unit") {
  CHECK(ExactSums{}.moments() == Moments{});
  const Moments one = sums_of({{{{1'500'000}, {-250'000}, {0}, {1}}}}).moments();
  CHECK(one.n == 1);
  CHECK(one.sum == std::array<double, 4>{1.5, -0.25, 0, 1e-6});
  for (const double centred : one.centred) CHECK(centred == 0);
}

TEST_CASE("exact sums: a small spread on a large mean keeps its digits") {
  // Values m + {0, 1, 2}: centred sum of squares 2, which doubles lose beyond m = 1e8.
  const std::int64_t m = 9'000'000'000'000'000'000;
  const Moments moments =
      sums_of(
          {{{{m}, {}, {}, {}}}, {{{m + 1'000'000}, {}, {}, {}}}, {{{m + 2'000'000}, {}, {}, {}}}})
          .moments();
  CHECK(moments.centred[0] == 2);
  CHECK(moments.variance() == 1);
}

TEST_CASE("wide: what adds up can be taken away") {
  Wide wide;
  wide.add_product(INT64_MIN, INT64_MIN);
  CHECK(wide.words == std::array<std::uint64_t, 4>{0, std::uint64_t{1} << 62, 0, 0});
  Wide negative;
  negative.add_product(INT64_MIN, INT64_MAX);
  CHECK(negative.words[3] == ~std::uint64_t{0});
  Wide sum = wide;
  sum.add(negative);
  sum.subtract(wide);
  CHECK(sum == negative);
}
