#pragma once
// A contingency whose condition came true: stored once, open until somebody takes note of it.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collab/model/experiment.hpp"

namespace collab {

/// `con_3` names one.
struct ContingencyEvent {
  std::int64_t id = 0;  ///< the ledger's; 0 before it is stored
  std::string experiment;
  int cycle = 0;
  int contingency = 0;          ///< its place in the plan, from 1
  std::string metric;           ///< empty: any (a silent feed)
  std::string variant;          ///< whose figures made it true; empty: none in particular
  std::string condition;        ///< in words: `complaints above 3% in 2 periods in a row`
  Day since{};                  ///< first period of the streak that made it true
  Day period{};                 ///< with which it came true
  std::optional<double> value;  ///< of that period, as a fraction or in the metric's measure
  std::chrono::seconds lag{};   ///< from the end of that period until it was noticed
  std::string evidence;  ///< JSON: the chart, its settings and the rule behind a signal; else empty
  std::string then, owner;
  /// As of now; not stored. over: true no more. undone: after a correction it never was.
  enum class State { holds, over, undone } state = State::holds;

  // Filled in when read.
  Instant noticed{};
  std::int64_t operation = 0;
  struct Acknowledgement {
    std::string actor, reason;
    Instant at{};
  };
  std::optional<Acknowledgement> acknowledged;
};

std::string_view name_of(ContingencyEvent::State state);

/// `complaints above 3% in 2 periods in a row`, `no data for 36h`, `worse signal on spend`.
std::string to_text(const Contingency& contingency);

/// What names an event: `con_3`; nullopt when it is none.
std::optional<std::int64_t> parse_event(std::string_view text);

/// `36h`, `9d 4h`, `12m`: how long ago, two units at most.
std::string duration_text(std::chrono::seconds duration);

}  // namespace collab
