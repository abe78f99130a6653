#include "collab/loop/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "collab/loop/verify.hpp"
#include "collab/model/error.hpp"
#include "collab/review/verification.hpp"

namespace collab {
namespace fs = std::filesystem;
namespace {

std::string shown(const fs::path& path) {
  const std::string relative = path.lexically_relative(fs::current_path()).string();
  return relative.empty() || relative.starts_with("..") ? path.string() : relative;
}

[[noreturn]] void refuse_existing(const fs::path& file) {
  throw Error(ExitCode::conflict, "file-exists",
              fmt::format("'{}' is there already", file.string()),
              "name another file, or replace it with --force");
}

void check_target(const fs::path& ledger, const BackupRequest& what) {
  std::error_code none;
  const fs::path& file = what.file;
  if (fs::is_directory(file, none))
    throw Error(ExitCode::failure, "cannot-write", fmt::format("'{}' is a folder", file.string()),
                "name a file in it: collab backup " + (file / "ledger.db").string());
  if (file.has_parent_path() && !fs::is_directory(file.parent_path(), none))
    throw Error(ExitCode::failure, "cannot-write",
                fmt::format("there is no folder '{}'", file.parent_path().string()),
                "make it first, or name another place");
  if (fs::equivalent(file, ledger, none))
    throw Error(ExitCode::usage, "backup-onto-itself",
                fmt::format("'{}' is the ledger itself", file.string()), "name another file");
  const bool there = fs::exists(fs::symlink_status(file, none));
  if (there && !what.force) refuse_existing(file);
  if (there && !fs::is_regular_file(file, none))
    throw Error(ExitCode::failure, "cannot-write", fmt::format("'{}' is no file", file.string()),
                "name a file that is not there yet");
  // SQLite would play the log of the file that was there back into the new one.
  for (const char* companion : {"-wal", "-journal"}) {
    fs::path beside = file;
    beside += companion;
    if (fs::exists(beside, none))
      throw Error(ExitCode::conflict, "backup-in-use",
                  fmt::format("'{}' is beside it: it is a ledger in use", beside.string()),
                  "name another file");
  }
}

/// Removed again unless it was renamed.
struct Unfinished {
  fs::path path;
  ~Unfinished() {
    std::error_code ignored;
    if (!path.empty()) fs::remove(path, ignored);
  }
};

void put_in_place(Unfinished& from, const fs::path& to, bool force) {
  int result = ::renameat2(AT_FDCWD, from.path.c_str(), AT_FDCWD, to.c_str(),
                           force ? 0U : static_cast<unsigned>(RENAME_NOREPLACE));
  if (result != 0 && errno == EINVAL && !force) {  // a file system that cannot promise it
    std::error_code none;
    if (fs::exists(fs::symlink_status(to, none))) refuse_existing(to);
    result = ::rename(from.path.c_str(), to.c_str());
  }
  if (result != 0 && errno == EEXIST) refuse_existing(to);
  if (result != 0)
    throw Error(ExitCode::failure, "cannot-write",
                fmt::format("'{}' cannot be made: {}", to.string(), std::strerror(errno)),
                "check who owns its folder");
  from.path.clear();
  fs::path folder = to.parent_path();
  if (folder.empty()) folder = ".";
  if (const int open = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); open >= 0) {
    ::fsync(open);
    ::close(open);
  }
}

void add_key(const Request& request, const fs::path& ledger, const Ledger& copy,
             BackupReport& report) {
  std::error_code none;
  const fs::path key = request.key.empty() ? ledger.parent_path() / "key" : request.key;
  report.key_fingerprint = copy.key_fingerprint();
  report.key_there = fs::exists(key, none);
  report.key_needed = report.key_fingerprint || copy.counts().voices > 0;
  report.key_file = shown(key);
}

}  // namespace

BackupReport back_up(const Request& request, const BackupRequest& what) {
  const fs::path path = ledger_of(request);
  Ledger ledger = Ledger::open(path, {.timeout = request.timeout,
                                      .read_only = true,
                                      .force_filesystem = request.force_filesystem});
  check_target(path, what);
  std::error_code none;
  BackupReport report{.file = shown(fs::absolute(what.file)),
                      .format = ledger.format(),
                      .operations = ledger.counts().operations,
                      .head = ledger.head(),
                      .replaced = fs::exists(what.file, none),
                      .key_file = {},
                      .key_fingerprint = {},
                      .dry_run = request.dry_run};
  if (request.dry_run) {
    add_key(request, path, ledger, report);
    return report;
  }
  Unfinished copied{what.file};
  copied.path += fmt::format(".{}.part", ::getpid());
  fs::remove(copied.path, none);  // of a process of this number that was killed
  ledger.copy_to(copied.path);
  {
    Ledger copy = Ledger::open(copied.path, {.timeout = request.timeout,
                                             .read_only = true,
                                             .force_filesystem = request.force_filesystem});
    const VerifyReport verified = verify_ledger(copy);
    if (!verified.findings.empty())
      throw Error(
          ExitCode::ledger_format, "not-sound",
          fmt::format("no backup was made, for the ledger is not sound: {}: {}",
                      verified.findings.front().where, verified.findings.front().what),
          "collab verify says all that is wrong, and what to do; keep the backups there are");
    report.operations = verified.counts.operations;
    report.head = verified.head();
    add_key(request, path, copy, report);
  }
  report.bytes = fs::file_size(copied.path);
  put_in_place(copied, what.file, what.force);
  return report;
}

}  // namespace collab
