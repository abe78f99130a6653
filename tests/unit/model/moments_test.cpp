#include "collab/model/moments.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

namespace collab {
namespace {

using doctest::Approx;

Moments of(const std::vector<double>& values) {
  Moments moments;
  for (const double value : values) moments.add({value, 0, 0, 0});
  return moments;
}

TEST_CASE("the upper triangle has ten places, the same both ways") {
  std::vector<bool> seen(10, false);
  for (std::size_t i = 0; i < Moments::columns; ++i) {
    for (std::size_t j = i; j < Moments::columns; ++j) {
      CHECK(Moments::index(i, j) == Moments::index(j, i));
      CHECK_FALSE(seen.at(Moments::index(i, j)));
      seen.at(Moments::index(i, j)) = true;
    }
  }
}

TEST_CASE("one unit has a mean and no variance") {
  const Moments one = of({41.2});
  CHECK(one.n == 1);
  CHECK(one.mean() == 41.2);
  CHECK(one.centred[0] == 0);
  CHECK(std::isnan(one.variance()));
}

TEST_CASE("Welford keeps the digits: NIST StRD NumAcc3 and NumAcc4") {
  // https://www.itl.nist.gov/div898/strd/univ/: 1001 values, certified mean c + 0.2, sd 0.1.
  for (const double base : {1e6, 1e7}) {
    Moments moments = of({base + 0.2});
    for (int i = 0; i < 500; ++i) {
      moments.add({base + 0.1, 0, 0, 0});
      moments.add({base + 0.3, 0, 0, 0});
    }
    CHECK(moments.n == 1001);
    CHECK(moments.mean() == Approx(base + 0.2).epsilon(1e-14));
    CHECK(std::sqrt(moments.variance()) == Approx(0.1).epsilon(base == 1e6 ? 1e-9 : 1e-7));
  }
}

TEST_CASE("covariances follow the textbook formula") {
  Moments moments;
  moments.add({1, 2, 0, 5});
  moments.add({2, 1, 1, 5});
  moments.add({6, 9, -1, 5});
  // Means 3, 4, 0, 5; deviations (-2,-1,3), (-2,-3,5), (0,1,-1), (0,0,0).
  CHECK(moments.variance(0) == Approx(14.0 / 2));
  CHECK(moments.variance(1) == Approx(38.0 / 2));
  CHECK(moments.covariance(0, 1) == Approx(22.0 / 2));
  CHECK(moments.covariance(1, 0) == Approx(22.0 / 2));
  CHECK(moments.covariance(0, 2) == Approx(-4.0 / 2));
  CHECK(moments.covariance(1, 2) == Approx(-8.0 / 2));
  CHECK(moments.variance(3) == 0);
}

TEST_CASE("parts added are the whole, however they are split") {
  std::mt19937_64 engine(3);
  std::normal_distribution<double> draw(1000, 3);
  std::vector<std::array<double, 4>> units(200);
  for (auto& unit : units) {
    for (double& value : unit) value = draw(engine);
  }
  Moments whole;
  for (const auto& unit : units) whole.add(unit);
  for (const std::size_t cut : {std::size_t{0}, std::size_t{1}, std::size_t{77}, units.size()}) {
    Moments left, right;
    for (std::size_t i = 0; i < units.size(); ++i) (i < cut ? left : right).add(units[i]);
    const Moments both = left + right;
    CHECK(both.n == whole.n);
    for (std::size_t i = 0; i < 4; ++i) CHECK(both.sum[i] == Approx(whole.sum[i]).epsilon(1e-13));
    for (std::size_t i = 0; i < 10; ++i) {
      CHECK(std::abs(both.centred[i] - whole.centred[i]) < 1e-8 * whole.centred[0]);
    }
  }
}

TEST_CASE("adding nothing changes nothing, to the bit") {
  const Moments some = of({0.1, 0.7, 12.5});
  CHECK(some + Moments{} == some);
  CHECK(Moments{} + some == some);
  CHECK(Moments{} + Moments{} == Moments{});
}

TEST_CASE("sums of unknown units add, and leave centred sums alone") {
  Moments summary;
  summary.sum = {12, 3400, 0, 0};
  Moments more;
  more.sum = {8, 1600, 0, 0};
  const Moments both = summary + more;
  CHECK(both.n == 0);
  CHECK(both.sum[0] == 20);
  CHECK(both.sum[1] == 5000);

  Moments units;
  units.add({1, 10, 0, 0});
  units.add({3, 30, 0, 0});
  for (const Moments& mixed : {units + summary, summary + units}) {
    CHECK(mixed.n == 2);
    CHECK(mixed.sum[0] == 16);
    CHECK(mixed.centred == units.centred);
  }
}

TEST_CASE("a unit after sums of unknown units gives no NaN") {
  Moments summary;
  summary.sum = {12, 3400, 0, 0};
  summary.add({1, 10, 0, 0});
  CHECK(summary.n == 1);
  CHECK(summary.sum[0] == 13);
  CHECK(summary.centred[0] == 0);
}

}  // namespace

TEST_CASE("without: what is left after a part is the other part") {
  Moments early, late;
  for (int i = 0; i < 40; ++i) early.add({i * 0.5, 1.0 + i % 3, i * 0.1, 0});
  for (int i = 0; i < 25; ++i) late.add({7.0 + i % 4, 2.0, 3.0 - i % 5, 0});
  const Moments rest = without(early + late, early);
  CHECK(rest.n == late.n);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(rest.sum[i] == doctest::Approx(late.sum[i]).epsilon(1e-12));
    for (std::size_t j = i; j < 3; ++j) {
      const std::size_t k = Moments::index(i, j);
      CHECK(rest.centred[k] == doctest::Approx(late.centred[k]).epsilon(1e-9));
    }
  }
  CHECK(without(early, early).n == 0);
  CHECK(without(early, Moments{}) == early);
}

}  // namespace collab
