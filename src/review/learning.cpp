#include "collab/review/learning.hpp"

#include <algorithm>

#include "collab/ledger/text_search.hpp"
#include "collab/review/fidelity.hpp"
#include "collab/review/pooled.hpp"
#include "collab/review/recommendation.hpp"
#include "collab/review/review.hpp"
#include "review/closed_cycle.hpp"

namespace collab {
namespace {

constexpr std::int64_t most_voices = 20;  // on a worksheet

/// Secondary metrics are not judged at looks: those that were predicted are compared anew.
void add_secondary(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                   Learning& learning) {
  const auto wanted = [](const Metric& metric) {
    return metric.role == Role::secondary && metric.predict.has_value();
  };
  if (std::ranges::none_of(plan.metrics, wanted)) return;
  const Review seen = review(ledger, cycle.experiment, cycle.number,
                             {.clock = {.now = cycle.decision->at, .today = cycle.decision->day}});
  for (const Outcome& outcome : seen.outcomes) {
    const Metric* metric = plan.metric(outcome.metric);
    if (metric != nullptr && wanted(*metric)) learning.outcomes.push_back(outcome);
  }
}

bool fits(const Learning& learning, const LearningFilter& filter) {
  return (filter.experiment.empty() || learning.experiment == filter.experiment) &&
         (filter.owner.empty() || learning.owner == filter.owner) &&
         (filter.touch_point.empty() || learning.touch_point == filter.touch_point) &&
         (filter.tag.empty() || std::ranges::count(learning.tags, filter.tag) > 0) &&
         (filter.metric.empty() || std::ranges::count(learning.metrics, filter.metric) > 0) &&
         (!filter.decision || learning.decision.kind == *filter.decision);
}

std::string words_of(const Learning& learning) {
  std::string text;
  const auto add = [&](const std::string& part) { text += part + '\n'; };
  for (const std::string* part :
       {&learning.experiment, &learning.title, &learning.problem, &learning.hypothesis,
        &learning.touch_point, &learning.decision.reason, &learning.decision.variant})
    add(*part);
  add(std::string(name_of(learning.decision.kind)));
  for (const std::string& tag : learning.tags) add(tag);
  for (const std::string& metric : learning.metrics) add(metric);
  if (learning.standard) add(learning.standard->becomes + '\n' + learning.standard->place);
  for (const std::string& does : learning.variants) add(does);
  return text;
}

}  // namespace

Learning learning_of(const Ledger& ledger, const Cycle& cycle, const std::vector<Cycle>& cycles) {
  const Ledger::AsOf known = cycle.decision->operation;
  const std::vector<Plan> plans = ledger.plans(cycle.id, known);
  const Plan& sealed = plans.back();
  const Experiment plan = sealed.experiment();
  Learning result{.experiment = cycle.experiment,
                  .title = plan.title,
                  .owner = plan.owner,
                  .touch_point = plan.touch_point,
                  .tags = plan.tags,
                  .cycle = cycle.number,
                  .planned = plans.front().day,
                  .first = cycle.first,
                  .last = cycle.last,
                  .end = cycle.end(),
                  .problem = plan.problem,
                  .hypothesis = plan.hypothesis,
                  .decision = *cycle.decision,
                  .confidence = plan.confidence,
                  .variant = {}};
  for (const Variant& variant : plan.variants)
    result.variants.push_back(variant.does.empty() ? variant.id : variant.id + ": " + variant.does);
  result.outcomes = closed_outcomes(ledger, cycle, plan);
  const std::vector<VariantVerdict> verdicts = variant_verdicts(plan, result.outcomes);
  const VariantVerdict* lead = leading_variant(plan, verdicts, result.outcomes);
  for (const VariantVerdict& each : verdicts)
    if (each.variant == cycle.decision->variant) lead = &each;
  if (result.outcomes.empty()) {
    result.verdict = Verdict::pending;  // it ended before a look
  } else if (lead != nullptr) {
    result.variant = lead->variant;
    result.verdict = lead->verdict;
  }
  add_secondary(ledger, cycle, plan, result);

  const std::vector<Cell> cells = ledger.cells(cycle.id, 0);
  result.units_apart = units_apart(plan, cells);
  result.spoiled = spoiled_by(cells, plan, ledger.holdings(cycle.id));
  for (const Metric& metric : plan.metrics) {
    result.metrics.push_back(metric.id);
    result.predicted = result.predicted || metric.predict.has_value();
  }
  result.standard = ledger.standard(cycle.id);
  result.fidelity = fidelity_of(ledger, cycle, cycles, plans, cells, cycle.decision->day);
  for (const Cycle& each : cycles) {
    if (each.number != cycle.number + 1) continue;
    result.followed = true;
    result.changes = seal_changes(sealed.sealed, ledger.plans(each.id).front().sealed);
  }
  return result;
}

Worksheet worksheet(const Ledger& ledger, const std::string& experiment, int number,
                    Worksheet::Form form, const ReviewOptions& options) {
  Worksheet result{.form = form, .review = review(ledger, experiment, number, options)};
  const std::vector<Cycle> cycles = ledger.cycles(experiment);
  const Cycle cycle = ledger.cycle(experiment, number).value();
  const std::vector<Plan> plans = ledger.plans(cycle.id);
  result.plan = plans.back().experiment();
  result.plan.id = experiment;
  result.planned = plans.front().day;
  result.voices = ledger.voices({.experiment = experiment}, most_voices).voices;
  std::erase_if(result.voices, [&](const VoiceRecord& record) {
    return std::ranges::none_of(record.links, [&](const VoiceLink& link) {
      return link.experiment == experiment && (link.cycle == 0 || link.cycle == number);
    });
  });
  std::ranges::reverse(result.voices);  // in the order said
  if (cycle.decision) result.learning = learning_of(ledger, cycle, cycles);
  return result;
}

LearningsReport learnings(const Ledger& ledger, const LearningFilter& filter) {
  LearningsReport report{.words = filter.words, .metric = filter.metric};
  if (!filter.experiment.empty()) cycle_number(ledger, {.experiment = filter.experiment});
  // What cycles show together is of all of them, whatever was decided: those that were adopted were
  // so because they looked large.
  LearningFilter of_any_decision = filter;
  of_any_decision.decision.reset();
  std::vector<Learning> found, together;
  for (const std::string& experiment : ledger.experiments()) {
    if (!filter.experiment.empty() && experiment != filter.experiment) continue;
    const std::vector<Cycle> cycles = ledger.cycles(experiment);
    for (const Cycle& cycle : cycles) {
      if (!cycle.decision) continue;
      ++report.closed;
      Learning learning = learning_of(ledger, cycle, cycles);
      if (!filter.metric.empty() && fits(learning, of_any_decision)) together.push_back(learning);
      if (fits(learning, filter)) found.push_back(std::move(learning));
    }
  }
  std::ranges::stable_sort(found, std::greater{}, [](const Learning& learning) {
    return std::pair(learning.decision.at, learning.decision.operation);
  });
  if (filter.words.empty()) {
    report.learnings = std::move(found);
  } else {
    std::vector<std::string> texts;
    for (const Learning& learning : found) texts.push_back(words_of(learning));
    for (const std::size_t place : best_matches(texts, filter.words))
      report.learnings.push_back(std::move(found[place]));
  }
  if (!filter.metric.empty()) {
    std::ranges::stable_sort(together, {}, [](const Learning& learning) {
      return std::pair(learning.decision.at, learning.decision.operation);
    });
    report.pooled = pool_learnings(together, filter.metric);
  }
  return report;
}

}  // namespace collab
