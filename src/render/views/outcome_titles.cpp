#include "render/views/outcome_titles.hpp"

#include "collab/render/output_format.hpp"

namespace collab {
namespace {

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::string title_or(const std::string& name, std::string otherwise) {
  constexpr int longest = 14;
  return name.empty() || display_width(name) > longest ? std::move(otherwise) : upper(name);
}

}  // namespace collab
