#pragma once
// Which voices are counted, and together with which others.
#include <cstdint>
#include <string>
#include <vector>

#include "collab/model/voice.hpp"

namespace collab {

/// Says whether a voice is one of those asked for.
class VoiceSelection {
 public:
  VoiceSelection(const std::vector<std::string>& names, const VoiceFilter& filter);
  bool operator()(const VoiceFact& fact) const;

 private:
  std::int32_t first_, last_;
  unsigned kinds_ = ~0U;  ///< by bit
  struct Name {
    std::uint32_t VoiceFact::*field;
    std::uint32_t number;
  };
  std::vector<Name> names_;
  bool none_ = false;  ///< a name that no voice has
  std::optional<bool> answered_, closed_;
};

/// A voice's group as a number, by at most two groupings.
class VoiceGroups {
 public:
  /// throws Error(usage, "unknown-grouping"), Error(usage, "too-many-groupings")
  VoiceGroups(const std::vector<std::string>& names, const std::vector<std::string>& by);
  std::uint64_t key(const VoiceFact& fact) const {
    std::uint64_t key = 0;
    for (const auto number : numbers_) key = (key << 32U) | number(fact);
    return key;
  }
  std::vector<std::string> names(std::uint64_t key) const;

 private:
  using Number = std::uint32_t (*)(const VoiceFact&);
  const std::vector<std::string>& names_;
  std::vector<std::string> by_;
  std::vector<Number> numbers_;
};

/// Months since the year 0.
std::uint32_t month_number(std::int32_t day);
std::string month_name(std::uint32_t number);  ///< 2026-03

}  // namespace collab
