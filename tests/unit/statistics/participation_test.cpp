// Who speaks: against sums over members written out.
#include "collab/statistics/participation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <vector>

using namespace collab;
using doctest::Approx;

namespace {

double gini_by_pairs(const std::vector<double>& values) {
  double differences = 0, sum = 0;
  for (const double a : values) {
    sum += a;
    for (const double b : values) differences += std::abs(a - b);
  }
  const double n = static_cast<double>(values.size());
  return differences / (2 * n * sum);
}

std::vector<std::pair<double, double>> tallies_of(const std::vector<double>& values) {
  std::map<double, double> tallies;
  for (const double value : values) ++tallies[value];
  return {tallies.begin(), tallies.end()};
}

}  // namespace

TEST_CASE("participation: Gini by all pairs, its jackknife by leaving each member out") {
  std::mt19937 engine(7);
  std::geometric_distribution<int> activity(0.3);
  for (const int n : {2, 3, 40, 250}) {
    CAPTURE(n);
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back(1 + activity(engine));
    values.front() = 50;
    const Participation found = participation(tallies_of(values), 0.05);
    CHECK(*found.gini.value == Approx(gini_by_pairs(values)).epsilon(1e-12));
    std::vector<double> without;
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::vector<double> rest = values;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
      without.push_back(gini_by_pairs(rest));
    }
    double mean = 0, squares = 0;
    for (const double g : without) mean += g / n;
    for (const double g : without) squares += (g - mean) * (g - mean);
    const double error = std::sqrt((n - 1.0) / n * squares);
    CHECK(found.standard_error == Approx(error).epsilon(1e-9));
    CHECK(*found.gini.high == Approx(std::min(1.0, gini_by_pairs(values) + 1.959963985 * error)));
  }
}

TEST_CASE("participation: the fewest who made half, counted from the most active down") {
  std::mt19937 engine(19);
  std::geometric_distribution<int> activity(0.2);
  for (const int n : {1, 2, 9, 10, 11, 333}) {
    CAPTURE(n);
    std::vector<double> values;
    for (int i = 0; i < n; ++i) values.push_back(1 + activity(engine));
    std::ranges::sort(values, std::greater<>());
    double sum = 0, top = 0, carried = 0;
    for (const double value : values) sum += value;
    const int tenth = std::max(1, (n + 9) / 10);
    int fewest = 0;
    for (int i = 0; i < n; ++i) {
      const double value = values[static_cast<std::size_t>(i)];
      if (carried < sum / 2) ++fewest;
      carried += value;
      if (i < tenth) top += value;
    }
    const Participation found = participation(tallies_of(values), 0.05);
    CHECK(found.half_carried_by == fewest);
    CHECK(found.top_tenth_share == Approx(top / sum).epsilon(1e-12));
  }
}

TEST_CASE("participation: who carries how much") {
  // One of 200 says as much as the 199 others.
  std::vector<std::pair<double, double>> tallies{{1, 199}, {199, 1}};
  const Participation found = participation(tallies, 0.05);
  CHECK(found.members == 200);
  CHECK(found.top_share == Approx(200.0 / 398));  // 1 % of 200 are two
  CHECK(found.top_tenth_share == Approx((199.0 + 19) / 398));
  CHECK(found.half_carried_by == 1);
  CHECK(found.effective == Approx(std::exp(0.5 * std::log(2.0) + 0.5 * std::log(398.0))));
  tallies = {{3, 10}};
  CHECK(participation(tallies, 0.05).effective == Approx(10));
  CHECK(participation(tallies, 0.05).gini.value == Approx(0));
  CHECK(participation(tallies, 0.05).gini.reason == "no-variance");
  tallies = {{3, 1}};
  CHECK(participation(tallies, 0.05).gini.reason == "too-few");
  CHECK(participation({}, 0.05).gini.reason == "no-data");
}
