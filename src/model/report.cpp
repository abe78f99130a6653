#include "collab/model/report.hpp"

namespace collab {

std::string_view name_of(BatchReport::Outcome outcome) {
  using enum BatchReport::Outcome;
  switch (outcome) {
    case recorded:
      return "recorded";
    case unchanged:
      return "unchanged";
    case corrected:
      return "corrected";
    case kept:
      return "kept";
    case conflict:
      return "conflict";
    case awaited:
      return "awaited";
    case stale:
      return "stale";
    case invalid:
      break;
  }
  return "invalid";
}

Tally& Tally::operator+=(const Tally& other) {
  recorded += other.recorded;
  unchanged += other.unchanged;
  corrected += other.corrected;
  kept += other.kept;
  late += other.late;
  awaited += other.awaited;
  between += other.between;
  rejected += other.rejected;
  conflicts += other.conflicts;
  return *this;
}

}  // namespace collab
