#include "collab/model/chart.hpp"

namespace collab {

std::string_view name_of(Better better) {
  switch (better) {
    case Better::higher:
      return "higher";
    case Better::lower:
      return "lower";
    case Better::neither:
      break;
  }
  return "neither";
}

std::string_view name_of(PointLabel label) {
  switch (label) {
    case PointLabel::none:
      break;
    case PointLabel::common_cause:
      return "common_cause";
    case PointLabel::above_limit:
      return "above_limit";
    case PointLabel::below_limit:
      return "below_limit";
    case PointLabel::rising:
      return "rising";
    case PointLabel::falling:
      return "falling";
    case PointLabel::two_in_three_high:
      return "two_in_three_high";
    case PointLabel::two_in_three_low:
      return "two_in_three_low";
    case PointLabel::run_above:
      return "run_above";
    case PointLabel::run_below:
      return "run_below";
  }
  return "none";
}

std::string_view name_of(Variation variation) {
  switch (variation) {
    case Variation::common_cause:
      break;
    case Variation::improvement_high:
      return "improvement_high";
    case Variation::improvement_low:
      return "improvement_low";
    case Variation::concern_high:
      return "concern_high";
    case Variation::concern_low:
      return "concern_low";
    case Variation::neutral_high:
      return "neutral_high";
    case Variation::neutral_low:
      return "neutral_low";
  }
  return "common_cause";
}

std::string_view name_of(Assurance assurance) {
  switch (assurance) {
    case Assurance::consistent_pass:
      return "consistent_pass";
    case Assurance::consistent_fail:
      return "consistent_fail";
    case Assurance::inconsistent:
      break;
  }
  return "inconsistent";
}

std::string_view name_of(WatchScale scale) {
  switch (scale) {
    case WatchScale::proportion:
      return "proportion";
    case WatchScale::rate:
      return "rate";
    case WatchScale::value:
      break;
  }
  return "value";
}

Variation variation_of(PointLabel label, Better better) {
  bool high = false;
  switch (label) {
    case PointLabel::none:
    case PointLabel::common_cause:
      return Variation::common_cause;
    case PointLabel::above_limit:
    case PointLabel::rising:
    case PointLabel::two_in_three_high:
    case PointLabel::run_above:
      high = true;
      break;
    case PointLabel::below_limit:
    case PointLabel::falling:
    case PointLabel::two_in_three_low:
    case PointLabel::run_below:
      break;
  }
  if (better == Better::neither) return high ? Variation::neutral_high : Variation::neutral_low;
  const bool improved = high == (better == Better::higher);
  if (improved) return high ? Variation::improvement_high : Variation::improvement_low;
  return high ? Variation::concern_high : Variation::concern_low;
}

std::string_view advice(Variation variation, std::optional<Assurance> assurance) {
  if (!assurance) return "";
  switch (variation) {
    case Variation::neutral_high:
    case Variation::neutral_low:
      return "";
    case Variation::concern_high:
    case Variation::concern_low:
      if (*assurance == Assurance::consistent_fail) return "act-now";
      return *assurance == Assurance::consistent_pass ? "slipping" : "investigate";
    case Variation::improvement_high:
    case Variation::improvement_low:
      return *assurance == Assurance::consistent_pass ? "stand-down" : "keep-going";
    case Variation::common_cause:
      break;
  }
  if (*assurance == Assurance::consistent_fail) return "redesign";
  return *assurance == Assurance::consistent_pass ? "stand-down" : "hit-or-miss";
}

const Icons* icons_of(const Chart& chart) {
  for (const RuleFindings& findings : chart.findings)
    if (findings.icons) return &*findings.icons;
  return nullptr;
}

}  // namespace collab
