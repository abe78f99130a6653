#pragma once
// Tables whose rows other ledgers may send, as an export has them.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/exchange.hpp"

namespace collab {

struct Imported {
  std::string_view kind;
  std::string_view columns;  ///< as exported, in order, a space between
  int digested = 0;          ///< how many of them the digest has; the others may be removed
  std::string_view insert;   ///< ?1: the operation, ?2 and on: the columns
};

/// In the order of the digests.
std::span<const Imported> imported_tables();
/// nullptr: there is no such table.
const Imported* imported_table(std::string_view kind);

/// A record's values in the order of the table's columns. throws Error(invalid, "bad-export") for
/// one that is missing or too many
void check_columns(const Imported& table, LedgerRecord& record);

/// The value of a column. throws Error(invalid, "bad-export") for another type
const RecordValue& value_of(const LedgerRecord& record, std::string_view column);
std::string text_of(const LedgerRecord& record, std::string_view column);
std::int64_t integer_of(const LedgerRecord& record, std::string_view column);
bool is_null(const LedgerRecord& record, std::string_view column);
/// For people: `null`, `12`, `0.5`, the text, hexadecimal digits.
std::string shown(const RecordValue& value);

}  // namespace collab
