#include "cli/large_pages.hpp"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <limits>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)

void collab::begin_heap_with_large_pages() {
  constexpr std::uintptr_t large_page = 2 << 20;
  constexpr int most = 1536 << 20, least = 48 << 20;
  constexpr int more = 136 << 10;  // than malloc has at first
  // What malloc writes before we advise must lie before the first large page.
  constexpr std::uintptr_t before = more + (8 << 10);
  auto* const end = static_cast<char*>(sbrk(0));
  const std::uintptr_t into = (reinterpret_cast<std::uintptr_t>(end) + before) % large_page;
  char* const boundary = end + before + (large_page - into) % large_page;
  if (reinterpret_cast<std::intptr_t>(sbrk(boundary - static_cast<std::intptr_t>(before) - end)) ==
      -1)
    return;
  mallopt(M_MMAP_MAX, 0);   // all from the heap
  mallopt(M_ARENA_MAX, 1);  // threads share it
  // What was advised is not given back: it would come again as small pages.
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  // The heap grows, by the pad too: by addresses, of which memory is what is touched. Where so many
  // are not allowed, fewer may be. Volatile, or malloc() and free() are optimised away.
  void* volatile taken = nullptr;
  for (int heap = most; taken == nullptr && heap >= least; heap /= 2) {
    mallopt(M_TOP_PAD, heap);
    taken = std::malloc(more);
  }
  mallopt(M_TOP_PAD, 4 * static_cast<int>(large_page));  // and from then on by what is needed
  if (taken == nullptr) return;
  std::free(taken);
  madvise(boundary, static_cast<std::size_t>(static_cast<char*>(sbrk(0)) - boundary),
          MADV_HUGEPAGE);
}

#else

void collab::begin_heap_with_large_pages() {}

#endif
