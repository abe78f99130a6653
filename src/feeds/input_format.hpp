#pragma once
// What an input format is: bytes in, records out. A format is one file in formats/.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"
#include "feeds/bytes.hpp"
#include "feeds/faults.hpp"
#include "feeds/record.hpp"

namespace collab {

struct FormatOptions {
  char delimiter = ',';
  /// Names of the columns that records shall carry, distinct; a record's fields follow them.
  std::vector<std::string> columns;
  /// So many of them, from the first, must be in the source; others may be missing.
  std::size_t required = static_cast<std::size_t>(-1);
};

class RecordReader {
 public:
  RecordReader() = default;
  RecordReader(const RecordReader&) = delete;
  RecordReader& operator=(const RecordReader&) = delete;
  virtual ~RecordReader() = default;
  /// False at the end. A record that cannot be taken apart is marked broken, its fault reported.
  /// throws Error(invalid) when the rest cannot be read either
  virtual bool next(Record& record) = 0;
  /// The line that names the columns, as it was; empty for formats without.
  virtual std::string header() const { return {}; }
};

struct InputFormat {
  std::string_view name;
  std::vector<std::string_view> endings;  ///< of file names, with the dot
  std::unique_ptr<RecordReader> (*open)(ByteBuffer& bytes, const FormatOptions& options,
                                        FaultList& faults);
};

std::span<const InputFormat* const> input_formats();
/// By name, else by the file name's ending, else CSV. throws Error(invalid, "unknown-format")
const InputFormat& find_input_format(std::string_view name, std::string_view file);

/// The feed's own, else by the file's name: a tab for .tsv, else a comma.
char delimiter_of(const Source& source);

/// The file was written to while it was read.
Error file_changed(const std::string& shown_as);

}  // namespace collab
