#pragma once
// Measures of voices: volume, answers, adoption, ratings, who speaks.
#include <chrono>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/voice_measures.hpp"

namespace collab {

struct VoiceMeasuresRequest {
  VoiceFilter filter;           ///< all but words, experiment and consumer
  std::vector<std::string> by;  ///< names of voice_groupings(), in order; empty: one group
  std::chrono::seconds promise = std::chrono::hours{48};
  double confidence = 0.95;
  Instant now{};
  /// What complaints are counted against (orders, visits), by the group's names joined with `,`; a
  /// report without groups has it under the empty name.
  std::map<std::string, double> exposure;
};

/// day, week (its Monday), month, quarter, touch_point, location, variant, theme, segment, kind.
const std::vector<std::string>& voice_groupings();

/// throws Error(usage, "unknown-grouping")
VoiceMeasuresReport voice_measures(const Ledger& ledger, const VoiceMeasuresRequest& request);
/// The same of figures at hand; names: by number, the first empty; adopted: ids, ascending.
VoiceMeasuresReport voice_measures(std::span<const VoiceFact> voices,
                                   const std::vector<std::string>& names,
                                   const std::vector<std::int64_t>& adopted,
                                   const VoiceMeasuresRequest& request);

}  // namespace collab
