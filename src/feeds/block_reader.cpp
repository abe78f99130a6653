// The quick way through a CSV file: several threads, each with a chunk at a time.
#include <atomic>
#include <cstring>
#include <deque>
#include <mutex>

#include <fmt/format.h>

#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"
#include "collab/model/parallel.hpp"
#include "collab/model/utf8.hpp"
#include "feeds/chunks.hpp"
#include "feeds/csv_header.hpp"
#include "feeds/csv_row.hpp"
#include "feeds/flat_mapper.hpp"
#include "feeds/input_format.hpp"
#include "feeds/limits.hpp"
#include "feeds/row_mapper.hpp"
#include "feeds/separators.hpp"
#include "feeds/text_checks.hpp"

namespace collab {
namespace {

/// What the header says: how many columns, and where the wanted ones are.
struct Layout {
  char delimiter = ',';
  std::size_t begin = 0;  ///< bytes up to the first row
  std::size_t columns = 0;
  std::vector<std::string> wanted;
  std::vector<std::size_t> places;  ///< by wanted column
};

/// Leaves to read_feed() what only it can do.
bool is_usual(const Source& source, const Mapping& mapping) {
  return mapping.rows != Grain::summary && !source.wanted && source.path != "-" &&
         !mapping.unit.empty() && mapping.unit != "$row" && mapping.location.empty() &&
         find_input_format(source.format, source.path.native()).name == "csv";
}

std::optional<Layout> read_layout(const Source& source, const Mapping& mapping,
                                  std::string_view start) {
  Layout layout;
  layout.wanted = RowMapper(mapping).columns();
  layout.delimiter = delimiter_of(source);
  const std::string_view text = without_mark(start);
  std::vector<CsvField> fields;
  CsvScanner scanner(text, layout.delimiter, true);
  const CsvRow row = scanner.row([&](std::size_t, const CsvField& field) {
    if (fields.size() <= limits::columns) fields.push_back(field);
  });
  if (row.end != CsvRow::End::row || row.stray != std::string_view::npos || row.size == 0 ||
      row.columns > limits::columns)
    return std::nullopt;
  Record header;
  header.raw = text.substr(0, row.size);
  FaultList faults(source.shown_as, false);
  std::vector<std::size_t> slots;
  try {
    slots =
        find_columns(header, fields, layout.wanted, layout.wanted.size(), layout.delimiter, faults);
  } catch (const Error&) {
    return std::nullopt;
  }
  layout.columns = slots.size();
  layout.places.resize(layout.wanted.size());
  for (std::size_t column = 0; column < slots.size(); ++column)
    if (slots[column] != no_column) layout.places[slots[column]] = column;
  layout.begin = (start.size() - text.size()) + row.consumed;
  return layout;
}

/// A thread's work: chunks to blocks.
class ChunkReader {
 public:
  ChunkReader(const Mapping& mapping, const Layout& layout)
      : layout_(layout), mapper_(mapping, layout.wanted), fields_(layout.wanted.size()) {}

  /// The rows of a chunk; false when one is not good. bytes has its padding.
  bool read(const std::vector<char>& bytes, std::size_t begin, std::size_t size) {
    block_.clear();
    decoded_.clear();
    const char* text = bytes.data() + begin;
    size -= begin;
    if (size == 0) return true;
    if (std::memchr(text, 0, size) != nullptr || bad_utf8({text, size}) != std::string_view::npos) {
      return false;
    }
    const std::size_t found = find_separators(text, size, layout_.delimiter, places_, quotes_);
    std::size_t start = 0;
    for (std::size_t i = 0; i < found;) {
      const std::size_t first = places_[i];
      const bool blank =
          text[first] == '\n' && (first == start || (first == start + 1 && text[start] == '\r'));
      if (blank) {
        start = first + 1;
        ++i;
        continue;
      }
      if (i + layout_.columns > found || !is_row(text, i, start)) return false;
      for (std::size_t w = 0; w < fields_.size(); ++w)
        if (!take_field(text, i, start, layout_.places[w], fields_[w])) return false;
      if (!mapper_.map(fields_, block_)) return false;
      start = places_[i + layout_.columns - 1] + 1;
      i += layout_.columns;
    }
    return start == size;
  }
  RowBlock& block() { return block_; }

 private:
  struct Span {
    std::size_t begin, end;
  };
  Span span(const char* text, std::size_t i, std::size_t start, std::size_t column) const {
    const std::size_t begin = column == 0 ? start : places_[i + column - 1] + 1;
    std::size_t end = places_[i + column];
    if (column + 1 == layout_.columns && end > begin && text[end - 1] == '\r') --end;
    return {begin, end};
  }

  /// As many fields as the header has, and a line end behind the last; quotes only where they may
  /// be.
  bool is_row(const char* text, std::size_t i, std::size_t start) const {
    const std::size_t last = places_[i + layout_.columns - 1];
    if (text[last] != '\n' || last - start > limits::line) return false;
    for (std::size_t column = 0; column + 1 < layout_.columns; ++column)
      if (text[places_[i + column]] == '\n') return false;
    if (quotes_ != Quotes::anywhere) return true;
    for (std::size_t column = 0; column < layout_.columns; ++column) {
      const auto [begin, end] = span(text, i, start, column);
      if (!is_field({text + begin, end - begin})) return false;
    }
    return true;
  }

  static bool is_field(std::string_view field) {
    if (!field.starts_with('"')) return field.find('"') == std::string_view::npos;
    if (field.size() < 2 || !field.ends_with('"')) return false;
    field = field.substr(1, field.size() - 2);
    for (std::size_t at = field.find('"'); at != std::string_view::npos;
         at = field.find('"', at + 2))
      if (at + 1 >= field.size() || field[at + 1] != '"') return false;
    return true;
  }

  bool take_field(const char* text, std::size_t i, std::size_t start, std::size_t column,
                  std::string_view& field) {
    const auto [begin, end] = span(text, i, start, column);
    field = {text + begin, end - begin};
    if (field.starts_with('"')) {
      field = field.substr(1, field.size() - 2);
      if (quotes_ == Quotes::anywhere && field.find('"') != std::string_view::npos)
        field = decoded_.emplace_back(undoubled(field));
    }
    return end - begin <= limits::field;
  }

  const Layout& layout_;
  FlatMapper mapper_;
  std::vector<std::string_view> fields_;
  std::vector<std::uint32_t> places_;
  Quotes quotes_ = Quotes::none;
  std::deque<std::string> decoded_;
  RowBlock block_;
};

}  // namespace

std::optional<std::uint64_t> read_blocks(const Source& source, const Mapping& mapping,
                                         std::size_t threads, const BlockSink& sink,
                                         const Progress& progress) {
  if (!is_usual(source, mapping)) return std::nullopt;
  ChunkedFile file(source);
  if (!file.is_regular()) return std::nullopt;
  std::vector<char> first;
  const auto first_size = file.next(first);
  if (!first_size) return std::nullopt;
  const auto layout = read_layout(source, mapping, {first.data(), *first_size});
  if (!layout) return std::nullopt;

  std::atomic<bool> good{true};
  std::atomic<std::uint64_t> rows{0};
  std::mutex telling;
  in_parallel(threads, [&](std::size_t thread) {
    ChunkReader reader(mapping, *layout);
    std::vector<char> bytes;
    std::optional<std::size_t> size;
    std::size_t begin = 0;
    if (thread == 0) {
      bytes = std::move(first);
      size = first_size;
      begin = layout->begin;
    } else {
      size = file.next(bytes);
    }
    try {
      for (; size && good; size = file.next(bytes), begin = 0) {
        if (!reader.read(bytes, begin, *size)) {
          good = false;
          return;
        }
        rows += reader.block().rows.size();
        if (!sink(thread, reader.block())) {
          good = false;
          return;
        }
        if (progress) {
          const std::lock_guard lock(telling);
          progress(file.position(), file.size(), rows);
        }
      }
    } catch (...) {
      good = false;  // the other threads need not go on
      throw;
    }
  });
  if (file.changed()) throw file_changed(source.shown_as);
  if (!good || file.too_long()) return std::nullopt;
  return rows;
}

}  // namespace collab
