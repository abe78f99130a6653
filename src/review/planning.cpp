#include "collab/review/planning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "collab/review/alpha.hpp"
#include "collab/statistics/cluster.hpp"
#include "collab/statistics/power.hpp"
#include "collab/statistics/sequence.hpp"

namespace collab {
namespace {

PowerModel model_of(const Metric& metric) {
  if (metric.kind == "rate") return PowerModel::rate;
  if (metric.kind == "mean" || metric.kind == "ratio") return PowerModel::mean;
  if (metric.kind == "score" && metric.scale && metric.scale->nps) return PowerModel::score;
  return PowerModel::share;
}

const Target* wanted_of(const Metric& metric) {
  if (metric.target) return &*metric.target;
  return metric.limit ? &*metric.limit : nullptr;
}

double total_days(const Experiment& plan) { return static_cast<double>(plan.cycle.count()); }

/// A quantity as an effect on the scale of the others.
double on_scale(const Quantity& quantity, double baseline, bool relative) {
  switch (quantity.form) {
    case Quantity::Form::relative_change:
      return relative ? quantity.value : quantity.value * std::abs(baseline);
    case Quantity::Form::level:
      return relative ? quantity.value / baseline - 1 : quantity.value - baseline;
    case Quantity::Form::points_change:
    case Quantity::Form::absolute_change:
      break;
  }
  return relative ? quantity.value / baseline : quantity.value;
}

std::string counted(const Experiment& plan, const MetricHistory& history) {
  return history.exposures ? "exposures" : plan.unit + "s";
}

/// Control's and one treatment's share of all units; several treatments alike, the smallest of
/// them.
void set_shares(const Experiment& plan, PowerDesign& design) {
  if (plan.control.empty()) return;
  double smallest = 1;
  for (const Variant& variant : plan.variants) {
    const double share = variant.share.value_or(1.0 / static_cast<double>(plan.variants.size()));
    if (variant.id == plan.control)
      design.control_share = share;
    else
      smallest = std::min(smallest, share);
  }
  design.treatment_share = smallest;
}

bool even_shares(const Experiment& plan) {
  if (plan.variants.size() < 2) return true;
  const auto [low, high] = std::minmax_element(
      plan.variants.begin(), plan.variants.end(),
      [](const Variant& a, const Variant& b) { return a.share.value_or(0) < b.share.value_or(0); });
  return high->share.value_or(0) - low->share.value_or(0) < 0.005;  // 33.3%, 33.3%, 33.4%
}

/// What a review would give this comparison over the whole cycle.
double comparison_alpha(const Experiment& plan, const Metric& metric) {
  const Alphas alphas = split_alpha(plan);
  return metric.role == Role::goal        ? alphas.goal
         : metric.role == Role::guardrail ? alphas.guardrail
                                          : alphas.plain;
}

std::vector<LookBoundary> looks_of(const Experiment& plan, double alpha) {
  std::vector<double> fractions;
  for (const Days day : look_days(plan.looks, plan.cycle))
    fractions.push_back(static_cast<double>(day.count()) / total_days(plan));
  if (fractions.size() < 2) return {};
  if (plan.looks.form == Looks::Form::anytime) {
    std::vector<LookBoundary> nights;
    for (const double fraction : fractions)
      nights.push_back({.fraction = fraction, .z = sequence_critical(alpha, fraction)});
    return nights;
  }
  return boundaries(fractions, alpha, Spending::obrien_fleming);
}

/// What a metric's claims share.
struct Planner {
  const Experiment& plan;
  const Metric& metric;
  const MetricHistory& history;
  const PowerQuestion& question;
  PowerDesign design{};
  MetricPower& result;

  bool own_level() const {
    const Target* target = wanted_of(metric);
    return target != nullptr && !target->quantity.is_change();
  }

  /// Is there such a level?
  bool possible(double effect) const {
    const double level =
        result.relative ? design.baseline * (1 + effect) : design.baseline + effect;
    if (design.model == PowerModel::share) return level >= 0 && level <= 1;
    if (design.model == PowerModel::rate || result.relative) return level >= 0;
    return true;
  }

  /// After so many days. Waiting brings clusters more units each, and no further clusters.
  double power_after(PowerDesign asked, double effect, double days) const {
    const double size = days * *history.per_day;
    if (asked.clusters && result.planned_size) asked.clusters->size *= size / *result.planned_size;
    return power(asked, effect, size);
  }

  /// Empty where the clusters that there are do not show the effect in ten years either.
  std::optional<double> days_with_these_clusters(const PowerDesign& asked, double effect) const {
    double missed = 0, shown = 3650;
    if (power_after(asked, effect, shown) < question.wanted) return std::nullopt;
    while (shown - missed > 1) {
      const double middle = std::floor((missed + shown) / 2);
      (power_after(asked, effect, middle) < question.wanted ? missed : shown) = middle;
    }
    return shown;
  }

  void claim(std::string name, std::string assumed, double effect, const PowerDesign& asked) {
    PowerClaim claim{.claim = std::move(name),
                     .assumed = std::move(assumed),
                     .effect = effect,
                     .threshold = asked.threshold};
    if (!possible(effect) || !possible(asked.threshold)) {
      // A share of 104 % cannot be planned for; the definition may promise it all the same.
      claim.size_reason = claim.detectable_reason = "out-of-reach";
      result.claims.push_back(std::move(claim));
      return;
    }
    const PlannedValue size = size_for_power(asked, effect, question.wanted);
    claim.size = size.value;
    claim.size_reason = size.reason;
    if (size.value) {
      if (!asked.control_n) claim.control_size = std::ceil(*size.value * asked.control_share);
      claim.treatment_size = std::ceil(*size.value * (asked.control_n ? 1 : asked.treatment_share));
      if (history.per_day && *history.per_day > 0)
        claim.days = asked.clusters ? days_with_these_clusters(asked, effect)
                                    : std::optional(std::ceil(*size.value / *history.per_day));
    }
    if (result.planned_size && *result.planned_size > 0) {
      claim.power = power(asked, effect, *result.planned_size);
      const PlannedValue least = detectable_effect(asked, *result.planned_size, question.wanted);
      claim.detectable = least.value;
      claim.detectable_reason = least.reason;
    }
    result.claims.push_back(std::move(claim));
  }

  /// Against 0, in the better direction.
  PowerDesign for_better() const {
    PowerDesign asked = design;
    asked.threshold = 0;
    asked.upwards = metric.higher_is_better;
    return asked;
  }

  /// Against the target or limit: a level is cleared by the variant's own interval.
  PowerDesign for_target(const Target& target) const {
    PowerDesign asked = design;
    asked.upwards = target.at_least;
    asked.threshold = on_scale(target.quantity, *result.baseline, result.relative);
    if (own_level()) asked.control_n = std::numeric_limits<double>::infinity();
    return asked;
  }

  void goal_claims() {
    const std::optional<double> target =
        metric.target
            ? std::optional(on_scale(metric.target->quantity, design.baseline, result.relative))
            : std::nullopt;
    std::optional<double> assumed;
    std::string from = "given";
    if (question.effect) {
      assumed = on_scale(*question.effect, design.baseline, result.relative);
    } else if (metric.predict) {
      assumed = on_scale(metric.predict->change, design.baseline, result.relative);
      from = "predicted";
    }
    if (question.effect || !target) {
      if (assumed) claim("better", from, *assumed, for_better());
    } else {
      claim("better", "target", *target, for_better());
    }
    if (assumed && metric.target) claim("met", from, *assumed, for_target(*metric.target));
  }

  void guardrail_claims() {
    double effect = 0;
    std::string assumed = "no change";
    if (question.effect) {
      effect = on_scale(*question.effect, design.baseline, result.relative);
      assumed = "given";
    } else if (metric.predict) {
      effect = on_scale(metric.predict->change, design.baseline, result.relative);
      assumed = "predicted";
    }
    if (metric.limit) claim("ok", assumed, effect, for_target(*metric.limit));
  }

  /// The first claim's chances around its effect and the planned days.
  void fill_table() {
    if (!history.per_day || result.claims.empty()) return;
    std::vector<double> effects;
    for (const PowerClaim& claim : result.claims)
      if (claim.effect != 0) effects.push_back(claim.effect);
    if (effects.empty() || metric.role != Role::goal) return;
    effects.push_back(effects.front() / 2);
    effects.push_back(effects.front() * 2);
    std::sort(effects.begin(), effects.end(),
              [](double a, double b) { return std::abs(a) < std::abs(b); });
    effects.erase(std::unique(effects.begin(), effects.end(),
                              [](double a, double b) { return std::abs(a - b) < 1e-12; }),
                  effects.end());
    const PowerDesign asked = for_better();
    for (const double effect : effects) {
      if (!possible(effect)) continue;
      for (const double part : {0.5, 1.0, 2.0, 4.0}) {
        const double days = std::max(1.0, std::round(part * total_days(plan)));
        result.table.push_back(
            {.effect = effect, .days = days, .power = power_after(asked, effect, days)});
      }
    }
  }
};

bool by_cluster(const Experiment& plan) {
  return plan.assigned_by != "unit" && plan.assigned_by != plan.unit;
}

/// What is missing for any answer.
std::vector<std::string> needs(const Experiment& plan, const Metric& metric,
                               const MetricHistory& history, const PowerQuestion& question) {
  std::vector<std::string> missing;
  if (metric.kind == "quantile" || metric.kind == "value") {
    missing.push_back(fmt::format("another kind: a {} is not planned for", metric.kind));
    return missing;
  }
  if (!history.baseline)
    missing.push_back(
        "today's level: --baseline, or evaluate.baseline: {value: …}, or a cycle's figures");
  const PowerModel model = model_of(metric);
  if ((model == PowerModel::mean || model == PowerModel::score) && !history.sd)
    missing.push_back(fmt::format("how far {}s differ: --sd, their standard deviation", plan.unit));
  if (by_cluster(plan) && !(question.cluster_size && question.cluster_correlation))
    missing.push_back(fmt::format(
        "{0}s are assigned: --cluster-size, {1}s of a {0}, and --icc, how alike they are (0.01 to "
        "0.05 is common)",
        plan.assigned_by, plan.unit));
  if (metric.role == Role::goal && !metric.target && !question.effect)
    missing.push_back("an effect to plan for: --effect +5%");
  return missing;
}

void check_share(const Metric& metric, const MetricHistory& history, MetricPower& result) {
  const bool relative_to_nothing = result.relative && !(*history.baseline > 0);
  const bool full =
      model_of(metric) == PowerModel::share && !(*history.baseline > 0 && *history.baseline < 1);
  const bool empty = model_of(metric) == PowerModel::rate && !(*history.baseline > 0);
  if (relative_to_nothing || full || empty)
    result.needs.push_back(
        fmt::format("a level that can change: {} is all or nothing so far; --baseline says what is "
                    "usual",
                    metric.id));
}

MetricPower plan_metric(const Experiment& plan, const Metric& metric, const MetricHistory& given,
                        const PowerQuestion& question) {
  MetricHistory history = given;
  const Baseline& baseline = metric.baseline ? *metric.baseline : plan.baseline;
  if (!history.baseline && baseline.form == Baseline::Form::value) {
    history.baseline = baseline.value.value;
    history.from = to_string(baseline);
  }
  if (metric.kind == "rate") history.exposures = true;
  MetricPower result{.metric = metric.id,
                     .kind = metric.kind,
                     .measure = metric.measure,
                     .role = metric.role,
                     .higher_is_better = metric.higher_is_better};
  const Target* target = wanted_of(metric);
  if (target != nullptr) result.target = target->text();
  const Quantity* scale = target != nullptr ? &target->quantity
                          : question.effect ? &*question.effect
                                            : nullptr;
  result.relative = scale == nullptr || scale->form == Quantity::Form::relative_change;
  result.baseline = history.baseline;
  result.baseline_from = history.from;
  const PowerModel model = model_of(metric);
  if (model == PowerModel::mean || model == PowerModel::score) result.sd = history.sd;
  if (model == PowerModel::mean) result.correlation = history.correlation;
  if (model == PowerModel::rate) result.dispersion = history.dispersion;
  result.alpha = comparison_alpha(plan, metric);
  result.looks = static_cast<int>(look_days(plan.looks, plan.cycle).size());
  result.counted = counted(plan, history);
  result.per_day = history.per_day;
  if (history.total)
    result.planned_size = history.total;
  else if (history.per_day)
    result.planned_size = *history.per_day * total_days(plan);
  result.needs = needs(plan, metric, history, question);
  if (history.baseline) check_share(metric, history, result);
  const bool answered = result.needs.empty();
  if (!history.per_day && !history.total)
    result.needs.push_back(fmt::format("how many {} come: --units 600/day", result.counted));
  if (!answered) return result;

  Planner planner{plan, metric, history, question, {}, result};
  PowerDesign& design = planner.design;
  design.model = model;
  design.baseline = *history.baseline;
  design.sd = history.sd.value_or(0);
  design.correlation = history.correlation.value_or(0);
  design.dispersion = history.dispersion.value_or(1);
  design.relative = result.relative;
  design.alpha = result.alpha;
  set_shares(plan, design);
  if (plan.control.empty()) {
    design.control_n = std::numeric_limits<double>::infinity();
    // What will be there to compare with, as far as it is not there yet.
    const Days earlier = baseline.form == Baseline::Form::last ? baseline.last : plan.cycle;
    if (baseline.form != Baseline::Form::value && history.control_n)
      design.control_n = history.control_n;
    else if (baseline.form != Baseline::Form::value && history.per_day)
      design.control_n = *history.per_day * static_cast<double>(earlier.count());
  }
  if (question.cluster_size) {
    design.clusters = ClusterPlan{.size = *question.cluster_size,
                                  .correlation = question.cluster_correlation.value_or(0),
                                  .variation = question.cluster_variation.value_or(0)};
    result.cluster_size = question.cluster_size;
    result.design_effect = design_effect(*design.clusters);
  }
  design.looks = looks_of(plan, result.alpha);
  if (metric.role == Role::guardrail)
    planner.guardrail_claims();
  else
    planner.goal_claims();
  planner.fill_table();
  return result;
}

void warn(const Experiment& plan, const MetricPower& metric, PowerReport& report) {
  for (const PowerClaim& claim : metric.claims) {
    if (!claim.power || *claim.power >= 0.5) continue;
    report.warnings.push_back(fmt::format(
        "{}: {} days are unlikely to show '{}' ({}): {}", metric.metric, report.cycle_days,
        claim.claim,
        *claim.power < 0.01 ? "under 1%" : percent(std::round(100 * *claim.power) / 100),
        claim.size_reason == "not-beyond-threshold" ? "the planned effect does not lie beyond it"
        : claim.days
            ? fmt::format("plan {} days, more {}, or a larger change", *claim.days, metric.counted)
            : fmt::format("plan more {}, or a larger change", metric.counted)));
  }
  if (metric.cluster_size && metric.planned_size) {
    const double share =
        plan.variants.size() > 1 ? 1.0 / static_cast<double>(plan.variants.size()) : 1.0;
    const double clusters = *metric.planned_size * share / *metric.cluster_size;
    if (clusters < least_clusters)
      report.warnings.push_back(
          fmt::format("{}: some {:.1f} {} a variant; below five there is no verdict", metric.metric,
                      clusters, report.clusters.empty() ? "clusters" : report.clusters));
  }
}

}  // namespace

PowerReport plan_power(const Experiment& plan, const PlanningHistory& history,
                       const PowerQuestion& question) {
  PowerReport report{.experiment = plan.id,
                     .title = plan.title,
                     .unit = plan.unit,
                     .clusters = by_cluster(plan) ? plan.assigned_by + "s" : std::string(),
                     .cycle_days = static_cast<int>(plan.cycle.count()),
                     .confidence = plan.confidence,
                     .wanted = question.wanted,
                     .variants = static_cast<int>(plan.variants.size()),
                     .even = even_shares(plan)};
  for (const Metric& metric : plan.metrics) {
    const bool asked =
        question.metric.empty() ? metric.role != Role::secondary : metric.id == question.metric;
    if (!asked) continue;
    const auto known = history.find(metric.id);
    report.metrics.push_back(plan_metric(
        plan, metric, known == history.end() ? MetricHistory{} : known->second, question));
    warn(plan, report.metrics.back(), report);
  }
  if (plan.control.empty())
    report.notes.push_back(
        "before/after: neither what else changes meanwhile nor how days differ is in these "
        "chances; the earlier days are taken to bring as many as these");
  for (const MetricPower& metric : report.metrics) {
    if (metric.kind == "rate" && metric.baseline && !metric.dispersion)
      report.notes.push_back(
          metric.metric + ": exposures are taken to be independent; --dispersion says otherwise");
    if (metric.correlation && *metric.correlation != 0)
      report.notes.push_back(fmt::format(
          "{}: the covariate (r = {:.2g}) saves {} of the {}", metric.metric, *metric.correlation,
          percent(*metric.correlation * *metric.correlation), metric.counted));
  }
  return report;
}

}  // namespace collab
