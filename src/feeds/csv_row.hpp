#pragma once
// A row of CSV taken apart into fields, as RFC 4180 has them, without a copy.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace collab {

/// A field as it lies in a row's bytes.
struct CsvField {
  std::size_t offset = 0, size = 0;
  bool quoted = false, doubled = false;  ///< doubled: "" stands in it
};

/// One row taken apart.
struct CsvRow {
  enum class End { row, needs_more, in_quotes };
  End end = End::row;
  std::size_t size = 0;       ///< bytes without the line end
  std::size_t consumed = 0;   ///< bytes with it
  std::size_t line_ends = 0;  ///< inside quotes
  std::size_t columns = 0;
  std::size_t quote = 0;                       ///< where the last quote opened
  std::size_t stray = std::string_view::npos;  ///< a quote where none may be
};

/// What follows a closing or an opening is found out by these; `last`: nothing comes behind.
class CsvScanner {
 public:
  CsvScanner(std::string_view bytes, char delimiter, bool last)
      : bytes_(bytes), delimiter_(delimiter), last_(last) {}

  /// take(index, field) is called for every field.
  template <class Take>
  CsvRow row(const Take& take) {
    for (;;) {
      CsvField field;
      if (at_ < bytes_.size() && bytes_[at_] == '"') {
        if (!quoted(field)) return row_;
      } else {
        field.offset = at_;
      }
      if (!plain(field)) return row_;
      const bool at_end = at_ == bytes_.size();
      const bool line_ends = at_end || bytes_[at_] == '\n';
      if (line_ends && !field.quoted && field.size > 0 &&
          bytes_[field.offset + field.size - 1] == '\r') {
        --field.size;
      }
      take(row_.columns++, field);
      if (!line_ends) {
        ++at_;
        continue;
      }
      row_.size = at_;
      if (row_.size > 0 && bytes_[row_.size - 1] == '\r') --row_.size;
      row_.consumed = at_end ? at_ : at_ + 1;
      return row_;
    }
  }

 private:
  /// From an opening quote to behind its closing one.
  bool quoted(CsvField& field) {
    row_.quote = at_;
    field.quoted = true;
    field.offset = ++at_;
    for (;;) {
      const void* found = at_ < bytes_.size()
                              ? std::memchr(bytes_.data() + at_, '"', bytes_.size() - at_)
                              : nullptr;
      if (found == nullptr) {
        row_.end = CsvRow::End::in_quotes;
        return false;
      }
      at_ = static_cast<std::size_t>(static_cast<const char*>(found) - bytes_.data());
      if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '"') {
        field.doubled = true;
        at_ += 2;
        continue;
      }
      if (at_ + 1 == bytes_.size() && !last_) {  // perhaps the first half of ""
        row_.end = CsvRow::End::needs_more;
        return false;
      }
      break;
    }
    field.size = at_ - field.offset;
    const std::string_view text = bytes_.substr(field.offset, field.size);
    row_.line_ends += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    ++at_;
    return true;
  }

  /// To the delimiter or line end. Behind a closing quote nothing else may stand.
  bool plain(CsvField& field) {
    for (; at_ < bytes_.size(); ++at_) {
      const char c = bytes_[at_];
      if (c == delimiter_ || c == '\n') break;
      const bool wrong = field.quoted ? c != '\r' : c == '"';
      if (wrong && row_.stray == std::string_view::npos) row_.stray = at_;
    }
    if (at_ == bytes_.size() && !last_) {
      row_.end = CsvRow::End::needs_more;
      return false;
    }
    if (!field.quoted) field.size = at_ - field.offset;
    return true;
  }

  std::string_view bytes_;
  char delimiter_;
  bool last_;
  std::size_t at_ = 0;
  CsvRow row_{};
};

/// A field's text with each "" in it as one quote.
std::string undoubled(std::string_view text);
/// A field's text out of its row.
std::string decoded(std::string_view row, const CsvField& field);

}  // namespace collab
