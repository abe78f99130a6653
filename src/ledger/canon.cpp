#include "ledger/canon.hpp"

#include <array>
#include <bit>

namespace collab {
namespace {

constexpr std::size_t number_size = 8;

void add_value(std::string& canon, const RecordValue& value, char bytes) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    add_integer(canon, *integer);
  } else if (const auto* real = std::get_if<double>(&value)) {
    add_number(canon, 'R', std::bit_cast<std::uint64_t>(*real));
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    add_text(canon, *text);
  } else if (const auto* blob = std::get_if<RecordBytes>(&value)) {
    add_number(canon, bytes, blob->size());
    canon.append(blob->begin(), blob->end());
  } else {
    canon += 'N';
  }
}

/// Takes values off the front of what is left.
class KeptRow {
 public:
  explicit KeptRow(std::span<const std::uint8_t> left) : left_(left) {}
  bool empty() const { return left_.empty(); }
  std::optional<char> tag() {
    if (left_.empty()) return std::nullopt;
    const char tag = static_cast<char>(left_.front());
    left_ = left_.subspan(1);
    return tag;
  }
  std::optional<std::uint64_t> number() {
    if (left_.size() < number_size) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < number_size; ++i) value = (value << 8U) | left_[i];
    left_ = left_.subspan(number_size);
    return value;
  }
  std::optional<RecordValue> value() {
    const auto kind = tag();
    if (kind == 'N') return RecordValue{};
    const auto first = number();
    if (!kind || !first) return std::nullopt;
    if (*kind == 'I') return RecordValue{std::bit_cast<std::int64_t>(*first)};
    if (*kind == 'R') return RecordValue{std::bit_cast<double>(*first)};
    if ((*kind != 'T' && *kind != 'B') || *first > left_.size()) return std::nullopt;
    const auto bytes = left_.first(static_cast<std::size_t>(*first));
    left_ = left_.subspan(bytes.size());
    if (*kind == 'T') return RecordValue{std::string(bytes.begin(), bytes.end())};
    return RecordValue{RecordBytes(bytes.begin(), bytes.end())};
  }

 private:
  std::span<const std::uint8_t> left_;
};

}  // namespace

void add_number(std::string& canon, char tag, std::uint64_t value) {
  std::array<char, number_size + 1> bytes{tag};
  for (std::size_t i = 1; i < bytes.size(); ++i)
    bytes.at(i) = static_cast<char>(static_cast<unsigned char>(value >> (64 - 8 * i)));
  canon.append(bytes.data(), bytes.size());
}

void add_text(std::string& canon, std::string_view value) {
  add_number(canon, 'T', value.size());
  canon += value;
}

void add_integer(std::string& canon, std::int64_t value) {
  add_number(canon, 'I', std::bit_cast<std::uint64_t>(value));
}

void add_column(std::string& canon, const Query& query, int column) {
  switch (query.type(column)) {
    case SQLITE_NULL:
      canon += 'N';
      return;
    case SQLITE_INTEGER:
      return add_integer(canon, query.integer(column));
    case SQLITE_FLOAT:
      return add_number(canon, 'R', std::bit_cast<std::uint64_t>(query.real(column)));
    default:
      return add_text(canon, query.view(column));
  }
}

void add_row(std::string& canon, std::span<const RecordValue> values) {
  add_number(canon, '(', values.size());
  for (const RecordValue& value : values) add_value(canon, value, 'T');
}

std::string kept_row(std::span<const std::pair<std::string, RecordValue>> values) {
  std::string row;
  add_number(row, '(', values.size());
  for (const auto& [name, value] : values) add_value(row, value, 'B');
  return row;
}

std::optional<std::vector<RecordValue>> read_kept_row(std::span<const std::uint8_t> bytes) {
  KeptRow row(bytes);
  if (row.tag() != '(') return std::nullopt;
  const auto count = row.number();
  if (!count || *count > bytes.size()) return std::nullopt;
  std::vector<RecordValue> values;
  for (std::uint64_t i = 0; i < *count; ++i) {
    auto value = row.value();
    if (!value) return std::nullopt;
    values.push_back(*std::move(value));
  }
  if (!row.empty()) return std::nullopt;
  return values;
}

}  // namespace collab
