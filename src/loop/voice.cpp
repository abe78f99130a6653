// voice add, answer, close, link: one voice at a time.
#include "collab/loop/voice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/feeds/zone.hpp"
#include "collab/model/error.hpp"
#include "collab/model/observation.hpp"
#include "collab/review/review.hpp"
#include "loop/known.hpp"
#include "loop/voice_key.hpp"

namespace collab {
namespace {

/// What is typed may name a consumer or quote one, and an operation's own words are never removed.
Operation discreet(const Project& project, const std::string& verb,
                   const std::string& reason = {}) {
  Operation operation = project.operation(verb, reason);
  operation.command = "collab " + verb;
  return operation;
}

[[noreturn]] void unknown(std::string slug, std::string message, const std::string& word,
                          const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  throw Error(ExitCode::invalid, std::move(slug), std::move(message),
              !near.empty()   ? fmt::format("did you mean '{}'?", near)
              : known.empty() ? "collab.yaml declares none"
                              : fmt::format("known: {}", fmt::join(known, ", ")));
}

void check_places(const Program& program, const VoiceToAdd& voice) {
  std::vector<std::string> known;
  for (const auto& [name, title] : program.touch_points) known.push_back(name);
  if (!voice.touch_point.empty() && !known.empty() &&
      std::ranges::find(known, voice.touch_point) == known.end())
    unknown("unknown-touch-point",
            fmt::format("'{}' is no touch point of the program", voice.touch_point),
            voice.touch_point, known);
  known.clear();
  for (const Location& each : program.locations) known.push_back(each.id);
  if (!voice.location.empty() && !known.empty() &&
      std::ranges::find(known, voice.location) == known.end())
    unknown("unknown-location", fmt::format("'{}' is no location of the program", voice.location),
            voice.location, known);
  for (const auto& [name, level] : voice.segments) {
    known.clear();
    const auto segment = std::ranges::find_if(program.segments,
                                              [&](const auto& each) { return each.first == name; });
    if (segment == program.segments.end()) {
      for (const auto& [each, levels] : program.segments) known.push_back(each);
      unknown("unknown-segment", fmt::format("'{}' is no segment of the program", name), name,
              known);
    }
    if (std::ranges::find(segment->second, level) == segment->second.end())
      unknown("unknown-level", fmt::format("'{}' is not a level of {}", level, name), level,
              segment->second);
  }
}

std::optional<int> rating(const char* name, const std::optional<std::int64_t>& value, int least,
                          int most) {
  if (!value) return std::nullopt;
  if (*value < least || *value > most)
    throw Error(
        ExitCode::invalid, "bad-rating",
        fmt::format("{} is {}, and its scale goes from {} to {}", name, *value, least, most));
  return static_cast<int>(*value);
}

void check_time(const Project& project, Instant at) {
  if (local_day(at, project.program().time_zone) <= project.clock().today) return;
  throw Error(ExitCode::invalid, "future-period",
              fmt::format("{} lies in the future (today is {})", to_string(at),
                          to_string(project.clock().today)));
}

Ledger& ledger_of(Project& project) {
  if (Ledger* ledger = project.ledger_if_there()) return *ledger;
  throw Error(ExitCode::not_found, "no-such-voice", "nothing was said yet",
              "collab voice add, or collab voice import FILE");
}

/// Each voice once, in the order named.
std::vector<VoiceRecord> voices_named(const Ledger& ledger, const std::vector<std::string>& names) {
  std::vector<VoiceRecord> voices;
  for (const std::string& name : names) {
    const auto id = parse_voice(name);
    std::optional<VoiceRecord> record;
    if (id) record = ledger.voice(*id);
    if (!record)
      throw Error(ExitCode::not_found, "no-such-voice", fmt::format("there is no voice '{}'", name),
                  "collab voice list names them: voice_12");
    const bool twice = std::ranges::any_of(
        voices, [&](const VoiceRecord& other) { return other.voice.id == record->voice.id; });
    if (!twice) voices.push_back(std::move(*record));
  }
  return voices;
}

/// Writes what write(writer, voice) makes of each voice that is not already so, and reads them
/// again.
template <class Same, class Write>
VoiceReport change(Project& project, const std::string& action,
                   const std::vector<std::string>& names, const std::string& reason,
                   const Same& same, const Write& write) {
  VoiceReport report{.action = action, .dry_run = project.request().dry_run};
  Ledger& ledger = ledger_of(project);
  const auto gather = [&] {
    report.voices = voices_named(ledger, names);
    report.voice_unchanged.clear();
    report.recorded = report.unchanged = 0;
    for (const VoiceRecord& record : report.voices) {
      report.voice_unchanged.push_back(same(record));
      ++(report.voice_unchanged.back() ? report.unchanged : report.recorded);
    }
  };
  gather();
  if (report.recorded == 0 || report.dry_run) return report;
  LedgerWriter writer = ledger.write(discreet(project, "voice " + action, reason));
  gather();  // under the lock, once more
  for (std::size_t i = 0; i < report.voices.size(); ++i)
    if (!report.voice_unchanged[i]) write(writer, report.voices[i].voice);
  if (report.recorded > 0) report.operation = writer.commit().id;
  report.voices = voices_named(ledger, names);
  return report;
}

}  // namespace

VoiceReport add_voice(Project& project, const VoiceToAdd& request) {
  check_places(project.program(), request);
  Voice voice{.reference = request.reference,
              .kind = request.kind,
              .said = request.said.value_or(project.clock().now),
              .touch_point = request.touch_point,
              .location = request.location,
              .variant = request.variant,
              .theme = request.theme,
              .segment = segment_set(request.segments),
              .nps = rating("--nps", request.nps, 0, 10),
              .csat = rating("--csat", request.csat, 1, 5),
              .ces = rating("--ces", request.ces, 1, 7),
              .consumer = {},
              .text = request.text};
  check_time(project, voice.said);
  const bool rated = voice.nps || voice.csat || voice.ces;
  if (voice.text.empty() && !rated)
    throw Error(ExitCode::usage, "text-missing", "a voice needs words, a rating, or both",
                "collab voice add question 'Is it in stock?' --touch-point …");
  if (voice.kind == VoiceKind::rating && !rated)
    throw Error(ExitCode::usage, "text-missing", "a rating needs --nps, --csat or --ces");
  voice.day = local_day(voice.said, project.program().time_zone);
  VoiceReport report{.action = "add", .dry_run = project.request().dry_run};
  const Key key = project.key();
  if (!request.consumer.empty()) voice.consumer = consumer_token(key, request.consumer);
  voice.key = voice_key(key, voice);
  const auto known = [&](Ledger& ledger) {
    const std::optional<Voice> stored = ledger.voice_like(voice.key);
    if (!stored) return false;
    const std::vector<std::string> differ = differences(*stored, voice);
    if (!stored->forgotten && !differ.empty())
      throw Error(ExitCode::conflict, "conflict",
                  fmt::format("voice_{} has another {} (op_{})", stored->id,
                              fmt::join(differ, ", "), stored->operation),
                  "nothing was written; give it another --id if it is another voice");
    report.unchanged = 1;
    report.voice_unchanged = {true};
    report.voices = {*ledger.voice(stored->id)};
    return true;
  };
  Ledger* there = project.ledger_if_there();
  if (there != nullptr && known(*there)) return report;
  report.recorded = 1;
  report.voice_unchanged = {false};
  report.voices = {{.voice = voice, .answers = {}, .links = {}}};
  if (report.dry_run) return report;
  Ledger& ledger = project.ledger();
  LedgerWriter writer = ledger.write(discreet(project, "voice add"));
  if (known(ledger)) {
    report.recorded = 0;
    return report;
  }
  if (!ledger.key_fingerprint()) writer.set_key_fingerprint(key.fingerprint());
  const std::int64_t id = writer.add_voice(voice);
  report.operation = writer.commit().id;
  report.voices = {*ledger.voice(id)};
  if (awaits_answer(voice.kind))
    report.next_command = fmt::format("collab voice answer voice_{}", id);
  return report;
}

VoiceReport answer_voices(Project& project, const std::vector<std::string>& names,
                          const AnswerToVoice& request) {
  const std::string action = request.closes ? "close" : "answer";
  if (request.text.empty() && request.competitor.empty())
    throw Error(
        ExitCode::usage, "text-missing",
        request.closes ? "say what the consumer was told with -m" : "say what was answered with -m",
        fmt::format("collab voice {} voice_12 -m '…'", action));
  const VoiceAnswer answer{.at = request.at.value_or(project.clock().now),
                           .by = request.by.empty() ? project.request().actor : request.by,
                           .closes = request.closes,
                           .competitor = request.competitor,
                           .text = request.text};
  check_time(project, answer.at);
  const auto same = [&](const VoiceRecord& record) {
    if (answer.at < record.voice.said)
      throw Error(ExitCode::invalid, "answer-before-voice",
                  fmt::format("voice_{} was said at {}, after {}", record.voice.id,
                              to_string(record.voice.said), to_string(answer.at)),
                  "say when it was answered with --at");
    if (record.voice.forgotten)
      throw Error(ExitCode::invalid, "forgotten",
                  fmt::format("voice_{} was forgotten", record.voice.id));
    // The same words again, but for the clock when nobody said a time.
    return std::ranges::any_of(record.answers, [&](const VoiceAnswer& other) {
      return other.text == answer.text && other.competitor == answer.competitor &&
             other.closes == answer.closes && other.by == answer.by &&
             (!request.at || other.at == answer.at);
    });
  };
  return change(project, action, names, {}, same, [&](LedgerWriter& writer, const Voice& voice) {
    VoiceAnswer own = answer;
    own.voice = voice.id;
    writer.add_voice_answer(own);
  });
}

VoiceReport link_voices(Project& project, const std::vector<std::string>& names,
                        const Reference& experiment, std::optional<VoiceRole> role,
                        const std::string& reason) {
  const std::vector<std::string> defined = project.defined();
  Ledger& ledger = ledger_of(project);
  std::vector<std::string> known = ledger.experiments();
  known.insert(known.end(), defined.begin(), defined.end());
  expect_known(experiment.experiment, known);
  int cycle = 0;
  if (experiment.which != Reference::Which::current) cycle = cycle_number(ledger, experiment);
  const auto link_of = [&](const Voice& voice) {
    return VoiceLink{.voice = voice.id,
                     .experiment = experiment.experiment,
                     .cycle = cycle,
                     .role = role.value_or(usual_role(voice.kind)),
                     .reason = reason};
  };
  const auto same = [&](const VoiceRecord& record) {
    const VoiceLink link = link_of(record.voice);
    return std::ranges::any_of(record.links, [&](const VoiceLink& other) {
      return other.experiment == link.experiment && other.cycle == link.cycle &&
             other.role == link.role;
    });
  };
  return change(
      project, "link", names, reason, same,
      [&](LedgerWriter& writer, const Voice& voice) { writer.add_voice_link(link_of(voice)); });
}

}  // namespace collab
