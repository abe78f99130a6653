// `power`: what a design can show, in words, and the chances by effect and days.
#include "render/views/power.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "collab/render/views.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

/// Planning is not exact to the last unit: up to three significant digits.
std::string about(double number) {
  if (number < 1000) return count(std::ceil(number));
  const double scale = std::pow(10, std::floor(std::log10(number)) - 2);
  return count(std::ceil(number / scale - 1e-9) * scale);
}

/// `62%`, never 0 or 100.
std::string chance(double power) {
  if (power < 0.01) return "under 1%";
  if (power > 0.99) return "over 99%";
  return fmt::format("{:.0f}%", 100 * power);
}

MetricNotation notation_of(const MetricPower& metric) {
  Side base;
  base.level.value = metric.baseline;
  return notation_of(metric.kind, metric.measure, base, base);
}

std::string effect_words(const MetricPower& metric, double effect) {
  if (effect == 0) return "0";
  const Notation notation = metric.relative ? in_percent() : notation_of(metric).change;
  const double scale = std::pow(10, std::floor(std::log10(std::abs(effect))) - 2);
  return figure(std::round(effect / scale) * scale, notation, true);
}

/// `12,400 consumers a variant`; with unequal shares all of them.
std::string size_words(const PowerReport& report, const MetricPower& metric,
                       const PowerClaim& claim) {
  if (!claim.treatment_size || !claim.size) return {};
  const bool alone = !claim.control_size;
  std::string words =
      alone         ? fmt::format("{} {}", about(*claim.treatment_size), metric.counted)
      : report.even ? fmt::format("{} {} a variant", about(*claim.treatment_size), metric.counted)
                    : fmt::format("{} {} in all", about(*claim.size), metric.counted);
  if (metric.cluster_size && *metric.cluster_size > 0)
    words += fmt::format(" ({} {} {})", about(*claim.treatment_size / *metric.cluster_size),
                         report.clusters.empty() ? "clusters" : report.clusters,
                         alone ? "in all" : "a variant");
  return words;
}

std::string days_words(double days) {
  return fmt::format("{} {}", about(days), days == 1 ? "day" : "days");
}

std::string planned_words(const PowerReport& report, const MetricPower& metric) {
  if (metric.per_day) return days_words(report.cycle_days);
  return fmt::format("{} {}", count(*metric.planned_size), metric.counted);
}

std::string claim_words(const PowerClaim& claim) {
  return claim.claim == "better" ? "To show it is better"
         : claim.claim == "met"  ? "To show the target is met"
                                 : "To show the limit is kept";
}

std::string assumed_words(const MetricPower& metric, const PowerClaim& claim) {
  if (claim.effect == 0 && claim.assumed == "no change") return "if nothing changes";
  const std::string effect = effect_words(metric, claim.effect);
  if (claim.assumed == "target")
    return fmt::format("if the change is just the target ({})", effect);
  if (claim.assumed == "predicted")
    return fmt::format("if the change is as predicted ({})", effect);
  return fmt::format("if the change is {}", effect);
}

std::string claim_line(const PowerReport& report, const MetricPower& metric,
                       const PowerClaim& claim) {
  std::string line = fmt::format("{}, {}: ", claim_words(claim), assumed_words(metric, claim));
  if (claim.size_reason == "not-beyond-threshold")
    return line + (claim.claim == "better" ? "cannot be: that change is no improvement."
                   : claim.claim == "met"  ? "cannot be: that change does not go beyond the target."
                                           : "cannot be: that change is beyond the limit.");
  if (!claim.size) {
    return line + (claim.power || !metric.planned_size
                       ? "no number is enough: what it is compared with is too little."
                       : "cannot be: the measure ends before that.");
  }
  line += "needs " + size_words(report, metric, claim);
  if (claim.days)
    line += fmt::format(", {} at {} a day", days_words(*claim.days), about(*metric.per_day));
  if (claim.power)
    line += fmt::format("; {} {} it with a chance of {}", planned_words(report, metric),
                        metric.per_day && report.cycle_days == 1 ? "shows" : "show",
                        chance(*claim.power));
  return line + ".";
}

/// What the planned cycle can show at all: `28 days show +4.7% or more as better, …`.
std::string reach_line(const PowerReport& report, const MetricPower& metric) {
  std::vector<std::string> parts;
  for (const PowerClaim& claim : metric.claims) {
    if (!claim.power) continue;
    const bool upwards =
        claim.claim == "better" ? metric.higher_is_better : metric.target.starts_with(">=");
    const std::string as = claim.claim == "better" ? "as better"
                           : claim.claim == "met"  ? "as met"
                                                   : "as within the limit";
    if (claim.detectable)
      parts.push_back(fmt::format("{} or {} {}", effect_words(metric, *claim.detectable),
                                  upwards ? "more" : "less", as));
    else
      parts.push_back(fmt::format("no change {}", as));
  }
  if (parts.empty()) return {};
  return fmt::format("With a chance of {}, {} show: {}.", chance(report.wanted),
                     planned_words(report, metric), joined(parts, "; "));
}

Table power_table(const MetricPower& metric) {
  Table table;
  table.columns = {{.title = "CHANCE IF"}};
  std::vector<Table::Cell> row;
  for (const PowerPoint& point : metric.table) {
    const bool first_row = point.effect == metric.table.front().effect;
    if (first_row)
      table.columns.push_back({.title = fmt::format("{} DAYS", point.days), .right = true});
    if (row.empty()) row.push_back({effect_words(metric, point.effect)});
    row.push_back({chance(point.power), point.power >= 0.8  ? Tone::good
                                        : point.power < 0.5 ? Tone::dim
                                                            : Tone::plain});
    if (&point == &metric.table.back() || (&point)[1].effect != point.effect) {
      table.rows.push_back(std::move(row));
      row.clear();
    }
  }
  return table;
}

Json claim_data(const PowerClaim& claim) {
  return {{"claim", claim.claim},
          {"assumed", claim.assumed},
          {"effect", number(claim.effect)},
          {"threshold", number(claim.threshold)},
          {"size", number(claim.size)},
          {"size_reason", text_or_null(claim.size_reason)},
          {"control_size", number(claim.control_size)},
          {"treatment_size", number(claim.treatment_size)},
          {"days", number(claim.days)},
          {"power", number(claim.power)},
          {"detectable", number(claim.detectable)},
          {"detectable_reason", text_or_null(claim.detectable_reason)}};
}

Json flat(const PowerReport& report, const MetricPower& metric, const PowerClaim& claim) {
  return {{"experiment", text_or_null(report.experiment)},
          {"metric", metric.metric},
          {"claim", claim.claim},
          {"assumed", claim.assumed},
          {"relative", metric.relative},
          {"baseline", number(metric.baseline)},
          {"effect", number(claim.effect)},
          {"threshold", number(claim.threshold)},
          {"wanted", number(report.wanted)},
          {"size", number(claim.size)},
          {"control_size", number(claim.control_size)},
          {"treatment_size", number(claim.treatment_size)},
          {"counted", metric.counted},
          {"per_day", number(metric.per_day)},
          {"days", number(claim.days)},
          {"cycle_days", report.cycle_days},
          {"power", number(claim.power)},
          {"detectable", number(claim.detectable)}};
}

}  // namespace

Json metric_power_data(const MetricPower& metric) {
  Json claims = Json::array(), table = Json::array();
  for (const PowerClaim& claim : metric.claims) claims.push_back(claim_data(claim));
  for (const PowerPoint& point : metric.table)
    table.push_back({{"effect", number(point.effect)},
                     {"days", number(point.days)},
                     {"power", number(point.power)}});
  return {{"metric", metric.metric},
          {"kind", metric.kind},
          {"measure", text_or_null(metric.measure)},
          {"role", name_of(metric.role)},
          {"better", better_word(metric.higher_is_better)},
          {"target", text_or_null(metric.target)},
          {"relative", metric.relative},
          {"baseline", number(metric.baseline)},
          {"baseline_from", text_or_null(metric.baseline_from)},
          {"sd", number(metric.sd)},
          {"correlation", number(metric.correlation)},
          {"dispersion", number(metric.dispersion)},
          {"design_effect", number(metric.design_effect)},
          {"cluster_size", number(metric.cluster_size)},
          {"alpha", number(metric.alpha)},
          {"looks", metric.looks},
          {"counted", text_or_null(metric.counted)},
          {"per_day", number(metric.per_day)},
          {"planned_size", number(metric.planned_size)},
          {"claims", std::move(claims)},
          {"table", std::move(table)},
          {"needs", texts(metric.needs)}};
}

std::string power_heading(const MetricPower& metric) {
  std::string text = metric.metric;
  if (!metric.target.empty()) text += " " + metric.target;
  if (metric.baseline) {
    text += fmt::format(", now {}", figure(*metric.baseline, notation_of(metric).level));
    if (!metric.baseline_from.empty()) text += fmt::format(" ({})", metric.baseline_from);
  }
  if (metric.per_day) text += fmt::format(", {} {} a day", about(*metric.per_day), metric.counted);
  return text;
}

std::vector<std::string> power_lines(const PowerReport& report, const MetricPower& metric) {
  std::vector<std::string> lines;
  for (const PowerClaim& claim : metric.claims) lines.push_back(claim_line(report, metric, claim));
  if (std::string reach = reach_line(report, metric); !reach.empty())
    lines.push_back(std::move(reach));
  for (const std::string& need : metric.needs) lines.push_back("Not known: " + need);
  return lines;
}

Document view(const PowerReport& report) {
  Json items = Json::array(), rows = Json::array();
  for (const MetricPower& metric : report.metrics) {
    items.push_back(metric_power_data(metric));
    for (const PowerClaim& claim : metric.claims) rows.push_back(flat(report, metric, claim));
  }
  Document answer = document("power", {{"experiment", text_or_null(report.experiment)},
                                       {"title", text_or_null(report.title)},
                                       {"unit", report.unit},
                                       {"assigned", text_or_null(report.clusters)},
                                       {"variants", report.variants},
                                       {"cycle_days", report.cycle_days},
                                       {"confidence", number(report.confidence)},
                                       {"wanted", number(report.wanted)},
                                       {"notes", texts(report.notes)},
                                       {"items", std::move(items)}});
  set_rows(answer,
           {"experiment", "metric", "claim", "assumed", "relative", "baseline", "effect",
            "threshold", "wanted", "size", "control_size", "treatment_size", "counted", "per_day",
            "days", "cycle_days", "power", "detectable"},
           std::move(rows));
  set_subject(answer, {report.experiment});
  Page& page = answer.page;
  page.push_back(Paragraph{
      report.experiment.empty()
          ? fmt::format("What a comparison of {} can show", count(report.variants, "variant"))
          : fmt::format("{}: what a cycle of {} can show", report.experiment,
                        days_words(report.cycle_days)),
      Tone::strong});
  for (const MetricPower& metric : report.metrics) {
    page.push_back(Paragraph{});
    page.push_back(Paragraph{power_heading(metric), Tone::strong});
    for (const std::string& line : power_lines(report, metric)) {
      const bool unknown = line.starts_with("Not known");
      page.push_back(Paragraph{line, unknown ? Tone::caution : Tone::plain, 2});
    }
    if (!metric.table.empty()) {
      page.push_back(Paragraph{});
      page.push_back(power_table(metric));
    }
  }
  if (report.metrics.empty()) {
    page.push_back(Paragraph{"It has no goal and no guardrail to plan for.", Tone::caution});
  }
  page.push_back(Paragraph{});
  page.push_back(Paragraph{
      fmt::format("Sizes are for a chance of {} to see what is there, with {} confidence.",
                  chance(report.wanted), figure(report.confidence, in_percent())),
      Tone::dim});
  for (const std::string& note : report.notes) page.push_back(Paragraph{note, Tone::dim});
  answer.warnings = report.warnings;
  return answer;
}

}  // namespace collab
