#pragma once
// Operations of any origin become rows, one after the other in the order of History::in_order().
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/ledger/importer.hpp"
#include "collab/model/cycle.hpp"
#include "collab/model/exchange.hpp"
#include "ledger/history.hpp"
#include "ledger/imported.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

/// A segment of units, by what it is called in every ledger: its operation, and the first one's
/// number in the ledger that recorded it.
using UnitSegmentName = std::pair<ChainPlace, std::int64_t>;
/// The number of its first unit here.
using UnitBases = std::map<UnitSegmentName, std::int64_t>;

/// What earlier formats did not say of a segment: that its numbers are those of its digest.
void complete_segment(LedgerRecord& record);

/// A row that says what another one had said before is kept beside the tables (`echo`); one that
/// says something else, not knowing of the other, is a conflict.
class RowImport {
 public:
  RowImport(Database& db, const History& history, ImportReport& report, const UnitBases& bases,
            UnitNumbers& numbers);

  /// The operation at `place` of the order, whose id is place + 1. head: of the export that it is
  /// new from; none: it was here before. throws Error(invalid, "bad-export" | "digests-differ"),
  /// Error(ledger_format, "damaged-ledger") when its rows do not have its digest
  void add(std::size_t place, std::vector<LedgerRecord>& records, std::optional<std::size_t> head);
  /// After the last: figures that two origins changed, neither knowing of the other.
  void settle();

  const std::set<std::int64_t>& voice_pages() const { return voice_pages_; }
  const std::set<std::string>& experiments() const { return experiments_; }

  /// Segments of which operations that are new here forgot units.
  const std::set<UnitSegmentName>& fewer() const { return fewer_; }

 private:
  using Key = std::vector<RecordValue>;
  void add_row(const Imported& table, LedgerRecord& record);
  /// Keeps it beside the tables.
  void echo(const Imported& table, const LedgerRecord& record);
  void insert(const Imported& table, const LedgerRecord& record,
              std::optional<RecordValue> last = {});
  bool knows(std::int64_t operation) const;
  void conflict(const LedgerRecord& record, std::string what, std::int64_t first,
                std::string first_value, std::string second_value);
  /// A row of what can be said once: kept beside the tables, and a conflict where the two differ.
  void say_again(const Imported& table, const LedgerRecord& record, std::string what,
                 std::int64_t first, const std::string& one, const std::string& other);
  ImportSide side(std::int64_t operation, std::string value) const;

  void add_cycle(const Imported& table, LedgerRecord& record);
  void add_plan(const Imported& table, LedgerRecord& record);
  void add_decision(const Imported& table, LedgerRecord& record);
  void add_standard(const Imported& table, LedgerRecord& record);
  void add_batch(const Imported& table, LedgerRecord& record);
  void add_observation(const Imported& table, LedgerRecord& record);
  void add_run(const Imported& table, LedgerRecord& record);
  void add_unit_segment(const Imported& table, LedgerRecord& record);
  void add_look(const Imported& table, LedgerRecord& record);
  void add_voice(const Imported& table, LedgerRecord& record);
  void add_answer(const Imported& table, LedgerRecord& record);
  void add_link(const Imported& table, LedgerRecord& record);
  void forget(const Imported& table, LedgerRecord& record);
  void forget_units(const Imported& table, LedgerRecord& record);
  void add_purged(const Imported& table, LedgerRecord& record);
  /// A row of an experiment that an operation purged of which this one does not know.
  bool of_purged(const LedgerRecord& record);
  void purge(const std::string& experiment);
  void mark(std::int64_t voice);
  /// Segments that lack units, and that nobody says are forgotten.
  void check_stripped() const;
  void settle_digests();
  void check_digests(const LedgerRecord& operation, std::int64_t id);

  Database& db_;
  const History& history_;
  ImportReport& report_;
  const UnitBases& bases_;
  UnitNumbers& numbers_;
  std::size_t place_ = 0;  ///< of the operation being added
  std::size_t head_ = 0;   ///< of the export that it is new from
  bool is_new_ = false;
  std::map<std::string_view, std::int64_t> rows_;   ///< of it, by table
  std::set<std::int64_t> said_batches_;             ///< of it: places of batches that are echoes
  std::map<std::int64_t, std::int64_t> strangers_;  ///< of a forgetting: old consumer, new one
  std::set<Key> contested_;
  std::set<std::int64_t> voice_pages_;
  std::set<std::string> experiments_;
  std::set<UnitSegmentName> fewer_;
  std::map<std::string, std::int64_t> purged_;  ///< experiments, by the operation that did
  std::set<std::string> purging_;               ///< of it: experiments that it purges
  /// Operations whose rows do not have the digest that was recorded, with that.
  std::map<std::int64_t, std::string> doubted_;
  std::set<std::int64_t> stripped_;  ///< bases of segments that came without forgotten units
};

}  // namespace collab
