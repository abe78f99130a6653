// The process: standard streams, environment, exit code.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>
#include <string>
#include <vector>

#include "cli/large_pages.hpp"
#include "collab/cli/run_command.hpp"

namespace {

// A process started with a closed standard stream would open its ledger under that number and
// print into it. Read-only, so that writing still fails.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF && open("/dev/null", O_RDONLY) == -1) return;
  }
}

collab::Environment surroundings() {
  collab::Environment environment;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) continue;
    environment.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  environment.in_is_terminal = isatty(STDIN_FILENO) == 1;
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
  collab::begin_heap_with_large_pages();
  occupy_standard_streams();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return collab::run_command(arguments, std::cout, std::cerr, surroundings());
}
