// What is asked: the flags' figures put into a plan and into what is known from history.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/power_flags.hpp"
#include "cli/values.hpp"
#include "collab/model/error.hpp"
#include "collab/model/number.hpp"

namespace collab {
namespace {

Quantity change_of(std::string_view flag, const std::string& text) {
  const auto quantity = parse_quantity(text);
  if (!quantity || !quantity->is_change())
    refuse_flag(flag, text, "a change such as +5%, +0.5pp or +2.0");
  return *quantity;
}

double level_of(std::string_view flag, const std::string& text) {
  const auto quantity = parse_quantity(text);
  if (!quantity || (quantity->is_change() && quantity->form != Quantity::Form::absolute_change))
    refuse_flag(flag, text, "a level such as 3.2% or 42");
  return quantity->value;
}

double fraction_of(std::string_view flag, const std::string& text) {
  const auto fraction = parse_fraction(text);
  if (!fraction) refuse_flag(flag, text, "a share such as 80%");
  return *fraction;
}

/// `600/day`, `4200/week`: per day; `20000`: in all.
void read_units(const std::string& text, MetricHistory& history) {
  const std::size_t slash = text.find('/');
  const ParsedNumber number =
      parse_number(text.substr(0, slash), {.decimal = '.', .thousands = ','});
  const std::string per = slash == std::string::npos ? "" : text.substr(slash + 1);
  const double days = per == "day" ? 1 : per == "week" ? 7 : per == "month" ? 30.4375 : 0;
  if (number.fault != NumberFault::none || !(number.real > 0) ||
      (slash != std::string::npos && days == 0))
    refuse_flag("--units", text, "a number such as 600/day, 4200/week or, in all, 20000");
  history.per_day.reset();
  history.total.reset();
  if (days > 0)
    history.per_day = number.real / days;
  else
    history.total = number.real;
}

Looks looks_of(const std::string& text) {
  Looks looks;
  if (text == "end") return looks;
  if (text == "weekly") {
    looks.form = Looks::Form::weekly;
    return looks;
  }
  looks.form = Looks::Form::days;
  for (const std::string& part : split_commas({text})) {
    const auto days = parse_days(part);
    if (!days) refuse_flag("--looks", text, "days such as 14d,28d, or weekly, or end");
    looks.days.push_back(*days);
  }
  return looks;
}

void take_figures(const PowerFlags& flags, Metric& metric, MetricHistory& history) {
  if (!flags.better.empty())
    metric.higher_is_better = flags.better == "higher";
  else if (!flags.effect.empty() && !metric.target && !metric.limit)
    metric.higher_is_better = change_of("--effect", flags.effect).value > 0;
  if (!flags.target.empty()) {
    const auto quantity = parse_quantity(flags.target);
    if (!quantity)
      refuse_flag("--target", flags.target, "a change such as +5% or a level such as 3.5%");
    metric.role = Role::goal;
    if (flags.better.empty() && quantity->is_change() && flags.experiment.empty())
      metric.higher_is_better = quantity->value >= 0;
    metric.target = Target{metric.higher_is_better, *quantity};
  }
  if (!flags.margin.empty()) {
    const Quantity margin = change_of("--margin", flags.margin);
    metric.role = Role::guardrail;
    metric.limit = Target{margin.value < 0, margin};
    metric.higher_is_better = margin.value < 0;
  }
  if (!flags.baseline.empty()) {
    history.baseline = level_of("--baseline", flags.baseline);
    history.from = flags.experiment.empty() ? "" : "--baseline";
    if (metric.kind == "rate") history.exposures = true;
  }
  if (!flags.units.empty()) read_units(flags.units, history);
  if (flags.sd) history.sd = flags.sd;
  if (flags.correlation) history.correlation = flags.correlation;
  if (flags.dispersion) history.dispersion = flags.dispersion;
}

/// The metric that flags about figures speak of: the one named, else the first goal.
Metric& chosen(const PowerFlags& flags, Experiment& plan) {
  std::vector<std::string> names;
  Metric* first = nullptr;
  for (Metric& metric : plan.metrics) {
    names.push_back(metric.id);
    if (flags.metric.empty() ? metric.role == Role::goal : metric.id == flags.metric)
      if (first == nullptr) first = &metric;
  }
  if (first == nullptr && flags.metric.empty() && !plan.metrics.empty())
    first = &plan.metrics.front();
  if (first == nullptr)
    throw Error(ExitCode::usage, "bad-value",
                fmt::format("{} has no metric '{}'", plan.id, flags.metric),
                did_you_mean(flags.metric, names, "metrics"));
  return *first;
}

bool says_figures(const PowerFlags& flags) {
  return !flags.baseline.empty() || !flags.effect.empty() || !flags.target.empty() ||
         !flags.margin.empty() || flags.sd || flags.correlation || flags.dispersion;
}

}  // namespace

PowerQuestion power_question(const PowerFlags& flags, Experiment& plan, PlanningHistory& history) {
  PowerQuestion question;
  question.metric = flags.experiment.empty() ? plan.metrics.front().id : flags.metric;

  if (!flags.cycle.empty()) {
    const auto days = parse_days(flags.cycle);
    if (!days) refuse_flag("--cycle", flags.cycle, "a number of days such as 28d");
    plan.cycle = *days;
    std::erase_if(plan.looks.days, [&](Days day) { return day > *days; });
  }
  if (!flags.looks.empty()) plan.looks = looks_of(flags.looks);
  if (!flags.confidence.empty()) plan.confidence = fraction_of("--confidence", flags.confidence);
  if (std::any_of(plan.looks.days.begin(), plan.looks.days.end(),
                  [&](Days day) { return day > plan.cycle; }))
    refuse_flag("--looks", flags.looks, "within the cycle");
  Metric& metric = chosen(flags, plan);
  if (says_figures(flags)) question.metric = metric.id;
  // How many come is the same question for every metric, unless one is named.
  if (flags.metric.empty() && !flags.units.empty())
    for (const Metric& each : plan.metrics) read_units(flags.units, history[each.id]);
  take_figures(flags, metric, history[metric.id]);
  question.wanted = fraction_of("--power", flags.power);
  if (!flags.effect.empty()) question.effect = change_of("--effect", flags.effect);
  question.cluster_size = flags.cluster_size;
  question.cluster_correlation = flags.icc;
  question.cluster_variation = flags.cv;

  return question;
}

}  // namespace collab
