#pragma once
// Operations that other ledgers wrote, offered to one.
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "collab/model/cycle.hpp"
#include "collab/model/exchange.hpp"

namespace collab {

struct OfferedOperation {
  Operation operation;  ///< without an id
  /// Ends of other origins' chains that it was written knowing of: `ORIGIN/12`, sorted, a space
  /// between.
  std::string seen;
  std::string content;  ///< the digest of its rows
  std::size_t place = 0;
};

/// What LedgerWriter::take_in() joins with the ledger: whole chains, in any order and any overlap.
///
/// The joined ledger has its operations in one order, whatever came first: each behind those that
/// it was written knowing of, else by the time they were recorded. Numbers of operations follow
/// from it, so those behind the first that is new move; origin, sequence and digest stay.
///
/// take_in() throws Error(invalid) "bad-export", "digests-differ", "export-cut-off",
/// "operations-missing", "texts-missing", "units-elsewhere"; Error(ledger_format, "newer-export"),
/// Error(conflict) "other-key", "does-not-join". Conflicts of values are in the report.
struct ImportOffer {
  std::vector<ExportHead> heads;
  std::vector<OfferedOperation> operations;
  /// The records of the one at a place: `operation` first, then its rows in their order.
  std::function<std::vector<LedgerRecord>(std::size_t place)> records;
};

/// The operation that a record of that kind tells of. throws Error(invalid, "bad-export")
OfferedOperation offered_operation(const LedgerRecord& record, std::size_t place);

}  // namespace collab
