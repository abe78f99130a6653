#pragma once
// The program without its process: arguments in, two streams and an exit code out. What main()
// calls and what the tests call.
#include <functional>
#include <iosfwd>
#include <map>
#include <span>
#include <string>

namespace collab {

/// What a process knows of its surroundings.
struct Environment {
  std::map<std::string, std::string> variables;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int terminal_columns = 0, terminal_rows = 0;  ///< 0: not known
  /// Shows a text through a command such as `less -FRX`. False: it could not be run, and nothing
  /// was shown. Empty: there is no pager.
  std::function<bool(const std::string& command, const std::string& text)> pager{};
};

/// Runs `collab ARGS…`. The answer goes to `out`, which stays empty on failure; everything else to
/// `err`. Returns the exit code of product.md, section 8; never throws what a user can cause.
int run_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
                const Environment& environment);

}  // namespace collab
