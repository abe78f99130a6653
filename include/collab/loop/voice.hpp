#pragma once
// Listen: voices into the ledger, what was answered, which experiments came of them; and
// forgetting.
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collab/feeds/voice_rows.hpp"
#include "collab/loop/project.hpp"
#include "collab/model/voice.hpp"

namespace collab {

/// voice add: one voice, typed.
struct VoiceToAdd {
  VoiceKind kind = VoiceKind::question;
  std::optional<Instant> said;  ///< else now
  std::string text, consumer, reference, touch_point, location, variant, theme;
  std::vector<std::pair<std::string, std::string>> segments;
  std::optional<std::int64_t> nps, csat, ces;
};
/// The same voice again is `unchanged`.
/// throws Error(invalid) for what the program does not have; Error(conflict, "conflict") when other
///        words are recorded under its key
VoiceReport add_voice(Project& project, const VoiceToAdd& voice);

/// voice import: rows of a file or pipe, all or none.
struct VoiceImport {
  std::filesystem::path file;  ///< `-` = standard input
  std::string format;
  VoiceColumns columns;
  bool keep = false;  ///< what is recorded stays where a row says otherwise
};
/// Faults and conflicts are in the report; nothing is written then.
VoiceReport import_voices(Project& project, const VoiceImport& request);

/// voice answer, voice close.
struct AnswerToVoice {
  std::optional<Instant> at;  ///< else now
  std::string by;             ///< else the actor
  std::string text, competitor;
  bool closes = false;
};
/// names  `voice_12`; an answer that is there already is `unchanged`
/// throws Error(not_found, "no-such-voice"), Error(usage, "text-missing"),
///        Error(invalid, "answer-before-voice")
VoiceReport answer_voices(Project& project, const std::vector<std::string>& names,
                          const AnswerToVoice& answer);

/// voice link. role: else by the voice's kind.
/// throws Error(not_found, "no-such-voice" | "no-such-experiment" | "no-such-cycle")
VoiceReport link_voices(Project& project, const std::vector<std::string>& names,
                        const Reference& experiment, std::optional<VoiceRole> role,
                        const std::string& reason);

/// The pseudonym that voices of a consumer carry.
Token consumer_token(const Key& key, std::string_view consumer);

/// forget: removes consumers' unit and event rows, the texts of their voices and of the answers to
/// them, and the pseudonyms. Figures of looks and decisions stay.
ForgetReport forget_consumers(Project& project, const std::vector<std::string>& consumers);

}  // namespace collab
