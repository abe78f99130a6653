#pragma once
// What every text format asks of its bytes: UTF-8 without NUL.
#include "feeds/faults.hpp"

namespace collab {

/// Sets record.simple. throws Error(invalid, "nul-byte" | "bad-utf8"), located to the byte.
void check_text(Record& record, FaultList& faults);
/// Drops a byte order mark.
std::string_view without_mark(std::string_view text);

}  // namespace collab
