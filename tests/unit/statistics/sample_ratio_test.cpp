#include "collab/statistics/sample_ratio.hpp"

#include <doctest/doctest.h>

#include <array>
#include <vector>

#include "collab/model/error.hpp"

using namespace collab;
using doctest::Approx;

TEST_CASE("sample_ratio_p_value: gbstats-cases srm-002 to srm-006") {
  CHECK(sample_ratio_p_value(std::array{62725.0, 44757.0, 51975.0},
                             std::array{0.3752, 0.2857, 0.3391})
            .value() == Approx(6.881282500856774e-52).epsilon(1e-9));
  CHECK(sample_ratio_p_value(std::array{18.0, 23.0, 15.0}, std::array{0.3333, 0.3333, 0.3334})
            .value() == Approx(0.41641207928436574).epsilon(1e-9));
}

TEST_CASE(
    "sample_ratio_p_value: a perfect split is 1, two variants of hillstrom.csv are no mismatch") {
  CHECK(sample_ratio_p_value(std::array{500.0, 500.0}, std::array{0.5, 0.5}) == 1.0);
  CHECK(sample_ratio_p_value(std::array{21306.0, 21307.0}, std::array{0.5, 0.5}).value() > 0.99);
}

TEST_CASE("sample_ratio_p_value: not checkable with one variant or hardly any units") {
  CHECK_FALSE(sample_ratio_p_value(std::array{100.0}, std::array{1.0}));
  CHECK_FALSE(sample_ratio_p_value(std::array{3.0, 4.0}, std::array{0.5, 0.5}));
  CHECK_FALSE(sample_ratio_p_value(std::array{0.0, 0.0}, std::array{0.5, 0.5}));
  CHECK_FALSE(sample_ratio_p_value(std::vector<double>{}, std::vector<double>{}));
  CHECK_THROWS_AS(sample_ratio_p_value(std::array{9.0, 9.0}, std::array{1.0}), Error);
}
