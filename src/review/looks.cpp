#include "collab/review/looks.hpp"

#include <algorithm>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/verdict.hpp"
#include "review/comparison.hpp"
#include "review/trusted.hpp"

namespace collab {
namespace {

bool is_final(Verdict verdict) {
  return verdict == Verdict::met || verdict == Verdict::missed || verdict == Verdict::worse;
}

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

bool look_complete(const Cycle& cycle, const Experiment& plan, const std::vector<Cell>& cells,
                   int look, Days period_length) {
  const Day day = look_day(cycle, plan, look);
  for (const Metric& metric : plan.metrics) {
    if (!judged(metric)) continue;
    for (const Variant& variant : plan.variants) {
      const Cell* cell = find_cell(cells, look, metric.id, variant.id);
      if (cell == nullptr || cell->through + period_length - Days{1} < day) return false;
    }
  }
  return true;
}

std::optional<StoredLook> standing(const std::vector<StoredLook>& stored, const std::string& metric,
                                   const std::string& variant, int last_look) {
  std::optional<StoredLook> latest;
  for (int look = 1; look <= last_look; ++look) {
    std::optional<StoredLook> here;
    for (const StoredLook& each : stored) {
      // Stored in order of time: a correction comes after what it corrects.
      if (each.look == look && each.metric == metric && each.variant == variant) here = each;
    }
    if (!here) continue;
    latest = std::move(here);
    if (is_final(latest->verdict)) return latest;
  }
  return latest;
}

}  // namespace collab
