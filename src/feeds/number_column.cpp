#include "feeds/number_column.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace collab {
namespace {

/// The mark that parts groups of three, as `1,234.5` and `1.234,5` show it.
char thousands_mark(std::string_view text, char decimal) {
  for (const char c : text) {
    if ((c < '0' || c > '9') && c != decimal && c != '-' && c != '+') return c;
  }
  return ',';
}

/// What to do about a text that is not a number.
std::string number_hint(std::string_view text, const NumberFormat& format) {
  const char other = format.decimal == '.' ? ',' : '.';
  if (parse_number(text, {.decimal = other}).fault == NumberFault::none) {
    return fmt::format("say in the feed how its numbers are written: `decimal: \"{}\"`", other);
  }
  if (parse_number(text, {.decimal = other, .thousands = format.decimal}).fault ==
      NumberFault::none) {
    return fmt::format(
        "say in the feed how its numbers are written: `decimal: \"{}\"` and `thousands: \"{}\"`",
        other, format.decimal);
  }
  if (text.ends_with('%')) return "write a fraction: 0.034 for 3.4 %";
  const std::size_t first = text.find_first_not_of(" \t");
  if (first != std::string_view::npos) {
    const std::size_t last = text.find_last_not_of(" \t");
    if (last - first + 1 < text.size() &&
        parse_number(text.substr(first, last - first + 1), format).fault == NumberFault::none) {
      return "there are blanks around the number: leave them out";
    }
  }
  return "a number, or nothing where it is missing";
}

}  // namespace

bool read_number(const NumberColumn& column, const Mapping& mapping, const Record& record,
                 Row::Number& number, std::uint64_t& rounded, FaultList& faults) {
  const Field& field = record.fields[column.field];
  std::string_view text = text_of(field);
  NumberFormat format = field.written_plainly ? NumberFormat{} : mapping.number_format;
  if (!column.values.empty()) {
    const auto value =
        std::lower_bound(column.values.begin(), column.values.end(), text,
                         [](const auto& entry, std::string_view t) { return entry.first < t; });
    if (value != column.values.end() && value->first == text) {
      text = value->second;
      format = {};
    }
  }
  number.column = column_of(record, field.offset);
  if (text.empty()) return true;
  const bool summary = mapping.rows == Grain::summary;
  number.length =
      record.simple ? field.size : code_points(record.raw.substr(field.offset, field.size));
  const ParsedNumber parsed = parse_number(text, format);
  const auto refuse = [&](std::string slug, std::string message, std::string hint) {
    faults.add(record, field.offset, field.size, std::move(slug), std::move(message),
               std::move(hint));
    return false;
  };
  if (parsed.fault == NumberFault::has_thousands) {
    const char mark = thousands_mark(text, format.decimal);
    return refuse(
        "thousands", fmt::format("'{}' has thousands marks", shown(text)),
        fmt::format("say in the feed how its numbers are written: `thousands: \"{}\"`", mark));
  }
  // Summary figures are kept as doubles; unit rows are summed exactly and so are bounded.
  if (parsed.fault == NumberFault::too_large ||
      (parsed.fault == NumberFault::none && !parsed.fits && !summary)) {
    return refuse("too-large", fmt::format("'{}' is too large", shown(text)),
                  summary ? "" : "a unit's value may be up to 9.2e12 either way");
  }
  if (parsed.fault != NumberFault::none) {
    return refuse("bad-value", fmt::format("'{}' is not a number", shown(text)),
                  number_hint(text, format));
  }
  number.present = true;
  number.real = parsed.real;
  if (parsed.fits) number.exact = parsed.exact;
  if (parsed.rounded && !summary) ++rounded;
  return true;
}

}  // namespace collab
