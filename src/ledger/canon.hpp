#pragma once
// Values as digests have them: each with its type and length, so that no two rows look alike.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/exchange.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

void add_number(std::string& canon, char tag, std::uint64_t value);
void add_text(std::string& canon, std::string_view value);
void add_integer(std::string& canon, std::int64_t value);
void add_column(std::string& canon, const Query& query, int column);
/// A row: how many values, then each; bytes are a text there.
void add_row(std::string& canon, std::span<const RecordValue> values);

/// A row as `echo` keeps it: the same, but that bytes stay bytes.
std::string kept_row(std::span<const std::pair<std::string, RecordValue>> values);
/// nullopt: it is none.
std::optional<std::vector<RecordValue>> read_kept_row(std::span<const std::uint8_t> bytes);

}  // namespace collab
