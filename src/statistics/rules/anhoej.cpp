// rules: anhoej — an unusually long run on one side of the centre, or unusually few crossings of
// it.
//
// source  Anhoej and Olesen 2014, PLoS ONE 9:e113825
#include "collab/statistics/runs.hpp"
#include "statistics/charts.hpp"
#include "statistics/rules.hpp"

namespace collab {
namespace {

/// The runs of one phase, and where the longest lies (the first of several).
struct Counted {
  RunsAnalysis analysis;
  std::size_t first = 0, last = 0;
  int side = 0;
};

Counted count_runs(const Chart& chart, const ChartPhase& phase) {
  Counted counted;
  RunsAnalysis& analysis = counted.analysis;
  std::size_t start = 0, length = 0;
  int side = 0;
  for (std::size_t i = phase.first; i < phase.end; ++i) {
    const ChartPoint& point = chart.points[i];
    if (!point.value || point.excluded || !point.centre || *point.value == *point.centre) continue;
    const int here = *point.value > *point.centre ? 1 : -1;
    ++analysis.useful;
    if (here != side) {
      if (side != 0) ++analysis.crossings;
      side = here;
      start = i;
      length = 0;
    }
    ++length;
    if (length > analysis.longest_run) {
      analysis.longest_run = length;
      counted.first = start;
      counted.last = i;
      counted.side = here;
    }
  }
  analysis.longest_run_max = longest_run_max(analysis.useful);
  analysis.crossings_min = crossings_min(analysis.useful);
  return counted;
}

/// P(a steady process breaks the rule in this phase), not how often this split of points would.
double false_alarm_of(const Chart& chart, const ChartKind& kind, const ChartPhase& phase,
                      std::size_t useful) {
  if (chart.settings.centre) return runs_false_signal(useful);
  std::size_t own = 0;
  for (std::size_t i = phase.first; i < phase.end; ++i) {
    const ChartPoint& point = chart.points[i];
    own += point.baseline && point.value && point.centre && *point.value != *point.centre;
  }
  return runs_false_signal({.own = own, .median = kind.median}, useful - own);
}

RuleFindings judge(const Chart& chart) {
  RuleFindings findings{.rules = "anhoej"};
  const ChartKind* kind = find_chart_kind(chart.settings.kind);
  if (!chart.settings.ordered || kind == nullptr || !kind->runs) {
    findings.reason = chart.settings.ordered ? "no-sigma" : "no-order";
    findings.basis = findings.reason;
    return findings;
  }
  double quiet = 1;
  std::size_t useful = 0;
  for (std::size_t p = 0; p < chart.phases.size(); ++p) {
    const ChartPhase& phase = chart.phases[p];
    Counted counted = count_runs(chart, phase);
    RunsAnalysis& analysis = counted.analysis;
    analysis.phase = p;
    const bool long_run = analysis.longest_run > analysis.longest_run_max;
    const bool few = analysis.crossings < analysis.crossings_min;
    analysis.signal = long_run || few;
    if (long_run) {
      findings.signals.push_back({"long-run", counted.first, counted.last, counted.side});
    }
    if (few) findings.signals.push_back({"few-crossings", phase.first, phase.end - 1, 0});
    findings.runs.push_back(analysis);
    useful += analysis.useful;
    quiet *= 1 - false_alarm_of(chart, *kind, phase, analysis.useful);
  }
  if (useful == 0) {
    findings.reason = findings.basis = "no-data";
    return findings;
  }
  findings.false_alarm = 1 - quiet;
  findings.basis = chart.settings.centre ? "exact-known-centre" : "own-centre";
  return findings;
}

}  // namespace

const RuleSet anhoej_rules{.name = "anhoej",
                           .summary = "an unusually long run on one side, or few crossings",
                           .judge = judge};

}  // namespace collab
