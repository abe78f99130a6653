#pragma once
// Looks: what is due, and the judgement that the loop stores when a look's data are complete.
#include <optional>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/review.hpp"

namespace collab {

/// The day after which look k (from 1) judges: first day + look days - 1.
Day look_day(const Cycle& cycle, const Experiment& plan, int look);

/// The cycle's looks in order. A look is due when its day is over in the program's zone; in a
/// closed cycle when it was over on the day of the decision. `stored` by the ledger's looks.
std::vector<LookState> look_states(const Cycle& cycle, const Experiment& plan, Day today,
                                   const std::vector<StoredLook>& stored);

/// Goals and guardrails of every treatment at a look, judged from that look's cells; in the plan's
/// order. look 0 computes the effects of all that is recorded, at always-valid level, with the
/// verdict `pending`. The ledger serves baselines (previous cycle, `{last: 28d}`) and the cycle's
/// holdings; the cells are given so that a writer may judge what it is about to store.
std::vector<StoredLook> judge_look(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                                   const std::vector<Cell>& cells, int look,
                                   Ledger::AsOf as_of = {});
/// The same with the holdings that belong to the cells.
std::vector<StoredLook> judge_look(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                                   const std::vector<Cell>& cells, int look,
                                   const Holdings& holdings, Ledger::AsOf as_of = {});

/// Guardrails on all that is recorded, whatever the day, at always-valid level: `broken`, or
/// `pending`. look is 0.
std::vector<StoredLook> judge_night(const Ledger& ledger, const Cycle& cycle,
                                    const Experiment& plan, const std::vector<Cell>& cells,
                                    Ledger::AsOf as_of = {});

/// How many periods of data a look awaits: all up to its day where plan.expect says how often data
/// come (period_length: 1 daily, 7 weekly). 0 where nothing is expected, or where all is counted
/// `to_date`, so that the newest row says everything. Holidays are awaited like other days here.
int periods_awaited(const Experiment& plan, int look, Days period_length);

/// True when every goal and guardrail has data of every variant up to the look's day, and of every
/// period that is awaited. A row dated on a day speaks for `period_length` days from it (7 for
/// weekly periods).
bool look_complete(const Cycle& cycle, const Experiment& plan, const std::vector<Cell>& cells,
                   int look, Days period_length = Days{1});

/// The stored looks of the plan in force. An amendment that touches what is judged (metrics, looks,
/// confidence, days, variants, counts) ends the judgements made before it: they belong to another
/// plan, and the looks that are due are judged anew under this one.
std::vector<StoredLook> looks_in_force(const Ledger& ledger, const Cycle& cycle,
                                       Ledger::AsOf as_of = {});

/// The stored looks that an amendment ended.
std::vector<StoredLook> looks_ended(const Ledger& ledger, const Cycle& cycle,
                                    Ledger::AsOf as_of = {});

/// What amendments ended, in words: `look 1 said worse of visit of answers`, `a night said broken
/// of ...`; the last result of each metric and variant of the plan.
struct EndedResults {
  std::vector<std::string> said;
  std::vector<std::string> failures;  ///< of `said`: they failed, and nothing was judged since
};
/// ended     looks_ended()
/// in_force  looks_in_force()
EndedResults ended_results(const Experiment& plan, const std::vector<StoredLook>& ended,
                           const std::vector<StoredLook>& in_force);

/// The judgement that stands for a metric of a variant: of the last stored look, unless an earlier
/// one said met, missed or worse, which is final; a correction replaces what it corrects.
/// nullopt when nothing is stored for it.
std::optional<StoredLook> standing(const std::vector<StoredLook>& stored, const std::string& metric,
                                   const std::string& variant, int last_look);

}  // namespace collab
