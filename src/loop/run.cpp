// run EXP: every feed, every period that is over.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include <sys/stat.h>

#include "collab/feeds/reader.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/ledger/digest.hpp"
#include "collab/model/error.hpp"
#include "collab/review/review.hpp"
#include "loop/recording.hpp"
#include "loop/voice_feed.hpp"

namespace collab {
namespace fs = std::filesystem;
namespace {

class Visit {
 public:
  Visit(Project& project, const RunRequest& request)
      : project_(project), request_(request), in_force_(in_force(project, request.experiment)) {
    report_.experiment = request.experiment;
    recording_.verb = "run";
    recording_.options = request.options;
  }

  RecordReport report() {
    const Cycle* latest = in_force_.latest();
    if (!latest && !request_.periods)
      throw Error(ExitCode::not_found, "no-cycle",
                  fmt::format("'{}' has no cycle yet", request_.experiment),
                  fmt::format("plan it first: collab plan {}", request_.experiment));
    if (latest) report_.cycle = latest->number;
    if (!in_force_.note.empty()) report_.warnings.push_back(in_force_.note);
    if (in_force_.experiment.feeds.empty() && !request_.named) {
      report_.warnings.push_back(
          fmt::format("'{}' declares no feeds: its numbers are typed", request_.experiment));
      return report_;
    }
    if (in_force_.experiment.feeds.empty())
      throw Error(ExitCode::not_found, "no-feeds",
                  fmt::format("'{}' declares no feeds", request_.experiment),
                  fmt::format("type its numbers: collab record {} NAME=VALUE… --variant V",
                              request_.experiment));
    if (!request_.periods && latest->decision) {
      report_.warnings.push_back(fmt::format(
          "cycle {} is closed: nothing to run (late rows: --period D; next cycle: collab plan {})",
          latest->number, request_.experiment));
      report_.next_command = "collab plan " + request_.experiment;
      return report_;
    }
    set_range();
    for (const Feed& feed : in_force_.experiment.feeds) visit(feed);
    if (request_.periods) visit_earlier();
    recording_.overdue_after = request_.stale_after
                                   ? request_.stale_after
                                   : freshness_grace(usual_expectation(in_force_.experiment));
    store(project_, in_force_, recording_, report_);
    report_.batches.insert(report_.batches.end(), settled_.begin(), settled_.end());
    report_.next_command = "collab review " + request_.experiment;
    return report_;
  }

 private:
  /// The days asked for: --period, else the open cycle up to yesterday with the days that its
  /// baseline needs before it.
  void set_range() {
    if (request_.periods) {
      range_ = *request_.periods;
      if (range_.last > project_.clock().today)
        throw Error(ExitCode::invalid, "future-period",
                    fmt::format("period {} lies in the future (today is {})",
                                to_string(range_.last), to_string(project_.clock().today)),
                    "record a period when its day has come");
      return;
    }
    const Cycle& open = *in_force_.latest();
    range_.first = open.first;
    const auto reach_back = [&](const Baseline& baseline) {
      if (baseline.form == Baseline::Form::last)
        range_.first = std::min(range_.first, open.first - baseline.last);
    };
    reach_back(in_force_.experiment.baseline);
    for (const Metric& metric : in_force_.experiment.metrics)
      if (metric.baseline) reach_back(*metric.baseline);
    range_.last = std::min(project_.clock().today - Days{1}, open.last);
  }

  /// Feeds that only the earlier cycles have of which days are asked for.
  void visit_earlier() {
    std::set<std::string> visited;
    for (const auto& [number, plan] : in_force_.earlier) {
      const Cycle* cycle = nullptr;
      for (const Cycle& one : in_force_.cycles)
        if (one.number == number) cycle = &one;
      if (!cycle || cycle->end() < range_.first || cycle->first > range_.last) continue;
      for (const Feed& feed : plan.feeds)
        if (!in_force_.experiment.feed(feed.id) && visited.insert(feed.id).second) visit(feed);
    }
  }

  void visit(const Feed& feed) {
    if (is_voice_feed(feed)) {
      // Counted anew each time, and never awaited: nobody may have spoken.
      std::set<Day> spoken;
      read(feed, {.path = "$voices", .shown_as = "voices", .period = {}}, "", spoken);
      return;
    }
    const bool dated = feed.file.find("{date}") != std::string::npos;
    std::set<Day> seen;
    bool found = false;
    for (const FeedFile& file : feed_files(project_.root(), feed.file)) {
      if (dated && (!file.period || *file.period < range_.first || *file.period > range_.last))
        continue;
      found = true;
      const bool many = feed.file.find_first_of("*?") != std::string::npos;
      read(feed, file, many && !dated ? file.path.filename().string() : "", seen);
    }
    if (dated)
      for (const std::string& name : misdated_files(project_.root(), feed.file))
        report_.warnings.push_back(fmt::format(
            "{}: no calendar has the date in this name, so the file belongs to no day and is not "
            "read",
            name));
    await(feed, seen, found);
  }

  void read(const Feed& feed, const FeedFile& file, const std::string& batch, std::set<Day>& seen) {
    const std::string name = file.path.lexically_relative(project_.root()).string();
    const std::optional<FileStamp> stamp = stamp_of(feed, file.path);
    const bool by_rows =
        feed.rows == Grain::event || std::ranges::any_of(feed.columns, [](const ColumnUse& use) {
          return use.target == "period";
        });
    if (const Ledger* ledger = project_.ledger_if_there(); ledger && stamp && !request_.periods) {
      const auto before = ledger->file_stamp(request_.experiment, feed.id, name);
      if (before && before->size == stamp->size && before->modified == stamp->modified &&
          before->digest == stamp->digest) {
        settled_.push_back({.outcome = BatchReport::Outcome::unchanged,
                            .feed = feed.id,
                            .source = file.shown_as,
                            .period = file.period,
                            .rows = before->rows});
        report_.tally.unchanged += before->rows;
        for (const Day day : ledger->recorded_periods(request_.experiment, feed.id))
          seen.insert(day);
        return;
      }
    }
    IntakeRequest source{.path = file.path,
                         .shown_as = file.shown_as,
                         .period = file.period,
                         .batch = batch,
                         .finished_days_only = !request_.periods,
                         .partial = request_.options.partial,
                         .on_conflict = request_.options.on_conflict,
                         .memory = request_.options.memory,
                         .progress = request_.options.progress};
    if (is_voice_feed(feed))
      source.periods = range_;
    else if (request_.periods && by_rows)
      source.periods = request_.periods;
    if (request_.periods && !by_rows && !file.period) {
      // A fixed name stands for the one day that is asked for.
      if (request_.periods->first != request_.periods->last)
        throw Error(
            ExitCode::usage, "one-period",
            fmt::format("'{}' is one file without periods: it cannot stand for several days",
                        feed.file),
            "--period D, one day at a time");
      source.period = request_.periods->first;
    }
    try {
      Intake intake = read_intake(project_, in_force_, feed, source);
      for (const Part& part : intake.parts)
        if (part.period) seen.insert(*part.period);
      // A file with faults is there, if not good; one without rows is as good as none.
      if (file.period && !intake.sound()) seen.insert(*file.period);
      intake.period = file.period;
      intake.file = name;
      // Today's rows and those of other periods are still to come from this file.
      // Nor does a file of one fixed name, read for one night, speak for the other nights.
      if (stamp && !request_.periods && intake.left_out_periods.empty() && intake.sound()) {
        intake.stamp = stamp;
        for (const Part& part : intake.parts) intake.stamp->rows += rows_of(part);
      }
      recording_.intakes.push_back(std::move(intake));
    } catch (const Error& error) {
      if (error.code() == ExitCode::usage) throw;
      // This source is left out; the others are recorded.
      report_.code = worst(report_.code, error.code());
      for (const Diagnostic& fault : error.faults()) report_.faults.push_back(fault);
      settled_.push_back({.outcome = BatchReport::Outcome::invalid,
                          .feed = feed.id,
                          .source = file.shown_as,
                          .period = file.period});
    }
  }

  static std::int64_t rows_of(const Part& part) {
    return part.observations.empty() ? part.rows
                                     : static_cast<std::int64_t>(part.observations.size());
  }

  std::optional<FileStamp> stamp_of(const Feed& feed, const fs::path& path) const {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    std::string mapping =
        fmt::format("{} {} {} {} {} {}\n", name_of(feed.rows), name_of(feed.counts), feed.format,
                    static_cast<int>(feed.delimiter), static_cast<int>(feed.numbers.decimal),
                    static_cast<int>(feed.numbers.thousands));
    for (const ColumnUse& use : feed.columns)
      mapping += fmt::format("{}\t{}\t{}\n", use.target, use.field, use.column);
    for (const auto& [target, values] : feed.values)
      for (const auto& [from, to] : values)
        mapping += fmt::format("{}\t{}\t{}\n", target, from, to);
    for (const auto& [name, day] : feed.periods)
      mapping += fmt::format("{}\t{}\n", name, to_string(day));
    return FileStamp{
        .size = static_cast<std::uint64_t>(status.st_size),
        .modified = status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec,
        .digest = sha256(mapping)};
  }

  /// Periods that should be there and are not: awaited, then stale.
  void await(const Feed& feed, const std::set<Day>& seen, bool found) {
    const std::string& expect = feed.expect.empty() ? in_force_.experiment.expect : feed.expect;
    std::vector<Day> missing;
    const Cycle* open = in_force_.latest();
    const Day first = request_.periods || !open ? range_.first : open->first;
    const bool by_day = request_.periods || expect == "daily";
    if (by_day && (!expect.empty() || !found || feed.file.find("{date}") != std::string::npos)) {
      for (Day day = first; day <= range_.last; day += Days{1})
        if (!seen.contains(day) && !is_holiday(day)) missing.push_back(day);
      if (whole_cycle(feed, seen, found)) missing.clear();
    } else if (expect == "weekly") {
      for (Day end = first + Days{6}; end <= range_.last; end += Days{7}) {
        const auto inside = seen.lower_bound(end - Days{6});
        if ((inside == seen.end() || *inside > end) && !whole_cycle(feed, seen, found))
          missing.push_back(end);
      }
    } else if (!found) {
      settled_.push_back(
          {.outcome = BatchReport::Outcome::awaited, .feed = feed.id, .source = feed.file});
      ++report_.tally.awaited;
    }
    const auto fresh_for = request_.stale_after ? request_.stale_after : freshness_grace(expect);
    for (const Day day : missing) {
      const bool stale =
          fresh_for && project_.clock().now >=
                           start_of(day + Days{1}, project_.program().time_zone) + *fresh_for;
      settled_.push_back(
          {.outcome = stale ? BatchReport::Outcome::stale : BatchReport::Outcome::awaited,
           .feed = feed.id,
           .source = project_.shown(feed_file(project_.root(), feed.file, day)),
           .period = day});
      ++report_.tally.awaited;
    }
  }

  /// A fixed-name file whose rows name no period delivers the cycle as a whole.
  static bool whole_cycle(const Feed& feed, const std::set<Day>& seen, bool found) {
    return found && seen.empty() && feed.file.find("{date}") == std::string::npos;
  }

  bool is_holiday(Day day) const {
    return std::ranges::find(in_force_.experiment.holidays, day) !=
           in_force_.experiment.holidays.end();
  }

  Project& project_;
  const RunRequest& request_;
  InForce in_force_;
  PeriodRange range_{};
  Recording recording_;
  std::vector<BatchReport> settled_;  ///< batches that need no storing
  RecordReport report_;
};

}  // namespace

RecordReport run(Project& project, const RunRequest& request) {
  return Visit(project, request).report();
}

}  // namespace collab
