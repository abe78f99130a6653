// voice import: a source of a million rows in one operation, each row once however often it comes.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "collab/feeds/zone.hpp"
#include "collab/loop/voice.hpp"
#include "collab/model/error.hpp"
#include "loop/intake.hpp"
#include "loop/voice_key.hpp"

namespace collab {
namespace {

constexpr std::size_t most_conflicts = 20;

class Import {
 public:
  Import(Project& project, const VoiceImport& request) : project_(project), request_(request) {
    report_.action = "import";
    report_.dry_run = project.request().dry_run;
    report_.source = request.file == "-" ? "standard input" : project.shown(request.file);
    source_ = {.path = request.file, .shown_as = report_.source, .format = request.format};
  }

  VoiceReport report() {
    // A file is checked before anybody has to wait for the lock; a pipe can be read but once.
    if (request_.file != "-") {
      take_faults(read([&](const VoiceRow& row) { check(row); }));
      if (report_.fault_count > 0) return std::move(report_);
    }
    if (report_.dry_run && project_.ledger_if_there() == nullptr) {
      // Nothing is there that a row could be compared with.
      const ReadResult result = read([&](const VoiceRow& row) { check(row); });
      take_faults(result);
      report_.recorded = static_cast<std::int64_t>(result.rows);
      return std::move(report_);
    }
    ledger_ = &project_.ledger();
    key_ = project_.key();
    Operation operation = project_.operation("voice import");
    // What is typed may name a consumer, and what an operation says of itself is never removed.
    operation.command = "collab voice import";
    writer_.emplace(ledger_->write(operation));
    writer_->expect_many();
    if (!ledger_->key_fingerprint()) writer_->set_key_fingerprint(key_->fingerprint());
    take_faults(read([&](const VoiceRow& row) { take(row); }));
    const bool any = report_.recorded > 0 || report_.answers > 0;
    const bool good = report_.fault_count == 0 && report_.conflicts == 0;
    if (any && good && !report_.dry_run) report_.operation = writer_->commit().id;
    writer_.reset();
    if (good) report_.next_command = "collab voice show";
    return std::move(report_);
  }

 private:
  template <class Sink>
  ReadResult read(const Sink& sink) {
    return read_voices(source_, request_.columns, project_.program(), sink);
  }

  void take_faults(const ReadResult& result) {
    report_.faults = result.faults;
    report_.fault_count = result.fault_count;
  }

  Day day_of(Instant instant) const { return local_day(instant, project_.program().time_zone); }

  void check(const VoiceRow& row) const {
    for (const auto& at : {std::optional(row.said), row.answered, row.told}) {
      if (at && day_of(*at) > project_.clock().today)
        throw row_fault("future-period",
                        fmt::format("{} lies in the future (today is {})", to_string(*at),
                                    to_string(project_.clock().today)));
    }
    for (const auto& at : {row.answered, row.told}) {
      if (at && *at < row.said)
        throw row_fault("answer-before-voice",
                        fmt::format("answered at {}, before it was said at {}", to_string(*at),
                                    to_string(row.said)));
    }
  }

  Voice voice_of(const VoiceRow& row) const {
    Voice voice{.reference = std::string(row.id),
                .kind = row.kind,
                .said = row.said,
                .day = day_of(row.said),
                .touch_point = std::string(row.touch_point),
                .location = std::string(row.location),
                .variant = std::string(row.variant),
                .theme = std::string(row.theme),
                .segment = row.segment,
                .nps = row.nps,
                .csat = row.csat,
                .ces = row.ces,
                .consumer = {},
                .text = std::string(row.text)};
    if (!row.consumer.empty()) voice.consumer = consumer_token(*key_, row.consumer);
    voice.key = voice_key(*key_, voice);
    return voice;
  }

  void take(const VoiceRow& row) {
    check(row);
    const Voice voice = voice_of(row);
    const std::optional<Voice> stored = ledger_->voice_like(voice.key);
    if (!stored) {
      const std::int64_t id = writer_->add_voice(voice);
      ++report_.recorded;
      for (const VoiceAnswer& answer : answers_of(row, id)) add(answer);
      return;
    }
    if (stored->forgotten) {
      ++report_.forgotten;
      return;
    }
    const std::vector<std::string> differ = differences(*stored, voice);
    if (!differ.empty() && !request_.keep) {
      conflict(row, fmt::format("voice_{} has another {} (op_{})", stored->id,
                                fmt::join(differ, ", "), stored->operation));
      return;
    }
    ++report_.unchanged;
    if (row.answered || row.told) compare_answers(row, *stored);
  }

  static std::vector<VoiceAnswer> answers_of(const VoiceRow& row, std::int64_t voice) {
    std::vector<VoiceAnswer> answers;
    if (row.answered)
      answers.push_back({.voice = voice,
                         .at = *row.answered,
                         .by = std::string(row.answered_by),
                         .competitor = std::string(row.competitor),
                         .text = std::string(row.answer)});
    // The consumer was told what changed: by the same words where there is one time for both.
    if (row.told && row.answered && *row.told == *row.answered)
      answers.back().closes = true;
    else if (row.told)
      answers.push_back({.voice = voice,
                         .at = *row.told,
                         .by = std::string(row.answered_by),
                         .closes = true,
                         .competitor = row.answered ? "" : std::string(row.competitor),
                         .text = row.answered ? "" : std::string(row.answer)});
    return answers;
  }

  void add(const VoiceAnswer& answer) {
    writer_->add_voice_answer(answer);
    ++report_.answers;
  }

  /// An answer that came since the last import is new; another text at the same time is not.
  void compare_answers(const VoiceRow& row, const Voice& stored) {
    const std::vector<VoiceAnswer> known = ledger_->voice(stored.id)->answers;
    for (const VoiceAnswer& answer : answers_of(row, stored.id)) {
      const auto like = std::ranges::find_if(known, [&](const VoiceAnswer& other) {
        return other.at == answer.at && other.closes == answer.closes;
      });
      if (like == known.end())
        add(answer);
      else if ((like->text != answer.text || like->by != answer.by ||
                like->competitor != answer.competitor) &&
               !request_.keep)
        conflict(row, fmt::format("voice_{} has another answer of {} (op_{})", stored.id,
                                  to_string(answer.at), like->operation));
    }
  }

  void conflict(const VoiceRow& row, const std::string& what) {
    if (++report_.conflicts <= static_cast<std::int64_t>(most_conflicts))
      report_.conflict_lines.push_back(fmt::format("{}:{}: {}", report_.source, row.line, what));
  }

  Project& project_;
  const VoiceImport& request_;
  Source source_;
  VoiceReport report_;
  Ledger* ledger_ = nullptr;
  std::optional<Key> key_;
  std::optional<LedgerWriter> writer_;
};

}  // namespace

VoiceReport import_voices(Project& project, const VoiceImport& request) {
  return Import(project, request).report();
}

}  // namespace collab
