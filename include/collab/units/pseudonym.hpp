#pragma once
// Consumers' ids are never stored: a keyed 128-bit pseudonym replaces them.
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace collab {

struct Pseudonym {
  std::uint64_t high = 0, low = 0;
  friend auto operator<=>(const Pseudonym&, const Pseudonym&) = default;
};

/// SipHash-2-4-128 under the program's key.
class Key {
 public:
  static constexpr std::size_t size = 16;
  explicit Key(const std::array<std::uint8_t, size>& bytes);
  /// A fresh one from the system's random source.
  static Key random();
  const std::array<std::uint8_t, size>& bytes() const { return bytes_; }
  Pseudonym pseudonym(std::string_view id) const;
  /// 16 hex digits that name the key without giving it away.
  std::string fingerprint() const;

 private:
  std::array<std::uint8_t, size> bytes_;
};

}  // namespace collab
