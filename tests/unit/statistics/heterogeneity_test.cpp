#include "collab/statistics/heterogeneity.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

using namespace collab;
using doctest::Approx;

namespace {

/// Effects of twelve stores: input of the cases meta-reml and meta-cumulative (metafor 3.8-1).
std::vector<LevelEffect> stores() {
  const std::array effects{0.021, 0.034, -0.005, 0.052,  0.018, 0.041,
                           0.009, 0.06,  0.027,  -0.012, 0.033, 0.015};
  const std::array variances{8e-05, 0.00012, 0.0001, 0.00018, 6e-05,   0.00016,
                             8e-05, 0.00024, 0.0001, 0.00014, 0.00012, 8e-05};
  std::vector<LevelEffect> levels;
  for (std::size_t i = 0; i < effects.size(); ++i)
    levels.push_back({effects[i], std::sqrt(variances[i])});
  return levels;
}

}  // namespace

TEST_CASE("heterogeneity: metafor's Q, DerSimonian-Laird variance and mean of twelve stores") {
  const Heterogeneity found = heterogeneity(stores()).value();
  CHECK(found.df == 11);
  CHECK(found.q == Approx(34.0673235533).epsilon(1e-9));
  CHECK(found.p_value == Approx(0.000352635062666).epsilon(1e-9));
  CHECK(found.variance == Approx(0.000223500816842).epsilon(1e-9));
  CHECK(found.mean == Approx(0.0227904999248).epsilon(1e-9));
  CHECK(found.mean_error == Approx(0.0053141046325).epsilon(1e-9));
}

TEST_CASE("heterogeneity: shrunken effects of stores 1, 8 and 10") {
  // lambda y + (1 - lambda) mean and its error, computed with numpy 1.24 from metafor's tau^2.
  const Heterogeneity found = heterogeneity(stores()).value();
  CHECK(found.shrunken[0].value == Approx(0.02147196).epsilon(1e-6));
  CHECK(found.shrunken[7].value == Approx(0.04073298).epsilon(1e-6));
  CHECK(found.shrunken[9].value == Approx(0.00139934).epsilon(1e-5));
  CHECK(found.shrunken[0].standard_error == Approx(0.00780223).epsilon(1e-6));
  CHECK(found.shrunken[7].standard_error == Approx(0.01110405).epsilon(1e-6));
  const std::vector<LevelEffect> own = stores();
  for (std::size_t i = 0; i < own.size(); ++i)
    CHECK(found.shrunken[i].standard_error < own[i].standard_error);
}

TEST_CASE("heterogeneity: of two levels Q is z squared; estimated errors make it Welch's t") {
  const double z = (0.031 - 0.012) / std::hypot(0.008, 0.009);
  const auto known = heterogeneity(std::array<LevelEffect, 2>{{{0.012, 0.008}, {0.031, 0.009}}});
  CHECK(known->q == Approx(z * z).epsilon(1e-12));
  CHECK(known->p_value == Approx(std::erfc(z / std::sqrt(2.0))).epsilon(1e-12));
  const auto few =
      heterogeneity(std::array<LevelEffect, 2>{{{0.012, 0.008, 4}, {0.031, 0.009, 4}}});
  CHECK(few->q == Approx(known->q));
  CHECK(few->p_value > known->p_value);
}

TEST_CASE("heterogeneity: Welch's F of three levels with few degrees of freedom") {
  // F = 4.104077903057499 on 2 and 12.504121218938755; scipy 1.10, scipy.stats.f.sf.
  const auto found =
      heterogeneity(std::array<LevelEffect, 3>{{{1, 0.5, 8}, {2, 0.6, 11}, {4, 0.9, 5}}});
  CHECK(found->p_value == Approx(0.04262915003144033).epsilon(1e-10));
}

TEST_CASE("heterogeneity: levels that agree get one effect, of the mean's error") {
  const auto found = heterogeneity(std::array<LevelEffect, 2>{{{0.02, 0.01}, {0.021, 0.02}}});
  CHECK(found->variance == 0);
  CHECK(found->shrunken[0].value == Approx(found->mean));
  CHECK(found->shrunken[1].value == Approx(found->mean));
  CHECK(found->shrunken[1].standard_error == Approx(found->mean_error));
  CHECK(found->p_value > 0.9);
}

TEST_CASE("heterogeneity: one level, or one without error, is no comparison") {
  CHECK_FALSE(heterogeneity(std::array<LevelEffect, 1>{{{0.02, 0.01}}}));
  CHECK_FALSE(heterogeneity(std::array<LevelEffect, 2>{{{0.02, 0.01}, {0.03, 0}}}));
}
