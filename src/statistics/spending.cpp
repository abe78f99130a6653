#include "collab/statistics/spending.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "collab/model/error.hpp"
#include "collab/statistics/boundary.hpp"
#include "collab/statistics/distributions.hpp"

namespace collab {
namespace {

constexpr double widest = 8;         // z of a look that is granted next to nothing
constexpr double out_of_reach = 10;  // standard deviations beyond which a step adds nothing

/// The density of the score S = Z sqrt(t) of trials that go on, as weighted nodes above 0: it is
/// even, so that each node stands for its mirror image too.
struct Undecided {
  double time = 0;
  std::vector<double> at, mass;
};

const Undecided beginning{.time = 0, .at = {0}, .mass = {0.5}};

double normal_density(double z) {
  return std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// P(S above `edge` at `time`) without an effect, of trials undecided before.
double crossing(const Undecided& before, double time, double edge) {
  const double sd = std::sqrt(time - before.time);
  double sum = 0;
  for (std::size_t i = before.at.size(); i-- > 0;) {
    const double near = (edge - before.at[i]) / sd;
    if (near > out_of_reach) break;
    sum +=
        before.mass[i] * (normal_upper_tail(near) + normal_upper_tail((edge + before.at[i]) / sd));
  }
  return sum;
}

/// The same under a drift, by the likelihood ratio exp(drift S - drift^2 t / 2).
double crossing(const Undecided& before, double time, double edge, double drift) {
  const double step = time - before.time, sd = std::sqrt(step);
  double sum = 0;
  for (std::size_t i = 0; i < before.at.size(); ++i) {
    for (const double score : {before.at[i], -before.at[i]}) {
      const double tilt = std::exp(drift * (score - 0.5 * drift * before.time));
      sum += before.mass[i] * tilt * normal_upper_tail((edge - score - drift * step) / sd);
    }
  }
  return sum;
}

/// Density at `score` after a step of standard deviation sd.
double spread(const Undecided& before, double score, double sd) {
  const double reach = out_of_reach * sd;
  const auto first = std::lower_bound(before.at.begin(), before.at.end(), score - reach);
  double sum = 0;
  for (auto i = static_cast<std::size_t>(first - before.at.begin()); i < before.at.size(); ++i) {
    const double from = before.at[i];
    if (from - score > reach) break;
    double density = normal_density((score - from) / sd);
    if (score + from < reach) density += normal_density((score + from) / sd);
    sum += before.mass[i] * density;
  }
  return sum / sd;
}

/// Gauss-Legendre on [-1, 1]: Abramowitz and Stegun 1964, table 25.4, n = 8.
constexpr std::array<double, 4> nodes{0.183434642495649805, 0.525532409916328986,
                                      0.796666477413626740, 0.960289856497536232};
constexpr std::array<double, 4> weights{0.362683783378361983, 0.313706645877887287,
                                        0.222381034453374471, 0.101228536290376259};

/// Trials undecided after the look at `time`, whose panels are three of the smaller of the standard
/// deviations of the steps to and from it: 8 nodes in each leave an error below 1e-8.
Undecided undecided(const Undecided& before, double time, double edge, double next_time) {
  const double sd = std::sqrt(time - before.time);
  const double panel = 3 * std::min(sd, std::sqrt(next_time - time));
  const double panels = std::ceil(edge / panel), half = edge / panels / 2;
  Undecided after{.time = time, .at = {}, .mass = {}};
  const auto add = [&](double score, double weight) {
    after.at.push_back(score);
    after.mass.push_back(weight * half * spread(before, score, sd));
  };
  for (double number = 0; number < panels; ++number) {
    const double middle = (2 * number + 1) * half;
    for (std::size_t i = 4; i-- > 0;) add(middle - half * nodes[i], weights[i]);
    for (std::size_t i = 0; i < 4; ++i) add(middle + half * nodes[i], weights[i]);
  }
  return after;
}

void check_fraction(double fraction, double least) {
  if (!(fraction >= least && fraction <= 1)) {
    throw Error(ExitCode::usage, "look-fractions",
                "looks must follow one another, each at a fraction of the cycle up to 1");
  }
}

/// What is undecided before each look.
std::vector<Undecided> paths(std::span<const LookBoundary> looks) {
  std::vector<Undecided> before{beginning};
  double time = 0;
  for (std::size_t k = 0; k < looks.size(); ++k) {
    check_fraction(looks[k].fraction, time + 1e-6);
    time = looks[k].fraction;
    if (!(looks[k].z > 0)) {
      throw Error(ExitCode::usage, "look-fractions", "a look's boundary must be positive");
    }
    if (k + 1 == looks.size()) break;
    check_fraction(looks[k + 1].fraction, time + 1e-6);
    before.push_back(
        undecided(before.back(), time, looks[k].z * std::sqrt(time), looks[k + 1].fraction));
  }
  return before;
}

double crossing(std::span<const Undecided> before, std::span<const LookBoundary> looks,
                double drift) {
  double sum = 0;
  for (std::size_t k = 0; k < looks.size(); ++k) {
    const double time = looks[k].fraction;
    sum += crossing(before[k], time, looks[k].z * std::sqrt(time), drift);
  }
  return sum;
}

}  // namespace

double spent_by(double fraction, double alpha, Spending spending) {
  normal_critical(alpha);  // refuses an alpha out of range
  check_fraction(fraction, 0);
  if (fraction == 1) return alpha;
  if (spending == Spending::pocock) {
    return alpha * std::log1p((std::numbers::e - 1) * fraction);
  }
  return 4 * normal_upper_tail(normal_critical(alpha / 2) / std::sqrt(fraction));
}

std::vector<LookBoundary> boundaries(std::span<const double> fractions, double alpha,
                                     Spending spending) {
  if (fractions.empty()) {
    throw Error(ExitCode::usage, "look-fractions", "at least one look must be planned");
  }
  const double least = normal_upper_tail(widest);
  std::vector<LookBoundary> looks;
  Undecided before = beginning;
  double spent = 0;
  for (std::size_t k = 0; k < fractions.size(); ++k) {
    const double time = fractions[k], root = std::sqrt(time);
    check_fraction(time, before.time + 1e-6);
    // Each side has half of what is granted.
    const double grant = (spent_by(time, alpha, spending) - spent) / 2;
    LookBoundary look{.fraction = time, .spent = 0, .z = widest, .alpha = 0};
    if (grant > least) {
      const auto excess = [&](double z) {
        return std::log(grant / crossing(before, time, z * root));
      };
      look.z = boundary(excess, 0.0, widest);
    }
    spent += 2 * crossing(before, time, look.z * root);
    look.spent = spent;
    look.alpha = 2 * normal_upper_tail(look.z);
    looks.push_back(look);
    if (k + 1 < fractions.size()) {
      check_fraction(fractions[k + 1], time + 1e-6);
      before = undecided(before, time, look.z * root, fractions[k + 1]);
    }
  }
  return looks;
}

double crossing_probability(std::span<const LookBoundary> looks, double drift) {
  return crossing(paths(looks), looks, drift);
}

double drift_for_power(std::span<const LookBoundary> looks, double power) {
  const std::vector<Undecided> before = paths(looks);
  const double chance = crossing(before, looks, 0);
  if (!(power > chance && power <= 0.9999)) {
    throw Error(ExitCode::usage, "power-range", "power must be above alpha and at most 0.9999");
  }
  const auto excess = [&](double drift) { return crossing(before, looks, drift) - power; };
  double enough = 4;
  while (excess(enough) <= 0) enough *= 2;
  return boundary(excess, 0.0, enough);
}

}  // namespace collab
