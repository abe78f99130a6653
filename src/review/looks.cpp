#include "collab/review/looks.hpp"

#include "collab/model/seal.hpp"

#include <algorithm>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/verdict.hpp"
#include "review/comparison.hpp"
#include "review/trusted.hpp"
#include "review/verdict_order.hpp"

namespace collab {
namespace {

bool judged(const Metric& metric) { return metric.role != Role::secondary; }

StoredLook judgement(Baselines& baselines, const std::vector<Cell>& cells, const Experiment& plan,
                     const Metric& metric, const std::string& variant, int look, double alpha) {
  Comparison found = baselines.compare(cells, metric, variant, look, alpha);
  StoredLook result;
  result.look = look;
  result.metric = metric.id;
  result.variant = variant;
  result.effect = std::move(found.effect);
  result.confidence = 1 - alpha;
  result.arm = std::move(found.arm);
  result.base = std::move(found.base);
  if (found.missing == "no-previous-cycle") {
    result.verdict = Verdict::no_data;
    result.reason = found.missing;
  } else if (look == 0) {
    result.verdict = Verdict::pending;
    result.reason = "no-look-due";
  } else if (!found.missing.empty()) {
    result.verdict = Verdict::no_data;
    result.reason = found.missing;
  } else if (!found.refused.empty()) {
    result.verdict = Verdict::unclear;
    result.reason = found.refused;
  } else if (plan.assigned_by != "unit" && plan.assigned_by != plan.unit) {
    result.verdict = Verdict::unclear;
    result.reason = "assigned-by-cluster";
  } else {
    Judgement said = judge(metric, result.effect, result.arm.level, result.base.level);
    result.verdict = said.verdict;
    result.reason = std::move(said.reason);
  }
  return result;
}

}  // namespace

Day look_day(const Cycle& cycle, const Experiment& plan, int look) {
  return cycle.first + look_days(plan.looks, plan.cycle).at(static_cast<std::size_t>(look - 1)) -
         Days{1};
}

std::vector<LookState> look_states(const Cycle& cycle, const Experiment& plan, Day today,
                                   const std::vector<StoredLook>& stored) {
  std::vector<LookState> states;
  const Day now = cycle.decision ? std::min(today, cycle.decision->day) : today;
  const int count = static_cast<int>(look_days(plan.looks, plan.cycle).size());
  for (int look = 1; look <= count; ++look) {
    LookState state{.number = look, .day = look_day(cycle, plan, look)};
    state.due = now > state.day;
    state.stored = std::any_of(stored.begin(), stored.end(),
                               [&](const StoredLook& each) { return each.look == look; });
    states.push_back(state);
  }
  return states;
}

std::vector<StoredLook> judge_look(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                                   const std::vector<Cell>& cells, int look, Ledger::AsOf as_of) {
  return judge_look(ledger, cycle, plan, cells, look, ledger.holdings(cycle.id), as_of);
}

std::vector<StoredLook> judge_look(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                                   const std::vector<Cell>& cells, int look,
                                   const Holdings& holdings, Ledger::AsOf as_of) {
  const Alphas alphas = split_alpha(plan);
  const std::string spoiled = distrust(cells, plan, look, holdings);
  Baselines baselines(ledger, cycle, plan, as_of);
  std::vector<StoredLook> results;
  for (const Metric& metric : plan.metrics) {
    if (!judged(metric)) continue;
    const double alpha = metric.role == Role::goal ? alphas.goal : alphas.guardrail;
    for (const std::string& variant : plan.treatments()) {
      StoredLook result = judgement(baselines, cells, plan, metric, variant, look, alpha);
      result.cycle = cycle.number;
      apply_distrust(spoiled, result.verdict, result.reason);
      results.push_back(std::move(result));
    }
  }
  return results;
}

int periods_awaited(const Experiment& plan, int look, Days period_length) {
  std::vector<Counts> counts;
  for (const Feed& feed : plan.feeds) counts.push_back(feed.counts);
  if (counts.empty() && plan.counts) counts.push_back(*plan.counts);
  const bool newest_says_all =
      !counts.empty() && std::all_of(counts.begin(), counts.end(),
                                     [](Counts each) { return each == Counts::to_date; });
  if (plan.expect.empty() || newest_says_all) return 0;
  const Days until = look_days(plan.looks, plan.cycle).at(static_cast<std::size_t>(look - 1));
  return static_cast<int>(until / std::max(period_length, Days{1}));
}

bool look_complete(const Cycle& cycle, const Experiment& plan, const std::vector<Cell>& cells,
                   int look, Days period_length) {
  const Day day = look_day(cycle, plan, look);
  const int awaited = periods_awaited(plan, look, period_length);
  for (const Metric& metric : plan.metrics) {
    if (!judged(metric)) continue;
    for (const Variant& variant : plan.variants) {
      const Cell* cell = find_cell(cells, look, metric.id, variant.id);
      if (cell == nullptr || cell->through + period_length - Days{1} < day) return false;
      if (cell->periods < awaited) return false;
    }
  }
  return true;
}

std::optional<StoredLook> standing(const std::vector<StoredLook>& stored, const std::string& metric,
                                   const std::string& variant, int last_look) {
  const StoredLook* found = standing_among(stored, metric, variant, last_look);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::vector<StoredLook> looks_in_force(const Ledger& ledger, const Cycle& cycle,
                                       Ledger::AsOf as_of) {
  std::vector<StoredLook> looks = ledger.looks(cycle.id, as_of);
  const std::vector<Plan> plans = ledger.plans(cycle.id, as_of);
  std::int64_t since = 0;
  for (std::size_t i = 1; i < plans.size(); ++i) {
    for (const SealChange& change : seal_changes(plans[i - 1].sealed, plans[i].sealed)) {
      const bool judged = (change.path.starts_with("evaluate.metrics") &&
                           change.path.find(".predict") == std::string::npos) ||
                          change.path.starts_with("evaluate.baseline") ||
                          change.path.starts_with("experiment.") ||
                          (change.path.starts_with("monitor.") &&
                           !change.path.starts_with("monitor.contingencies"));
      if (judged) since = plans[i].operation;
    }
  }
  std::erase_if(looks, [since](const StoredLook& look) { return look.operation < since; });
  return looks;
}

}  // namespace collab
