#include "collab/model/voice.hpp"

#include "collab/model/number.hpp"

#include <algorithm>

namespace collab {
namespace {

constexpr std::array<std::pair<VoiceKind, std::string_view>, 5> kinds{{
    {VoiceKind::question, "question"},
    {VoiceKind::idea, "idea"},
    {VoiceKind::complaint, "complaint"},
    {VoiceKind::praise, "praise"},
    {VoiceKind::rating, "rating"},
}};

constexpr std::array<std::pair<VoiceRole, std::string_view>, 3> roles{{
    {VoiceRole::hypothesis, "hypothesis"},
    {VoiceRole::supports, "supports"},
    {VoiceRole::contradicts, "contradicts"},
}};

template <class Table, class Value>
std::string_view name_in(const Table& table, Value value) {
  for (const auto& [known, name] : table)
    if (known == value) return name;
  return {};
}

template <class Value, std::size_t size>
std::optional<Value> value_in(const std::array<std::pair<Value, std::string_view>, size>& table,
                              std::string_view text) {
  for (const auto& [value, name] : table)
    if (name == text) return value;
  return std::nullopt;
}

}  // namespace

std::string_view name_of(VoiceKind kind) { return name_in(kinds, kind); }
std::optional<VoiceKind> parse_voice_kind(std::string_view text) { return value_in(kinds, text); }
bool awaits_answer(VoiceKind kind) {
  return kind != VoiceKind::praise && kind != VoiceKind::rating;
}

std::string_view name_of(VoiceRole role) { return name_in(roles, role); }
std::optional<VoiceRole> parse_voice_role(std::string_view text) { return value_in(roles, text); }
VoiceRole usual_role(VoiceKind kind) {
  if (kind == VoiceKind::complaint) return VoiceRole::contradicts;
  return kind == VoiceKind::praise ? VoiceRole::supports : VoiceRole::hypothesis;
}

std::optional<std::int64_t> parse_voice(std::string_view name) {
  return parse_numbered("voice_", name);
}

}  // namespace collab
