// collab status: a line an experiment.
#include "cli/board.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::optional<std::chrono::seconds> stale;
  bool gate = false;
};

ExitCode run(Context& context, const Options& options) {
  const StatusBoard board = status_board(context, options.stale);
  context.emit(view(board), options.gate);
  ExitCode code = ExitCode::ok;
  if (options.gate) {
    for (const StatusLine& line : board.lines) {
      if (line.stale) code = worst(code, ExitCode::gate_stale);
      if (!line.failures_ended.empty()) code = worst(code, ExitCode::gate_failed);
    }
  }
  return code;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {},
      .options = {{"--stale", "DUR", "how late a feed may be (default: daily 36h, weekly 3d)",
                   &o->stale},
                  {"--gate", "",
                   "exit 11 when a feed is stale, 10 when an amendment hides a failure", &o->gate}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab status", "where every experiment stands and what it needs"},
    {"collab status --gate", "from a CI job: loud when a feed goes silent"},
};

}  // namespace

const Verb status_verb{.name = "status",
                       .summary = "where every experiment stands, and what it needs next",
                       .group = Group::look,
                       .about =
                           "One line an experiment: its cycle, its day, the last day with data, "
                           "the last verdict, and the "
                           "next command.",
                       .examples = examples,
                       .syntax = syntax};

}  // namespace collab
