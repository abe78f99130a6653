#include "collab/render/output_format.hpp"

#include <array>

#include "render/formats.hpp"

namespace collab {

std::span<const OutputFormat* const> output_formats() {
  static constexpr std::array formats{
#define ENTRY(name) &name##_format,
#include "output_formats.inc"
#undef ENTRY
  };
  return formats;
}

const OutputFormat* find_output_format(std::string_view name) {
  for (const OutputFormat* format : output_formats()) {
    if (format->name == name) return format;
  }
  return nullptr;
}

const OutputFormat* output_format_of_ending(std::string_view ending) {
  for (const OutputFormat* format : output_formats()) {
    if ((format->ending.empty() ? format->name : format->ending) == ending) return format;
  }
  return nullptr;
}

}  // namespace collab
