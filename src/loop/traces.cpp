#include "loop/traces.hpp"

#include <fmt/format.h>

#include <filesystem>

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

std::vector<std::string> remove_traces(Project& project, Ledger& ledger, const std::string& verb) {
  std::vector<std::string> warnings;
  if (!ledger.scrub())
    warnings.push_back(
        fmt::format("another process reads the ledger: its WAL still holds what was removed; {}",
                    verb == "forget" ? "run forget again when it is done"
                                     : "run collab forget - < /dev/null when it is done"));
  for (const std::string& copy : copies_beside(project.ledger_path()))
    warnings.push_back(
        fmt::format("{} is a copy from before an update and still holds what was removed; delete "
                    "it when you need it no more",
                    copy));
  return warnings;
}

}  // namespace collab
