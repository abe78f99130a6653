#include "feeds/input_format.hpp"

#include <fmt/format.h>

#include <array>

#include "collab/model/error.hpp"

namespace collab {

#define ENTRY(name) extern const InputFormat name##_input;
#include "input_formats.inc"
#undef ENTRY

std::span<const InputFormat* const> input_formats() {
#define ENTRY(name) &name##_input,
  static const std::array formats{
#include "input_formats.inc"
  };
#undef ENTRY
  return formats;
}

const InputFormat& find_input_format(std::string_view name, std::string_view file) {
  const InputFormat* fallback = nullptr;
  std::vector<std::string> known;
  for (const InputFormat* format : input_formats()) {
    if (!name.empty() && format->name == name) return *format;
    known.emplace_back(format->name);
    if (format->name == "csv") fallback = format;
    if (!name.empty()) continue;
    for (const std::string_view ending : format->endings) {
      if (file.ends_with(ending)) return *format;
    }
  }
  if (name.empty() && fallback != nullptr) return *fallback;
  const std::string near = nearest(name, known);
  throw Error(
      ExitCode::invalid, "unknown-format", fmt::format("'{}' is not an input format", name),
      fmt::format("{}formats: {}", near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                  fmt::join(known, ", ")));
}

}  // namespace collab
