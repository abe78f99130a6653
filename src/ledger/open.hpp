#pragma once
// Opening a ledger's file.
#include <filesystem>
#include <memory>

#include "collab/ledger/ledger.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

/// Opens, and reads the version, which is what first touches the file; from the file alone where no
/// shared memory can be made beside it.
std::unique_ptr<Database> open_database(const std::filesystem::path& path,
                                        const LedgerOptions& options, int& version);

}  // namespace collab
