#pragma once
// How the chance of error is divided: over goals and treatments, over looks by spending, and
// between looks and the nights between them.
#include <map>
#include <string>
#include <vector>

#include "collab/model/experiment.hpp"
#include "collab/statistics/certainty.hpp"
#include "collab/statistics/spending.hpp"

namespace collab {

/// Two-sided shares of the error for a whole cycle; each direction has half of them.
struct Alphas {
  double goal = 0;       ///< of each goal comparison: (1 - confidence) / (goals x treatments)
  double guardrail = 0;  ///< of each guardrail comparison, at looks: half of 1 - confidence ...
  double nights = 0;  ///< ... and on any night, where it may only be found broken: the other half
  double plain = 0;   ///< of secondary metrics and segments: 1 - confidence
  /// Bound on the chance that any goal verdict of the cycle is wrong in either direction. A wrong
  /// `met` or `better` has half of it. A goal with a level for its target counts twice: its level
  /// and its effect are judged by two intervals.
  double family_wise = 0;
  double family_wise_all = 0;  ///< the same for goals and guardrails together
};

Alphas split_alpha(const Experiment& plan);

/// How many goal comparisons share the error: goals x treatments, 1 at least.
int goal_comparisons(const Experiment& plan);

/// What an interval at a look may claim, when a comparison has `alpha` for the whole cycle.
///
/// Planned looks: the level that Lan and DeMets's O'Brien-Fleming type function, by days of the
/// cycle, leaves at that look. `looks: anytime`: always-valid.
class LookCertainty {
 public:
  explicit LookCertainty(const Experiment& plan);
  /// look from 1; 0: any night, always-valid. `day` of the cycle (from 1): the last with data,
  /// which always-valid boundaries go by; 0: the look's own.
  Certainty at(double alpha, int look, int day = 0);

 private:
  const Experiment& plan_;
  std::vector<Days> days_;
  std::map<double, std::vector<LookBoundary>> boundaries_;  ///< by alpha
};

/// The split in plain words, for `plan` and `review`.
std::vector<std::string> alpha_notes(const Experiment& plan);

/// `95%`, `2.5%`: a fraction as people read it, three significant digits.
std::string percent(double fraction);

}  // namespace collab
