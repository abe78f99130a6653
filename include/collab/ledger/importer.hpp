#pragma once
// Operations that other ledgers wrote, offered to one.
#include <cstddef>
#include <functional>
#include <optional>
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
  std::size_t head = 0;    ///< the export that it is of, by its place in ImportOffer::heads
  bool has_units = false;  ///< it has segments of units
};

/// What LedgerWriter::take_in() joins with the ledger: whole chains, in any order and any overlap.
///
/// The joined ledger has its operations in one order, whatever came first: each behind those that
/// it was written knowing of, else by the time they were recorded. Numbers of operations follow
/// from it, so those behind the first that is new move; origin, sequence and digest stay.
///
/// take_in() throws Error(invalid) "bad-export", "digests-differ", "export-cut-off",
/// "operations-missing", "texts-missing"; Error(ledger_format, "newer-export"),
/// Error(conflict) "other-key", "does-not-join". Conflicts of values are in the report.
struct ImportOffer {
  std::vector<ExportHead> heads;
  std::vector<OfferedOperation> operations;
  /// The records of the one at a place: `operation` first, then its rows in their order.
  std::function<std::vector<LedgerRecord>(std::size_t place)> records;
};

/// Unit rows are in numbers of the ledger that they come from; take_in() gives the next ones here
/// to units of segments that are new, and asks this for the rows. Who knows how segments and runs
/// are written implements it.
class UnitNumbers {
 public:
  virtual ~UnitNumbers() = default;
  /// A segment of an export, the number of its first unit there and here. All of them come before
  /// any run. false: it cannot be read, or has not so many units
  virtual bool place(std::size_t head, std::int64_t there, std::int64_t here, std::int64_t units,
                     const RecordBytes& segment) = 0;
  /// A run of an export in numbers of this ledger; nullopt: it cannot be read, or has a unit of no
  /// segment.
  virtual std::optional<RecordBytes> run(std::size_t head, const RecordBytes& bytes) = 0;
};

/// The operation that a record of that kind tells of. throws Error(invalid, "bad-export")
OfferedOperation offered_operation(const LedgerRecord& record, std::size_t place, std::size_t head);

}  // namespace collab
