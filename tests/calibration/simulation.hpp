#pragma once
// Trials with a known truth, counted on two threads and the same on any number of them.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string_view>
#include <thread>
#include <vector>

#include "collab/model/effect.hpp"

namespace collab::calibration {

using Engine = std::mt19937_64;
constexpr std::uint32_t seed = 20261128;

/// Is this the long run that RESULTS.md is written from? Else one in two hundred trials do.
inline bool full_run() {
  const char* wanted = std::getenv("COLLAB_CALIBRATION");
  return wanted != nullptr && std::string_view(wanted) == "full";
}
inline int trials(int in_full) { return full_run() ? in_full : in_full / 200; }

/// Sums trial(engine, counts) over all trials. Each fifty have their own engine, so that neither
/// the number of threads nor their order matters. Counts  default-constructible, with +=
template <typename Counts, typename Trial>
Counts simulate(int count, std::uint32_t stream, const Trial& trial) {
  constexpr int chunk = 50;
  std::atomic<int> next{0};
  std::mutex lock;
  Counts total;
  const auto work = [&] {
    Counts own;
    for (int start = next.fetch_add(chunk); start < count; start = next.fetch_add(chunk)) {
      std::seed_seq sequence{seed, stream, static_cast<std::uint32_t>(start)};
      Engine engine(sequence);
      for (int i = start; i < std::min(start + chunk, count); ++i) trial(engine, own);
    }
    const std::scoped_lock hold(lock);
    total += own;
  };
  std::thread other(work);
  work();
  other.join();
  return total;
}

/// What came of the intervals of many trials.
struct Outcomes {
  long draws = 0, judged = 0, higher = 0, lower = 0, covered = 0;
  long ratios = 0, ratio_covered = 0;

  /// One trial; what is not judged is only counted as drawn.
  void add(const Effect& effect, double alpha, double true_difference, double true_ratio);
  Outcomes& operator+=(const Outcomes& more);
  double rejected() const;  ///< share of judged trials, 0 to 1
};

/// Asserts that a share of `draws` trials is at most `limit`, give or take four standard errors.
void check_at_most(double share, double limit, long draws);
/// Asserts that it is at least that.
void check_at_least(double share, double limit, long draws);

/// A Markdown table with a heading and a sentence on what it shows, for RESULTS.md.
class Table {
 public:
  Table(std::string heading, std::string text, std::vector<std::string> columns);
  void row(const std::vector<std::string>& cells);
  /// Sections appear in the order of their headings.
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

 private:
  std::string heading_, text_;
};

/// 0.0123 as "1.2 %".
std::string percent(double share);
/// The same of a count; "-" of nothing.
std::string percent(long count, long of);

}  // namespace collab::calibration
