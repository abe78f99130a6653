#include "feeds/csv_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "collab/model/number.hpp"
#include "feeds/text_checks.hpp"

namespace collab {
namespace {

bool seems_data(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    return name.find('@') != std::string::npos ||
           (!name.empty() && parse_number(name).fault == NumberFault::none);
  });
}

std::string missing_column_hint(const std::string& wanted, const std::vector<std::string>& names,
                                char delimiter) {
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

}  // namespace

std::vector<std::size_t> find_columns(const Record& header, const std::vector<CsvField>& fields,
                                      const std::vector<std::string>& wanted, std::size_t required,
                                      char delimiter, FaultList& faults) {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const CsvField& field : fields) names.push_back(decoded(header.raw, field));

  std::unordered_map<std::string_view, std::size_t> places;
  std::vector<std::size_t> again;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].empty() && !places.emplace(names[i], i).second) again.push_back(i);
  }
  std::vector<std::size_t> slots(names.size(), no_column);
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const auto place = places.find(wanted[i]);
    if (place != places.end()) {
      slots[place->second] = i;
    } else if (i < required) {
      missing.push_back(wanted[i]);
    }
  }
  // Without a header the first row may be a consumer's, and must not be shown.
  const bool headless = !missing.empty() && seems_data(names);
  for (const std::string& name : missing) {
    faults.add(header, 0, 0, "missing-column", fmt::format("there is no column '{}'", shown(name)),
               headless ? "its first line must name the columns, and seems to hold data"
                        : missing_column_hint(name, names, delimiter));
  }
  if (!headless) {
    for (const std::size_t i : again) {
      faults.add(header, fields[i].offset, fields[i].size, "duplicate-column",
                 fmt::format("a second column '{}'", shown(names[i])),
                 "give each column its own name");
    }
  }
  if (faults.count() > 0) faults.end();
  return slots;
}

}  // namespace collab
