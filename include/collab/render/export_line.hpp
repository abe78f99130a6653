#pragma once
// Lines of `collab export`, one JSON object each (collab.export/1). Written by hand: an export is
// as large as its ledger.
#include <string>
#include <string_view>

#include "collab/model/exchange.hpp"

namespace collab {

/// Appends the first line. version: of the program.
void append_export_head(std::string& out, const ExportHead& head, const std::string& version);
/// Appends a record: `kind`, then its values; null where there is none. Bytes are hexadecimal,
/// those of runs and unit segments base64.
void append_record(std::string& out, const LedgerRecord& record);

/// Whether a line is of a kind, without reading it whole.
bool is_of_kind(std::string_view line, std::string_view kind);
/// The first line. throws Error(invalid, "bad-export")
ExportHead read_export_head(std::string_view line);
/// What append_record() wrote. throws Error(invalid, "bad-export")
LedgerRecord read_record(std::string_view line);

}  // namespace collab
