// collab archive EXP…: put away an experiment that is over.
#include "cli/archiving.hpp"

namespace collab {
namespace {

constexpr Example examples[] = {
    {"collab archive letters -m 'the mailing is history'", "off the board"},
    {"collab list --where state=archived", "what was put away"},
};

}  // namespace

const Verb archive_verb{.name = "archive",
                        .summary = "put away an experiment that is over",
                        .group = Group::mend,
                        .about =
                            "Off the board and out of plans without a name; nothing is planned or "
                            "recorded for it until restore. What it holds stays as it is: review, "
                            "show, log, learnings and program know it as before, and a standard "
                            "that it made is still checked when its day comes. Its cycles must be "
                            "decided.",
                        .examples = examples,
                        .syntax = [] { return archiving(archive); }};

}  // namespace collab
