// forget: a consumer's words and name leave the ledger; that somebody spoke stays.
#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "collab/loop/voice.hpp"
#include "collab/model/error.hpp"

namespace collab {
namespace {

/// Copies of the ledger that this program made, and where the words still stand.
std::vector<std::string> copies_beside(const std::filesystem::path& ledger) {
  std::vector<std::string> copies;
  std::error_code none;
  const std::string name = ledger.filename().string();
  for (const auto& entry : std::filesystem::directory_iterator(
           ledger.has_parent_path() ? ledger.parent_path() : ".", none)) {
    const std::string other = entry.path().filename().string();
    if (other.starts_with(name + ".") && other.ends_with(".backup")) copies.push_back(other);
  }
  return copies;
}

}  // namespace

ForgetReport forget_consumers(Project& project, const std::vector<std::string>& consumers) {
  ForgetReport report{.dry_run = project.request().dry_run};
  Ledger* ledger = project.ledger_if_there();
  const std::set<std::string> distinct(consumers.begin(), consumers.end());
  if (ledger == nullptr) {
    report.unknown = static_cast<std::int64_t>(distinct.size());
    return report;
  }
  const Key key = project.key();
  Operation operation = project.operation("forget");
  operation.command = "collab forget -";  // never whom
  {
    LedgerWriter writer = ledger->write(operation);
    for (const std::string& consumer : distinct) {
      const auto forgotten = writer.forget_voices(consumer_token(key, consumer));
      if (!forgotten) {
        ++report.unknown;
        continue;
      }
      ++report.consumers;
      report.voices += forgotten->voices;
      report.answers += forgotten->answers;
    }
    if (report.consumers > 0 && !report.dry_run) report.operation = writer.commit().id;
  }
  // Also when nobody was known: an earlier forget may have been kept from finishing this.
  if (!report.dry_run) {
    if (!ledger->scrub())
      report.warnings.push_back(
          "another process reads the ledger: its WAL still holds what was removed; run forget "
          "again "
          "when it is done");
  }
  for (const std::string& copy : copies_beside(project.ledger_path()))
    report.warnings.push_back(
        fmt::format("{} is a copy from before an update and still holds what was removed; delete "
                    "it when you need it no more",
                    copy));
  if (!ledger->unit_segments().empty())
    report.warnings.push_back(
        "voices are forgotten; unit rows hold pseudonyms that this version does not remove");
  return report;
}

}  // namespace collab
