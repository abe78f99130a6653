#include "collab/review/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <span>

#include "collab/review/cells.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "review/summary_cells.hpp"
#include "review/unit_cells.hpp"

namespace collab {
namespace {

using std::chrono::year;

/// A period's cells, and how its rows of each metric were counted.
struct Period {
  std::vector<Cell> cells;
  std::map<std::string, Counts> counts;
};

/// declared: the segments of the plan, whose levels are kept.
std::map<Day, Period> periods_of(const Ledger& ledger, const std::string& experiment,
                                 const Experiment& plan, const SeriesRequest& request,
                                 const std::vector<std::string>& declared, Ledger::AsOf as_of) {
  const Day first = request.first.value_or(Day{year{1900} / 1 / 1});
  const Day last = request.last.value_or(Day{year{9999} / 12 / 31});
  OtherKind other_kind;
  std::vector<Observation> rows = ledger.observations(experiment, first, last, -1, as_of);
  std::erase_if(rows, [&](const Observation& row) {
    return !row.period || plan.metric(row.metric) == nullptr ||
           (!request.location.empty() && row.location != request.location);
  });
  std::map<Day, std::vector<SummaryRow>> by_day;
  for (SummaryRow& row : summary_rows(rows, plan, ledger.declared_levels(), &other_kind)) {
    if (!request.location.empty()) row.location.clear();
    by_day[row.dated].push_back(std::move(row));
  }
  std::map<Day, Period> periods;
  for (const auto& [day, group] : by_day) {
    Period& period = periods[day];
    period.cells = summary_cells(group, plan, 0, std::nullopt);
    for (const SummaryRow& row : group) period.counts.emplace(row.metric, row.counts);
  }
  // Unit rows hold no location of their own, but where whole clusters were assigned.
  if (!request.location.empty()) return periods;
  std::map<Day, std::vector<Batch>> batches;
  std::map<Day, Counts> counts;
  for (Batch& batch : ledger.batches(experiment, first, last, -1, as_of)) {
    if (!batch.period || batch.grain != Grain::unit) continue;
    counts.emplace(batch.dated, batch.counts);
    batches[batch.dated].push_back(std::move(batch));
  }
  // What recording kept need not be folded again.
  std::set<std::int64_t> kept;
  const std::string segment =
      request.segment.empty() ? std::string{} : parse_segment_set(request.segment).front().first;
  const bool keeps_segment =
      segment.empty() || std::ranges::find(declared, segment) != declared.end();
  for (const Cycle& cycle : ledger.cycles(experiment, as_of)) {
    if (as_of || !keeps_segment || cycle.end() < first || cycle.first > last) continue;
    for (auto& [day, cells] : ledger.day_cells(cycle.id)) {
      kept.insert(cycle.id);
      batches.erase(day);
      if (day < first || day > last) continue;
      for (Cell& cell : cells) {
        if (plan.metric(cell.metric) == nullptr) continue;
        const auto found = counts.find(day);
        periods[day].counts[cell.metric] = found == counts.end() ? Counts::once : found->second;
        periods[day].cells.push_back(std::move(cell));
      }
    }
  }
  for (auto& [day, group] : batches) {
    const Counts counted_as = group.front().counts;
    UnitCells units =
        unit_cells(ledger, std::move(group), plan, {{0, std::nullopt}}, nullptr, &other_kind);
    Period& period = periods[day];
    std::erase_if(period.cells,
                  [&](const Cell& cell) { return units.metrics.contains(cell.metric); });
    for (Cell& cell : units.cells) period.cells.push_back(std::move(cell));
    for (const std::string& metric : units.metrics) period.counts[metric] = counted_as;
  }
  for (const Cycle& cycle : ledger.cycles(experiment, as_of)) {
    if (cycle.end() < first || cycle.first > last || (!as_of && kept.contains(cycle.id))) continue;
    std::vector<Batch> held =
        ledger.batches(experiment, cycle.first, std::min(last, cycle.end()), cycle.number, as_of);
    for (auto& [day, cells] : event_day_cells(ledger, std::move(held), plan, &other_kind)) {
      if (day < first) continue;
      Period& period = periods[day];
      for (Cell& cell : cells) {
        period.counts.emplace(cell.metric, Counts::once);
        period.cells.push_back(std::move(cell));
      }
    }
  }
  return periods;
}

double size_of(const MetricKind& kind, const Moments& moments) {
  return kind.shape.unit_fields.size() == 2 ? moments.sum[1] : moments.n;
}

/// One metric of one variant, as it came.
struct Raw {
  Day day{};
  Moments moments;
  Counts counts = Counts::once;
  int cycle = 0;
};

/// Each period adds units, and what they add is a figure of the kind: a share's later successes may
/// be those of units that were there before.
bool grows(const MetricKind& kind, const std::vector<Raw>& raw) {
  const bool counts = kind.shape.name == "proportion" || kind.shape.name == "rate";
  for (std::size_t i = 1; i < raw.size(); ++i) {
    if (raw[i].cycle != raw[i - 1].cycle) continue;
    const double more = size_of(kind, raw[i].moments) - size_of(kind, raw[i - 1].moments);
    const double events = raw[i].moments.sum[0] - raw[i - 1].moments.sum[0];
    if (more <= 0 || (counts && events < 0)) return false;
    if (kind.shape.name == "proportion" && events > more) return false;
  }
  return true;
}

Series series_of(const Metric& metric, const std::string& variant, const std::vector<Raw>& raw) {
  const MetricKind& kind = *find_metric_kind(metric.kind);
  Series series{.metric = metric.id, .variant = variant, .periods = {}};
  const bool to_date =
      std::ranges::any_of(raw, [](const Raw& each) { return each.counts == Counts::to_date; });
  // A quantile to date is no sum, so that there is nothing to subtract.
  const bool growth = to_date && kind.shape.name != "quantile" && grows(kind, raw);
  series.cumulative = to_date && !growth;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    Moments moments = raw[i].moments;
    if (growth && i > 0 && raw[i].cycle == raw[i - 1].cycle) {
      moments.n -= raw[i - 1].moments.n;
      for (std::size_t column = 0; column < Moments::columns; ++column)
        moments.sum[column] -= raw[i - 1].moments.sum[column];
    }
    series.periods.push_back({.period = raw[i].day,
                              .value = point_value(kind, moments),
                              .size = size_of(kind, moments),
                              .events = moments.sum[0]});
  }
  return series;
}

}  // namespace

std::vector<Series> recorded_series(const Ledger& ledger, const std::string& experiment,
                                    const Experiment& plan, const SeriesRequest& request,
                                    Ledger::AsOf as_of) {
  Experiment read_by = plan;
  if (!request.metrics.empty())
    std::erase_if(read_by.metrics, [&](const Metric& metric) {
      return std::ranges::find(request.metrics, metric.id) == request.metrics.end();
    });
  read_by.segments.clear();
  if (!request.segment.empty())
    for (const auto& [name, level] : parse_segment_set(request.segment))
      read_by.segments.push_back(name);
  const std::map<Day, Period> periods =
      periods_of(ledger, experiment, read_by, request, plan.segments, as_of);
  const std::vector<Cycle> cycles = ledger.cycles(experiment, as_of);
  const auto cycle_of = [&](Day day) {
    for (const Cycle& cycle : cycles)
      if (cycle.holds(day)) return cycle.number;
    return 0;
  };
  std::map<std::pair<std::string, std::string>, std::vector<Raw>> raw;
  for (const auto& [day, period] : periods) {
    const int cycle = cycle_of(day);
    for (const Cell& cell : period.cells) {
      if (cell.metric.empty() || cell.basis != Basis::unit || cell.segment != request.segment)
        continue;
      raw[{cell.metric, cell.variant}].push_back({.day = day,
                                                  .moments = cell.moments,
                                                  .counts = period.counts.at(cell.metric),
                                                  .cycle = cycle});
    }
  }
  std::vector<Series> result;
  for (const Metric& metric : plan.metrics)
    for (const Variant& variant : plan.variants) {
      const auto found = raw.find({metric.id, variant.id});
      if (found != raw.end()) result.push_back(series_of(metric, variant.id, found->second));
    }
  return result;
}

std::string recent_figures(const Ledger& ledger, const Cycle& cycle, const Experiment& plan,
                           Ledger::AsOf as_of, std::size_t most) {
  const auto goal = std::ranges::find(plan.metrics, Role::goal, &Metric::role);
  const std::vector<std::string> treatments = plan.treatments();
  if (goal == plan.metrics.end() || treatments.empty()) return {};
  SeriesRequest request{.first = cycle.first, .last = cycle.end(), .metrics = {goal->id}};
  for (const Series& series : recorded_series(ledger, cycle.experiment, plan, request, as_of)) {
    if (series.variant != treatments.front()) continue;
    std::string text;
    const std::size_t skipped = series.periods.size() - std::min(series.periods.size(), most);
    for (const SeriesPeriod& period : std::span(series.periods).subspan(skipped)) {
      if (!text.empty()) text += ' ';
      text += period.value ? fmt::format("{:.6g}", *period.value) : "-";
    }
    return text;
  }
  return {};
}

std::vector<std::optional<double>> parse_recent(std::string_view text) {
  std::vector<std::optional<double>> values;
  while (!text.empty()) {
    const std::size_t blank = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, blank);
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool number = error == std::errc{} && end == word.data() + word.size();
    values.push_back(number ? std::optional(value) : std::nullopt);
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return values;
}

}  // namespace collab
