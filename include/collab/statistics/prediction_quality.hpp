#pragma once
// How good are predictions? Ranges and chances that were said before, against what came.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collab/model/effect.hpp"

namespace collab {

/// "Between low and high, with so much confidence." low <= high; an end may be infinite.
struct RangeForecast {
  double low = 0, high = 0;
  double confidence = 0.8;  ///< 0 < confidence < 1
  double actual = 0;
  std::optional<double> predicted{};  ///< the number beside the range; absent: its middle
};

/// "It will happen, with this chance."
struct ChanceForecast {
  double probability = 0;  ///< 0 to 1
  bool happened = false;
};

/// low <= actual <= high, but for a billionth of the width.
bool inside(const RangeForecast& forecast);

/// The range's width, and 2 / (1 - confidence) times the distance by which it was missed: in the
/// unit of the effect, and least on average for who says what they believe. Scores of different
/// metrics are not to be added up. Absent where an end is infinite.
/// source  Gneiting and Raftery 2007, JASA 102:359, section 6.2
std::optional<double> interval_score(const RangeForecast& forecast);

/// A range is a forecast of one event: the actual value lies inside, with probability confidence.
/// So ranges of any metrics have a Brier score together.
ChanceForecast as_chance(const RangeForecast& forecast);

/// Do the ranges hold as often as they were said to?
struct RangeQuality {
  std::size_t forecasts = 0, inside = 0, below = 0, above = 0;
  Estimate coverage;  ///< share inside, Wilson
  double stated = 0;  ///< the mean confidence
  /// Of so many inside, or a number that is no more likely, if each range held with its own
  /// confidence: exact, over the sum of unequal chances. Absent without forecasts.
  std::optional<double> p_value;
  Estimate score;  ///< mean interval score, t interval; of one metric, or of comparable ones
  Estimate bias;   ///< mean of actual - predicted, t interval
};

/// Reasons  no-data; of score and bias too-few (one forecast) and no-variance (all the same), with
/// a
///          value and without bounds; one-sided, without a value: a range has an infinite end
/// throws   Error(usage, "alpha-range")
/// source   Wilson 1927, JASA 22:209; Hong 2013, Computational Statistics & Data Analysis 59:41
///          (the sum of unequal chances); Sterne 1954, Biometrika 41:275 (no more likely)
RangeQuality range_quality(std::span<const RangeForecast> forecasts, double alpha);

/// A figure that may be undefined; `reason` says why.
struct Figure {
  std::optional<double> value;
  std::string reason;
};

/// Forecasts of about the same chance, against how often it happened.
struct CalibrationBin {
  double low = 0, high = 0;  ///< low <= probability < high, the last one <= 1
  std::size_t forecasts = 0, happened = 0;
  double stated = 0;  ///< mean probability
  Estimate observed;  ///< share that happened, Wilson
};

/// brier = reliability - resolution + uncertainty, where the parts are taken over the probabilities
/// that were said.
struct ChanceQuality {
  std::size_t forecasts = 0;
  std::string reason;      ///< no-data: then nothing below has a meaning
  double brier = 0;        ///< mean of (probability - happened)^2: 0 is perfect
  double base_rate = 0;    ///< share that happened
  double stated = 0;       ///< mean probability
  double reliability = 0;  ///< how far from what was said it happened: 0 is calibrated
  double resolution = 0;   ///< how far apart what was told apart lies: more is better
  double uncertainty = 0;  ///< base_rate (1 - base_rate)
  /// 1 - brier / uncertainty: over who always says the base rate. no-variance: all or none
  /// happened.
  Figure skill;
  /// Mean of -ln of the chance given to what came. certain-and-wrong: 0 was given to it.
  Figure log_loss;
  /// Chance that what happened had the higher probability, ties half. no-variance as for skill.
  Figure auc;
  /// Spiegelhalter's: standard normal when calibrated. no-variance: every probability is 0, 1/2
  /// or 1.
  Figure z;
  std::optional<double> p_value;     ///< of calibration, two-sided, from z
  std::vector<CalibrationBin> bins;  ///< of equal width, those with forecasts
};

/// bins    how many of equal width lie between 0 and 1; at least 1
/// throws  Error(usage, "alpha-range")
/// source  Brier 1950, Monthly Weather Review 78:1; Murphy 1973, Journal of Applied Meteorology
///         12:595; Spiegelhalter 1986, Statistics in Medicine 5:421; Hanley and McNeil 1982,
///         Radiology 143:29 (area under the curve)
ChanceQuality chance_quality(std::span<const ChanceForecast> forecasts, double alpha,
                             std::size_t bins = 10);

}  // namespace collab
