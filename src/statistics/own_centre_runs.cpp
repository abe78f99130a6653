// How often chance breaks Anhoej's rules about a centre that the points themselves made.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>
#include <vector>

#include "collab/statistics/distributions.hpp"
#include "collab/statistics/runs.hpp"
#include "statistics/compositions.hpp"

namespace collab {
namespace {

/// Probabilities that no run has been too long, by crossings so far, side and length of the latest
/// run. Crossings count up to `enough` and no further.
class RunStates {
 public:
  RunStates(std::size_t longest, std::size_t enough) : longest_(longest), enough_(enough) {
    for (Side& side : sides_) {
      side.all.assign(enough + 1, 0.0);
      side.begun.assign(longest, std::vector<double>(enough + 1, 0.0));
    }
  }

  /// The first points: each order of those above and below as likely as any other.
  /// split  standard deviation of how many of them lie above
  void begin(std::size_t own, double split) {
    const auto reach = std::min(own / 2, static_cast<std::size_t>(std::lround(4 * split)));
    const std::size_t most = own - own / 2 + reach, fewest = own - most;
    Compositions compositions(most, longest_, most - fewest);
    for (std::size_t m = 0; m < most; ++m) compositions.next();
    const double middle = static_cast<double>(own) / 2;
    const auto weight = [&](std::size_t above) {
      const double z = (static_cast<double>(above) - middle) / split;
      return reach == 0 ? 1 : std::exp(-z * z / 2);
    };
    double weights = 0;
    for (std::size_t above = fewest; above <= most; ++above) weights += weight(above);
    for (std::size_t above = fewest; above <= most; ++above)
      add(compositions, above, own - above, weight(above) / weights);
  }

  /// P(no run too long, crossings enough) after `later` more points, each above by `above`.
  double usual_after(std::size_t later, double above) const {
    std::array<Side, 2> sides = sides_;
    const std::array<double, 2> chance{above, 1 - above};
    std::array<double, 2> oldest_chance{};
    for (std::size_t s = 0; s < 2; ++s) {
      // Kept as they were when their run began, so that a step costs the same however long runs
      // may be: what has come since is in `chance` to the power of their age.
      double aged = 1;
      for (std::vector<double>& begun : sides[s].begun) {
        for (double& value : begun) value /= aged;
        oldest_chance[s] = aged;
        aged *= chance[s];
      }
    }
    std::array<std::vector<double>, 2> next;
    std::size_t oldest = longest_ - 1;
    for (std::size_t step = 0; step < later; ++step) {
      for (std::size_t s = 0; s < 2; ++s) {
        const std::vector<double>& other = sides[1 - s].all;
        next[s].assign(enough_ + 1, 0.0);
        for (std::size_t k = 0; k < enough_; ++k) next[s][k + 1] = chance[s] * other[k];
        next[s][enough_] += chance[s] * other[enough_];
      }
      for (std::size_t s = 0; s < 2; ++s) {
        std::vector<double>& all = sides[s].all;
        std::vector<double>& begun = sides[s].begun[oldest];  // as long as a run may be: no further
        for (std::size_t k = 0; k <= enough_; ++k)
          all[k] = chance[s] * (all[k] - oldest_chance[s] * begun[k]) + next[s][k];
        std::swap(begun, next[s]);
      }
      oldest = oldest == 0 ? longest_ - 1 : oldest - 1;
    }
    return sides[0].all[enough_] + sides[1].all[enough_];
  }

 private:
  void add(const Compositions& compositions, std::size_t above, std::size_t below, double weight) {
    const std::size_t own = above + below;
    const auto factorial = [](std::size_t k) { return log_gamma(static_cast<double>(k) + 1); };
    const double arrangements = std::exp(factorial(own) - factorial(above) - factorial(below) -
                                         static_cast<double>(own) * std::log(2.0));
    for (std::size_t s = 0; s < 2; ++s) {
      Side& side = sides_[s];
      const std::size_t here = s == 0 ? above : below, there = own - here;
      const double* others = compositions.at(there);
      for (std::size_t length = 1; length <= std::min(longest_, here); ++length) {
        // What is left of this side without its latest run, beside the other side.
        const double* rest = compositions.at(here - length);
        const double scale = weight * std::ldexp(1.0, -static_cast<int>(length)) / arrangements;
        for (std::size_t runs = 1; runs <= own; ++runs) {
          const std::size_t on_other = runs / 2, on_this = runs - on_other;
          if (on_this > here || on_other > there) break;
          const double share = rest[on_this - 1] * others[on_other] * scale;
          const std::size_t crossings = std::min(runs - 1, enough_);
          side.all[crossings] += share;
          side.begun[length - 1][crossings] += share;
        }
      }
    }
  }

  struct Side {
    std::vector<double> all;                 ///< by crossings
    std::vector<std::vector<double>> begun;  ///< by age of the run, 1 first; then by crossings
  };
  std::size_t longest_, enough_;
  std::array<Side, 2> sides_;
};

double computed(const OwnCentre& centre, std::size_t later) {
  const std::size_t n = centre.own + later;
  RunStates states(longest_run_max(n), crossings_min(n));
  const auto own = static_cast<double>(centre.own);
  // Of normal points about their mean; a median halves them.
  states.begin(centre.own, centre.median ? 0 : std::sqrt(own * (0.25 - 0.5 / std::numbers::pi)));
  const double centre_error = std::sqrt((centre.median ? std::numbers::pi / 2 : 1) / own);
  // Over the centre's error; the sides are alike, so that half of the curve is enough.
  constexpr double step = 0.25, end = 6;
  double usual = 0, weights = 0;
  for (double z = 0; z <= end; z += step) {
    const double weight = std::exp(-z * z / 2) * (z > 0 ? 2 : 1);
    usual += weight * states.usual_after(later, normal_upper_tail(z * centre_error));
    weights += weight;
  }
  return std::clamp(1 - usual / weights, 0.0, 1.0);
}

}  // namespace

double runs_false_signal(const OwnCentre& centre, std::size_t later) {
  if (centre.own == 0) return runs_false_signal(later);
  // Hundreds of charts of the same nights ask the same question.
  thread_local std::map<std::tuple<std::size_t, bool, std::size_t>, double> known;
  const auto [entry, is_new] = known.try_emplace({centre.own, centre.median, later}, 0.0);
  if (is_new) entry->second = computed(centre, later);
  return entry->second;
}

}  // namespace collab
