#pragma once
// Lines of `collab export`, one JSON object each (collab.export/1). Written by hand: an export is
// as large as its ledger.
#include <string>

#include "collab/model/exchange.hpp"

namespace collab {

/// Appends the first line. version: of the program.
void append_export_head(std::string& out, const ExportHead& head, const std::string& version);
/// Appends a record: `kind`, then its values; null where there is none. Bytes up to 32 are
/// hexadecimal, longer ones base64.
void append_record(std::string& out, const LedgerRecord& record);

}  // namespace collab
