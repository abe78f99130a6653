#include "collab/loop/import.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "collab/model/error.hpp"
#include "collab/review/review.hpp"
#include "loop/forgotten_units.hpp"
#include "loop/joined_units.hpp"

namespace collab {
namespace fs = std::filesystem;
namespace {

/// The key beside the ledger, if there is one: a later recording would be refused under another.
void check_key(Project& project, const ImportOffer& offer) {
  const Request& request = project.request();
  const fs::path path =
      request.key.empty() ? project.ledger_path().parent_path() / "key" : request.key;
  std::error_code none;
  for (const ExportHead& head : offer.heads) {
    if (!head.key_fingerprint || !fs::exists(path, none)) continue;
    const std::string ours = project.key().fingerprint();
    if (ours == *head.key_fingerprint) continue;
    throw Error(ExitCode::conflict, "other-key",
                fmt::format("the export's units and consumers are under the key {}, '{}' holds {}",
                            *head.key_fingerprint, project.shown(path), ours),
                "record them with one key in every ledger (COLLAB_KEY_FILE)");
  }
}

/// How often the definition of today awaits data.
std::string expectation(Project& project, const std::string& experiment) {
  std::error_code none;
  if (!fs::exists(project.definition_path(experiment), none)) return {};
  const std::optional<Experiment> definition = project.read(experiment).experiment;
  return definition ? usual_expectation(*definition) : "";
}

ImportReport join(Project& project, Ledger& ledger, const ImportOffer& offer) {
  ImportReport report;
  {
    LedgerWriter writer = ledger.gather(project.operation("import"));
    JoinedUnits units_here;
    report = writer.take_in(offer, units_here);
    report.dry_run = project.request().dry_run;
    if (report.imported == 0 || !report.conflicts.empty()) return report;
    std::set<std::string> experiments;
    // Every run is read for it: only where rows of units came in, or units went.
    const bool units = std::ranges::any_of(report.rows, [](const auto& table) {
      return table.first == "run" || table.first == "unit_forgotten";
    });
    if (units) {
      experiments = leave_fewer(ledger, writer, report.fewer);
      report.forgotten = report.forgotten || !experiments.empty();
      experiments.merge(with_shared_units(ledger));
    }
    experiments.insert(report.experiments.begin(), report.experiments.end());
    for (const std::string& experiment : experiments)
      compute_cells(ledger, writer, experiment, expectation(project, experiment));
    if (report.dry_run) return report;
    writer.commit();
  }
  // What was forgotten there was in pages here.
  if (report.forgotten) report.scrubbed = ledger.scrub();
  return report;
}

/// A folder for a ledger that nobody keeps.
struct Scratch {
  fs::path folder;
  Scratch() {
    std::string name = (fs::temp_directory_path() / "collab-import-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw Error(ExitCode::failure, "cannot-write",
                  fmt::format("no folder can be made in {}", fs::temp_directory_path().string()),
                  "is there room?");
    folder = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
};

}  // namespace

ImportReport import_operations(Project& project, const ImportOffer& offer) {
  check_key(project, offer);
  if (project.request().dry_run && !project.ledger_if_there()) {
    const Scratch scratch;
    Ledger ledger = Ledger::create(scratch.folder / "ledger.db");
    return join(project, ledger, offer);
  }
  return join(project, project.ledger(), offer);
}

}  // namespace collab
