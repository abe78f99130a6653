// A copy of a ledger in use that holds nothing but what the ledger says.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

[[noreturn]] void fail_copy(const std::filesystem::path& file, std::string_view why) {
  throw Error(ExitCode::failure, "backup-failed",
              fmt::format("the backup {} failed: {}", file.string(), why),
              "make room there, or name another place, and run the command again");
}

/// A new file that only its owner may read, removed again unless kept.
class NewFile {
 public:
  explicit NewFile(const std::filesystem::path& path) : path_(path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
      const int reason = errno;
      if (reason == EEXIST)
        throw Error(ExitCode::conflict, "ledger-exists",
                    fmt::format("{} is there already", path.string()),
                    "name another file, or remove it");
      fail_copy(path, std::strerror(reason));
    }
    ::close(file);
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (kept_) return;
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  void keep() { kept_ = true; }

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

void copy_into(Database& db, const NewFile& file) {
  try {
    // Into a new file goes what rows hold now; what pages hold beside that stays behind.
    db.run("VACUUM INTO ?", file.path().string());
  } catch (const Error& error) {
    if (error.code() == ExitCode::ledger_format) throw;
    fail_copy(file.path(), error.faults().front().message);
  }
}

bool any_forgotten(Database& db) {
  Query query(db,
              "SELECT 1 FROM voice_forgotten UNION ALL SELECT 1 FROM unit_forgotten UNION ALL "
              "SELECT 1 FROM purged LIMIT 1");
  return query.next();
}

}  // namespace

void Ledger::copy_to(const std::filesystem::path& file) {
  Impl& ledger = *impl_;
  if (ledger.snapshots > 0 || ledger.writing)
    throw std::logic_error("a ledger is copied outside of snapshots and operations");
  NewFile copy(file);
  if (any_forgotten(ledger.db())) {
    // The index of words drops those of removed texts when it is merged, not before.
    std::filesystem::path first = file;
    first += ".merging";
    const NewFile merged(first);
    copy_into(ledger.db(), merged);
    Database index(first, Database::Access::read_write, ledger.options.timeout);
    index.execute(
        "PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON; "
        "INSERT INTO voice_search(voice_search) VALUES('optimize')");
    copy_into(index, copy);
  } else {
    copy_into(ledger.db(), copy);
  }
  const int written = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool durable = written >= 0 && ::fsync(written) == 0;
  if (written >= 0) ::close(written);
  if (!durable) fail_copy(file, "it could not be made durable");
  copy.keep();
}

}  // namespace collab
