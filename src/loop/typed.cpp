// record EXP NAME=VALUE…: rows typed by hand.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "loop/recording.hpp"

namespace collab {
namespace {

Error bad_value(const std::string& name, const std::string& text, std::string message,
                std::string hint) {
  return {ExitCode::invalid, "bad-value", fmt::format("{}={}: {}", name, text, message),
          std::move(hint)};
}

double number(const std::string& name, const std::string& whole, std::string_view text) {
  const ParsedNumber parsed = parse_number(text);
  if (parsed.fault != NumberFault::none)
    throw bad_value(name, whole, fmt::format("'{}' is not a number", text),
                    "write 42, 3.4% with --n, or 896/28000");
  return parsed.real;
}

/// How a metric is typed when one number or fraction does not say it.
std::string by_name(const Metric& metric) {
  if (metric.kind == "mean") return fmt::format("{0}.mean=M {0}.sd=SD --n N", metric.id);
  if (metric.kind == "proportion" || metric.kind == "rate")
    return fmt::format("{}=COUNT/TOTAL", metric.id);
  if (metric.kind == "score")
    return fmt::format("how many gave each level: {0}.9=40 {0}.10=12 …", metric.id);
  const MetricKind& kind = *find_metric_kind(metric.kind);
  std::vector<std::string> words;
  for (const std::string_view statistic : kind.shape.summary_forms.front())
    words.push_back(fmt::format("{}.{}=…", metric.id, statistic));
  return fmt::format("{}", fmt::join(words, " "));
}

/// What a value without a statistic's name stands for: 42, 3.4 %, 896/28000.
Statistics plain_value(const Metric& metric, const std::string& text, std::optional<double> n) {
  const std::string& name = metric.id;
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    if (n)
      throw Error(ExitCode::usage, "n-unused",
                  fmt::format("{}={} says its total already", name, text), "leave --n out");
    const double above = number(name, text, std::string_view(text).substr(0, slash));
    const double below = number(name, text, std::string_view(text).substr(slash + 1));
    if (metric.kind == "proportion") return {{"n", below}, {"successes", above}};
    if (metric.kind == "rate") return {{"events", above}, {"exposure", below}};
    throw bad_value(name, text, fmt::format("a {} is not a count over a count", metric.kind),
                    by_name(metric));
  }
  if (text.ends_with('%')) {
    const double percent = number(name, text, std::string_view(text).substr(0, text.size() - 1));
    if (metric.kind != "proportion" || !n)
      throw bad_value(name, text, "a percentage is taken for a proportion with --n", "add --n N");
    const double successes = std::round(percent / 100 * *n);
    if (std::abs(percent / 100 * *n - successes) > 1e-6)
      throw Error(ExitCode::invalid, "not-whole",
                  fmt::format("{}={}: {} of {} is {}, not a whole count", name, text, text,
                              to_string(*n), fmt::format("{:.10g}", percent / 100 * *n)),
                  fmt::format("give the counts themselves: {}=COUNT/{}", name, to_string(*n)));
    return {{"n", *n}, {"successes", successes}};
  }
  const double value = number(name, text, text);
  if (metric.kind == "value") return {{"value", value}};
  if (n && metric.kind == "proportion") return {{"n", *n}, {"successes", value}};
  if (n && metric.kind == "rate") return {{"events", value}, {"exposure", *n}};
  throw bad_value(name, text, fmt::format("one number does not make a {}", metric.kind),
                  by_name(metric));
}

std::map<std::string, Statistics> typed_statistics(const Experiment& experiment,
                                                   const TypedRow& row) {
  std::map<std::string, Statistics> by_metric;
  std::vector<std::string> names;
  for (const Metric& metric : experiment.metrics) names.push_back(metric.id);
  for (const auto& [name, text] : row.values) {
    const auto dot = name.find('.');
    const std::string id = name.substr(0, dot);
    const Metric* metric = experiment.metric(id);
    if (!metric) {
      const std::string near = nearest(id, names);
      throw Error(ExitCode::invalid, "unknown-metric",
                  fmt::format("'{}' is not a metric of '{}'", id, experiment.id),
                  near.empty() ? fmt::format("its metrics: {}", fmt::join(names, ", "))
                               : fmt::format("did you mean '{}'?", near));
    }
    Statistics& statistics = by_metric[id];
    Statistics added = dot == std::string::npos
                           ? plain_value(*metric, text, row.n)
                           : Statistics{{name.substr(dot + 1), number(name, text, text)}};
    for (auto& entry : added) {
      if (find(statistics, entry.first))
        throw Error(ExitCode::usage, "given-twice",
                    fmt::format("{}.{} is given twice", id, entry.first));
      statistics.push_back(std::move(entry));
    }
  }
  for (auto& [id, statistics] : by_metric) {
    const Metric& metric = *experiment.metric(id);
    const MetricKind& kind = *find_metric_kind(metric.kind);
    const bool takes_n = std::ranges::any_of(kind.shape.summary_forms, [](const auto& form) {
      return std::ranges::find(form, "n") != form.end();
    });
    if (row.n && takes_n && !find(statistics, "n")) statistics.emplace_back("n", *row.n);
    std::ranges::sort(statistics);
    try {
      check_recordable(statistics);
      kind.from_statistics(metric, statistics);
    } catch (const Error& error) {
      const Diagnostic& fault = error.faults().front();
      throw Error(ExitCode::invalid, fault.slug, fmt::format("{}: {}", id, fault.message),
                  fault.hint);
    }
  }
  return by_metric;
}

void check_names(const Program& program, const Experiment& experiment, const TypedRow& row) {
  const auto unknown = [](std::string slug, const std::string& what, const std::string& name,
                          const std::vector<std::string>& known) {
    const std::string near = nearest(name, known);
    return Error(ExitCode::invalid, std::move(slug), fmt::format("'{}' is not a {}", name, what),
                 !near.empty() ? fmt::format("did you mean '{}'?", near)
                               : fmt::format("known: {}", fmt::join(known, ", ")));
  };
  std::vector<std::string> variants;
  for (const Variant& variant : experiment.variants) variants.push_back(variant.id);
  if (!row.variant.empty() && !experiment.has_variant(row.variant))
    throw unknown("unknown-variant", "variant of '" + experiment.id + "'", row.variant, variants);
  if (row.variant.empty() && variants.size() > 1)
    throw Error(ExitCode::usage, "variant-missing", "which variant do these numbers belong to?",
                fmt::format("--variant {}", fmt::join(variants, "|")));
  for (const auto& [name, level] : row.segments) {
    std::vector<std::string> segments;
    const std::vector<std::string>* levels = nullptr;
    for (const auto& [segment, its_levels] : program.segments) {
      segments.push_back(segment);
      if (segment == name) levels = &its_levels;
    }
    if (!levels) throw unknown("unknown-segment", "segment of the program", name, segments);
    if (std::ranges::find(*levels, level) == levels->end())
      throw unknown("unknown-level", "level of segment '" + name + "'", level, *levels);
  }
  if (!row.location.empty()) {
    std::vector<std::string> ids;
    for (const Location& location : program.locations) ids.push_back(location.id);
    if (std::ranges::find(ids, row.location) == ids.end())
      throw unknown("unknown-location", "location of the program", row.location, ids);
  }
}

Counts counts_of(const Experiment& experiment, const std::string& metric) {
  if (experiment.counts) return *experiment.counts;
  for (const Feed& feed : experiment.feeds)
    for (const ColumnUse& use : feed.columns)
      if (use.target == metric) return feed.counts;
  throw Error(ExitCode::invalid, "counts-missing",
              fmt::format("'{}' does not say how rows typed by hand add up", experiment.id),
              "add `counts: new`, `to_date` or `repeated` under `experiment:` and plan it");
}

void check_period(Project& project, const InForce& in_force, const TypedRow& row) {
  if (row.period) {
    if (*row.period > project.clock().today)
      throw Error(ExitCode::invalid, "future-period",
                  fmt::format("period {} lies in the future (today is {})", to_string(*row.period),
                              to_string(project.clock().today)));
    return;
  }
  const Ledger* ledger = project.ledger_if_there();
  const Cycle* cycle = in_force.latest();
  if (!ledger || !cycle) return;
  for (const Observation& one :
       ledger->observations(in_force.experiment.id, cycle->first, cycle->end(), cycle->number))
    if (one.period)
      throw Error(ExitCode::usage, "period-missing",
                  fmt::format("cycle {} has rows by period: which one is this?", cycle->number),
                  fmt::format("--period {}", to_string(project.clock().today)));
}

}  // namespace

std::vector<Observation> typed_observations(Project& project, const Experiment& plan,
                                            const TypedRow& row) {
  check_names(project.program(), plan, row);
  std::vector<Observation> observations;
  for (auto& [metric, statistics] : typed_statistics(plan, row))
    observations.push_back({.experiment = row.experiment,
                            .metric = metric,
                            .variant = row.variant.empty() ? plan.variants.front().id : row.variant,
                            .period = row.period,
                            .segment = segment_set(row.segments),
                            .location = row.location,
                            .statistics = statistics,
                            .counts = counts_of(plan, metric)});
  return observations;
}

RecordReport record_typed(Project& project, const TypedRow& row) {
  const InForce in_force = collab::in_force(project, row.experiment);
  const Experiment& plan = in_force.by(row.period);
  check_period(project, in_force, row);
  RecordReport report{.experiment = row.experiment};
  if (const Cycle* latest = in_force.latest()) report.cycle = latest->number;
  if (!in_force.note.empty()) report.warnings.push_back(in_force.note);

  Intake intake{.on_conflict = row.options.on_conflict.value_or(OnConflict::refuse)};
  Part part{.period = row.period, .observations = typed_observations(project, plan, row)};
  part.counts = part.observations.back().counts;
  part.rows = static_cast<std::int64_t>(part.observations.size());
  intake.parts.push_back(std::move(part));
  Recording recording{.verb = "record", .options = row.options};
  recording.intakes.push_back(std::move(intake));
  store(project, in_force, recording, report);
  report.next_command = "collab review " + row.experiment;
  return report;
}

}  // namespace collab
