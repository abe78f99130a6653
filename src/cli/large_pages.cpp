#include "cli/large_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

void collab::begin_heap_with_large_pages() {
  constexpr std::uintptr_t large_page = 2 << 20;
  constexpr int heap = 256 << 20;  // of addresses; memory is what is touched
  constexpr int more = 136 << 10;  // than malloc has at first
  // What malloc writes before we advise must lie before the first large page.
  constexpr std::uintptr_t before = more + (8 << 10);
  auto* const end = static_cast<char*>(sbrk(0));
  const std::uintptr_t into = (reinterpret_cast<std::uintptr_t>(end) + before) % large_page;
  char* const boundary = end + before + (large_page - into) % large_page;
  if (reinterpret_cast<std::intptr_t>(sbrk(boundary - static_cast<std::intptr_t>(before) - end)) ==
      -1)
    return;
  mallopt(M_TOP_PAD, heap);
  mallopt(M_TRIM_THRESHOLD, 2 * heap);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_ARENA_MAX, 1);  // threads share it
  // The heap grows, by the pad too. Volatile, or the two calls are optimised away.
  void* volatile taken = std::malloc(more);
  mallopt(M_TOP_PAD, 4 * static_cast<int>(large_page));  // and from then on by what is needed
  if (taken == nullptr) return;                          // so many addresses are not allowed
  std::free(taken);
  madvise(boundary, heap, MADV_HUGEPAGE);
}

#else

void collab::begin_heap_with_large_pages() {}

#endif
