#include "units/byte_stream.hpp"

namespace collab {

void ByteWriter::text(std::string_view value) {
  varint(value.size());
  bytes_.insert(bytes_.end(), value.begin(), value.end());
}

void ByteWriter::raw(std::span<const std::uint8_t> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

std::uint64_t ByteReader::word(unsigned size) {
  std::uint64_t value = 0;
  const auto bytes = raw(size);
  for (unsigned i = 0; i < size; ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  return value;
}

std::uint64_t ByteReader::longer_varint(std::uint8_t first) {
  std::uint64_t value = first & 0x7FU;
  for (unsigned shift = 7; shift < 64; shift += 7) {
    const std::uint8_t next = byte();
    const std::uint64_t bits = next & 0x7FU;
    if (shift == 63 && bits > 1) throw BadBytes{"a number beyond 64 bits"};
    value |= bits << shift;
    if ((next & 0x80U) != 0) continue;
    if (next == 0) throw BadBytes{"a number in more bytes than it needs"};
    return value;
  }
  throw BadBytes{"a number beyond 64 bits"};
}

std::string ByteReader::text() {
  const auto bytes = raw(varint());
  return {bytes.begin(), bytes.end()};
}

std::span<const std::uint8_t> ByteReader::raw(std::uint64_t size) {
  if (size > bytes_.size()) throw BadBytes{"it ends too early"};
  const auto result = bytes_.first(size);
  bytes_ = bytes_.subspan(size);
  return result;
}

std::uint64_t ByteReader::count(std::uint64_t most) {
  const std::uint64_t value = varint();
  if (value > most) throw BadBytes{"a count is too large"};
  return value;
}

void ByteReader::expect_end() const {
  if (!at_end()) throw BadBytes{"something follows its end"};
}

}  // namespace collab
