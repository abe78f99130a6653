#include "ledger/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/model/time.hpp"

namespace collab {
namespace {

using Steady = std::chrono::steady_clock;

int open_lock(const std::filesystem::path& ledger) {
  return ::open(lock_path(ledger).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

bool try_lock(int file) {
  int result = 0;
  do {
    result = ::flock(file, LOCK_EX | LOCK_NB);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

std::string without_breaks(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

/// `ana (collab record, process 4711, since 2026-11-21T08:00:00Z)`, from the lock file.
std::string describe_holder(int file) {
  std::array<char, 1024> buffer{};
  const ssize_t length = ::pread(file, buffer.data(), buffer.size(), 0);
  std::string_view text(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0U);
  text = text.substr(0, text.find('\n'));
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t tab = text.find('\t');
    parts.emplace_back(text.substr(0, tab));
    text = tab == std::string_view::npos ? std::string_view{} : text.substr(tab + 1);
  }
  if (parts.size() != 4) return "another process";
  const std::string who = parts[1].empty() ? std::string("another process") : parts[1];
  return fmt::format("{} (collab {}, process {}, since {})", who, parts[2], parts[0], parts[3]);
}

}  // namespace

std::filesystem::path lock_path(const std::filesystem::path& ledger) {
  std::filesystem::path path = ledger;
  path += ".lock";
  return path;
}

WriterLock::WriterLock(const std::filesystem::path& ledger, const Holder& holder,
                       std::chrono::milliseconds timeout) {
  const int file = open_lock(ledger);
  if (file < 0) {
    throw Error(
        ExitCode::failure, "ledger-not-writable",
        fmt::format("{} cannot be made: {}", lock_path(ledger).string(), std::strerror(errno)),
        "check who owns the ledger's folder");
  }
  file_ = file;
  const Steady::time_point until = Steady::now() + timeout;
  std::chrono::microseconds pause{500};
  while (!try_lock(file)) {
    const int reason = errno;
    if (reason != EWOULDBLOCK || Steady::now() >= until) {
      const std::string who = describe_holder(file);
      ::close(std::exchange(file_, -1));
      if (reason != EWOULDBLOCK) {
        throw Error(ExitCode::failure, "ledger-not-writable",
                    fmt::format("{} cannot be locked: {}", lock_path(ledger).string(),
                                std::strerror(reason)),
                    "keep the ledger on a local disk");
      }
      throw Error(ExitCode::busy, "ledger-busy",
                  fmt::format("{} is being written by {}", ledger.string(), who),
                  "try again, or wait longer with --timeout 30s");
    }
    std::this_thread::sleep_for(pause);
    pause = std::min<std::chrono::microseconds>(pause * 2, std::chrono::milliseconds{8});
  }
  sign(holder);
}

std::optional<WriterLock> WriterLock::attempt(const std::filesystem::path& ledger,
                                              const Holder& holder) {
  const int file = open_lock(ledger);
  if (file < 0) return std::nullopt;
  if (!try_lock(file)) {
    ::close(file);
    return std::nullopt;
  }
  WriterLock lock(file);
  lock.sign(holder);
  return lock;
}

WriterLock::WriterLock(WriterLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

WriterLock::~WriterLock() {
  if (file_ < 0) return;
  // The file stays: removing it would let two processes lock two files of one name.
  [[maybe_unused]] const int result = ::ftruncate(file_, 0);
  ::close(file_);
}

void WriterLock::sign(const Holder& holder) const {
  const auto now =
      std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::string text = fmt::format("{}\t{}\t{}\t{}\n", ::getpid(), without_breaks(holder.actor),
                                       without_breaks(holder.verb), to_string(Instant(now)));
  // Only an error message is lost when this fails.
  if (::ftruncate(file_, 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(file_, text.data(), text.size(), 0);
  }
}

}  // namespace collab
