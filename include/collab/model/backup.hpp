#pragma once
// A backup as it was made.
#include <cstdint>
#include <optional>
#include <string>

namespace collab {

/// `backup`.
struct BackupReport {
  std::string file;
  std::uintmax_t bytes = 0;
  int format = 0;
  std::int64_t operations = 0;
  std::string head;
  bool replaced = false;
  /// The key is never in a backup: units and consumers can be told again only with it.
  bool key_needed = false;
  std::string key_file;
  bool key_there = false;
  std::optional<std::string> key_fingerprint;
  bool dry_run = false;
};

}  // namespace collab
