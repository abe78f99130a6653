#include "collab/ledger/ledger.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "collab/model/error.hpp"
#include "ledger/impl.hpp"
#include "ledger/migrate.hpp"
#include "ledger/open.hpp"

namespace collab {
namespace {

/// flock and shared memory do not hold between the machines that share these (statfs(2)).
constexpr std::array<unsigned, 4> network_filesystems{
    0x6969,      // NFS
    0x517B,      // SMB
    0xFF534D42,  // CIFS
    0xFE534D42,  // SMB 2
};

void refuse_network(const std::filesystem::path& path, const LedgerOptions& options) {
  if (options.force_filesystem) return;
  struct statfs facts {};
  if (::statfs(path.c_str(), &facts) != 0) return;
  const auto type = static_cast<unsigned>(facts.f_type);
  for (const unsigned network : network_filesystems) {
    if (type != network) continue;
    throw Error(
        ExitCode::failure, "network-filesystem",
        fmt::format("{} is on a network file system, where two writers cannot be kept apart",
                    path.string()),
        "keep the ledger on a local disk, or say --force-filesystem if only this machine "
        "ever writes it");
  }
}

bool has_wal(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(path.string() + "-wal", ignored);
  return !ignored && size > 0;
}

/// Files beside the ledger that were made while it was read-only are as read-only as it was; they
/// follow it when it may be written again.
void let_write_beside(const std::filesystem::path& path) {
  struct stat ledger {};
  if (::access(path.c_str(), W_OK) != 0 || ::stat(path.c_str(), &ledger) != 0) return;
  for (const char* suffix : {"-wal", "-shm"}) {
    const std::string beside = path.string() + suffix;
    struct stat found {};
    if (::lstat(beside.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) continue;
    // Fails for another's file: it is not ours to change, and the fault says where to look.
    if (::access(beside.c_str(), W_OK) != 0) ::chmod(beside.c_str(), ledger.st_mode & 0777);
  }
}

}  // namespace

std::unique_ptr<Database> open_database(const std::filesystem::path& path,
                                        const LedgerOptions& options, int& version) {
  const auto access =
      options.read_only ? Database::Access::read_only : Database::Access::read_write;
  if (!options.read_only) let_write_beside(path);
  try {
    auto database = std::make_unique<Database>(path, access, options.timeout);
    version = version_of(*database);
    return database;
  } catch (const Error& error) {
    // Where no shared memory can be made beside the file, it can still be read if nobody has
    // written since the last checkpoint.
    const std::string& slug = error.faults().front().slug;
    const bool access_denied = slug == "ledger-unreadable" || slug == "ledger-not-writable";
    if (!access_denied || has_wal(path) || ::access(path.c_str(), R_OK) != 0) throw;
    auto database = std::make_unique<Database>(path, Database::Access::immutable, options.timeout);
    version = version_of(*database);
    return database;
  }
}

void fail_value(const Database& database, std::string_view column, std::string_view value) {
  throw Error(ExitCode::ledger_format, "damaged-ledger",
              fmt::format("{} holds '{}' in {}", database.path().string(), value, column),
              "run `collab verify` to see what else was touched");
}

Ledger::Impl::~Impl() {
  if (!database || !wrote) return;
  // The writer that goes last leaves one tidy file; under the lock, for it resets the WAL.
  const auto lock = WriterLock::attempt(path, {.actor = {}, .verb = "close"});
  if (lock) database->checkpoint_on_close(true);
  database.reset();
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Ledger Ledger::open(const std::filesystem::path& path, const LedgerOptions& options) {
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::canonical(path, failed);
  if (failed) {
    if (failed == std::errc::permission_denied) {
      throw Error(ExitCode::failure, "ledger-unreadable",
                  fmt::format("{} cannot be opened: {}", path.string(), failed.message()),
                  "check who owns the file and its folder");
    }
    throw Error(ExitCode::not_found, "no-ledger", fmt::format("there is no {}", path.string()),
                "`collab plan` makes one; or name it with --ledger FILE");
  }
  if (!std::filesystem::is_regular_file(real)) {
    throw Error(ExitCode::ledger_format, "not-a-ledger",
                fmt::format("{} is not a file", path.string()),
                "name the ledger with --ledger FILE; it is .collab/ledger.db by default");
  }
  refuse_network(real, options);
  auto impl = std::make_unique<Impl>();
  impl->shown = path;
  impl->path = real;
  impl->options = options;
  int version = 0;
  impl->database = open_database(real, options, version);
  if (version < current_version()) {
    if (impl->db().read_only()) {
      throw Error(ExitCode::ledger_format, "older-ledger",
                  fmt::format("{} is of format {} and must be brought up to format {} first",
                              path.string(), version, current_version()),
                  "run any collab command as somebody who may write it");
    }
    const WriterLock lock(real, {.actor = {}, .verb = "migrate"}, options.timeout);
    migrate(impl->db());
    impl->wrote = true;
  }
  return Ledger(std::move(impl));
}

Ledger Ledger::create(const std::filesystem::path& path, const LedgerOptions& options) {
  std::filesystem::path folder = path.parent_path();
  if (folder.empty()) folder = ".";
  refuse_network(folder, options);
  // An empty file first: SQLite gives its companions the same mode.
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == EEXIST) {
      throw Error(ExitCode::conflict, "ledger-exists",
                  fmt::format("{} is there already", path.string()));
    }
    throw Error(ExitCode::failure, "ledger-not-writable",
                fmt::format("{} cannot be made: {}", path.string(), std::strerror(errno)),
                "check who owns its folder");
  }
  ::close(file);
  LedgerOptions writable = options;
  writable.read_only = false;
  return open(path, writable);
}

Ledger::Snapshot::Snapshot(Ledger& ledger) : ledger_(&ledger) {
  Impl& impl = *ledger.impl_;
  if (impl.snapshots++ > 0 || impl.writing) return;
  impl.db().execute("BEGIN; SELECT 1 FROM sqlite_schema");
}

Ledger::Snapshot::~Snapshot() {
  Impl& impl = *ledger_->impl_;
  if (--impl.snapshots > 0 || impl.writing) return;
  sqlite3_exec(impl.db().handle(), "COMMIT", nullptr, nullptr, nullptr);
}

const std::filesystem::path& Ledger::path() const { return impl_->shown; }

}  // namespace collab
