#include "loop/in_force.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/loop/archive.hpp"
#include "collab/model/seal.hpp"

namespace collab {

const Cycle* InForce::holding(Day day) const {
  for (const Cycle& cycle : cycles)
    if (cycle.holds(day)) return &cycle;
  return nullptr;
}

const Experiment& InForce::of(int cycle) const {
  const auto found = earlier.find(cycle);
  return found == earlier.end() ? experiment : found->second;
}

const Experiment& InForce::by(const std::optional<Day>& period) const {
  const Cycle* cycle = period ? holding(*period) : nullptr;
  return cycle ? of(cycle->number) : experiment;
}

namespace {

/// How a feed's rows count is sealed.
void take_agreed(const Feed& agreed, Feed& feed) {
  feed.counts = agreed.counts;
  feed.exposures = agreed.exposures;
  feed.within = agreed.within;
}

bool reads_alike(const Experiment& a, const Experiment& b) {
  const auto same_metrics =
      std::ranges::equal(a.metrics, b.metrics, [](const Metric& x, const Metric& y) {
        return x.id == y.id && x.kind == y.kind && x.scale == y.scale && x.covariate == y.covariate;
      });
  const auto same_feeds = std::ranges::all_of(a.feeds, [&](const Feed& feed) {
    const Feed* other = b.feed(feed.id);
    return !other || other->counts == feed.counts;
  });
  return same_metrics && same_feeds && a.counts == b.counts &&
         std::ranges::equal(a.variants, b.variants, {}, &Variant::id, &Variant::id);
}

/// A metric or covariate of the experiment.
bool is_figure(const Experiment& experiment, const std::string& target) {
  return std::ranges::any_of(experiment.metrics, [&](const Metric& metric) {
    return metric.id == target || metric.covariate == target;
  });
}

/// A feed of the file as it serves an earlier plan: the file's word on where data lie and what
/// columns are called, the earlier definition's on figures that the file has no more or has of
/// another kind.
Feed earlier_feed(const Feed& now, const Experiment& file, const Experiment& sealed,
                  const Feed* then) {
  Feed feed = now;
  feed.columns.clear();
  const auto same_figure = [&](const std::string& target) {
    const Metric* here = file.metric(target);
    const Metric* there = sealed.metric(target);
    return here && there ? here->kind == there->kind && here->scale == there->scale
                         : !here && !there;
  };
  for (const ColumnUse& use : now.columns)
    if (!is_figure(file, use.target) || (is_figure(sealed, use.target) && same_figure(use.target)))
      feed.columns.push_back(use);
  if (!then) return feed;
  const std::vector<ColumnUse> kept = feed.columns;
  for (const ColumnUse& use : then->columns) {
    const bool there = std::ranges::any_of(
        kept, [&](const ColumnUse& other) { return other.target == use.target; });
    if (!there && is_figure(sealed, use.target)) feed.columns.push_back(use);
  }
  if (!std::ranges::equal(file.variants, sealed.variants, {}, &Variant::id, &Variant::id)) {
    const auto values = then->values.find("variant");
    if (values != then->values.end()) feed.values["variant"] = values->second;
  }
  return feed;
}

/// The sealed parts of an earlier plan with feeds that can read its rows.
Experiment reading_of(const Project& project, const Plan& plan, const Experiment& file) {
  Experiment result = plan.experiment();
  const Experiment sealed = result;
  const std::optional<Experiment> then = project.sealed_definition(plan, file.id);
  result.feeds.clear();
  for (const Feed& now : file.feeds) {
    Feed feed = earlier_feed(now, file, sealed, then ? then->feed(now.id) : nullptr);
    if (std::ranges::any_of(feed.columns,
                            [&](const ColumnUse& use) { return is_figure(sealed, use.target); }))
      result.feeds.push_back(std::move(feed));
  }
  if (then)
    for (const Feed& feed : then->feeds)
      if (!file.feed(feed.id)) result.feeds.push_back(feed);
  for (Feed& feed : result.feeds)
    if (const Feed* agreed = sealed.feed(feed.id)) take_agreed(*agreed, feed);
  result.expect = file.expect;
  result.holidays = file.holidays;
  return result;
}

}  // namespace

InForce in_force(Project& project, const std::string& experiment) {
  InForce result;
  const ExperimentFile file = project.definition(experiment);
  result.experiment = *file.experiment;
  const Ledger* ledger = project.ledger_if_there();
  if (!ledger) return result;
  refuse_archived(*ledger, experiment);
  result.cycles = ledger->cycles(experiment);
  if (result.cycles.empty()) return result;
  const std::optional<Plan> plan = ledger->plan_in_force(result.cycles.back().id);
  if (!plan) return result;
  if (plan->sealed != seal(*file.experiment))
    result.note = fmt::format(
        "{} differs from the sealed plan; the plan holds until `collab plan {} --amend -m WHY`",
        project.shown(file.path), experiment);
  Experiment sealed = plan->experiment();
  // Paths and columns are operational: the file's; how rows add up is sealed.
  std::vector<Feed> feeds = file.experiment->feeds;
  for (Feed& feed : feeds)
    if (const Feed* agreed = sealed.feed(feed.id)) take_agreed(*agreed, feed);
  sealed.feeds = std::move(feeds);
  sealed.expect = file.experiment->expect;
  sealed.holidays = file.experiment->holidays;
  result.experiment = std::move(sealed);
  for (const Cycle& cycle : result.cycles) {
    if (&cycle == &result.cycles.back()) break;
    const std::optional<Plan> before = ledger->plan_in_force(cycle.id);
    if (before && before->sealed != plan->sealed &&
        !reads_alike(before->experiment(), result.experiment))
      result.earlier.emplace(cycle.number, reading_of(project, *before, *file.experiment));
  }
  return result;
}

}  // namespace collab
