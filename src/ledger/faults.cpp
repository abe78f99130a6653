#include "collab/ledger/ledger.hpp"

namespace collab {

const std::vector<std::pair<std::string_view, std::string_view>>& ledger_faults() {
  static const std::vector<std::pair<std::string_view, std::string_view>> faults{
      {"backup-failed",
       "A copy of the ledger could not be made: the backup that was asked for, or the one before "
       "it is brought up to date. Make room and try again."},
      {"bad-digest",
       "What --head names is no digest of an operation: 8 to 64 hexadecimal digits, as plan and "
       "review print them."},
      {"bad-export",
       "A file to be imported is not what collab export wrote, or holds what no ledger holds."},
      {"bad-search", "There is no word in what is to be searched for."},
      {"damaged-ledger",
       "The ledger holds what no collab wrote, or the file is broken. Keep a copy; go back to the "
       "last backup."},
      {"digests-differ",
       "What is to be imported is not what was exported: the digests of its operations say so. "
       "Export it again."},
      {"disk-full", "There was no room to write. Nothing was written; make room and try again."},
      {"does-not-join",
       "Each of two ledgers is sound and both together are not, as when one amended a plan that "
       "the "
       "other had closed. Leave one out."},
      {"export-cut-off", "The file to be imported is not whole. Export it again."},
      {"export-slice",
       "An export of one experiment is to be read. Import an export of the whole ledger."},
      {"ledger-busy",
       "Another process is writing; the message names it. Try again, or wait longer with "
       "--timeout."},
      {"ledger-exists", "A ledger is to be made where a file is already."},
      {"ledger-forked",
       "A ledger's file was copied and both copies were written to: one operation is there twice. "
       "Give each runner a ledger of its own, with collab init and collab import."},
      {"ledger-io", "The disk failed to read or write. Check it and try again."},
      {"ledger-not-writable",
       "The ledger, its folder or its lock file may not be written. Check who owns them."},
      {"ledger-rule",
       "The ledger refused a row, for instance a second cycle of one number. Somebody else may "
       "have "
       "been faster: look at `collab log`."},
      {"ledger-unreadable", "The ledger may not be read. Check who owns the file and its folder."},
      {"network-filesystem",
       "The ledger is on NFS or SMB, where two writers cannot be kept apart. Keep it on a local "
       "disk, or say --force-filesystem."},
      {"newer-export", "A later collab wrote this export. Use that one."},
      {"newer-ledger", "A later collab wrote this ledger. Use that one."},
      {"no-ledger", "There is no ledger yet: `collab plan` makes it. Or name it with --ledger."},
      {"not-a-ledger", "The file is something else. Name the ledger with --ledger."},
      {"older-ledger",
       "The ledger must be brought up to date first, by somebody who may write it."},
      {"operations-missing",
       "Operations to be imported rest on others that are not there. Import those too."},
      {"texts-missing",
       "An export that was made --without-text holds voices without what they said."},
  };
  return faults;
}

}  // namespace collab
