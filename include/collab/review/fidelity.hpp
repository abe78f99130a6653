#pragma once
// Whether a cycle was made by the method (plan-do-check-act): seven features, each kept, not kept,
// or not to be told yet. source  Taylor et al. 2014, BMJ Quality and Safety 23:290; Knudsen et al.
// 2019, BMC Health Services
//         Research 19:683: of 72 documented projects 3 had all of iteration, continuous data, small
//         scale and explicit theory
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/review.hpp"

namespace collab {

inline constexpr int fidelity_periods = 12;  ///< with data: fewer show no course over time
inline constexpr Days fidelity_days{7};      ///< from the cycle's last day to the decision
inline constexpr int fidelity_words = 5;     ///< a theory in fewer words is a title

/// What the features are told from.
struct FidelityInput {
  const Cycle& cycle;
  const Experiment& plan;      ///< in force
  bool retrospective = false;  ///< sealed after data began
  int cycles = 1;              ///< that the experiment has, planned ones included
  double first_share = 1;      ///< of the units that got a treatment in the first cycle, as planned
  int periods = 0;             ///< with data
  Day today{};
};

/// prediction-before-data, iteration, enough-data-points, small-first, stated-theory,
/// balancing-measure, decision-in-time; in this order.
std::vector<FidelityPoint> fidelity(const FidelityInput& input);

/// Of a cycle, all cycles of its experiment, its plans and its cells of all that is recorded.
std::vector<FidelityPoint> fidelity_of(const Ledger& ledger, const Cycle& cycle,
                                       const std::vector<Cycle>& cycles,
                                       const std::vector<Plan>& plans,
                                       const std::vector<Cell>& cells, Day today);

}  // namespace collab
