#include "loop/intake.hpp"

#include <sys/stat.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "collab/feeds/reader.hpp"
#include "collab/ledger/digest.hpp"
#include "collab/model/error.hpp"
#include "collab/model/parallel.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "loop/rows.hpp"
#include "loop/unit_rows.hpp"
#include "loop/voice_feed.hpp"

namespace collab {
namespace {

/// Which part a row goes to; nullopt when the command did not ask for its period.
class Periods {
 public:
  Periods(const Project& project, const IntakeRequest& request, Grain grain)
      : today_(project.clock().today), request_(request), events_(grain == Grain::event) {}

  /// --period, else {date}, else the row's own, but of an event its own day in any case; rows that
  /// say another period than the one asked for are left out.
  bool takes(const Row& row, std::optional<Day>& period) {
    period = request_.period && !events_ ? request_.period : row.period;
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

  /// The same for a block, which keeps the rows that are taken; false when one lies in the future.
  bool takes(RowBlock& block) {
    const std::size_t levels = block.rows.empty() ? 0 : block.levels.size() / block.rows.size();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
      UnitRow& row = block.rows[i];
      if (row.day != last_said_ || !decided_) decide(row.day);
      if (decision_ == Decision::future) return false;
      if (decision_ == Decision::leave) {
        ++left_out_[left_as_];
        continue;
      }
      row.day = becomes_;
      if (kept != i) {
        block.rows[kept] = row;
        std::copy_n(block.levels.begin() + static_cast<std::ptrdiff_t>(i * levels), levels,
                    block.levels.begin() + static_cast<std::ptrdiff_t>(kept * levels));
      }
      ++kept;
    }
    block.rows.resize(kept);
    block.levels.resize(kept * levels);
    return true;
  }
  void merge(const Periods& other) {
    for (const auto& [day, rows] : other.left_out_) left_out_[day] += rows;
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
  enum class Decision { take, leave, future };
  /// takes() of a day, kept for the rows that say the same.
  void decide(std::int32_t said) {
    Row row;
    if (said != UnitRow::no_day) row.period = Day(Days(said));
    const auto counted = left_out_;
    std::optional<Day> period;
    try {
      decision_ = takes(row, period) ? Decision::take : Decision::leave;
    } catch (const Error&) {
      decision_ = Decision::future;
    }
    left_out_ = counted;
    if (period) left_as_ = row.period.value_or(*period);
    becomes_ =
        period ? static_cast<std::int32_t>(period->time_since_epoch().count()) : UnitRow::no_day;
    last_said_ = said;
    decided_ = true;
  }

  bool decided_ = false;
  Day left_as_{};
  Decision decision_ = Decision::take;
  std::int32_t last_said_ = UnitRow::no_day, becomes_ = UnitRow::no_day;
  Day today_;
  const IntakeRequest& request_;
  bool events_;
  std::map<Day, std::int64_t> left_out_;
};

Part& part_for(Intake& intake, const std::optional<Day>& period, Counts counts) {
  const auto at = std::ranges::lower_bound(intake.parts, period, {}, &Part::period);
  if (at != intake.parts.end() && at->period == period) return *at;
  return *intake.parts.insert(at, Part{.period = period, .counts = counts});
}

/// What the readings of one source found, each line's trouble once.
class Troubles {
 public:
  void add(const ReadResult& result, Intake& intake) {
    std::uint64_t again = 0;
    for (const Diagnostic& fault : result.faults) {
      if (seen_.insert({fault.at.line, fault.at.column, fault.slug}).second)
        intake.faults.push_back(fault);
      else
        ++again;
    }
    intake.fault_count += result.fault_count - again;
    header_ = result.header;
    for (const Rejected& row : result.rejected) rejected_[row.line] = row.text;
    intake.rejected = static_cast<std::int64_t>(rejected_.size());
  }

  std::string rejects() const {
    if (rejected_.empty()) return {};
    std::string text = header_;
    if (!text.empty() && text.back() != '\n') text += '\n';
    for (const auto& [line, row] : rejected_) {
      text += row;
      if (text.empty() || text.back() != '\n') text += '\n';
    }
    return text;
  }

 private:
  std::set<std::tuple<std::uint64_t, std::uint64_t, std::string>> seen_;
  std::map<std::uint64_t, std::string> rejected_;
  std::string header_;
};

bool rows_say_period(const Feed& feed) {
  return feed.rows == Grain::event || std::ranges::any_of(feed.columns, [](const ColumnUse& use) {
           return use.target == "period";
         });
}

/// A file without faults by several threads; false when there is one, and nothing has happened.
bool read_quickly(const Source& source, const Mapping& mapping, UnitRows& units, Periods& periods,
                  const IntakeRequest& request, ReadResult& result) {
  const std::size_t threads = usual_threads();
  std::vector<std::shared_ptr<UnitTable::Room>> rooms(threads);
  for (auto& room : rooms) room = units.table().room();
  for (;;) {
    // Counted anew in each pass, which meets the same rows.
    std::vector<Periods> seen(threads, periods);
    std::vector<std::uint64_t> rounded(threads);
    const auto rows = read_blocks(
        source, mapping, threads,
        [&](std::size_t thread, RowBlock& block) {
          rounded[thread] += block.rounded;
          return seen[thread].takes(block) && units.fold(block, *rooms[thread]);
        },
        request.progress);
    if (!rows || !units.keeps_promise()) return false;
    result.rows = *rows;
    if (units.table().unfinished()) {
      units.table().next_pass();
      continue;
    }
    for (std::size_t thread = 0; thread < threads; ++thread) {
      periods.merge(seen[thread]);
      result.rounded += rounded[thread];
    }
    return true;
  }
}

/// The plans that a file's rows are read by, from a first reading of their periods alone.
std::vector<const Experiment*> plans_in(const InForce& in_force, const Source& source,
                                        const Mapping& mapping) {
  const Mapping periods{.rows = mapping.rows,
                        .period = mapping.period,
                        .values = mapping.values,
                        .periods = mapping.periods,
                        .period_grain = mapping.period_grain,
                        .time = mapping.time,
                        .time_zone = mapping.time_zone};
  std::set<const Experiment*> found;
  read_feed(source, periods, [&](const Row& row) { found.insert(&in_force.by(row.period)); });
  std::vector<const Experiment*> plans;
  for (const auto& [number, plan] : in_force.earlier)
    if (found.contains(&plan)) plans.push_back(&plan);
  if (plans.empty() || found.contains(&in_force.experiment)) plans.push_back(&in_force.experiment);
  return plans;
}

/// Names and digests of parts. Events of other days than the file's are batches of those days,
/// under the file's day, so that the same file finds them again.
void finish_parts(Intake& intake, const std::optional<Day>& file_day) {
  std::ranges::stable_sort(intake.parts, {}, &Part::period);
  std::size_t rows = 0;
  for (const Part& part : intake.parts) rows += part.units.size();
  constexpr std::size_t many = 100'000;
  const std::size_t threads = intake.parts.size() == 1 && rows > many ? usual_threads() : 1;
  deal_out(intake.parts.size(), rows, [&](std::size_t i) {
    Part& part = intake.parts[i];
    part.name = intake.name;
    if (intake.grain == Grain::event && file_day && part.period && *part.period != *file_day)
      part.name += fmt::format("{}{}", part.name.empty() ? "" : " ", to_string(*file_day));
    // Placeholders: a run is not whole without numbers, and its content does not depend on them.
    part.run->numbers.resize(part.units.size());
    std::iota(part.run->numbers.begin(), part.run->numbers.end(), std::uint32_t{0});
    part.digest = content_digest(*part.run, *part.names, part.units, threads);
  });
}

/// The feed as it serves that plan; nullopt when it brings nothing that the plan knows.
std::optional<Feed> feed_by(const InForce& in_force, const Experiment& plan, const Feed& feed) {
  const bool declared = in_force.experiment.feed(feed.id) != nullptr;
  const Feed* its = &plan == &in_force.experiment ? nullptr : plan.feed(feed.id);
  const bool earlier = std::ranges::any_of(
      in_force.earlier, [&](const auto& other) { return other.second.feed(feed.id) != nullptr; });
  const bool served = &plan == &in_force.experiment ? declared || !earlier : !declared && !earlier;
  if (!its) return served ? std::optional(feed) : std::nullopt;
  Feed result = *its;
  result.format = feed.format;
  return result;
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
                .on_conflict = request.on_conflict.value_or(feed.on_conflict)};
  const bool by_unit = feed.rows != Grain::summary;
  const bool voices = is_voice_feed(feed);
  // Answers still come to voices of days gone by: their figures are as they stand.
  if (voices && !request.on_conflict && feed.on_conflict == OnConflict::refuse)
    intake.on_conflict = OnConflict::correct;
  if (voices && (feed.rows != Grain::summary || !rows_say_period(feed) || !request.periods))
    throw Error(
        ExitCode::invalid, "voice-feed-form",
        fmt::format("feed '{}' of '{}' counts voices by day", feed.id, in_force.experiment.id),
        "rows: summary, columns: {period: day, …}, and collab run reads it");
  std::optional<Key> key;
  if (by_unit) key = project.key();
  const Source source{.path = request.path,
                      .shown_as = request.shown_as,
                      .format = feed.format,
                      .delimiter = feed.delimiter};
  Periods periods(project, request, feed.rows);
  Troubles troubles;
  std::uint64_t rounded = 0;

  const bool mixed = (!request.period || feed.rows == Grain::event) && rows_say_period(feed) &&
                     !in_force.earlier.empty();
  const bool pipe = request.path == "-" || voices;
  std::error_code unknown;
  const bool is_file = !pipe && std::filesystem::is_regular_file(request.path, unknown);
  std::vector<const Experiment*> plans{&in_force.by(request.period)};
  if (mixed && !pipe)
    plans = plans_in(in_force, source,
                     make_mapping(feed, in_force.experiment, project.program(), kind_shapes()));
  for (const Experiment* plan : plans) {
    const std::optional<Feed> used = feed_by(in_force, *plan, feed);
    if (!used) {
      intake.warnings.push_back(
          fmt::format("{}: rows of a cycle whose plan knows none of the figures of feed '{}' are "
                      "left out",
                      request.shown_as, feed.id));
      continue;
    }
    const Mapping mapping = make_mapping(*used, *plan, project.program(), kind_shapes());
    Source rows = source;
    if (plans.size() > 1)
      rows.wanted = [&](const std::optional<Day>& period) {
        return period ? &in_force.by(period) == plan : plan == plans.front();
      };
    // A pipe cannot be read once more by another plan.
    const auto takes = [&](Periods& seen, const Row& row, std::optional<Day>& period) {
      if (!seen.takes(row, period)) return false;
      if (mixed && &in_force.by(period) != plan)
        throw row_fault("other-plan",
                        fmt::format("the plan of the cycle that holds {} reads rows otherwise",
                                    to_string(*period)),
                        "record it from a file, or with --period, one day at a time",
                        row.period_column);
      return true;
    };
    ReadResult result;
    if (by_unit) {
      std::optional<UnitRows> units;
      const auto start = [&](std::uint64_t memory) -> UnitRows& {
        return units.emplace(in_force, *plan, mapping, *used, *key, memory);
      };
      bool done = false;
      if (!mixed)
        done = read_quickly(rows, mapping, start(request.memory), periods, request, result);
      // A pipe cannot be read again: what it holds is held at once.
      if (!done) start(is_file ? request.memory : 0);
      while (!done) {
        Periods seen(project, request, feed.rows);
        result = read_feed(
            rows, mapping,
            [&](const Row& row) {
              std::optional<Day> period;
              if (takes(seen, row, period)) units->add(row, period);
            },
            request.partial);
        done = !units->table().unfinished();
        if (done) {
          periods.merge(seen);
        } else {
          troubles.add(result, intake);
          units->table().next_pass();
        }
      }
      for (Part& part : units->parts(used->counts)) intake.parts.push_back(std::move(part));
    } else {
      SummaryRows summary(*plan, mapping, *used);
      const RowSink take = [&](const Row& row) {
        std::optional<Day> period;
        if (!takes(periods, row, period)) return;
        // Checked before a part is made for it, so that a refused row leaves nothing.
        summary.add(row, period, [&]() -> Part& { return part_for(intake, period, used->counts); });
      };
      if (voices)
        read_voice_feed(project.ledger_if_there(), *plan, mapping, *request.periods,
                        project.clock().now, take);
      else
        result = read_feed(rows, mapping, take, request.partial);
    }
    troubles.add(result, intake);
    rounded += result.rounded;
  }
  intake.rejected_text = troubles.rejects();
  if (rounded > 0)
    intake.warnings.push_back(fmt::format(
        "{}: {} numbers are finer than a millionth and were rounded", request.shown_as, rounded));
  periods.report(intake);
  if (by_unit) finish_parts(intake, request.period);
  return intake;
}

}  // namespace collab
