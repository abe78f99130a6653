// collab restore EXP…: take out an experiment that was put away.
#include "cli/archiving.hpp"

namespace collab {
namespace {

constexpr Example examples[] = {
    {"collab restore letters -m 'the mailing is back'", "on the board again"},
};

}  // namespace

const Verb restore_verb{
    .name = "restore",
    .summary = "take out an experiment that was put away",
    .group = Group::mend,
    .about = "It is on the board again, and can be planned and recorded as before.",
    .examples = examples,
    .syntax = [] { return archiving(restore); }};

}  // namespace collab
