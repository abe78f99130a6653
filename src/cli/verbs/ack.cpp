// collab ack CONTINGENCY…: somebody took note.
#include "cli/context.hpp"
#include "collab/loop/acknowledge.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> names;
  std::string reason;
  bool lapsed = false;
  std::optional<Day> check_on;
};

ExitCode run(Context& context, const Options& options) {
  context.emit(view(acknowledge(context.project(), {.names = options.names,
                                                    .reason = options.reason,
                                                    .lapsed = options.lapsed,
                                                    .check_on = options.check_on})));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments =
          {{"CONTINGENCY",
            "con_3 as run and monitor name it, std_2 as status does; or EXP for all its open",
            Argument::Count::some, &o->names}},
      .options = {{"-m,--message", "WHY", "what was done, kept with it", &o->reason},
                  {"--lapsed", "", "of a standard: it is not kept any more", &o->lapsed},
                  {"--check-on", "DAY",
                   "of a standard: when to look again (default: in half a year)", &o->check_on}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab ack con_3 -m 'queue paused, moderator called'", "it is open no more"},
    {"collab ack answers-in-two-hours", "all that are open there"},
    {"collab ack std_1 -m 'in 12 of 12 stores'", "the standard was looked at, and is kept"},
};

}  // namespace

const Verb ack_verb{
    .name = "ack",
    .summary = "take note of a contingency that came true, or of a checked standard",
    .group = Group::loop,
    .about =
        "A contingency that came true stays on the board, with its action and its "
        "owner, until somebody acknowledges it. A standard that an adopted cycle made is looked "
        "at when its day has come. Who, when and why is kept.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
