#include "loop/recording.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "collab/model/error.hpp"
#include "collab/model/text.hpp"
#include "collab/review/review.hpp"
#include "loop/contingencies.hpp"
#include "loop/looks.hpp"
#include "loop/store.hpp"

namespace collab {
namespace fs = std::filesystem;
namespace {

bool holds(const fs::path& path, std::string_view text) {
  std::error_code error;
  if (fs::is_symlink(path, error) || fs::file_size(path, error) != text.size() || error)
    return false;
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {}) == text;
}

/// Puts rejected rows where they can be mended and fed again. The same rows again are there
/// already; other ones get a file beside it, because somebody may be mending that one.
std::string write_rejects(const Project& project, const std::string& experiment,
                          const Intake& intake) {
  const fs::path folder = project.ledger_path().parent_path() / "rejects";
  fs::create_directories(folder);
  const fs::path source = intake.source == "-" ? fs::path("stdin.csv") : fs::path(intake.source);
  // Rejected rows may hold consumers' ids: nobody else reads them, and none replaces another.
  fs::path path;
  int file = -1;
  for (int copy = 1; file < 0 && copy < 10'000; ++copy) {
    path = folder / fmt::format("{}-{}{}{}", experiment, source.stem().string(),
                                copy == 1 ? "" : fmt::format("-{}", copy),
                                source.extension().string());
    file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno != EEXIST) break;
    if (file < 0 && holds(path, intake.rejected_text)) return project.shown(path);
  }
  const auto size = static_cast<ssize_t>(intake.rejected_text.size());
  const bool written =
      file >= 0 && ::write(file, intake.rejected_text.data(), intake.rejected_text.size()) == size;
  if (file >= 0) ::close(file);
  if (!written)
    throw Error(ExitCode::failure, "rejects-not-written",
                fmt::format("the rejected rows could not be written to '{}'", path.string()));
  return project.shown(path);
}

/// Faults of sources: a source with a fault is left out whole, unless `partial` and some rows are
/// good.
std::vector<Intake*> sound_ones(const Project& project, Recording& recording,
                                RecordReport& report) {
  std::vector<Intake*> sound;
  for (Intake& intake : recording.intakes) {
    report.warnings.insert(report.warnings.end(), intake.warnings.begin(), intake.warnings.end());
    if (intake.sound()) {
      sound.push_back(&intake);
      continue;
    }
    report.faults.insert(report.faults.end(), intake.faults.begin(), intake.faults.end());
    if (intake.fault_count > intake.faults.size())
      report.warnings.push_back(fmt::format("{}: {} faults in all, the first {} are shown",
                                            intake.source, intake.fault_count,
                                            intake.faults.size()));
    const auto rejected = static_cast<std::int64_t>(intake.fault_count);
    report.tally.rejected += rejected;
    if (recording.options.partial && intake.rejected > 0) {
      report.code = worst(report.code, ExitCode::partial);
      if (!project.request().dry_run)
        report.rejects_file = write_rejects(project, report.experiment, intake);
      sound.push_back(&intake);
      continue;
    }
    report.code = worst(report.code, ExitCode::invalid);
    report.batches.push_back(
        {.outcome = BatchReport::Outcome::invalid,
         .feed = intake.feed,
         .source = intake.source,
         .period = intake.period,
         .rejected = rejected,
         .message = intake.faults.empty() ? "" : intake.faults.front().message});
  }
  return sound;
}

std::vector<DueLook> due_looks(const Project& project, const Ledger& ledger,
                               const InForce& in_force, const Recording& recording) {
  const std::vector<Cycle> cycles = ledger.cycles(in_force.experiment.id);
  if (cycles.empty()) return {};
  const Cycle& open = cycles.back();
  const auto plan = ledger.plan_in_force(open.id);
  if (!plan) return {};
  return looks_to_store(project, ledger, open, agreed_plan(*plan, in_force), ledger.cells(open.id),
                        recording.overdue_after);
}

void write_all(Project& project, const InForce& in_force, const Recording& recording,
               const std::vector<Intake*>& sound, RecordReport& report) {
  Ledger& ledger = project.ledger();
  LedgerWriter writer = ledger.write(project.operation(recording.verb, recording.options.reason));
  const std::string& experiment = in_force.experiment.id;
  // Under the lock the ledger may hold more than when the rows were read: compare once more.
  InForce now = in_force;
  now.cycles = ledger.cycles(experiment);
  Changes changes;
  {
    Store store(project, now, recording.options, report, &writer);
    for (const Intake* intake : sound) store.take(*intake);
    for (const Intake* intake : sound)
      if (intake->stamp && store.settled(*intake))
        writer.set_file_stamp(experiment, intake->feed, intake->file, *intake->stamp);
    changes = store.changes();
  }
  // Cells are made of the runs alone; millions of names are not held beside them.
  for (Intake* intake : sound) intake->parts.clear();
  Consequences then = follow(writer, project, ledger, now, changes, recording.overdue_after);
  report.looks = std::move(then.looks);
  report.contingencies = std::move(then.contingencies);
  if (changes.any() || then.stored) report.operation = writer.commit().id;
}

}  // namespace

void store(Project& project, const InForce& in_force, Recording& recording, RecordReport& report) {
  if (recording.options.on_conflict == OnConflict::correct && is_blank(recording.options.reason))
    throw Error(ExitCode::usage, "reason-missing", "a correction needs its reason",
                "--on-conflict correct -m \"…\"");
  report.dry_run = project.request().dry_run;
  const std::vector<Intake*> sound = sound_ones(project, recording, report);

  RecordReport probe = report;
  const bool writes = [&] {
    Store trial(project, in_force, recording.options, probe, nullptr);
    for (const Intake* intake : sound) trial.take(*intake);
    return trial.writes();
  }();
  const Ledger* ledger = project.ledger_if_there();
  const bool looks_due = ledger && !due_looks(project, *ledger, in_force, recording).empty();
  // What is silent comes true by the clock alone.
  const auto noticed = [&] { return contingencies_to_store(project, *ledger, in_force); };
  if (report.dry_run || (!writes && !looks_due && (!ledger || noticed().empty()))) {
    report = std::move(probe);
    return;
  }
  write_all(project, in_force, recording, sound, report);
}

}  // namespace collab
