#pragma once
// Whether what is recorded, and what was computed from it, is what was written.
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/verification.hpp"

namespace collab {

/// Ledger::verify(), and: units have one number each; runs hold what their digests say, of units
/// that are there; cells, holdings and the state of units of every cycle are, bit for bit, what
/// rows and runs come to as of the operation that computed them, of a closed cycle as of its
/// decision. noted: head digests kept elsewhere, each at least 8 digits; one that is not in the
/// chain is a finding. All of one state; nothing is written. throws Error(usage, "bad-digest")
VerifyReport verify_ledger(Ledger& ledger, const std::vector<std::string>& noted = {});

}  // namespace collab
