#include "collab/review/report_page.hpp"

#include "collab/review/learning.hpp"
#include "collab/review/monitor.hpp"

namespace collab {
namespace {

/// The latest cycle that has something to show.
int told_cycle(const Ledger& ledger, const std::string& experiment) {
  const int latest =
      cycle_number(ledger, {.experiment = experiment, .which = Reference::Which::current});
  for (int number = latest; number > 0; --number) {
    const std::optional<Cycle> cycle = ledger.cycle(experiment, number);
    if (!cycle) continue;
    const Holdings holdings = ledger.holdings(cycle->id);
    if (holdings.observations > 0 || holdings.units > 0) return number;
  }
  return latest;
}

}  // namespace

ReportChapter report_chapter(const Ledger& ledger, const std::string& experiment,
                             const ReviewOptions& options) {
  ReportChapter chapter{.sheet = worksheet(ledger, experiment, told_cycle(ledger, experiment),
                                           Worksheet::Form::a3, options),
                        .closed = learnings(ledger, {.experiment = experiment}),
                        .charts = {}};
  for (const Metric& metric : chapter.sheet.plan.metrics) {
    if (metric.role == Role::secondary) continue;
    MonitorReport chart = monitor(ledger, {.experiment = experiment, .metric = metric.id}, options);
    std::erase_if(chart.lines, [](const MonitorLine& line) { return line.periods.empty(); });
    if (!chart.lines.empty()) chapter.charts.push_back(std::move(chart));
  }
  return chapter;
}

}  // namespace collab
