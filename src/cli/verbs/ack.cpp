// collab ack CONTINGENCY…: somebody took note.
#include "cli/context.hpp"
#include "collab/loop/acknowledge.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> names;
  std::string reason;
};

ExitCode run(Context& context, const Options& options) {
  context.emit(view(acknowledge(context.project(), options.names, options.reason)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"CONTINGENCY", "con_3 as run and monitor name it; or EXP for all its open",
                         Argument::Count::some, &o->names}},
          .options = {{"-m,--message", "WHY", "what was done, kept with it", &o->reason}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab ack con_3 -m 'queue paused, moderator called'", "it is open no more"},
    {"collab ack answers-in-two-hours", "all that are open there"},
};

}  // namespace

const Verb ack_verb{.name = "ack",
                    .summary = "take note of a contingency that came true",
                    .group = Group::loop,
                    .about =
                        "A contingency that came true stays on the board, with its action and its "
                        "owner, until somebody acknowledges it. Who, when and why is kept.",
                    .examples = examples,
                    .syntax = syntax};

}  // namespace collab
