#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace collab {

std::string progress_text(std::uint64_t bytes, std::uint64_t all, std::uint64_t rows,
                          double seconds) {
  const double done =
      all == 0 ? 1 : std::min(1.0, static_cast<double>(bytes) / static_cast<double>(all));
  std::string count = fmt::format("{}", rows);
  for (std::size_t at = count.size(); at > 3;) count.insert(at -= 3, ",");
  const double rate = seconds > 0 ? static_cast<double>(rows) / seconds : 0;
  return fmt::format("{:.0f} %  {} rows  {:.1f} M/s  {:.0f} s left", std::floor(100 * done), count,
                     rate / 1e6, done > 0 ? std::ceil(seconds * (1 - done) / done) : 0);
}

void ProgressLine::tell(std::uint64_t bytes, std::uint64_t all, std::uint64_t rows) {
  const Clock::time_point now = Clock::now();
  if (bytes < last_) begin_ = now;
  last_ = bytes;
  if (bytes >= all && shown_) {  // what is left to do takes no time worth a line
    shown_ = false;
    err_ << "\r\033[K" << std::flush;
    return;
  }
  constexpr std::chrono::milliseconds wait{500}, pace{100};
  if (bytes >= all || now - begin_ < wait || now - told_ < pace) return;
  told_ = now;
  shown_ = true;
  err_ << "\r\033[K"
       << progress_text(bytes, all, rows, std::chrono::duration<double>(now - begin_).count())
       << std::flush;
}

ProgressLine::~ProgressLine() {
  if (shown_) err_ << "\r\033[K" << std::flush;
}

}  // namespace collab
