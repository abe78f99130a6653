#pragma once
// `verify`: is the ledger what was written?
#include <filesystem>
#include <string>
#include <vector>

#include "collab/loop/project.hpp"
#include "collab/model/verification.hpp"

namespace collab {

/// Of the ledger that the request names, else of the project's: a named one needs no project.
std::filesystem::path ledger_of(const Request& request);

/// Opens the ledger for reading alone; nothing is written, and it need not be writable.
/// throws Error(not_found, "no-ledger"), Error(ledger_format) for a file that cannot be read as a
/// ledger at all, Error(usage, "bad-digest")
VerifyReport verify(const Request& request, const std::vector<std::string>& noted);

}  // namespace collab
