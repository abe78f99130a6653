#pragma once
// What closed cycles taught: what was tried, predicted, found, decided and learned.
#include <optional>
#include <string>
#include <vector>

#include "collab/model/cycle.hpp"
#include "collab/model/effect.hpp"
#include "collab/model/review.hpp"
#include "collab/model/seal.hpp"
#include "collab/model/standard.hpp"
#include "collab/model/voice.hpp"

namespace collab {

/// One closed cycle.
struct Learning {
  std::string experiment, title, owner, touch_point;
  std::vector<std::string> tags;
  int cycle = 0;
  Day planned{};        ///< when its plan was sealed
  Day first{}, last{};  ///< as planned
  Day end{};            ///< the last day that belongs to it
  std::string problem, hypothesis;
  std::vector<std::string> variants;  ///< `answers: An associate answers within two hours`
  Decision decision;
  double confidence = 0.95;  ///< of its plan
  std::string variant;       ///< the one that `verdict` is of
  Verdict verdict = Verdict::no_data;
  /// Goals, guardrails and what was predicted, of every treatment, as the last look had them; the
  /// verdict is the one that stands.
  std::vector<Outcome> outcomes;
  bool units_apart = false;          ///< its units can be in no other cycle
  std::string spoiled;               ///< slug: why its effects mean nothing; empty: they do
  std::vector<std::string> metrics;  ///< that its plan has
  bool predicted = false;            ///< its plan predicted something
  std::optional<Standard> standard;  ///< that it made
  std::vector<FidelityPoint> fidelity;
  bool followed = false;            ///< a further cycle was planned
  std::vector<SealChange> changes;  ///< what that cycle's plan does otherwise
};

/// `show EXP@2 --form pdsa|a3`: what a worksheet is filled from.
struct Worksheet {
  enum class Form { pdsa, a3 };
  Form form = Form::pdsa;
  Experiment plan;  ///< in force
  Day planned{};    ///< when its first plan was sealed
  Review review;
  std::vector<VoiceRecord> voices;   ///< linked with the experiment
  std::optional<Learning> learning;  ///< of a closed cycle
};

/// `learnings`: closed cycles, the latest decision first.
struct LearningsReport {
  std::string words;   ///< searched for
  std::string metric;  ///< asked for; else the first goal is shown
  std::vector<std::string> conditions;
  int closed = 0;  ///< cycles in the ledger
  std::vector<Learning> learnings;
  std::optional<PooledOutcome> pooled;  ///< over these, where a metric was asked for
};

/// So many of so many, with Wilson's interval.
struct Portion {
  int count = 0, of = 0;
  Estimate share;
};

/// `program`: how well the program improves, over every experiment.
struct PortfolioReport {
  std::string program;
  Day today{};
  double confidence = 0.95;
  int experiments = 0, open = 0, closed = 0;  ///< cycles open and closed
  Estimate cycle_days;     ///< median from plan to decision, those still open censored
  Estimate decision_days;  ///< median from the cycle's last day to the decision, the due ones
                           ///< censored
  double weeks = 0;        ///< since the first plan
  Estimate per_quarter;    ///< cycles closed in 13 weeks
  Portion met;             ///< of closed cycles that were judged
  std::optional<double> false_wins;       ///< of the met ones, at most so many by chance
  std::optional<double> false_wins_high;  ///< the same at the low end of the interval of met ones
  Portion inside;                         ///< observed within the predicted range
  int unpredicted = 0;                    ///< closed cycles that predicted nothing
  std::optional<double> stated;           ///< mean confidence of those ranges
  std::optional<double> p_calibrated;     ///< that ranges hold as often as was said
  std::optional<double> brier, skill;
  struct Calibration {
    double stated = 0;  ///< mean confidence
    Portion inside;
  };
  std::vector<Calibration> calibration;  ///< by tenths of the confidence
  Portion followed;                      ///< adapt decisions with a further cycle
  Portion kept;                          ///< standards that were still kept when last looked at
  int unchecked = 0;                     ///< standards whose check is overdue
  std::vector<std::pair<std::string, Portion>> fidelity;  ///< by feature
  struct Owner {
    std::string name;
    Portion met, inside;
    std::optional<double> shrunken;  ///< share of met, pulled towards that of all
  };
  std::vector<Owner> owners;       ///< by name
  std::optional<double> p_owners;  ///< that all owners' shares of met are equal
  struct Cost {
    std::string measure;
    double sum = 0;
    int cycles = 0;
  };
  std::vector<Cost> costs;  ///< of closed cycles whose experiment states one, by measure
  std::vector<std::string> notes;
};

}  // namespace collab
