#pragma once
// One record of a source, before its columns mean anything.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "collab/model/diagnostic.hpp"

namespace collab {

/// A column of a record. offset and size are bytes of Record::raw, quotes not included.
struct Field {
  std::string_view text;  ///< decoded
  std::size_t offset = 0, size = 0;
  bool there = false;            ///< false: null, or not in the record
  bool written_plainly = false;  ///< a number of the format itself: `.` is its decimal mark
};

/// Empty where nothing is there.
inline std::string_view text_of(const Field& field) {
  return field.there ? field.text : std::string_view{};
}

/// Views are valid until the next record is read.
struct Record {
  std::uint64_t line = 0;     ///< where it begins, from 1
  std::string_view raw;       ///< its source text, without the end of its last line
  bool simple = false;        ///< ASCII in one line: a column is an offset + 1
  bool broken = false;        ///< could not be taken apart; the fault has been reported
  std::vector<Field> fields;  ///< by FormatOptions::columns
};

/// Code points in UTF-8 text.
std::uint64_t code_points(std::string_view text);
/// Column, from 1, of a byte of the record within its own line.
std::uint64_t column_of(const Record& record, std::size_t offset);
/// The same with the line, for a fault. `size` bytes are underlined as far as the line goes.
Place place_of(const Record& record, std::size_t offset, std::size_t size);
/// The line of the record that holds the byte.
std::string_view line_of(const Record& record, std::size_t offset);

}  // namespace collab
