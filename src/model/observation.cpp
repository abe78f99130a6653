#include "collab/model/observation.hpp"

#include <algorithm>
#include <array>

#include "collab/model/number.hpp"

namespace collab {
namespace {

std::string in_quotes(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

void append_escaped(std::string& text, std::string_view name) {
  for (const char c : name) {
    if (c == '\\' || c == ',' || c == '=') text += '\\';
    text += c;
  }
}

/// How people tell a sample: how many, then the middle, then the spread.
std::size_t reading_order(std::string_view name) {
  constexpr std::array<std::string_view, 9> order{
      "n", "units", "successes", "mean", "sd", "sum", "sum_squares", "events", "exposure"};
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), name) - order.begin());
}

}  // namespace

std::optional<double> find(const Statistics& statistics, std::string_view name) {
  for (const auto& [key, value] : statistics) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string to_json(const Statistics& statistics) {
  Statistics sorted = statistics;
  std::sort(sorted.begin(), sorted.end());
  std::string text = "{";
  for (const auto& [name, value] : sorted) {
    if (text.size() > 1) text += ',';
    text += in_quotes(name) + ':' + to_string(value);
  }
  return text + '}';
}

std::string to_text(const Statistics& statistics) {
  if (statistics.empty()) return "retracted";
  if (statistics.size() == 1 && statistics.front().first == "value") {
    return to_string(statistics.front().second);
  }
  const auto n = find(statistics, "n");
  const auto successes = find(statistics, "successes");
  const bool share = n && successes;
  std::string text;
  if (share) text = to_string(*successes) + '/' + to_string(*n);
  Statistics sorted = statistics;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return reading_order(a.first) < reading_order(b.first);
  });
  for (const auto& [name, value] : sorted) {
    if (share && (name == "n" || name == "successes")) continue;
    if (!text.empty()) text += ' ';
    text += name + ' ' + to_string(value);
  }
  return text;
}

std::string segment_set(std::vector<std::pair<std::string, std::string>> levels) {
  std::sort(levels.begin(), levels.end());
  std::string text;
  for (const auto& [name, level] : levels) {
    if (!text.empty()) text += ',';
    append_escaped(text, name);
    text += '=';
    append_escaped(text, level);
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> parse_segment_set(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> levels;
  if (text.empty()) return levels;
  levels.emplace_back();
  bool in_level = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ',') {
      levels.emplace_back();
      in_level = false;
    } else if (text[i] == '=' && !in_level) {
      in_level = true;
    } else {
      if (text[i] == '\\' && i + 1 < text.size()) ++i;
      (in_level ? levels.back().second : levels.back().first) += text[i];
    }
  }
  return levels;
}

std::vector<std::string> names_in_cut(std::string_view cut) {
  std::vector<std::string> names;
  while (!cut.empty()) {
    names.emplace_back(cut.substr(0, cut.find(',')));
    cut.remove_prefix(std::min(cut.size(), names.back().size() + 1));
  }
  return names;
}

std::optional<std::string> level_in_cut(std::string_view set, std::string_view cut) {
  const auto levels = parse_segment_set(set);
  const std::vector<std::string> names = names_in_cut(cut);
  if (levels.size() != names.size()) return std::nullopt;
  std::string level;
  for (const std::string& name : names) {
    const auto found =
        std::ranges::find_if(levels, [&](const auto& each) { return each.first == name; });
    if (found == levels.end()) return std::nullopt;
    if (!level.empty()) level += ", ";
    level += found->second;
  }
  return level;
}

bool same_key(const Observation& a, const Observation& b) {
  return a.experiment == b.experiment && a.metric == b.metric && a.variant == b.variant &&
         a.segment == b.segment && a.location == b.location && a.period == b.period &&
         (a.period.has_value() || a.cycle == b.cycle);
}

}  // namespace collab
