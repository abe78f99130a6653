#pragma once
// What one ledger tells another: operations, and the rows that each owns, by names that mean the
// same in every ledger (collab-ledger(5), EXPORTS).
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "collab/model/cycle.hpp"

namespace collab {

using RecordBytes = std::vector<std::uint8_t>;
using RecordValue = std::variant<std::monostate, std::int64_t, double, std::string, RecordBytes>;

/// A row of a table, its references by natural key: a cycle as experiment and number, a batch as
/// its place in the operation, another operation's row as origin and sequence besides.
struct LedgerRecord {
  std::string kind;  ///< the table's name
  std::vector<std::pair<std::string, RecordValue>> values;
};

/// The first line of an export.
struct ExportHead {
  int format = 0;
  std::string experiment;  ///< of one alone; empty: of the whole ledger
  bool texts = true;       ///< what voices said, and pseudonyms of who said it, are in it
  std::optional<std::string> key_fingerprint;
  /// origin, operations of it in the ledger, and the last one's digest; by origin
  struct Head {
    std::string origin;
    std::int64_t sequence = 0;
    std::string digest;
  };
  std::vector<Head> heads;
};

/// `export`: what was written.
struct ExportCounts {
  std::int64_t operations = 0;
  std::int64_t records = 0;
};

/// What one of two ledgers says in a conflict.
struct ImportSide {
  std::string value;
  std::string actor;
  Instant now{};
  std::string origin;
  std::int64_t sequence = 0;
};

/// Two ledgers that did not know of each other say different things of the same.
struct ImportConflict {
  std::string kind;          ///< the table's name; `operation` for one operation with two contents
  std::string what;          ///< `visit of answers on 2026-03-02 (nightly)`
  ImportSide first, second;  ///< in the order of the joined ledger
};

/// What another ledger left of a unit segment when units were forgotten there.
struct FewerUnits {
  std::int64_t base = 0;
  RecordBytes bytes;
};

/// `import`: what came in.
struct ImportReport {
  std::vector<std::string> files;
  std::int64_t imported = 0;   ///< operations that were not there
  std::int64_t unchanged = 0;  ///< operations that were
  std::int64_t moved = 0;      ///< of those, how many have another number now
  /// Rows of the imported operations, by table.
  std::vector<std::pair<std::string, std::int64_t>> rows;
  std::int64_t repeated = 0;  ///< rows that say what another operation said before
  std::vector<ImportConflict> conflicts;
  /// Judgements that do not stand, because the same was judged before.
  std::vector<ImportConflict> set_aside;
  std::vector<std::string> experiments;  ///< whose rows came in, sorted
  std::vector<FewerUnits> fewer;         ///< segments that had more units here
  bool forgotten = false;                ///< texts or units were removed
  bool scrubbed = true;                  ///< false: the write-ahead log may still hold them
  std::string head;                      ///< the last operation's digest
  bool dry_run = false;
};

}  // namespace collab
