#pragma once
// The sealed parts of a definition as canonical text: what is digested, stored, compared and read
// back. One `path = value` a line, in a fixed order; backslash, newline and tab are escaped.
// Covers evaluate (shared metrics as resolved), monitor but for expect and holidays, repeat, and of
// experiment: unit, assigned_by, variants, control, starts, cycle and every counts.
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/experiment.hpp"

namespace collab {

std::string seal(const Experiment& experiment);

/// The experiment that seal() described; what is not sealed is left empty.
/// throws Error(ledger_format, "bad-seal") when the text is not a seal
Experiment unseal(std::string_view text);

struct SealChange {
  std::string path, before, after;  ///< empty before: added; empty after: removed
};
/// What differs between two seals, in the order of the newer one.
std::vector<SealChange> seal_changes(std::string_view before, std::string_view after);

}  // namespace collab
