#pragma once
// What closed cycles taught, from what was stored at their looks: no rows are read.
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/learning.hpp"
#include "collab/review/review.hpp"

namespace collab {

/// All that is given must hold.
struct LearningFilter {
  std::string
      words;  ///< as `voice list --search`: all of them, "a phrase", the beginning of a word*
  std::string experiment, tag, metric, owner, touch_point;
  std::optional<DecisionKind> decision;
};

/// Closed cycles, the latest decision first; with words the best fitting first. Words are searched
/// for in title, problem, hypothesis, what the variants do, tags, metrics, touch point and the
/// decision's reason. With a metric also what the cycles say together of it.
/// throws Error(usage, "bad-search")
LearningsReport learnings(const Ledger& ledger, const LearningFilter& filter);

/// One closed cycle's; `cycles` are all of its experiment.
Learning learning_of(const Ledger& ledger, const Cycle& cycle, const std::vector<Cycle>& cycles);

/// A cycle's worksheet, also of one that still runs. throws Error(not_found) without the cycle
Worksheet worksheet(const Ledger& ledger, const std::string& experiment, int cycle,
                    Worksheet::Form form, const ReviewOptions& options);

}  // namespace collab
