#include "seal_lines.hpp"

#include <fmt/format.h>

#include <functional>
#include <set>
#include <utility>

#include "collab/model/error.hpp"

namespace collab {
namespace {

/// `also`: characters that must stand behind a backslash besides the ones always escaped.
std::string escaped(std::string_view text, std::string_view also) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\r') {
      result += "\\r";
    } else if (c == '\t') {
      result += "\\t";
    } else {
      if (c == '\\' || also.find(c) != std::string_view::npos) result += '\\';
      result += c;
    }
  }
  return result;
}

}  // namespace

void refuse_seal(std::string_view why) {
  throw Error(ExitCode::ledger_format, "bad-seal",
              fmt::format("a sealed plan cannot be read: {}", why),
              "collab verify checks the ledger; a newer collab may have written it");
}

std::vector<SealLine> seal_lines(std::string_view text) {
  std::vector<SealLine> lines;
  std::set<std::string, std::less<>> paths;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) refuse_seal("its last line is cut off");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const std::size_t equals = line.find(" = ");
    if (equals == 0 || equals == std::string_view::npos) {
      refuse_seal(fmt::format("'{}' is not 'path = value'", line));
    }
    lines.push_back({.path = std::string(line.substr(0, equals)),
                     .value = std::string(line.substr(equals + 3))});
    if (!paths.insert(lines.back().path).second) {
      refuse_seal(fmt::format("'{}' stands there twice", lines.back().path));
    }
  }
  return lines;
}

std::string path_part(std::string_view id) { return escaped(id, ".= "); }

std::string escape(std::string_view value) { return escaped(value, {}); }

std::string unescape(std::string_view value) {
  std::string result;
  for (std::size_t i = 0; i < value.size(); ++i) {
    char c = value[i];
    if (c == '\\' && i + 1 < value.size()) {
      c = value[++i];
      if (c == 'n') c = '\n';
      if (c == 'r') c = '\r';
      if (c == 't') c = '\t';
    }
    result += c;
  }
  return result;
}

std::string join_list(const std::vector<std::string>& items) {
  std::string result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) result += ", ";
    result += escaped(items[i], ",");
  }
  return result;
}

std::vector<std::string> split_list(std::string_view value) {
  std::vector<std::string> items;
  if (value.empty()) return items;
  std::size_t from = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value.substr(i).starts_with(", ")) {
      items.push_back(unescape(value.substr(from, i - from)));
      from = i + 2;
    }
  }
  items.push_back(unescape(value.substr(from)));
  return items;
}

}  // namespace collab
