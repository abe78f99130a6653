#include "feeds/csv_row.hpp"

namespace collab {

std::string undoubled(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    result += text[i];
    if (text[i] == '"') ++i;
  }
  return result;
}

std::string decoded(std::string_view row, const CsvField& field) {
  const std::string_view text = row.substr(field.offset, field.size);
  return field.doubled ? undoubled(text) : std::string(text);
}

}  // namespace collab
