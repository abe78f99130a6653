#pragma once
// One line of JSON, taken apart. RapidJSON is used here and by those who read the values.
#include <rapidjson/document.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace collab {

using JsonValue = rapidjson::Value;

enum class JsonFault { none, unsound, bad_number, bad_utf8 };

/// Takes line after line apart in the same memory. However deep a line is nested, the stack is not.
class JsonLine {
 public:
  /// root() holds until the next call; after a fault it must not be asked for.
  JsonFault parse(std::string_view line);
  const JsonValue& root() const { return *document_; }

 private:
  alignas(std::max_align_t) std::array<char, std::size_t{1} << 14> memory_{};
  rapidjson::MemoryPoolAllocator<> pool_{memory_.data(), memory_.size()};
  std::optional<rapidjson::Document> document_;
};

/// Of a string.
inline std::string_view json_text(const JsonValue& string) {
  return {string.GetString(), string.GetStringLength()};
}

/// As one line of JSON. throws Error(invalid, "bad-json") when it is nested more than 64 deep
std::string json_written(const JsonValue& value);

}  // namespace collab
