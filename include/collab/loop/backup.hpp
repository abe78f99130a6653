#pragma once
// `backup`: a verified copy of a ledger in use.
#include <filesystem>

#include "collab/loop/project.hpp"
#include "collab/model/backup.hpp"

namespace collab {

struct BackupRequest {
  std::filesystem::path file;
  bool force = false;  ///< replace a file that is there
};

/// Copies what is committed, while others may write, to a file beside the target, verifies the
/// copy, and renames it: the target is the old file or the whole new one. Mode 0600. throws
/// Error(conflict, "file-exists") without force, Error(conflict, "backup-in-use") where the target
/// is open as a ledger, Error(usage, "backup-onto-itself"), Error(failure, "cannot-write" |
/// "backup-failed"), Error(ledger_format, "not-sound") when the copy is not sound
BackupReport back_up(const Request& request, const BackupRequest& what);

}  // namespace collab
