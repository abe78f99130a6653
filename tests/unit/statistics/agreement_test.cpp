// Agreement of coders, against statsmodels and against chance.
#include "collab/statistics/agreement.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

namespace {

std::vector<double> flat(const nlohmann::json& table) {
  std::vector<double> counts;
  for (const auto& row : table)
    for (const auto& cell : row) counts.push_back(cell.get<double>());
  return counts;
}

/// Fleiss 1971, as Wikipedia has it: ten items, fourteen raters, five categories.
const std::vector<double> fleiss_items{0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3,
                                       9, 2, 0, 2, 2,  8, 1, 1, 7, 7, 0, 0, 0, 3, 2, 6, 3,
                                       0, 2, 5, 3, 2,  2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7};

}  // namespace

TEST_CASE("cohen_kappa: voc-cases kappa, two people coding themes of feedback") {
  const auto one = shared_case("voc-cases.json", "kappa");
  const auto& expected = one.at("expected");
  const auto number = [&](const nlohmann::json& value) {
    return Approx(value.get<double>()).epsilon(one.at("tolerance").get<double>());
  };
  const auto table = flat(one.at("input").at("table"));
  const Agreement found = cohen_kappa(table, 3, 0.05);
  CHECK(found.kappa.value.value() == number(expected.at("kappa")));
  CHECK(found.standard_error == number(expected.at("se")));
  CHECK(found.kappa.low.value() == number(expected.at("ci")[0]));
  CHECK(found.kappa.high.value() == number(expected.at("ci")[1]));
  CHECK(cohen_kappa(table, 3, 0.05, AgreementWeights::linear).kappa.value.value() ==
        number(expected.at("weighted_linear")));
}

TEST_CASE("cohen_kappa: weighted errors and the test of chance, statsmodels 0.13 cohens_kappa") {
  // kappa, std_kappa, pvalue_two_sided of [[42, 6, 2], [5, 30, 7], [3, 4, 21]]; to 1e-9.
  const std::array<double, 9> table{42, 6, 2, 5, 30, 7, 3, 4, 21};
  struct Row {
    AgreementWeights weights;
    double kappa, error, p;
  };
  for (const Row& row : {Row{AgreementWeights::nominal, 0.6545842217484009, 0.05806391258171867,
                             1.31949710756601e-23},
                         Row{AgreementWeights::linear, 0.6872964169381108, 0.056717463100576626,
                             1.2315913373971695e-21},
                         Row{AgreementWeights::quadratic, 0.7212389380530974, 0.06237660253856805,
                             2.705381822348364e-15}}) {
    const Agreement found = cohen_kappa(table, 3, 0.05, row.weights);
    CHECK(found.kappa.value.value() == Approx(row.kappa).epsilon(1e-9));
    CHECK(found.standard_error == Approx(row.error).epsilon(1e-9));
    CHECK(found.p_value.value() == Approx(row.p).epsilon(1e-9));
  }
}

TEST_CASE("cohen_kappa: nobody coded, one category, always alike") {
  CHECK(cohen_kappa(std::array<double, 4>{0, 0, 0, 0}, 2, 0.05).kappa.reason == "no-data");
  CHECK(cohen_kappa(std::array<double, 4>{9, 0, 0, 0}, 2, 0.05).kappa.reason == "no-variance");
  const Agreement alike = cohen_kappa(std::array<double, 4>{9, 0, 0, 7}, 2, 0.05);
  CHECK(*alike.kappa.value == 1);
  CHECK_FALSE(alike.kappa.low);
  CHECK(alike.kappa.reason == "no-variance");
  CHECK(*cohen_kappa(std::array<double, 4>{0, 9, 9, 0}, 2, 0.05).kappa.value == Approx(-1));
}

TEST_CASE("fleiss_kappa: Fleiss' own items, statsmodels 0.13 fleiss_kappa and its jackknife") {
  // The jackknife: fleiss_kappa of the table without each row, with numpy 1.24; to 1e-9.
  const Agreement found = fleiss_kappa(fleiss_items, 5, 0.05);
  CHECK(found.kappa.value.value() == Approx(0.20993070442195522).epsilon(1e-9));
  CHECK(found.standard_error == Approx(0.10055702324497184).epsilon(1e-9));
  CHECK(found.kappa.low.value() ==
        Approx(0.20993070442195522 - 1.959963984540054 * 0.10055702324497184).epsilon(1e-9));
}

TEST_CASE("fleiss_kappa: raters who throw dice agree as chance has it") {
  std::mt19937 engine(4);
  std::uniform_int_distribution<std::size_t> die(0, 2);
  int covered = 0;
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<double> ratings(3 * 60);
    for (std::size_t item = 0; item < 60; ++item)
      for (std::size_t rater = 0; rater < 2 + item % 4; ++rater) ++ratings[3 * item + die(engine)];
    const Agreement found = fleiss_kappa(ratings, 3, 0.05);
    if (*found.kappa.low <= 0 && 0 <= *found.kappa.high) ++covered;
  }
  CHECK(covered > 0.9 * 300);
  CHECK(covered < 0.99 * 300);
}

TEST_CASE("fleiss_kappa: nothing to compare") {
  CHECK(fleiss_kappa({}, 3, 0.05).kappa.reason == "no-data");
  CHECK(fleiss_kappa(std::array<double, 3>{1, 0, 0}, 3, 0.05).kappa.reason == "no-data");
  CHECK(fleiss_kappa(std::array<double, 3>{2, 1, 0}, 3, 0.05).kappa.reason == "too-few");
  CHECK(fleiss_kappa(std::array<double, 4>{3, 0, 3, 0}, 2, 0.05).kappa.reason == "no-variance");
  CHECK(fleiss_kappa(std::array<double, 4>{3, 0, 0, 3}, 2, 0.05).kappa.reason == "too-few");
  const Agreement alike = fleiss_kappa(std::array<double, 8>{3, 0, 0, 3, 3, 0, 0, 3}, 2, 0.05);
  CHECK(*alike.kappa.value == 1);
  CHECK(alike.kappa.reason == "no-variance");
}
