#pragma once
// What many voices say together: measures with their intervals.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/effect.hpp"
#include "collab/model/time.hpp"
#include "collab/model/voice.hpp"

namespace collab {

/// How many of how many, with an interval.
struct CountedShare {
  std::int64_t count = 0, of = 0;
  Estimate share;
};

/// Of one group of voices.
struct VoiceMeasures {
  std::vector<std::string> group;  ///< by VoiceMeasuresReport::by; empty: all
  std::int64_t voices = 0;
  std::int64_t questions = 0, ideas = 0, complaints = 0, praise = 0, ratings = 0;
  // Of questions, ideas and complaints: praise waits for no answer.
  CountedShare answered;
  CountedShare told;                  ///< what changed
  std::int64_t competitor = 0;        ///< answered with a competitor's product
  Estimate first_response;            ///< median, seconds; who waits still is censored
  std::string first_response_method;  ///< order-statistics, kaplan-meier
  Estimate in_time;                   ///< share answered within the promised time
  CountedShare adopted;               ///< ideas whose experiment was adopted
  std::int64_t nps_n = 0, csat_n = 0, ces_n = 0;
  Estimate nps;           ///< -100 to 100
  CountedShare csat;      ///< 4 or 5 of 5
  Estimate ces;           ///< mean of 1 to 7
  CountedShare ces_easy;  ///< 5 to 7
  std::optional<double> exposure;
  Estimate complaint_rate;  ///< per exposure
  double consumers = 0;     ///< that are known and spoke
  double top_share = 0;     ///< of voices, by the most active 1 % of them
  Estimate gini;
  double effective_consumers = 0;
};

/// Ideas by the month they were submitted in, whenever they were adopted.
struct IdeaCohort {
  std::string month;  ///< 2026-03
  CountedShare adopted;
};

struct VoiceMeasuresReport {
  std::vector<std::string> by;  ///< day, week, month, quarter, touch_point, location, variant, …
  std::vector<VoiceMeasures> groups;
  std::vector<IdeaCohort> cohorts;
  std::optional<Day> first, last;  ///< as asked
  std::string scope;               ///< the filter in words; empty: all
  std::chrono::seconds promise{};
  double confidence = 0.95;
  Instant now{};
  std::vector<std::string> notes;
};

}  // namespace collab
