#pragma once
// A line on a terminal that says how far a long reading has come.
#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace collab {

class ProgressLine {
 public:
  explicit ProgressLine(std::ostream& err) : err_(err) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// Takes the line away.
  ~ProgressLine();

  void tell(std::uint64_t bytes, std::uint64_t all, std::uint64_t rows);

 private:
  using Clock = std::chrono::steady_clock;
  std::ostream& err_;
  Clock::time_point begin_ = Clock::now(), told_ = begin_;
  std::uint64_t last_ = 0;  ///< bytes when last told; fewer begin another reading
  bool shown_ = false;
};

/// `43 %  4,300,000 rows  9.8 M/s  2 s left`
std::string progress_text(std::uint64_t bytes, std::uint64_t all, std::uint64_t rows,
                          double seconds);

}  // namespace collab
