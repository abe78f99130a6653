#include "loop/intake.hpp"

#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>

#include "collab/feeds/reader.hpp"
#include "collab/ledger/digest.hpp"
#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "loop/rows.hpp"

namespace collab {
namespace {

/// Which part a row goes to; nullopt when the command did not ask for its period.
class Periods {
 public:
  Periods(const Project& project, const IntakeRequest& request)
      : today_(project.clock().today), request_(request) {}

  /// --period, else {date}, else the row's own; rows that say another period than the one asked for
  /// are left out.
  bool takes(const Row& row, std::optional<Day>& period) {
    period = request_.period ? request_.period : row.period;
    if (!period) return true;
    const Day said = row.period.value_or(*period);
    if (*period > today_ || said > today_)
      throw row_fault("future-period",
                      fmt::format("period {} lies in the future (today is {})",
                                  to_string(std::max(*period, said)), to_string(today_)),
                      "record a period when its day has come", row.period_column,
                      row.period_column == 0 ? 0 : to_string(said).size());
    const bool asked =
        !request_.periods || (said >= request_.periods->first && said <= request_.periods->last);
    if (asked && !(request_.finished_days_only && *period == today_)) return true;
    ++left_out_[said];
    return false;
  }

  void report(Intake& intake) const {
    for (const auto& [day, rows] : left_out_) {
      intake.left_out_periods.insert(to_string(day));
      if (day == today_ && request_.finished_days_only)
        intake.warnings.push_back(
            fmt::format("{}: {} rows of today ({}) are left for tomorrow: the day is not over",
                        intake.source, rows, to_string(day)));
    }
  }

 private:
  Day today_;
  const IntakeRequest& request_;
  std::map<Day, std::int64_t> left_out_;
};

Part& part_for(Intake& intake, const std::optional<Day>& period) {
  const auto at = std::ranges::lower_bound(intake.parts, period, {}, &Part::period);
  if (at != intake.parts.end() && at->period == period) return *at;
  return *intake.parts.insert(at, Part{.period = period});
}

std::string rejects(const ReadResult& result) {
  std::string text = result.header;
  if (!text.empty() && text.back() != '\n') text += '\n';
  for (const Rejected& row : result.rejected) {
    text += row.text;
    if (text.empty() || text.back() != '\n') text += '\n';
  }
  return text;
}

}  // namespace

Error row_fault(std::string slug, std::string message, std::string hint, std::uint64_t column,
                std::uint64_t length) {
  return {ExitCode::invalid,
          {Diagnostic{.slug = std::move(slug),
                      .message = std::move(message),
                      .hint = std::move(hint),
                      .at = {.column = column, .length = length}}}};
}

Intake read_intake(Project& project, const InForce& in_force, const Feed& feed,
                   const IntakeRequest& request) {
  Intake intake{.feed = feed.id,
                .source = request.shown_as,
                .name = request.batch,
                .grain = feed.rows,
                .counts = feed.counts,
                .on_conflict = request.on_conflict.value_or(feed.on_conflict)};
  if (feed.rows == Grain::event)
    throw Error(
        ExitCode::failure, "event-rows-not-yet",
        fmt::format("feed '{}' of '{}' delivers event rows, which this version cannot fold yet",
                    feed.id, in_force.experiment.id),
        "send one row a unit (rows: unit) or summaries (rows: summary)");
  const Mapping mapping = make_mapping(feed, in_force.experiment, project.program(), kind_shapes());
  std::optional<Key> key;
  if (feed.rows == Grain::unit) key = project.key();

  Periods periods(project, request);
  SummaryRows summary(in_force.experiment, mapping, feed);
  UnitRows units(in_force, mapping, feed, key);
  const ReadResult result = read_feed(
      {.path = request.path,
       .shown_as = request.shown_as,
       .format = feed.format,
       .delimiter = feed.delimiter},
      mapping,
      [&](const Row& row) {
        std::optional<Day> period;
        if (!periods.takes(row, period)) return;
        // Checked before a part is made for it, so that a refused row leaves nothing.
        if (feed.rows == Grain::unit)
          units.add(row, period, [&]() -> Part& { return part_for(intake, period); });
        else
          summary.add(row, period, [&]() -> Part& { return part_for(intake, period); });
      },
      request.partial);
  intake.faults = result.faults;
  intake.fault_count = result.fault_count;
  intake.rejected = static_cast<std::int64_t>(result.rejected.size());
  if (!result.rejected.empty()) intake.rejected_text = rejects(result);
  if (result.rounded > 0)
    intake.warnings.push_back(
        fmt::format("{}: {} numbers are finer than a millionth and were rounded", request.shown_as,
                    result.rounded));
  periods.report(intake);
  for (Part& part : intake.parts)
    if (feed.rows == Grain::unit) finish_units(part);
  return intake;
}

void finish_units(Part& part) {
  std::vector<std::size_t> order(part.pseudonyms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return part.pseudonyms[i]; });
  part.run = reordered(part.run, order);
  part.pseudonyms = reordered(part.pseudonyms, order);
  // Placeholders: a run is not whole without numbers, and its content does not depend on them.
  part.run.numbers.resize(part.pseudonyms.size());
  std::iota(part.run.numbers.begin(), part.run.numbers.end(), std::uint32_t{0});
  part.digest = content_digest(part.run, part.pseudonyms);
}

}  // namespace collab
