#pragma once
// One pass plan-do-check-act: its days, its sealed plan, its decision. State is derived.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/experiment.hpp"
#include "collab/model/time.hpp"

namespace collab {

enum class CycleState { planned, running, due, closed };
std::string_view name_of(CycleState state);

struct Decision {
  DecisionKind kind = DecisionKind::extend;
  std::string variant;  ///< the adopted one; may be empty
  std::string reason;
  bool early = false;  ///< abandon before `at_least` cycles
  Day day{};           ///< ends the cycle when before its last day
  std::string actor;
  Instant at{};
  std::int64_t operation = 0;
};

struct Cycle {
  std::int64_t id = 0;
  std::string experiment;
  int number = 0;
  Day first{};
  Day last{};  ///< as planned: the days of the plan in force
  std::optional<Decision> decision;

  /// The last day that belongs to the cycle: as planned, or the decision's if earlier.
  Day end() const;
  bool holds(Day day) const { return day >= first && day <= end(); }
  /// planned until its first day, running until its last, due until a decision closes it.
  CycleState state(Day today) const;
  /// 1 on the first day; 0 before; goes on counting after the last.
  int day_of_cycle(Day today) const;
};

/// One sealing of a cycle's plan; version 0 is the first, later ones are amendments.
struct Plan {
  std::int64_t id = 0;
  std::int64_t cycle = 0;
  int version = 0;
  std::int64_t operation = 0;
  std::string yaml;    ///< the definition file as it was, bytes unchanged
  std::string sealed;  ///< seal() of it
  std::string sha256;  ///< of `sealed`, lower-case hex
  std::string title, owner, touch_point;
  std::vector<std::string> tags;
  bool retrospective = false;  ///< data were there before it, or its first day was over
  std::string reason;          ///< of an amendment
  Day day{};                   ///< when sealed, in the program's zone
  Day first{}, last{};         ///< the cycle's days under this sealing
  std::string actor;
  Instant at{};

  /// unseal(sealed) with title, owner, touch point and tags filled in.
  Experiment experiment() const;
};

struct Operation {
  std::int64_t id = 0;
  std::string origin;
  std::int64_t sequence = 0;
  std::string verb;
  std::string command;  ///< as typed, for people
  std::string actor;
  std::string reason;
  Instant now{};
  Instant wall{};
  std::string digest;    ///< of this operation and all before it of the same origin, hex
  std::string previous;  ///< digest of the origin's operation before
};

/// `EXP`, `EXP@3`, `EXP@latest`, `EXP@previous`, `EXP@3:variant`, `op_41`.
struct Reference {
  std::string experiment;
  enum class Which { current, number, latest, previous } which = Which::current;
  int number = 0;
  std::string variant;
  std::int64_t operation = 0;  ///< > 0 for op_41; experiment is empty then
};
/// throws Error(usage, "bad-reference") when it is none of these
Reference parse_reference(std::string_view text);

}  // namespace collab
