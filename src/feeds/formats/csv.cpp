// CSV as RFC 4180 has it: quoted fields with "" and line ends inside, LF or CRLF, a header line.
// Beyond it: other delimiters, a byte order mark, blank lines skipped.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "feeds/input_format.hpp"
#include "feeds/limits.hpp"
#include "feeds/text_checks.hpp"

namespace collab {
namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// A field as it lies in a row's bytes.
struct Span {
  std::size_t offset = 0, size = 0;
  bool quoted = false, doubled = false;  ///< doubled: "" stands in it
};

/// One row taken apart.
struct Scan {
  enum class End { row, needs_more, in_quotes };
  End end = End::row;
  std::size_t size = 0;       ///< bytes without the line end
  std::size_t consumed = 0;   ///< bytes with it
  std::size_t line_ends = 0;  ///< inside quotes
  std::size_t columns = 0;
  std::size_t quote = 0;     ///< where the last quote opened
  std::size_t stray = none;  ///< a quote where none may be
};

/// What follows a closing or an opening is found out by these; `last`: nothing comes behind.
class Scanner {
 public:
  Scanner(std::string_view bytes, char delimiter, bool last)
      : bytes_(bytes), delimiter_(delimiter), last_(last) {}

  /// take(index, span) is called for every field.
  template <class Take>
  Scan row(const Take& take) {
    for (;;) {
      Span span;
      if (at_ < bytes_.size() && bytes_[at_] == '"') {
        if (!quoted(span)) return scan_;
      } else {
        span.offset = at_;
      }
      if (!plain(span)) return scan_;
      const bool at_end = at_ == bytes_.size();
      const bool line_ends = at_end || bytes_[at_] == '\n';
      if (line_ends && !span.quoted && span.size > 0 &&
          bytes_[span.offset + span.size - 1] == '\r') {
        --span.size;
      }
      take(scan_.columns++, span);
      if (!line_ends) {
        ++at_;
        continue;
      }
      scan_.size = at_;
      if (scan_.size > 0 && bytes_[scan_.size - 1] == '\r') --scan_.size;
      scan_.consumed = at_end ? at_ : at_ + 1;
      return scan_;
    }
  }

 private:
  /// From an opening quote to behind its closing one.
  bool quoted(Span& span) {
    scan_.quote = at_;
    span.quoted = true;
    span.offset = ++at_;
    for (;;) {
      const void* found = at_ < bytes_.size()
                              ? std::memchr(bytes_.data() + at_, '"', bytes_.size() - at_)
                              : nullptr;
      if (found == nullptr) {
        scan_.end = Scan::End::in_quotes;
        return false;
      }
      at_ = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
      if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"') {
        span.doubled = true;
        at_ += 2;
        continue;
      }
      if (at_ + 1 == bytes_.size() && !last_) {  // perhaps the first half of ""
        scan_.end = Scan::End::needs_more;
        return false;
      }
      break;
    }
    span.size = at_ - span.offset;
    const std::string_view text = bytes_.substr(span.offset, span.size);
    scan_.line_ends += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    ++at_;
    return true;
  }

  /// To the delimiter or line end. Behind a closing quote nothing else may stand.
  bool plain(Span& span) {
    for (; at_ < bytes_.size(); ++at_) {
      const char c = bytes_[at_];
      if (c == delimiter_ || c == '\n') break;
      const bool wrong = span.quoted ? c != '\r' : c == '"';
      if (wrong && scan_.stray == none) scan_.stray = at_;
    }
    if (at_ == bytes_.size() && !last_) {
      scan_.end = Scan::End::needs_more;
      return false;
    }
    if (!span.quoted) span.size = at_ - span.offset;
    return true;
  }

  std::string_view bytes_;
  char delimiter_;
  bool last_;
  std::size_t at_ = 0;
  Scan scan_{};
};

std::string undoubled(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '"') ++i;
  }
  return result;
}

std::string decoded(std::string_view raw, const Span& span) {
  const std::string_view text = raw.substr(span.offset, span.size);
  return span.doubled ? undoubled(text) : std::string(text);
}

class CsvReader final : public RecordReader {
 public:
  CsvReader(ByteBuffer& bytes, const FormatOptions& options, FaultList& faults)
      : bytes_(bytes), delimiter_(options.delimiter), wanted_(options.columns), faults_(faults) {
    decoded_.resize(wanted_.size());
    bytes_.consume(bytes_.unread().size() - without_mark(bytes_.unread()).size());
    read_header();
  }

  std::string header() const override { return header_; }

  bool next(Record& record) override {
    record.fields.assign(wanted_.size(), Field{});
    const bool found = next_row(record, [&](std::size_t column, const Span& span) {
      if (column < slots_.size() && slots_[column] != none) spans_[slots_[column]] = span;
    });
    if (!found) return false;
    record.broken = true;
    if (scan_.stray != none) {
      report_stray(record);
    } else if (scan_.columns != slots_.size()) {
      faults_.add(record, 0, 0, "field-count",
                  fmt::format("{} {} where the header has {}", scan_.columns,
                              scan_.columns == 1 ? "field" : "fields", slots_.size()),
                  scan_.columns > slots_.size()
                      ? "a field that holds the delimiter must stand in quotes"
                      : "a field may be empty, but its delimiter must be there");
    } else {
      record.broken = false;
      for (std::size_t i = 0; i < wanted_.size(); ++i) fill(record, i);
    }
    return true;
  }

 private:
  void fill(Record& record, std::size_t slot) {
    const Span& span = spans_[slot];
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
    faults_.add(record, scan_.stray, 1, "stray-quote",
                record.raw[scan_.stray] == '"' ? "a quote inside a field without quotes"
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
      Scanner scanner(bytes_.unread(), delimiter_, bytes_.ended());
      scan_ = scanner.row(take);
      if (scan_.end == Scan::End::row && scan_.size <= limits::line) break;
      if (bytes_.unread().size() > limits::line || bytes_.ended()) refuse_endless(record);
      bytes_.more();
    }
    record.line = line_;
    record.raw = bytes_.unread().substr(0, scan_.size);
    line_ += scan_.line_ends + 1;
    consumed_ = scan_.consumed;
    check_text(record, faults_);
    return true;
  }

  /// A row without an end: a quote that was never closed, or no line end within the limit.
  [[noreturn]] void refuse_endless(Record& record) {
    record.line = line_;
    record.raw = bytes_.unread().substr(0, limits::line);
    if (scan_.end == Scan::End::in_quotes) {
      faults_.fatal(record, scan_.quote, 1, "unclosed-quote",
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
    std::vector<Span> spans;
    const bool found = next_row(record, [&](std::size_t column, const Span& span) {
      if (column < limits::columns) spans.push_back(span);
    });
    if (!found) {
      record.line = 1;
      faults_.fatal(record, 0, 0, "no-header", "the file is empty",
                    "its first line must name the columns");
    }
    header_ = record.raw;
    if (scan_.stray != none) {
      report_stray(record);
      faults_.end();
    }
    if (scan_.columns > limits::columns) {
      faults_.fatal(record, 0, 0, "too-many-columns",
                    fmt::format("{} columns; {} is the most", scan_.columns, limits::columns));
    }
    std::vector<std::string> names;
    names.reserve(spans.size());
    for (const Span& span : spans) names.push_back(decoded(record.raw, span));
    resolve(record, names, spans);
  }

  void resolve(const Record& record, const std::vector<std::string>& names,
               const std::vector<Span>& spans) {
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<std::size_t> again;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].empty() && !places.emplace(names[i], i).second) again.push_back(i);
    }
    slots_.assign(names.size(), none);
    spans_.resize(wanted_.size());
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      const auto place = places.find(wanted_[i]);
      if (place != places.end()) {
        slots_[place->second] = i;
      } else {
        missing.push_back(wanted_[i]);
      }
    }
    // Without a header the first row may be a consumer's, and must not be shown.
    const bool headless = !missing.empty() && seems_data(names);
    for (const std::string& name : missing) {
      faults_.add(record, 0, 0, "missing-column",
                  fmt::format("there is no column '{}'", shown(name)),
                  headless ? "its first line must name the columns, and seems to hold data"
                           : missing_column_hint(name, names, delimiter_));
    }
    if (!headless) {
      for (const std::size_t i : again) {
        faults_.add(record, spans[i].offset, spans[i].size, "duplicate-column",
                    fmt::format("a second column '{}'", shown(names[i])),
                    "give each column its own name");
      }
    }
    if (faults_.count() > 0) faults_.end();
  }

  static bool seems_data(const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [](const std::string& name) {
      return name.find('@') != std::string::npos ||
             (!name.empty() && parse_number(name).fault == NumberFault::none);
    });
  }

  static std::string missing_column_hint(const std::string& wanted,
                                         const std::vector<std::string>& names, char delimiter) {
    if (names.size() == 1) {
      for (const char other : std::string_view(";\t|,")) {
        if (other == delimiter || names[0].find(other) == std::string::npos) continue;
        return fmt::format(
            "the columns seem to be divided by '{0}': say `delimiter: \"{0}\"` in the feed",
            other == '\t' ? "\\t" : std::string(1, other));
      }
    }
    return columns_hint(wanted, names);
  }

  ByteBuffer& bytes_;
  char delimiter_;
  std::vector<std::string> wanted_;
  FaultList& faults_;
  std::string header_;
  std::vector<std::size_t> slots_;  ///< by source column: index in wanted_, or none
  std::vector<Span> spans_;         ///< by wanted column, of the present row
  std::vector<std::string> decoded_;
  Scan scan_{};
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
