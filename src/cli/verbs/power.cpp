// collab power [EXP]: how many units, how many days, and which effect would show.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/selection.hpp"
#include "cli/values.hpp"
#include "collab/model/number.hpp"
#include "collab/render/views.hpp"
#include "collab/review/planning.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment, metric;
  std::string kind = "proportion";
  std::string baseline, effect, target, margin, better;
  std::string power = "80%", confidence, shares, units, cycle, looks;
  std::optional<std::int64_t> treatments, goals;
  std::optional<double> sd, correlation, dispersion, cluster_size, icc, cv;
};

[[noreturn]] void refuse(std::string_view flag, const std::string& text, std::string_view wanted) {
  throw Error(ExitCode::usage, "bad-value",
              fmt::format("{} is '{}', which is not {}", flag, text, wanted));
}

Quantity change_of(std::string_view flag, const std::string& text) {
  const auto quantity = parse_quantity(text);
  if (!quantity || !quantity->is_change())
    refuse(flag, text, "a change such as +5%, +0.5pp or +2.0");
  return *quantity;
}

double level_of(std::string_view flag, const std::string& text) {
  const auto quantity = parse_quantity(text);
  if (!quantity || (quantity->is_change() && quantity->form != Quantity::Form::absolute_change))
    refuse(flag, text, "a level such as 3.2% or 42");
  return quantity->value;
}

double fraction_of(std::string_view flag, const std::string& text) {
  const auto fraction = parse_fraction(text);
  if (!fraction) refuse(flag, text, "a share such as 80%");
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
    refuse("--units", text, "a number such as 600/day, 4200/week or, in all, 20000");
  history.per_day.reset();
  history.total.reset();
  if (days > 0)
    history.per_day = number.real / days;
  else
    history.total = number.real;
}

/// `50/50`, `20/40/40`: control first.
std::vector<Variant> variants_of(const Options& options) {
  std::vector<Variant> variants{{.id = "control"}};
  const std::int64_t treatments = options.treatments.value_or(1);
  std::vector<double> shares;
  if (!options.shares.empty()) {
    for (std::string part : split_commas({[&] {
           std::string text = options.shares;
           std::replace(text.begin(), text.end(), '/', ',');
           return text;
         }()})) {
      if (part.ends_with('%')) part.pop_back();
      const ParsedNumber number = parse_number(part);
      if (number.fault != NumberFault::none || !(number.real > 0))
        refuse("--shares", options.shares, "shares such as 50/50, control first");
      shares.push_back(number.real);
    }
    if (shares.size() < 2 ||
        (options.treatments && shares.size() != static_cast<std::size_t>(treatments) + 1))
      refuse("--shares", options.shares, "one share a variant, control first");
  } else {
    if (treatments < 1 || treatments > 100)
      refuse("--treatments", std::to_string(treatments), "a number from 1 to 100");
    shares.assign(static_cast<std::size_t>(treatments) + 1, 1);
  }
  double sum = 0;
  for (const double share : shares) sum += share;
  variants.clear();
  for (std::size_t i = 0; i < shares.size(); ++i)
    variants.push_back(
        {.id = i == 0 ? "control" : fmt::format("treatment{}", i), .share = shares[i] / sum});
  return variants;
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
    if (!days) refuse("--looks", text, "days such as 14d,28d, or weekly, or end");
    looks.days.push_back(*days);
  }
  return looks;
}

/// What the flags alone describe: one metric, control and treatments.
Experiment described(const Options& options) {
  if (options.baseline.empty() || (options.effect.empty() && options.target.empty() &&
                                   options.margin.empty() && options.units.empty())) {
    throw Error(ExitCode::usage, "argument-missing",
                "collab power needs an experiment, or --baseline with --effect or --units",
                "collab power --baseline 3.2% --effect +5% --units 600/day");
  }
  Metric metric;
  metric.id = options.kind;
  metric.kind = options.kind;
  if (metric.kind == "nps") {
    metric.kind = "score";
    metric.scale = Scale{.nps = true};
  } else if (metric.kind == "score") {
    metric.scale = Scale{.nps = false, .from = 1, .to = 5, .top = 2};
  }
  Experiment plan;
  plan.variants = variants_of(options);
  plan.control = "control";
  plan.cycle = Days{28};
  metric.role = options.margin.empty() ? Role::goal : Role::guardrail;
  plan.metrics = {metric};
  // Other goals share the error; they are only counted.
  for (std::int64_t other = 1; other < std::min<std::int64_t>(options.goals.value_or(1), 1000);
       ++other) {
    plan.metrics.push_back({.id = fmt::format("goal {}", other + 1), .role = Role::goal});
  }
  return plan;
}

void apply(const Options& options, Experiment& plan, Metric& metric, MetricHistory& history) {
  if (!options.better.empty())
    metric.higher_is_better = options.better == "higher";
  else if (!options.effect.empty() && !metric.target && !metric.limit)
    metric.higher_is_better = change_of("--effect", options.effect).value > 0;
  if (!options.target.empty()) {
    const auto quantity = parse_quantity(options.target);
    if (!quantity)
      refuse("--target", options.target, "a change such as +5% or a level such as 3.5%");
    metric.role = Role::goal;
    if (options.better.empty() && quantity->is_change() && options.experiment.empty())
      metric.higher_is_better = quantity->value >= 0;
    metric.target = Target{metric.higher_is_better, *quantity};
  }
  if (!options.margin.empty()) {
    const Quantity margin = change_of("--margin", options.margin);
    metric.role = Role::guardrail;
    metric.limit = Target{margin.value < 0, margin};
    metric.higher_is_better = margin.value < 0;
  }
  if (!options.baseline.empty()) {
    history.baseline = level_of("--baseline", options.baseline);
    history.from = options.experiment.empty() ? "" : "--baseline";
    if (metric.kind == "rate") history.exposures = true;
  }
  if (!options.units.empty()) read_units(options.units, history);
  if (options.sd) history.sd = options.sd;
  if (options.correlation) history.correlation = options.correlation;
  if (options.dispersion) history.dispersion = options.dispersion;
  (void)plan;
}

/// The metric that flags about figures speak of: the one named, else the first goal.
Metric& chosen(const Options& options, Experiment& plan) {
  std::vector<std::string> names;
  Metric* first = nullptr;
  for (Metric& metric : plan.metrics) {
    names.push_back(metric.id);
    if (options.metric.empty() ? metric.role == Role::goal : metric.id == options.metric)
      if (first == nullptr) first = &metric;
  }
  if (first == nullptr && options.metric.empty() && !plan.metrics.empty())
    first = &plan.metrics.front();
  if (first == nullptr)
    throw Error(ExitCode::usage, "bad-value",
                fmt::format("{} has no metric '{}'", plan.id, options.metric),
                did_you_mean(options.metric, names, "metrics"));
  return *first;
}

bool says_figures(const Options& options) {
  return !options.baseline.empty() || !options.effect.empty() || !options.target.empty() ||
         !options.margin.empty() || options.sd || options.correlation || options.dispersion;
}

ExitCode run(Context& context, const Options& options) {
  Experiment plan;
  PlanningHistory history;
  PowerQuestion question;
  question.metric = options.metric;
  if (options.experiment.empty()) {
    plan = described(options);
    question.metric = plan.metrics.front().id;
  } else {
    Project& project = context.project();
    plan = *project.definition(experiment_named(project, options.experiment)).experiment;
    if (Ledger* ledger = project.ledger_if_there()) {
      const Ledger::Snapshot snapshot(*ledger);
      history = planning_history(*ledger, plan);
    }
  }
  if (!options.cycle.empty()) {
    const auto days = parse_days(options.cycle);
    if (!days) refuse("--cycle", options.cycle, "a number of days such as 28d");
    plan.cycle = *days;
    std::erase_if(plan.looks.days, [&](Days day) { return day > *days; });
  }
  if (!options.looks.empty()) plan.looks = looks_of(options.looks);
  if (!options.confidence.empty())
    plan.confidence = fraction_of("--confidence", options.confidence);
  if (std::any_of(plan.looks.days.begin(), plan.looks.days.end(),
                  [&](Days day) { return day > plan.cycle; }))
    refuse("--looks", options.looks, "within the cycle");
  Metric& metric = chosen(options, plan);
  if (says_figures(options)) question.metric = metric.id;
  // How many come is the same question for every metric, unless one is named.
  if (options.metric.empty() && !options.units.empty())
    for (const Metric& each : plan.metrics) read_units(options.units, history[each.id]);
  apply(options, plan, metric, history[metric.id]);
  question.wanted = fraction_of("--power", options.power);
  if (!options.effect.empty()) question.effect = change_of("--effect", options.effect);
  question.cluster_size = options.cluster_size;
  question.cluster_correlation = options.icc;
  question.cluster_variation = options.cv;
  context.emit(view(plan_power(plan, history, question)));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"EXP", "a definition, with its history; none: the flags describe it",
                     Argument::Count::optional, &o->experiment}},
      .options =
          {{"--metric", "METRIC", "only this one; figures given by flags are about it", &o->metric},
           {"--kind",
            "KIND",
            "without EXP: what is measured (default: proportion)",
            &o->kind,
            {"proportion", "mean", "ratio", "rate", "score", "nps"}},
           {"--baseline", "LEVEL", "today's level: 3.2%, 41.5; else from history", &o->baseline},
           {"--effect", "CHANGE", "the true change to plan for: +5%, +0.5pp, +2.0", &o->effect},
           {"--target", "QUANTITY", "what is to be shown: +5%, 3.5%; else the definition's",
            &o->target},
           {"--margin", "CHANGE", "how much worse may be allowed, -5% or +10%: plans a guardrail",
            &o->margin},
           {"--better",
            "WORD",
            "higher or lower; else by the sign of the change",
            &o->better,
            {"higher", "lower"}},
           {"--power", "SHARE", "wanted chance to see what is there (default: 80%)", &o->power},
           {"--confidence", "SHARE", "of the intervals; 95% unless defined", &o->confidence},
           {"--treatments", "K", "without EXP: variants beside control (default: 1)",
            &o->treatments},
           {"--goals", "G", "without EXP: goals that share the error (default: 1)", &o->goals},
           {"--shares", "A/B", "without EXP: shares, control first, such as 50/50", &o->shares},
           {"--units", "N[/day]",
            "how many come in all variants: 600/day, 4200/week, or in all 20000", &o->units},
           {"--cycle", "DAYS", "length of the cycle, such as 28d", &o->cycle},
           {"--looks", "DAYS", "planned looks, such as 14d,28d, or weekly, or end", &o->looks},
           {"--sd", "NUMBER", "standard deviation between units (mean, ratio, nps)", &o->sd},
           {"--correlation", "R", "of the metric with a covariate known before", &o->correlation},
           {"--dispersion", "NUMBER", "variance over mean of a rate's events; 1 = independent",
            &o->dispersion},
           {"--cluster-size", "M", "units of a cluster, where whole clusters are assigned",
            &o->cluster_size},
           {"--icc", "R", "correlation of two units of one cluster, such as 0.02", &o->icc},
           {"--cv", "NUMBER", "coefficient of variation of the clusters' sizes", &o->cv}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab power answers-in-two-hours", "what its next cycle can show, from what is recorded"},
    {"collab power answers-in-two-hours --cycle 56d --effect +3%", "what if it ran longer"},
    {"collab power --baseline 3.2% --effect +5% --units 600/day", "before anything is written"},
    {"collab power --kind mean --baseline 41 --sd 18 --effect +2.0 --correlation 0.6",
     "a mean with a covariate"},
    {"collab power --baseline 12% --margin -5% --cluster-size 200 --icc 0.03",
     "a guardrail, whole stores assigned"},
};

}  // namespace

const Verb power_verb{
    .name = "power",
    .summary = "how many units and days a plan needs, and what its cycle can show",
    .group = Group::look,
    .about =
        "Says for each goal and guardrail how many units show the target or the predicted change, "
        "how many days they take to come, how likely the planned cycle shows it, and which change "
        "it would show. Levels, spread and arrival come from the newest recorded figures; flags "
        "say what is not recorded or ask what if. Needs no project without EXP. Writes nothing.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
