// The process: standard streams, environment, exit code.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
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

bool show_through(const std::string& command, const std::string& text) {
  constexpr int not_found = 127;
  // Who leaves the pager early has seen enough.
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  FILE* pager = popen(command.c_str(), "w");
  if (pager != nullptr) std::fwrite(text.data(), 1, text.size(), pager);
  const int ended = pager == nullptr ? -1 : pclose(pager);
  std::signal(SIGPIPE, before);
  return ended != -1 && !(WIFEXITED(ended) && WEXITSTATUS(ended) == not_found);
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
    environment.terminal_rows = size.ws_row;
  }
  environment.pager = show_through;
  return environment;
}

}  // namespace

int main(int argc, char** argv) {
  collab::begin_heap_with_large_pages();
  occupy_standard_streams();
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return collab::run_command(arguments, std::cout, std::cerr, surroundings());
}
