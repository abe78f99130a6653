#include "collab/statistics/sequence.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace collab;
using doctest::Approx;

// The authors' own implementation of Howard et al. 2021, "Time-uniform, nonparametric,
// nonasymptotic confidence sequences": confseq, test/uniform_boundaries_unittest.cpp,
// TestTwoSidedNormalMixture. Tuned at an intrinsic time of 100 at 0.05, the best rho is 12.60056,
// the boundary of the sum at 100 is 30.35209, and the log of the martingale at a sum of 10 is
// -0.6510052; tolerance 1e-5 as there. Our progress is the time over that of the tuning, our rho
// time / k.
TEST_CASE("sequence: the two-sided normal mixture of Howard et al. 2021") {
  CHECK(std::abs(100 / sequence_tuning(0.05) - 12.60056) < 1e-5);
  CHECK(std::abs(std::sqrt(100.0) * sequence_critical(0.05, 1) - 30.35209) < 1e-5);
  // p is one over the martingale, at most 1: at a sum of 35, by the closed form of the paper's
  // equation for the mixture, log M = S^2 / (2 (v + rho)) - ln((v + rho) / rho) / 2.
  const double log_martingale = 35 * 35 / (2 * 112.60056) - std::log(112.60056 / 12.60056) / 2;
  CHECK(sequence_p_value(35 * 35 / 100.0, 0.05, 1) ==
        Approx(std::exp(-log_martingale)).epsilon(1e-5));
  const double at_ten = 10 * 10 / (2 * 112.60056) - std::log(112.60056 / 12.60056) / 2;
  CHECK(std::abs(at_ten + 0.6510052) < 1e-5);
  CHECK(sequence_p_value(1, 0.05, 1) == 1);
}

// Robbins 1970: the boundary of the sum is sqrt((v + rho) ln((v + rho) / (rho alpha^2))). Computed
// with numpy from that form, rho = v_planned / k, k = -2 ln alpha + ln(1 - 2 ln alpha).
TEST_CASE("sequence: the boundary by night, and p below alpha exactly beyond it") {
  struct Row {
    double alpha, progress, critical;
  };
  for (const Row& row :
       {Row{0.05, 1.0 / 28, 5.316036685316603}, Row{0.05, 0.25, 3.2642933718264056},
        Row{0.05, 0.5, 3.0835687143683503}, Row{0.05, 1, 3.0352089903762525},
        Row{0.05, 1.5, 3.044202604864393}, Row{0.025, 1.0 / 28, 5.501664344515538},
        Row{0.025, 0.25, 3.494542229231834}, Row{0.025, 0.5, 3.3238682322884494},
        Row{0.025, 1, 3.27921410277595}, Row{0.025, 1.5, 3.2880658104808664},
        Row{0.005, 1.0 / 28, 5.877138119647406}, Row{0.005, 0.25, 3.9672973682117054},
        Row{0.005, 0.5, 3.8142322783616582}, Row{0.005, 1, 3.775415547448657},
        Row{0.005, 1.5, 3.7837113391802824}}) {
    CAPTURE(row.alpha);
    CAPTURE(row.progress);
    CHECK(sequence_critical(row.alpha, row.progress) == Approx(row.critical).epsilon(1e-12));
    const double z = row.critical;
    CHECK(sequence_p_value(z * z * (1 + 1e-9), row.alpha, row.progress) < row.alpha);
    CHECK(sequence_p_value(z * z * (1 - 1e-9), row.alpha, row.progress) > row.alpha);
  }
}
