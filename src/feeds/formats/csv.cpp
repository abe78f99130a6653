// CSV as RFC 4180 has it: quoted fields with "" and line ends inside, LF or CRLF, a header line.
// Beyond it: other delimiters, a byte order mark, blank lines skipped.
#include <fmt/format.h>

#include <utility>

#include "feeds/csv_header.hpp"
#include "feeds/csv_row.hpp"
#include "feeds/input_format.hpp"
#include "feeds/limits.hpp"
#include "feeds/text_checks.hpp"

namespace collab {
namespace {

class CsvReader final : public RecordReader {
 public:
  CsvReader(ByteBuffer& bytes, const FormatOptions& options, FaultList& faults)
      : bytes_(bytes),
        delimiter_(options.delimiter),
        wanted_(options.columns),
        required_(options.required),
        faults_(faults) {
    decoded_.resize(wanted_.size());
    bytes_.consume(bytes_.unread().size() - without_mark(bytes_.unread()).size());
    read_header();
  }

  std::string header() const override { return header_; }

  bool next(Record& record) override {
    record.fields.assign(wanted_.size(), Field{});
    const bool found = next_row(record, [&](std::size_t column, const CsvField& span) {
      if (column < slots_.size() && slots_[column] != no_column) spans_[slots_[column]] = span;
    });
    if (!found) return false;
    record.broken = true;
    if (row_.stray != std::string_view::npos) {
      report_stray(record);
    } else if (row_.columns != slots_.size()) {
      faults_.add(record, 0, 0, "field-count",
                  fmt::format("{} {} where the header has {}", row_.columns,
                              row_.columns == 1 ? "field" : "fields", slots_.size()),
                  row_.columns > slots_.size()
                      ? "a field that holds the delimiter must stand in quotes"
                      : "a field may be empty, but its delimiter must be there");
    } else {
      record.broken = false;
      for (std::size_t i = 0; i < wanted_.size(); ++i)
        if (there_[i]) fill(record, i);
    }
    return true;
  }

 private:
  void fill(Record& record, std::size_t slot) {
    const CsvField& span = spans_[slot];
    Field& field = record.fields[slot];
    field.offset = span.offset;
    field.size = span.size;
    field.there = true;
    field.text = record.raw.substr(span.offset, span.size);
    if (span.doubled) {
      decoded_[slot] = undoubled(field.text);
      field.text = decoded_[slot];
    }
    if (span.size > limits::field) {
      record.broken = true;
      faults_.add(record, span.offset, 0, "field-too-long",
                  fmt::format("a field of {} bytes in column '{}'; {} is the most", span.size,
                              wanted_[slot], limits::field));
    }
  }

  void report_stray(const Record& record) {
    faults_.add(record, row_.stray, 1, "stray-quote",
                record.raw[row_.stray] == '"' ? "a quote inside a field without quotes"
                                              : "text behind a closing quote",
                "put the whole field in quotes and double the quotes in it: \"5\"\" pipe\"");
  }

  /// Blank lines hold nothing. True when a row begins; false at the end.
  bool skip_blank_lines() {
    for (;;) {
      const std::string_view unread = bytes_.unread();
      const std::size_t size = unread.starts_with('\n') ? 1 : unread.starts_with("\r\n") ? 2 : 0;
      if (size > 0) {
        bytes_.consume(size);
        ++line_;
      } else if (unread.size() > 1 || (bytes_.ended() && unread.size() == 1 && unread[0] != '\r')) {
        return true;
      } else if (bytes_.ended()) {
        return false;
      } else {
        bytes_.more();
      }
    }
  }

  /// The next row, whole in the buffer. False at the end.
  template <class Take>
  bool next_row(Record& record, const Take& take) {
    bytes_.consume(std::exchange(consumed_, 0));
    if (!skip_blank_lines()) return false;
    for (;;) {
      CsvScanner scanner(bytes_.unread(), delimiter_, bytes_.ended());
      row_ = scanner.row(take);
      if (row_.end == CsvRow::End::row && row_.size <= limits::line) break;
      if (bytes_.unread().size() > limits::line || bytes_.ended()) refuse_endless(record);
      bytes_.more();
    }
    record.line = line_;
    record.raw = bytes_.unread().substr(0, row_.size);
    line_ += row_.line_ends + 1;
    consumed_ = row_.consumed;
    check_text(record, faults_);
    return true;
  }

  /// A row without an end: a quote that was never closed, or no line end within the limit.
  [[noreturn]] void refuse_endless(Record& record) {
    record.line = line_;
    record.raw = bytes_.unread().substr(0, limits::line);
    if (row_.end == CsvRow::End::in_quotes) {
      faults_.fatal(record, row_.quote, 1, "unclosed-quote",
                    "the quote that opens here is never closed",
                    "close it, or double it if it belongs to the text");
    }
    record.raw = record.raw.substr(0, 0);
    faults_.fatal(record, 0, 0, "line-too-long",
                  fmt::format("a row of more than {} bytes", limits::line),
                  "is the file text, with line ends?");
  }

  void read_header() {
    Record record;
    std::vector<CsvField> spans;
    const bool found = next_row(record, [&](std::size_t column, const CsvField& span) {
      if (column == 0) spans.clear();  // a row that was not whole is taken apart anew
      if (column < limits::columns) spans.push_back(span);
    });
    if (!found) {
      record.line = 1;
      faults_.fatal(record, 0, 0, "no-header", "the file is empty",
                    "its first line must name the columns");
    }
    header_ = record.raw;
    if (row_.stray != std::string_view::npos) {
      report_stray(record);
      faults_.end();
    }
    if (row_.columns > limits::columns) {
      faults_.fatal(record, 0, 0, "too-many-columns",
                    fmt::format("{} columns; {} is the most", row_.columns, limits::columns));
    }
    slots_ = find_columns(record, spans, wanted_, required_, delimiter_, faults_);
    spans_.resize(wanted_.size());
    there_.assign(wanted_.size(), false);
    for (const std::size_t slot : slots_)
      if (slot != no_column) there_[slot] = true;
  }

  ByteBuffer& bytes_;
  char delimiter_;
  std::vector<std::string> wanted_;
  std::size_t required_;
  FaultList& faults_;
  std::string header_;
  std::vector<bool> there_;         ///< by wanted column: the source has it
  std::vector<std::size_t> slots_;  ///< by source column: index in wanted_, or no_column
  std::vector<CsvField> spans_;     ///< by wanted column, of the present row
  std::vector<std::string> decoded_;
  CsvRow row_{};
  std::size_t consumed_ = 0;  ///< of the present row, given back when the next is asked for
  std::uint64_t line_ = 1;
};

std::unique_ptr<RecordReader> open_csv(ByteBuffer& bytes, const FormatOptions& options,
                                       FaultList& faults) {
  return std::make_unique<CsvReader>(bytes, options, faults);
}

}  // namespace

extern const InputFormat csv_input;
const InputFormat csv_input{"csv", {".csv", ".tsv", ".txt"}, open_csv};

}  // namespace collab
