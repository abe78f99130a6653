#include "collab/feeds/voice_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "collab/model/error.hpp"
#include "collab/model/observation.hpp"
#include "feeds/input_format.hpp"
#include "feeds/limits.hpp"

namespace collab {
namespace {

enum Slot : std::size_t {
  time,
  kind,
  id,
  text,
  consumer,
  touch_point,
  location,
  variant,
  theme,
  nps,
  csat,
  ces,
  answered,
  answered_by,
  answer,
  competitor,
  told,
  first_segment
};
static_assert(plain_voice_fields.size() == first_segment);

class Mapper {
 public:
  Mapper(const VoiceColumns& columns, const Program& program) : program_(program) {
    const std::vector<std::string> fields = voice_fields(program);
    for (const auto& [field, column] : columns.names) check_field(field, fields);
    for (const std::string& field : fields) {
      const auto named = columns.names.find(field);
      names_.push_back(named != columns.names.end() ? named->second : field);
      const auto fallback = columns.defaults.find(field);
      defaults_.push_back(fallback != columns.defaults.end() ? fallback->second : std::string{});
    }
  }

  const std::vector<std::string>& columns() const { return names_; }

  bool map(const Record& record, VoiceRow& row, FaultList& faults) {
    row = {};
    row.line = record.line;
    record_ = &record;
    faults_ = &faults;
    const std::uint64_t before = faults.count();
    row.id = value(Slot::id);
    row.consumer = value(Slot::consumer);
    row.text = value(Slot::text);
    row.variant = value(Slot::variant);
    row.theme = value(Slot::theme);
    row.answered_by = value(Slot::answered_by);
    row.answer = value(Slot::answer);
    row.competitor = value(Slot::competitor);
    row.nps = rating(Slot::nps, 0, 10);
    row.csat = rating(Slot::csat, 1, 5);
    row.ces = rating(Slot::ces, 1, 7);
    if (const auto said = instant(Slot::time))
      row.said = *said;
    else if (value(Slot::time).empty())
      fault(Slot::time, "empty-field", fmt::format("'{}' is empty", names_[Slot::time]),
            "when it was said: 2026-03-02T14:05:00Z");
    row.answered = instant(Slot::answered);
    row.told = instant(Slot::told);
    read_kind(row);
    read_place(row);
    read_segments(row);
    for (const auto& [slot, what] :
         {std::pair{Slot::consumer, "a consumer's id"}, {Slot::id, "an id"}})
      if (value(slot).size() > limits::unit_id)
        fault(slot, "id-too-long", fmt::format("{} of more than {} bytes", what, limits::unit_id));
    if (!row.answered && !row.told && !(row.answer.empty() && row.competitor.empty()))
      fault(Slot::answer, "empty-field",
            fmt::format("an answer without its time in '{}'", names_[Slot::answered]),
            "when it was given: 2026-03-02T16:30:00Z");
    return faults.count() == before;
  }

 private:
  static void check_field(const std::string& field, const std::vector<std::string>& fields) {
    if (std::ranges::find(fields, field) != fields.end()) return;
    const std::string near = nearest(field, fields);
    throw Error(ExitCode::usage, "unknown-field", fmt::format("a voice has no '{}'", field),
                near.empty() ? fmt::format("it has {}", fmt::join(fields, ", "))
                             : fmt::format("did you mean '{}'?", near));
  }

  const Field& field(std::size_t slot) const { return record_->fields[slot]; }
  std::string_view value(std::size_t slot) const {
    const std::string_view text = text_of(field(slot));
    return text.empty() ? std::string_view(defaults_[slot]) : text;
  }
  void fault(std::size_t slot, std::string slug, std::string message, std::string hint = {}) {
    faults_->add(*record_, field(slot).offset, field(slot).size, std::move(slug),
                 std::move(message), std::move(hint));
  }

  std::optional<Instant> instant(std::size_t slot) {
    const std::string_view text = value(slot);
    if (text.empty()) return std::nullopt;
    const auto parsed = parse_instant(text);
    if (!parsed)
      fault(slot, "bad-instant", fmt::format("'{}' is not an instant", shown(text)),
            "RFC 3339 with a zone: 2026-03-02T14:05:00Z, 2026-03-02T14:05:00-06:00");
    return parsed;
  }

  std::optional<int> rating(std::size_t slot, int least, int most) {
    const std::string_view text = value(slot);
    if (text.empty()) return std::nullopt;
    int number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem == std::errc{} && end == text.data() + text.size() && number >= least &&
        number <= most)
      return number;
    fault(slot, "bad-rating",
          fmt::format("'{}' is not a whole number from {} to {}", shown(text), least, most));
    return std::nullopt;
  }

  void read_kind(VoiceRow& row) {
    const std::string_view text = value(Slot::kind);
    const bool rated = row.nps || row.csat || row.ces;
    if (text.empty() && rated) {
      row.kind = VoiceKind::rating;
      return;
    }
    const auto parsed = parse_voice_kind(text);
    if (!parsed) {
      const std::vector<std::string> kinds{"question", "idea", "complaint", "praise", "rating"};
      const std::string near = nearest(text, kinds);
      fault(Slot::kind, "unknown-kind",
            text.empty() ? std::string("the kind is empty, and nothing is rated")
                         : fmt::format("'{}' is no kind of voice", shown(text)),
            near.empty() ? "question, idea, complaint, praise, or rating"
                         : fmt::format("did you mean '{}'?", near));
      return;
    }
    row.kind = *parsed;
    if (row.kind == VoiceKind::rating && !rated)
      fault(Slot::kind, "empty-field", "a rating without nps, csat or ces");
    else if (row.kind != VoiceKind::rating && row.text.empty() && !rated)
      fault(Slot::text, "empty-field", "neither words nor a rating");
  }

  void read_place(VoiceRow& row) {
    row.touch_point = value(Slot::touch_point);
    row.location = value(Slot::location);
    const auto refuse = [&](std::size_t slot, const char* slug, const char* what,
                            const std::vector<std::string>& known) {
      const std::string near = nearest(value(slot), known);
      fault(slot, slug, fmt::format("'{}' is no {} of the program", shown(value(slot)), what),
            near.empty() ? "" : fmt::format("did you mean '{}'?", near));
    };
    std::vector<std::string> known;
    if (!row.touch_point.empty() && !program_.touch_points.empty() &&
        std::ranges::none_of(program_.touch_points,
                             [&](const auto& each) { return each.first == row.touch_point; })) {
      for (const auto& [name, title] : program_.touch_points) known.push_back(name);
      refuse(Slot::touch_point, "unknown-touch-point", "touch point", known);
    }
    if (!row.location.empty() && !program_.locations.empty() &&
        std::ranges::none_of(program_.locations,
                             [&](const auto& each) { return each.id == row.location; })) {
      known.clear();
      for (const Location& each : program_.locations) known.push_back(each.id);
      refuse(Slot::location, "unknown-location", "location", known);
    }
  }

  void read_segments(VoiceRow& row) {
    if (program_.segments.empty()) return;
    std::vector<std::pair<std::string, std::string>> levels;
    for (std::size_t i = 0; i < program_.segments.size(); ++i) {
      const auto& [name, known] = program_.segments[i];
      const std::string_view level = value(first_segment + i);
      if (level.empty()) continue;
      if (std::ranges::find(known, level) == known.end()) {
        const std::string near = nearest(level, known);
        fault(first_segment + i, "unknown-level",
              fmt::format("'{}' is not a level of {}", shown(level), name),
              near.empty() ? fmt::format("levels: {}", fmt::join(known, ", "))
                           : fmt::format("did you mean '{}'?", near));
      }
      levels.emplace_back(name, level);
    }
    row.segment = segment_set(std::move(levels));
  }

  const Program& program_;
  std::vector<std::string> names_, defaults_;
  const Record* record_ = nullptr;
  FaultList* faults_ = nullptr;
};

}  // namespace

std::vector<std::string> voice_fields(const Program& program) {
  std::vector<std::string> fields(plain_voice_fields.begin(), plain_voice_fields.end());
  for (const auto& [name, levels] : program.segments) fields.push_back(name);
  return fields;
}

ReadResult read_voices(const Source& source, const VoiceColumns& columns, const Program& program,
                       const VoiceSink& sink) {
  const InputFormat& format = find_input_format(source.format, source.path.native());
  Mapper mapper(columns, program);
  const std::string name = !source.shown_as.empty() ? source.shown_as
                           : source.path == "-"     ? std::string("standard input")
                                                    : source.path.string();
  FaultList faults(name, false);
  ByteBuffer bytes(source.path, name);
  FormatOptions options{.delimiter = source.delimiter != 0               ? source.delimiter
                                     : source.path.extension() == ".tsv" ? '\t'
                                                                         : ',',
                        .columns = mapper.columns(),
                        .required = 1};
  const auto reader = format.open(bytes, options, faults);
  ReadResult result;
  result.header = reader->header();
  Record record;
  VoiceRow row;
  while (reader->next(record)) {
    if (record.broken || !mapper.map(record, row, faults)) continue;
    try {
      sink(row);
      ++result.rows;
    } catch (const Error& error) {
      if (error.code() != ExitCode::invalid) throw;
      for (const Diagnostic& fault : error.faults()) faults.refuse(record, fault);
    }
  }
  result.faults = faults.first();
  result.fault_count = faults.count();
  return result;
}

}  // namespace collab
