#pragma once
// What `archive` and `restore` have in common.
#include "cli/verb.hpp"
#include "collab/loop/archive.hpp"

namespace collab {

/// EXP… -m WHY, done by `act`.
Syntax archiving(ArchiveReport (*act)(Project&, const std::vector<std::string>&,
                                      const std::string&));

}  // namespace collab
