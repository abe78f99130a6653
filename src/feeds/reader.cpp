#include "collab/feeds/reader.hpp"

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "feeds/input_format.hpp"
#include "feeds/row_mapper.hpp"

namespace collab {
namespace {

/// False when the sink refused the row; its complaint is among the faults then.
bool taken(const RowSink& sink, const Row& row, const Record& record, FaultList& faults) {
  try {
    sink(row);
    return true;
  } catch (const Error& error) {
    // Anything but the row's own fault ends the reading.
    if (error.code() != ExitCode::invalid) throw;
    for (const Diagnostic& fault : error.faults()) faults.refuse(record, fault);
    return false;
  }
}

FormatOptions options_for(const Source& source, const RowMapper& mapper) {
  FormatOptions options;
  options.columns = mapper.columns();
  options.delimiter = delimiter_of(source);
  return options;
}

}  // namespace

char delimiter_of(const Source& source) {
  if (source.delimiter != 0) return source.delimiter;
  return source.path.extension() == ".tsv" ? '\t' : ',';
}

Error file_changed(const std::string& shown_as) {
  return {ExitCode::invalid, "file-changed",
          fmt::format("{}: was written to while it was read", shown_as),
          "record it when it is complete; nothing of it was stored"};
}

ReadResult read_feed(const Source& source, const Mapping& mapping, const RowSink& sink,
                     bool keep_rejected) {
  const InputFormat& format = find_input_format(source.format, source.path.native());
  RowMapper mapper(mapping);
  const std::string name = !source.shown_as.empty() ? source.shown_as
                           : source.path == "-"     ? std::string("standard input")
                                                    : source.path.string();
  FaultList faults(name, mapping.rows == Grain::summary);
  ByteBuffer bytes(source.path, name);
  const auto reader = format.open(bytes, options_for(source, mapper), faults);
  ReadResult result;
  result.header = reader->header();
  Record record;
  Row row;
  for (std::uint64_t number = 1; reader->next(record); ++number) {
    if (!record.broken && source.wanted && !source.wanted(mapper.period_of(record))) continue;
    if (!record.broken && mapper.map(record, number, row, faults) &&
        taken(sink, row, record, faults)) {
      ++result.rows;
    } else if (keep_rejected) {
      result.rejected.push_back({record.line, std::string(record.raw)});
    }
  }
  if (bytes.changed()) throw file_changed(name);
  result.faults = faults.first();
  result.fault_count = faults.count();
  result.rounded = mapper.rounded();
  return result;
}

}  // namespace collab
