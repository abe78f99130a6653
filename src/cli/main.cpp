// The process: standard streams, environment, exit code.
#include <fcntl.h>
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "collab/cli/run_command.hpp"

namespace {

// A process started with a closed standard stream would open its ledger under that number and
// print into it. Read-only, so that writing still fails.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDONLY) == -1) return;
  }
}

// In a virtual machine the first touch of a page may take 20 microseconds, which for a thousand
// pages is more than all that a command does. So the heap begins with pages of 2 MiB, where the
// system has them.
void begin_heap_with_large_pages() {
#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
  constexpr int large = 2 << 20, heap = 8 * large;
  constexpr int more = 136 << 10;  // than malloc has at first
  // What malloc writes before we advise must lie before the first large page.
  constexpr int small = more + (8 << 10);
  const auto end = reinterpret_cast<std::uintptr_t>(sbrk(0));
  const std::uintptr_t boundary = (end + small + large - 1) / large * large;
  if (sbrk(static_cast<std::intptr_t>(boundary - small - end)) == reinterpret_cast<void*>(-1))
    return;
  mallopt(M_TOP_PAD, heap);
  mallopt(M_TRIM_THRESHOLD, 4 * heap);
  mallopt(M_MMAP_THRESHOLD, large);  // the settings above end its adjusting itself
  // The heap grows, by the pad too. Volatile, or the two calls are optimised away.
  void* volatile taken = std::malloc(more);
  std::free(taken);
  madvise(reinterpret_cast<void*>(boundary), heap, MADV_HUGEPAGE);
#endif
}

collab::Environment surroundings() {
  collab::Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) continue;
    environment.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  environment.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  environment.err_is_terminal = isatty(STDERR_FILENO) == 1;
  winsize size{};
  if (environment.out_is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
    environment.terminal_columns = size.ws_col;
  }
  return environment;
}

}  // namespace

int main(int argc, char** argv) {
  begin_heap_with_large_pages();
  occupy_standard_streams();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return collab::run_command(arguments, std::cout, std::cerr, surroundings());
}
