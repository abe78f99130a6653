#include "collab/review/looks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/seal.hpp"
#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/verdict.hpp"
#include "review/comparison.hpp"
#include "review/trusted.hpp"
#include "review/verdict_order.hpp"

namespace collab {
namespace {

bool judged(const Metric& metric) { return metric.role != Role::secondary; }

/// pending: figures only, because no look is due.
StoredLook judgement(Baselines& baselines, const std::vector<Cell>& cells, const Metric& metric,
                     const std::string& variant, int look, const Certainty& certainty,
                     bool pending) {
  Comparison found = baselines.compare(cells, metric, variant, look, certainty);
  StoredLook result;
  result.look = look;
  result.metric = metric.id;
  result.variant = variant;
  result.effect = std::move(found.effect);
  result.confidence = 1 - certainty.alpha;
  result.arm = std::move(found.arm);
  result.base = std::move(found.base);
  const bool missing = !found.missing.empty() && !pending;
  if (missing || found.missing == "no-previous-cycle") {
    result.verdict = Verdict::no_data;
    result.reason = found.missing;
  } else if (pending) {
    result.verdict = Verdict::pending;
    result.reason = "no-look-due";
  } else if (!found.refused.empty()) {
    result.verdict = Verdict::unclear;
    result.reason = found.refused;
  } else {
    Judgement said = collab::judge(metric, result.effect, result.arm.level, result.base.level);
    result.verdict = said.verdict;
    result.reason = std::move(said.reason);
  }
  return result;
}

/// Judges one cycle's comparisons, each at the certainty that its look and its share of the error
/// allow.
class Judge {
 public:
  Judge(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
        const std::vector<Cell>& cells, Ledger::AsOf as_of)
      : cycle_(cycle),
        plan_(plan),
        cells_(cells),
        stored_(looks_in_force(ledger, cycle, as_of)),
        certainty_(plan),
        baselines_(ledger, cycle, plan, as_of) {}

  /// At a look; look 0 shows where things stand, always-valid, and judges nothing.
  StoredLook at(const Metric& metric, const std::string& variant, int look) {
    const double alpha = metric.role == Role::goal ? alphas_.goal
                         : look == 0               ? alphas_.nights
                                                   : alphas_.guardrail;
    return judgement(baselines_, cells_, metric, variant, look,
                     certainty_.at(alpha, look, day_with_data(metric, variant, look)), look == 0);
  }

  /// A guardrail on whatever is recorded: broken, or nothing yet.
  StoredLook tonight(const Metric& metric, const std::string& variant) {
    StoredLook result =
        judgement(baselines_, cells_, metric, variant, 0,
                  certainty_.at(alphas_.nights, 0, day_with_data(metric, variant, 0)), false);
    const bool broken = result.verdict == Verdict::broken;
    result.verdict = broken ? Verdict::broken : Verdict::pending;
    result.reason = broken ? "on-a-night" : "no-look-due";
    return result;
  }

  /// What the goals gain by sharing their error: Holm's or Benjamini and Hochberg's steps, each a
  /// test of "effect at most the target" by the interval at the step's level.
  void share_error(std::vector<StoredLook>& results, int look) {
    if (plan_.multiplicity == "holm") holm(results, look);
    if (plan_.multiplicity == "benjamini_hochberg") benjamini_hochberg(results, look);
  }

 private:
  bool is_goal(const StoredLook& result) const {
    return plan_.metric(result.metric)->role == Role::goal;
  }

  StoredLook at_level(const StoredLook& result, int look, double alpha) {
    const Metric& metric = *plan_.metric(result.metric);
    const int day = day_with_data(metric, result.variant, look);
    return judgement(baselines_, cells_, metric, result.variant, look,
                     certainty_.at(alpha, look, day), false);
  }

  /// Rejected once, at whatever look, a hypothesis leaves its share of the error to the others;
  /// not when a correction took that back.
  bool met_before(const StoredLook& result, int look) const {
    std::map<int, Verdict> latest;
    for (const StoredLook& each : stored_)
      if (each.look < look && each.metric == result.metric && each.variant == result.variant)
        latest[each.look] = each.verdict;
    return std::ranges::any_of(latest,
                               [](const auto& each) { return each.second == Verdict::met; });
  }

  void holm(std::vector<StoredLook>& results, int look) {
    const double error = 1 - plan_.confidence;
    int open = goal_comparisons(plan_);
    std::vector<StoredLook*> left;
    for (StoredLook& result : results) {
      if (!is_goal(result)) continue;
      if (result.verdict == Verdict::met || met_before(result, look))
        --open;
      else
        left.push_back(&result);
    }
    for (bool again = true; again && open > 0 && open < goal_comparisons(plan_);) {
      again = false;
      for (StoredLook*& result : left) {
        if (result == nullptr || at_level(*result, look, error / open).verdict != Verdict::met)
          continue;
        result->verdict = Verdict::met;
        result->reason = "met-by-holm";
        result = nullptr;
        --open;
        again = true;
        break;
      }
    }
  }

  /// The most comparisons r that are met at r / m of the error; their intervals at that level keep
  /// the share of false ones among the chosen (false coverage rate).
  /// source  Benjamini and Yekutieli 2005, JASA 100:71
  void benjamini_hochberg(std::vector<StoredLook>& results, int look) {
    const double error = 1 - plan_.confidence;
    const int all = goal_comparisons(plan_);
    for (int chosen = all; chosen > 1; --chosen) {
      std::vector<StoredLook> at_step;
      int met = 0;
      for (const StoredLook& result : results) {
        if (!is_goal(result)) continue;
        at_step.push_back(at_level(result, look, error * chosen / all));
        met += at_step.back().verdict == Verdict::met ? 1 : 0;
      }
      if (met < chosen) continue;
      std::size_t next = 0;
      for (StoredLook& result : results) {
        if (!is_goal(result)) continue;
        at_step[next].cycle = result.cycle;
        result = std::move(at_step[next++]);
      }
      return;
    }
  }

  int day_with_data(const Metric& metric, const std::string& variant, int look) const {
    const Cell* cell = find_cell(cells_, look, metric.id, variant);
    return cell == nullptr ? 1 : cycle_.day_of_cycle(cell->through);
  }

  const Cycle& cycle_;
  const Experiment& plan_;
  const std::vector<Cell>& cells_;
  std::vector<StoredLook> stored_;
  Alphas alphas_ = split_alpha(plan_);
  LookCertainty certainty_;
  Baselines baselines_;
};

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
  const std::string spoiled = distrust(cells, plan, look, holdings);
  Judge judge(ledger, cycle, plan, cells, as_of);
  std::vector<StoredLook> results;
  for (const Metric& metric : plan.metrics) {
    if (!judged(metric)) continue;
    for (const std::string& variant : plan.treatments()) {
      results.push_back(judge.at(metric, variant, look));
      results.back().cycle = cycle.number;
    }
  }
  if (look > 0) judge.share_error(results, look);
  for (StoredLook& result : results) apply_distrust(spoiled, result.verdict, result.reason);
  return results;
}

std::vector<StoredLook> judge_night(const Ledger& ledger, const Cycle& cycle,
                                    const Experiment& plan, const std::vector<Cell>& cells,
                                    Ledger::AsOf as_of) {
  Judge judge(ledger, cycle, plan, cells, as_of);
  std::vector<StoredLook> results;
  for (const Metric& metric : plan.metrics) {
    if (metric.role != Role::guardrail) continue;
    for (const std::string& variant : plan.treatments()) {
      results.push_back(judge.tonight(metric, variant));
      results.back().cycle = cycle.number;
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

namespace {

/// The operation that sealed the latest amendment of what is judged; 0: there was none.
std::int64_t judged_since(const Ledger& ledger, const Cycle& cycle, Ledger::AsOf as_of) {
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
  return since;
}

}  // namespace

std::vector<StoredLook> looks_in_force(const Ledger& ledger, const Cycle& cycle,
                                       Ledger::AsOf as_of) {
  std::vector<StoredLook> looks = ledger.looks(cycle.id, as_of);
  const std::int64_t since = judged_since(ledger, cycle, as_of);
  std::erase_if(looks, [since](const StoredLook& look) { return look.operation < since; });
  return looks;
}

std::vector<StoredLook> looks_ended(const Ledger& ledger, const Cycle& cycle, Ledger::AsOf as_of) {
  std::vector<StoredLook> looks = ledger.looks(cycle.id, as_of);
  const std::int64_t since = judged_since(ledger, cycle, as_of);
  std::erase_if(looks, [since](const StoredLook& look) { return look.operation >= since; });
  return looks;
}

EndedResults ended_results(const Experiment& plan, const std::vector<StoredLook>& ended,
                           const std::vector<StoredLook>& in_force) {
  EndedResults results;
  int last = 0;
  for (const StoredLook& look : ended) last = std::max(last, look.look);
  for (const Metric& metric : plan.metrics) {
    for (const Variant& variant : plan.variants) {
      const auto before = standing(ended, metric.id, variant.id, last);
      if (!before) continue;
      results.said.push_back(
          fmt::format("{} said {} of {} of {}",
                      before->look > 0 ? fmt::format("look {}", before->look) : "a night",
                      name_of(before->verdict), metric.id, variant.id));
      const auto of_it = [&](const StoredLook& look) {
        return look.metric == metric.id && look.variant == variant.id;
      };
      if (is_failure(before->verdict) && std::ranges::none_of(in_force, of_it))
        results.failures.push_back(results.said.back());
    }
  }
  return results;
}

}  // namespace collab
