#include "definition/locations.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "definition/file.hpp"
#include "definition/source.hpp"

namespace collab {
namespace {

constexpr std::array<std::string_view, 4> known_columns{"id", "name", "region", "format"};

struct Field {
  std::string text;
  std::size_t column = 0;
  std::size_t length = 0;
};

/// One line's fields; `closed` is false when a quote is left open. A field has no line break.
std::vector<Field> split(std::string_view line, bool& closed) {
  std::vector<Field> fields;
  closed = true;
  std::size_t at = 0;
  while (true) {
    Field field{.text = {}, .column = at};
    if (at < line.size() && line[at] == '"') {
      closed = false;
      for (++at; at < line.size() && !closed; ++at) {
        const bool doubled = line[at] == '"' && at + 1 < line.size() && line[at + 1] == '"';
        if (doubled) ++at;
        if (line[at] == '"' && !doubled) {
          closed = true;
        } else {
          field.text += line[at];
        }
      }
    }
    const std::size_t comma = std::min(line.find(',', at), line.size());
    field.text += line.substr(at, comma - at);
    field.length = comma - field.column;
    at = comma + 1;
    fields.push_back(std::move(field));
    if (comma >= line.size() || !closed) return fields;
  }
}

class LocationsReader {
 public:
  LocationsReader(const SourceText& source, Findings& findings)
      : source_(source), findings_(findings) {}

  std::vector<Location> read() {
    std::vector<Location> locations;
    if (!read_header()) return locations;
    for (std::size_t i = 1; i < source_.lines() && faults_ < 20; ++i) {
      if (source_.line(i).empty()) continue;
      if (auto location = read_row(i)) locations.push_back(std::move(*location));
    }
    return locations;
  }

 private:
  bool fault(const Spot& at, std::string message, std::string hint = {}) {
    ++faults_;
    findings_.add("locations", at, {}, std::move(message), std::move(hint));
    return false;
  }

  bool read_header() {
    bool closed = true;
    for (const Field& field : split(source_.line(0), closed)) {
      const bool known =
          std::find(known_columns.begin(), known_columns.end(), field.text) != known_columns.end();
      const bool again = std::find(header_.begin(), header_.end(), field.text) != header_.end();
      if (!known || again) {
        return fault({0, field.column, std::max<std::size_t>(field.length, 1)},
                     fmt::format("the header's '{}' is {}", field.text,
                                 again ? "there already" : "not known"),
                     fmt::format("columns: {}", fmt::join(known_columns, ", ")));
      }
      header_.push_back(field.text);
    }
    if (std::find(header_.begin(), header_.end(), "id") == header_.end()) {
      return fault({0, 0, 1}, "the header has no 'id'",
                   "the first line names the columns: id,name,region,format");
    }
    return true;
  }

  std::optional<Location> read_row(std::size_t number) {
    bool closed = true;
    const std::vector<Field> fields = split(source_.line(number), closed);
    if (!closed) {
      fault({number, fields.back().column, 1}, "a quote is not closed");
      return std::nullopt;
    }
    if (fields.size() != header_.size()) {
      fault({number, 0, 0},
            fmt::format("{} fields, and the header has {}", fields.size(), header_.size()),
            "put a text that has a comma in it in quotes");
      return std::nullopt;
    }
    Location location;
    Spot id{number, 0, 1};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Field& field = fields[i];
      if (header_[i] == "id") {
        location.id = field.text;
        id = {number, field.column, std::max<std::size_t>(field.length, 1)};
      }
      if (header_[i] == "name") location.name = field.text;
      if (header_[i] == "region") location.region = field.text;
      if (header_[i] == "format") location.format = field.text;
    }
    if (location.id.empty()) {
      fault(id, "the location has no id");
      return std::nullopt;
    }
    if (!seen_.insert(location.id).second) {
      fault(id, fmt::format("there is a location '{}' already", location.id));
      return std::nullopt;
    }
    return location;
  }

  const SourceText& source_;
  Findings& findings_;
  std::vector<std::string> header_;
  std::set<std::string> seen_;
  std::size_t faults_ = 0;
};

}  // namespace

std::vector<Location> read_locations(const std::string& bytes, const std::string& shown_as,
                                     std::vector<Diagnostic>& findings) {
  const SourceText source(bytes, shown_as);
  Findings found(source);
  std::vector<Location> locations;
  if (bytes.size() > largest_file) {
    found.add_without_place("file-too-large", "the file is larger than 1 MiB");
  } else if (check_text(source, found)) {
    locations = LocationsReader(source, found).read();
  }
  std::vector<Diagnostic> own = found.take();
  findings.insert(findings.end(), own.begin(), own.end());
  return locations;
}

}  // namespace collab
