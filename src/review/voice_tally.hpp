#pragma once
// What is counted of one group of voices while they are read.
#include <cstdint>
#include <vector>

#include "collab/model/voice.hpp"
#include "collab/model/voice_measures.hpp"
#include "review/voice_figures.hpp"

namespace collab {

class VoiceTally {
 public:
  /// adopted: its hypothesis was; now: seconds since 1970, what comes later has not come.
  void add(const VoiceFact& fact, bool adopted, std::int64_t now);

  struct Scale {
    double promise = 0;  ///< seconds
    double alpha = 0.05;
    std::vector<std::uint32_t>& spoke;  ///< by consumer; all 0, and left so
  };
  /// All measures but those of exposure. Once: what was counted is used up.
  VoiceMeasures measures(const Scale& scale);

 private:
  void add_waiting(VoiceMeasures& measures, const Scale& scale);
  void add_participation(VoiceMeasures& measures, const Scale& scale) const;

  VoiceMeasures counted_;
  std::vector<std::uint32_t> answered_after_, waiting_for_;  ///< seconds
  std::vector<std::uint32_t> speakers_;
  Ratings ratings_;
};

}  // namespace collab
