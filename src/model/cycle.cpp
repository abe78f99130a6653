#include "collab/model/cycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"

namespace collab {
namespace {

[[noreturn]] void refuse(std::string_view text, std::string_view why) {
  throw Error(ExitCode::usage, "bad-reference", fmt::format("'{}' {}", text, why),
              "references: EXP, EXP@3, EXP@latest, EXP@previous, EXP@3:variant, op_41");
}

/// A whole number from 1, without sign or leading nought.
template <typename Integer>
std::optional<Integer> read_count(std::string_view text) {
  if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
  Integer value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Whether an id could be that of an experiment or a variant: nothing that a reference or a shell
/// gives a meaning, nor what cannot be seen.
bool is_id(std::string_view text) {
  static constexpr std::string_view punctuation = " \t\n\r\"'`/\\@:,;=*?<>|&$(){}[]!#%^~+";
  if (text.empty() || text.front() == '-' || text.front() == '.') return false;
  return std::none_of(text.begin(), text.end(), [](char c) {
    return punctuation.find(c) != std::string_view::npos ||
           (static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
  });
}

bool is_operation(std::string_view text) {
  return text.starts_with("op_") && text.size() > 3 &&
         std::all_of(text.begin() + 3, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string_view name_of(CycleState state) {
  switch (state) {
    case CycleState::planned:
      return "planned";
    case CycleState::running:
      return "running";
    case CycleState::due:
      return "due";
    case CycleState::closed:
      break;
  }
  return "closed";
}

Day Cycle::end() const { return decision ? std::min(last, decision->day) : last; }

CycleState Cycle::state(Day today) const {
  if (decision) return CycleState::closed;
  if (today < first) return CycleState::planned;
  return today <= last ? CycleState::running : CycleState::due;
}

int Cycle::day_of_cycle(Day today) const {
  return today < first ? 0 : static_cast<int>((today - first).count()) + 1;
}

Experiment Plan::experiment() const {
  Experiment experiment = unseal(sealed);
  experiment.title = title;
  experiment.owner = owner;
  experiment.touch_point = touch_point;
  experiment.tags = tags;
  return experiment;
}

Reference parse_reference(std::string_view text) {
  Reference reference;
  if (text.empty()) refuse(text, "names nothing");
  if (is_operation(text)) {
    const auto operation = read_count<std::int64_t>(text.substr(3));
    if (!operation) refuse(text, "is not an operation: they are numbered from op_1");
    reference.operation = *operation;
    return reference;
  }
  std::string_view rest = text;
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    reference.variant = rest.substr(colon + 1);
    if (!is_id(reference.variant)) refuse(text, "names no variant after ':'");
    rest = rest.substr(0, colon);
  }
  const std::size_t at = rest.find('@');
  reference.experiment = rest.substr(0, at);
  if (!is_id(reference.experiment)) refuse(text, "does not begin with an experiment's id");
  if (at == std::string_view::npos) return reference;
  rest = rest.substr(at + 1);
  if (rest == "latest") {
    reference.which = Reference::Which::latest;
  } else if (rest == "previous") {
    reference.which = Reference::Which::previous;
  } else if (const auto number = read_count<int>(rest)) {
    reference.which = Reference::Which::number;
    reference.number = *number;
  } else {
    refuse(text, "has no cycle after '@': cycles are numbered from 1");
  }
  return reference;
}

}  // namespace collab
