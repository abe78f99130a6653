#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/definition/definition.hpp"

namespace collab {
namespace {

std::string without_suffix(std::string_view file) {
  return std::string(file.substr(0, file.find('.')));
}

}  // namespace

const std::vector<std::pair<std::string, std::string_view>>& schemas() {
  static const std::vector<std::pair<std::string, std::string_view>> all = [] {
    std::vector<std::pair<std::string, std::string_view>> texts;
#define TEXT_FILE(name, contents) texts.emplace_back(without_suffix(name), contents);
#include "schemas.inc"
#undef TEXT_FILE
    std::sort(texts.begin(), texts.end());
    return texts;
  }();
  return all;
}

std::string_view schema_text(std::string_view name) {
  for (const auto& [known, text] : schemas()) {
    if (known == name) return text;
  }
  return {};
}

}  // namespace collab
