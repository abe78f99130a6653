#include "cli/values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/number.hpp"

namespace collab {
namespace {

[[noreturn]] void refuse(std::string_view where, std::string_view text, std::string_view wanted) {
  throw Error(ExitCode::usage, "bad-value",
              fmt::format("{} is '{}', which is not {}", where, text, wanted));
}

struct Assign {
  const Option& option;
  const std::vector<std::string>& texts;

  std::string where() const { return names_of(option).back(); }

  void operator()(bool* into) const { *into = true; }
  void operator()(std::string* into) const { *into = texts.back(); }
  void operator()(std::vector<std::string>* into) const {
    into->insert(into->end(), texts.begin(), texts.end());
  }
  void operator()(std::optional<Day>* into) const { *into = day_value(texts.back(), where()); }
  void operator()(std::optional<Instant>* into) const {
    *into = parse_instant(texts.back());
    if (!*into) refuse(where(), texts.back(), "a time such as 2026-11-21T08:00:00Z");
  }
  void operator()(std::optional<double>* into) const {
    const ParsedNumber number = parse_number(texts.back());
    if (number.fault != NumberFault::none) refuse(where(), texts.back(), "a number");
    *into = number.real;
  }
  void operator()(std::optional<std::int64_t>* into) const {
    const ParsedNumber number = parse_number(texts.back());
    constexpr std::int64_t unit = 1'000'000;
    if (number.fault != NumberFault::none || !number.fits || number.rounded ||
        number.exact.millionths % unit != 0 || number.exact.millionths < 0) {
      refuse(where(), texts.back(), "a whole number");
    }
    *into = number.exact.millionths / unit;
  }
  void operator()(std::optional<std::chrono::seconds>* into) const {
    *into = parse_duration(texts.back());
    if (!*into) refuse(where(), texts.back(), "a duration such as 36h, 90m or 2d");
  }
};

}  // namespace

void assign(const Option& option, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    if (option.choices.empty() || !takes_value(option)) break;
    if (std::find(option.choices.begin(), option.choices.end(), text) == option.choices.end()) {
      throw Error(ExitCode::usage, "bad-value",
                  fmt::format("{} cannot be '{}'", names_of(option).back(), text),
                  did_you_mean(text, option.choices, "choices"));
    }
  }
  std::visit(Assign{option, texts}, option.into);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates,
                         std::string_view what) {
  const std::string near = nearest(word, candidates);
  const std::string all = fmt::format("{}: {}", what, fmt::join(candidates, ", "));
  return near.empty() ? all : fmt::format("did you mean '{}'? {}", near, all);
}

std::pair<std::string, std::string> split_pair(const std::string& text, std::string_view where) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error(ExitCode::usage, "bad-pair",
                fmt::format("'{}' is not of the form NAME=VALUE, as {} must be", text, where));
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<std::pair<std::string, std::string>> split_pairs(const std::vector<std::string>& texts,
                                                             std::string_view where) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& text : texts) pairs.push_back(split_pair(text, where));
  return pairs;
}

std::vector<std::string> split_commas(const std::vector<std::string>& texts) {
  std::vector<std::string> parts;
  for (const std::string& text : texts) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const std::size_t comma = std::min(text.find(',', begin), text.size());
      if (comma > begin) parts.push_back(text.substr(begin, comma - begin));
      begin = comma + 1;
    }
  }
  return parts;
}

std::uint64_t size_value(const std::string& text, std::string_view where) {
  constexpr std::uint64_t least = std::uint64_t{1} << 20U;
  constexpr std::string_view letters = "kMGT";
  std::string digits = text;
  unsigned shift = 0;
  if (const auto at = digits.empty() ? std::string_view::npos : letters.find(digits.back());
      at != std::string_view::npos) {
    shift = 10 * (static_cast<unsigned>(at) + 1);
    digits.pop_back();
  }
  const bool whole = !digits.empty() && digits.size() <= 7 + (shift == 0 ? 8 : 0) &&
                     digits.find_first_not_of("0123456789") == std::string::npos;
  const std::uint64_t size = whole ? std::stoull(digits) << shift : 0;
  if (size < least) refuse(where, text, "a size of at least 1M: 512M, 2G");
  return size;
}

Day day_value(const std::string& text, std::string_view where) {
  const std::optional<Day> day = parse_day(text);
  if (!day) refuse(where, text, "a date such as 2026-11-21");
  return *day;
}

}  // namespace collab
