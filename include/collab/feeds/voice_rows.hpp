#pragma once
// Reading voices: rows of a CSV or NDJSON source as things that consumers said.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/model/experiment.hpp"
#include "collab/model/voice.hpp"

namespace collab {

/// Which column holds which field, and what a row without the column gets.
struct VoiceColumns {
  std::map<std::string, std::string> names;     ///< field -> column; else the field's own name
  std::map<std::string, std::string> defaults;  ///< kind, touch_point, location, variant, theme
};

/// Names of the fields: id, kind, time, text, consumer, touch_point, location, variant, theme, nps,
/// csat, ces, answered, answered_by, answer, competitor, told, and the program's segments.
std::vector<std::string> voice_fields(const Program& program);

/// One row. Views are valid until the sink returns.
struct VoiceRow {
  std::uint64_t line = 0;
  VoiceKind kind = VoiceKind::question;
  Instant said{};
  std::string_view id, consumer, text, touch_point, location, variant, theme;
  std::string segment;
  std::optional<int> nps, csat, ces;
  std::optional<Instant> answered, told;
  std::string_view answered_by, answer, competitor;
};

/// Refuses a row like RowSink does.
using VoiceSink = std::function<void(const VoiceRow&)>;

/// The column `time` must be there; every other one may be missing. A row without kind that has a
/// rating is a `rating`, any other is a fault. Faults show no text and no consumer.
/// throws as read_feed(); Error(usage, "unknown-field") for a name that is no field
ReadResult read_voices(const Source& source, const VoiceColumns& columns, const Program& program,
                       const VoiceSink& sink);

}  // namespace collab
