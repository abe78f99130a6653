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

}  // namespace collab
