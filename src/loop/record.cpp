// record EXP --from FILE|-: a source through a declared feed, or described by flags.
#include "collab/loop/record.hpp"

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "loop/recording.hpp"

namespace collab {
namespace {

Feed described_feed(const Experiment& experiment, const FileRequest& request) {
  if (!request.rows || !request.counts || request.map.empty()) {
    std::vector<std::string> feeds;
    for (const Feed& feed : experiment.feeds) feeds.push_back(feed.id);
    throw Error(ExitCode::usage, "feed-missing",
                "a file needs --feed ID, or --rows GRAIN --counts C --map COLUMN=FIELD…",
                feeds.empty()
                    ? fmt::format("'{}' declares no feeds", experiment.id)
                    : fmt::format("feeds of '{}': {}", experiment.id, fmt::join(feeds, ", ")));
  }
  Feed feed{.id = "", .rows = *request.rows, .counts = *request.counts};
  for (const auto& [column, target] : request.map) {
    const auto dot = target.find('.');
    feed.columns.push_back({.target = target.substr(0, dot),
                            .field = dot == std::string::npos ? "" : target.substr(dot + 1),
                            .column = column});
  }
  // Rows described on the command line need a name of their own, or they would meet typed ones.
  feed.id = "flags";
  return feed;
}

/// The day in a file's name where the feed's has `{date}`.
std::optional<Day> date_in_name(const Feed& feed, const std::filesystem::path& file) {
  const std::string pattern = std::filesystem::path(feed.file).filename().string();
  const std::string name = file.filename().string();
  const auto at = pattern.find("{date}");
  constexpr std::size_t mark = 6, day = 10;  // {date}, YYYY-MM-DD
  if (at == std::string::npos || name.size() != pattern.size() - mark + day) return std::nullopt;
  if (!name.starts_with(pattern.substr(0, at)) || !name.ends_with(pattern.substr(at + mark)))
    return std::nullopt;
  return parse_day(std::string_view(name).substr(at, day));
}

const Feed& declared_feed(const Experiment& experiment, const std::string& id) {
  if (const Feed* feed = experiment.feed(id)) return *feed;
  std::vector<std::string> feeds;
  for (const Feed& feed : experiment.feeds) feeds.push_back(feed.id);
  const std::string near = nearest(id, feeds);
  throw Error(
      ExitCode::not_found, "no-such-feed", fmt::format("'{}' has no feed '{}'", experiment.id, id),
      !near.empty()   ? fmt::format("did you mean '{}'?", near)
      : feeds.empty() ? "it declares none: describe the file with --rows, --counts and --map"
                      : fmt::format("its feeds: {}", fmt::join(feeds, ", ")));
}

/// How rows add up is sealed: a command cannot say otherwise.
void check_counts(const Experiment& plan, const Feed& feed, const FileRequest& request) {
  const auto disagree = [&](const std::string& what, Counts sealed) {
    return Error(ExitCode::usage, "other-counts",
                 fmt::format("the plan says counts: {} for {}, not {}", name_of(sealed), what,
                             name_of(request.counts.value_or(feed.counts))),
                 fmt::format("--counts {}", name_of(sealed)));
  };
  if (!request.feed.empty()) {
    if (request.counts && *request.counts != feed.counts)
      throw disagree("feed '" + feed.id + "'", feed.counts);
    return;
  }
  for (const ColumnUse& use : feed.columns) {
    if (!plan.metric(use.target)) continue;
    if (plan.counts && *plan.counts != feed.counts)
      throw disagree("'" + use.target + "'", *plan.counts);
    for (const Feed& declared : plan.feeds)
      for (const ColumnUse& its : declared.columns)
        if (its.target == use.target && declared.counts != feed.counts && !plan.counts)
          throw disagree("'" + use.target + "'", declared.counts);
  }
}

}  // namespace

PeriodRange parse_periods(std::string_view text, Day today) {
  const auto bad = [&] {
    return Error(ExitCode::usage, "bad-period", fmt::format("'{}' is not a period", text),
                 "write 2026-11-20, 2026-11-01..2026-11-20, or yesterday");
  };
  const auto day = [&](std::string_view one) -> Day {
    if (one == "yesterday") return today - Days{1};
    if (one == "today") return today;
    const auto parsed = parse_day(one);
    if (!parsed) throw bad();
    return *parsed;
  };
  const auto dots = text.find("..");
  if (dots == std::string_view::npos) return {.first = day(text), .last = day(text)};
  const PeriodRange range{.first = day(text.substr(0, dots)), .last = day(text.substr(dots + 2))};
  if (range.last < range.first) throw bad();
  return range;
}

RecordReport record_file(Project& project, const FileRequest& request) {
  const InForce in_force = collab::in_force(project, request.experiment);
  const Experiment& plan = in_force.by(request.period);
  const Experiment& declaring = plan.feed(request.feed) ? plan : in_force.experiment;
  Feed feed =
      request.feed.empty() ? described_feed(plan, request) : declared_feed(declaring, request.feed);
  if (!request.format.empty()) feed.format = request.format;
  if (request.rows && *request.rows != feed.rows)
    throw Error(ExitCode::usage, "other-grain",
                fmt::format("feed '{}' delivers {} rows", feed.id, name_of(feed.rows)));
  check_counts(plan, feed, request);
  RecordReport report{.experiment = request.experiment};
  if (const Cycle* latest = in_force.latest()) report.cycle = latest->number;
  if (!in_force.note.empty()) report.warnings.push_back(in_force.note);

  IntakeRequest source{.path = request.file,
                       .shown_as = request.file == "-" ? "-" : project.shown(request.file),
                       .period = request.period ? request.period : date_in_name(feed, request.file),
                       .batch = request.batch,
                       .partial = request.options.partial,
                       .on_conflict = request.options.on_conflict,
                       .memory = request.options.memory,
                       .progress = request.options.progress};
  if (request.period)
    source.periods = PeriodRange{.first = *request.period, .last = *request.period};
  Recording recording{.verb = "record", .options = request.options};
  recording.intakes.push_back(read_intake(project, in_force, feed, source));
  store(project, in_force, recording, report);
  report.next_command = "collab review " + request.experiment;
  return report;
}

}  // namespace collab
