#pragma once
// Shares, rates and ratings of voices, with their intervals.
#include <array>
#include <cstdint>

#include "collab/model/voice_measures.hpp"

namespace collab {

/// Wilson's interval. Reason: no-data.
Estimate share_of(std::int64_t count, std::int64_t of, double alpha);
/// Events per exposure, Garwood's exact interval. Reason: no-data without exposure.
Estimate rate_of(double events, double exposure, double alpha);

/// Answers to "would you recommend", "were you satisfied", "was it easy".
class Ratings {
 public:
  void add(const VoiceFact& fact) {
    if (fact.nps >= 0) ++nps_.at(static_cast<std::size_t>(fact.nps));
    if (fact.csat >= 0) ++csat_.at(static_cast<std::size_t>(fact.csat));
    if (fact.ces >= 0) ++ces_.at(static_cast<std::size_t>(fact.ces));
  }
  /// NPS by the adjusted Wald interval, shares by Wilson's, the mean effort by Student's t.
  void write(VoiceMeasures& measures, double alpha) const;

 private:
  std::array<std::int64_t, 128> nps_{}, csat_{}, ces_{};  ///< by level
};

}  // namespace collab
