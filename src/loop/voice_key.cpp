#include "loop/voice_key.hpp"

#include <fmt/format.h>

#include "collab/loop/voice.hpp"

namespace collab {
namespace {

Token token_of(const Pseudonym& pseudonym) {
  Token token{};
  for (std::size_t i = 0; i < 8; ++i) {
    token.at(i) = static_cast<std::uint8_t>(pseudonym.high >> (56 - 8 * i));
    token.at(8 + i) = static_cast<std::uint8_t>(pseudonym.low >> (56 - 8 * i));
  }
  return token;
}

}  // namespace

Token consumer_token(const Key& key, std::string_view consumer) {
  return token_of(key.pseudonym(consumer));
}

Token voice_key(const Key& key, const Voice& voice) {
  // Parts end with a byte that no text holds.
  std::string parts = "voice";
  const auto add = [&](std::string_view part) {
    parts += '\0';
    parts += part;
  };
  add(voice.touch_point);
  if (!voice.reference.empty()) {
    add("id");
    add(voice.reference);
    return token_of(key.pseudonym(parts));
  }
  add(voice.consumer ? "consumer" : "text");
  add(fmt::format("{}", voice.said.time_since_epoch().count()));
  add(name_of(voice.kind));
  if (voice.consumer)
    parts.append(reinterpret_cast<const char*>(voice.consumer->data()), voice.consumer->size());
  else
    add(voice.text);
  return token_of(key.pseudonym(parts));
}

std::vector<std::string> differences(const Voice& stored, const Voice& voice) {
  std::vector<std::string> names;
  const auto compare = [&](const char* name, const auto& before, const auto& now) {
    if (before != now) names.emplace_back(name);
  };
  compare("kind", stored.kind, voice.kind);
  compare("time", stored.said, voice.said);
  compare("touch_point", stored.touch_point, voice.touch_point);
  compare("location", stored.location, voice.location);
  compare("variant", stored.variant, voice.variant);
  compare("theme", stored.theme, voice.theme);
  compare("segment", stored.segment, voice.segment);
  compare("nps", stored.nps, voice.nps);
  compare("csat", stored.csat, voice.csat);
  compare("ces", stored.ces, voice.ces);
  compare("consumer", stored.consumer, voice.consumer);
  compare("text", stored.text, voice.text);
  return names;
}

}  // namespace collab
