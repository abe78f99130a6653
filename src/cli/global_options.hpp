#pragma once
// The flags that every verb takes, and the environment variables beneath them.
#include <string>
#include <vector>

#include "cli/verb.hpp"
#include "collab/cli/run_command.hpp"
#include "collab/loop/project.hpp"

namespace collab {

struct GlobalOptions {
  std::string project, ledger, key, actor;
  std::string format;  ///< empty: table
  bool json = false;
  std::vector<std::string> fields;
  std::vector<std::string> outputs;
  bool dry_run = false, yes = false, no_input = false, quiet = false, verbose = false;
  bool no_pager = false;
  std::string color;
  std::string ci;  ///< empty, or `github`
  std::optional<std::chrono::seconds> timeout;
  std::optional<Instant> now;
  bool force_filesystem = false;
  bool help = false, version = false;
};

/// The options, bound to `values`.
std::vector<Option> global_options(GlobalOptions& values);

/// Fills in from COLLAB_* what no flag has set. throws Error(usage, "bad-environment").
void apply_environment(GlobalOptions& values, const Environment& environment);

/// `table` unless something else was asked for. throws Error(usage, "unknown-format").
std::string chosen_format(const GlobalOptions& values);

/// What Project needs; an actor left empty is the login name there.
Request make_request(const GlobalOptions& values, std::span<const std::string> arguments);

/// Whether colour goes to a stream: --color, NO_COLOR, CLICOLOR_FORCE, then whether it is a
/// terminal.
bool use_color(const GlobalOptions& values, const Environment& environment, bool terminal);
/// Columns to fill: COLUMNS, the terminal's, else 80; 40 to 200.
int output_width(const Environment& environment);
/// True when the locale names a character set that is not UTF-8.
bool ascii_only(const Environment& environment);

}  // namespace collab
