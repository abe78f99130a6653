#pragma once
// The same work by several threads.
#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace collab {

/// Two: what a nightly job can count on, and enough to be limited by reading the file.
inline std::size_t usual_threads() {
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 2);
}

/// work(0) … work(threads - 1), all at once, the first by the calling thread. Rethrows the first
/// exception when all have ended.
template <class Work>
void in_parallel(std::size_t threads, const Work& work) {
  std::mutex mutex;
  std::exception_ptr failure;
  const auto guarded = [&](std::size_t number) {
    try {
      work(number);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(guarded, i);
  guarded(0);
  for (std::thread& other : others) other.join();
  if (failure) std::rethrow_exception(failure);
}

/// The numbers 0 … count - 1 dealt out to threads, each to the next that is free. size: of all the
/// work, in rows; with few of them the calling thread does it.
template <class Work>
void deal_out(std::size_t count, std::size_t size, const Work& work) {
  constexpr std::size_t few = 10'000;
  const std::size_t threads =
      size < few ? 1 : std::min(usual_threads(), std::max<std::size_t>(count, 1));
  std::mutex mutex;
  std::size_t next = 0;
  in_parallel(threads, [&](std::size_t) {
    for (;;) {
      std::size_t mine = 0;
      {
        const std::lock_guard lock(mutex);
        if (next == count) return;
        mine = next++;
      }
      work(mine);
    }
  });
}

}  // namespace collab
