#pragma once
// Voices: what consumers said, what was answered, and which experiments came of it.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "collab/model/time.hpp"

namespace collab {

enum class VoiceKind : std::uint8_t {
  question,
  idea,
  complaint,
  praise,
  rating,  ///< an answer to a survey that says nothing beside its numbers
};
std::string_view name_of(VoiceKind kind);
std::optional<VoiceKind> parse_voice_kind(std::string_view text);
/// Praise and bare ratings wait for no answer.
bool awaits_answer(VoiceKind kind);

/// What a voice's line may say beside its segments: no segment can have such a name.
inline constexpr std::array<std::string_view, 17> plain_voice_fields{
    "time",     "kind",        "id",     "text",       "consumer", "touch_point",
    "location", "variant",     "theme",  "nps",        "csat",     "ces",
    "answered", "answered_by", "answer", "competitor", "told"};

/// A keyed 128-bit pseudonym or digest.
using Token = std::array<std::uint8_t, 16>;

/// One thing a consumer said.
struct Voice {
  std::int64_t id = 0;         ///< the ledger's, `voice_12`; 0 before it is stored
  std::int64_t operation = 0;  ///< the operation that wrote it
  Token key{};            ///< natural key: the same voice has the same one, wherever it is read
  std::string reference;  ///< the source's own id; empty
  VoiceKind kind = VoiceKind::question;
  Instant said{};
  Day day{};  ///< of `said` in the program's zone
  std::string touch_point, location, variant, theme;
  std::string segment;                ///< canonical `k=v,k2=v2` as in observations
  std::optional<int> nps, csat, ces;  ///< 0 to 10, 1 to 5, 1 to 7
  std::optional<Token> consumer;      ///< pseudonym; absent when nobody is known
  std::string text;                   ///< empty when there is none, or when it was forgotten
  bool forgotten = false;
};

/// What was answered.
struct VoiceAnswer {
  std::int64_t id = 0, operation = 0, voice = 0;
  Instant at{};
  std::string by;
  bool closes = false;     ///< the consumer was told what changed
  std::string competitor;  ///< whose product the answer was, when not ours
  std::string text;
};

/// What a voice means for an experiment.
enum class VoiceRole {
  hypothesis,  ///< the idea that it tests
  supports,
  contradicts,
};
std::string_view name_of(VoiceRole role);
std::optional<VoiceRole> parse_voice_role(std::string_view text);
/// An idea or question is a hypothesis, a complaint contradicts, praise supports.
VoiceRole usual_role(VoiceKind kind);

struct VoiceLink {
  std::int64_t id = 0, operation = 0, voice = 0;
  std::string experiment;
  int cycle = 0;  ///< 0: the experiment as such
  VoiceRole role = VoiceRole::hypothesis;
  std::string reason;
  std::string actor;
  Instant at{};
  std::string decision;  ///< that closed the cycle, or the experiment's last one; empty
};

/// A voice with what became of it.
struct VoiceRecord {
  Voice voice;
  std::vector<VoiceAnswer> answers;  ///< in time order
  std::vector<VoiceLink> links;
};

/// `voice_12` as 12; nullopt when it is no such name.
std::optional<std::int64_t> parse_voice(std::string_view name);

/// Which voices: all that is set must hold.
struct VoiceFilter {
  std::optional<Day> first, last;
  std::vector<VoiceKind> kinds;  ///< any of them; empty: all
  std::optional<std::string> touch_point, location, variant, theme, segment;
  std::string experiment;        ///< linked to it
  std::optional<bool> answered;  ///< has an answer, or none
  std::optional<bool> closed;    ///< was told what changed, or not
  std::string words;             ///< full-text query; empty
  std::optional<Token> consumer;
};

/// One voice in figures: what measures are counted from. Names are numbers.
struct VoiceFact {
  std::int64_t said = 0;           ///< seconds since 1970
  std::int32_t first_answer = -1;  ///< seconds after it was said; -1: none yet
  std::int32_t told = -1;          ///< the same until the consumer was told what changed
  std::int32_t day = 0;            ///< days since 1970
  std::uint32_t consumer = 0;      ///< a number; 0: nobody known
  std::uint32_t touch_point = 0, location = 0, variant = 0, theme = 0, segment = 0;
  VoiceKind kind = VoiceKind::question;
  std::int8_t nps = -1, csat = -1, ces = -1;  ///< -1: not rated
  std::uint8_t competitor = 0;                ///< 1: an answer was a competitor's product
  std::array<std::uint8_t, 7> unused{};       ///< so that no byte of it is left to chance
};

/// Voices found, newest first.
struct VoicePage {
  std::vector<VoiceRecord> voices;
  std::optional<std::int64_t> matches;  ///< of a search by words alone
  bool more = false;                    ///< there are more than were asked for
};

/// What one command did with voices.
struct VoiceReport {
  std::string action;                                     ///< add, import, answer, link, close
  std::int64_t recorded = 0, unchanged = 0, answers = 0;  ///< answers: that came with an import
  std::int64_t forgotten = 0;                             ///< known, and forgotten: left out
  std::int64_t conflicts = 0;
  std::vector<std::string> conflict_lines;  ///< the first twenty, without texts
  std::vector<VoiceRecord> voices;          ///< touched by add, answer, link, close
  std::vector<bool> voice_unchanged;        ///< by voice: it was so before
  std::string source;
  std::vector<Diagnostic> faults;
  std::uint64_t fault_count = 0;
  std::vector<std::string> warnings;
  std::optional<std::int64_t> operation;
  bool dry_run = false;
  std::string next_command;
};

/// `voice list`, `voice show VOICE`.
struct VoiceListing {
  std::string action;  ///< list, show
  std::vector<VoiceRecord> voices;
  std::optional<std::int64_t> matches;  ///< how many there are, where that is known
  bool more = false;                    ///< there are more than are listed
  bool detail = false;                  ///< with answers and links
  std::string empty_hint;
};

/// `forget`: how much was removed. Whose is not said.
struct ForgetReport {
  std::int64_t consumers = 0, unknown = 0, voices = 0, answers = 0;
  std::int64_t units = 0;                ///< of the consumers, those who had unit rows
  std::int64_t rows = 0, batches = 0;    ///< of theirs, and the batches that held them
  std::vector<std::string> experiments;  ///< whose figures are computed anew, sorted
  std::vector<std::string> warnings;
  std::optional<std::int64_t> operation;
  bool dry_run = false;
};

}  // namespace collab
