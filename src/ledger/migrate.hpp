#pragma once
// What a file is, and bringing an older ledger up to date.
#include <chrono>
#include <cstdint>
#include <filesystem>

#include "ledger/sqlite.hpp"

namespace collab {

/// "coll": what marks a SQLite file as a ledger.
inline constexpr std::int64_t application_id = 0x636F6C6C;

/// How many migrations a ledger of this program has.
int current_version();

/// The migrations a ledger has seen; 0 for a file that holds nothing yet.
/// throws Error(ledger_format, "not-a-ledger" | "newer-ledger" | "damaged-ledger")
int version_of(Database& database);

/// Applies what is missing, each migration in a transaction of its own, after a verified copy
/// `<ledger>.v<version>.backup` unless the file holds nothing yet. Call under the writer lock.
void migrate(Database& database);

}  // namespace collab
