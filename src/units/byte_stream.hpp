#pragma once
// Little-endian words, varints and strings, written and read with every bound checked.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// Why bytes are not what their format says; the decoders turn it into their Error.
struct BadBytes {
  const char* reason;
};

class ByteWriter {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(value); }
  /// Little-endian, `size` bytes.
  void word(std::uint64_t value, unsigned size) {
    for (unsigned i = 0; i < size; ++i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  /// LEB128.
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) byte(static_cast<std::uint8_t>(value | 0x80U));
    byte(static_cast<std::uint8_t>(value));
  }
  void text(std::string_view value);  ///< varint length, bytes
  void raw(std::span<const std::uint8_t> bytes);
  std::vector<std::uint8_t>& bytes() { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Every member throws BadBytes where the bytes end too early.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::uint8_t byte() {
    if (bytes_.empty()) throw BadBytes{"it ends too early"};
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }
  std::uint64_t word(unsigned size);
  /// Shortest form only.
  std::uint64_t varint() {
    const std::uint8_t first = byte();
    return first < 0x80U ? first : longer_varint(first);
  }
  std::string text();
  std::span<const std::uint8_t> raw(std::uint64_t size);
  /// A varint of at most `most`.
  std::uint64_t count(std::uint64_t most);
  bool at_end() const { return bytes_.empty(); }
  void expect_end() const;

 private:
  std::uint64_t longer_varint(std::uint8_t first);

  std::span<const std::uint8_t> bytes_;
};

/// Signed as unsigned, small magnitudes small.
constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1U) ^ ((value & 1U) != 0 ? ~std::uint64_t{0} : 0));
}

}  // namespace collab
