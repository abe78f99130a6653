#pragma once
// How the chance of error is divided. Until spending functions land it is split evenly
// (Bonferroni), which is valid whatever the dependence, if wasteful.
#include <string>
#include <vector>

#include "collab/model/experiment.hpp"

namespace collab {

/// Two-sided levels: an interval has level 1 - alpha, each of its ends alpha / 2.
struct Alphas {
  double goal = 0;       ///< of each goal comparison: (1 - confidence) / (looks x goals x variants)
  double guardrail = 0;  ///< of each guardrail comparison: (1 - confidence) / looks
  double plain = 0;      ///< of secondary metrics and segments: 1 - confidence
  /// Bound on the chance that any goal verdict of the cycle is wrong in either direction. A wrong
  /// `met` or `better` has half of it. A goal with a level for its target counts twice: its level
  /// and its effect are judged by two intervals.
  double family_wise = 0;
  double family_wise_all = 0;  ///< the same for goals and guardrails together
};

Alphas split_alpha(const Experiment& plan);

/// The split in plain words, for `plan` and `review`.
std::vector<std::string> alpha_notes(const Experiment& plan);

/// `95%`, `2.5%`: a fraction as people read it, three significant digits.
std::string percent(double fraction);

}  // namespace collab
