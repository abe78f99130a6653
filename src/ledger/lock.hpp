#pragma once
// The writer lock: flock on `<ledger>.lock`. Held while an operation is written, while the WAL is
// copied into the file and while a ledger is migrated, because SQLite 3.40.1 may lose the WAL when
// one process resets it while another copies it.
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace collab {

class WriterLock {
 public:
  /// What the lock file says of its holder.
  struct Holder {
    std::string actor, verb;
  };
  /// throws Error(busy, "ledger-busy") naming the holder after the timeout,
  ///        Error(failure, "ledger-not-writable") when the lock file cannot be made
  WriterLock(const std::filesystem::path& ledger, const Holder& holder,
             std::chrono::milliseconds timeout);
  /// Empty at once when somebody else holds it, or it cannot be made.
  static std::optional<WriterLock> attempt(const std::filesystem::path& ledger,
                                           const Holder& holder);
  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&&) = delete;
  ~WriterLock();

 private:
  explicit WriterLock(int file) : file_(file) {}
  void sign(const Holder& holder) const;

  int file_ = -1;
};

std::filesystem::path lock_path(const std::filesystem::path& ledger);

}  // namespace collab
