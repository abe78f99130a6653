#include "feeds/bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "collab/model/error.hpp"

namespace collab {
namespace {

std::string reason() { return std::generic_category().message(errno); }

/// Process substitution and redirected input: pipes that the caller holds open already.
bool is_inherited(const std::filesystem::path& path) {
  const std::string& name = path.native();
  return name.starts_with("/dev/fd/") || name.starts_with("/proc/self/fd/") || name == "/dev/stdin";
}

std::int64_t nanoseconds(const struct stat& about) {
  return about.st_mtim.tv_sec * std::int64_t{1'000'000'000} + about.st_mtim.tv_nsec;
}

}  // namespace

ByteBuffer::ByteBuffer(const std::filesystem::path& path, std::string shown_as)
    : shown_as_(std::move(shown_as)) {
  if (path == "-") {
    file_ = STDIN_FILENO;
  } else {
    // Not to wait for a writer should the name turn out to be a pipe.
    file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file_ < 0) {
      if (errno == ENOENT || errno == ENOTDIR) {
        throw Error(ExitCode::not_found, "no-such-file",
                    fmt::format("{}: no such file", shown_as_));
      }
      throw Error(ExitCode::failure, "not-readable", fmt::format("{}: {}", shown_as_, reason()));
    }
    owned_ = true;
  }
  struct stat about {};
  const bool known = ::fstat(file_, &about) == 0;
  const bool pipe_allowed = !owned_ || is_inherited(path);
  const char* slug = nullptr;
  std::string what;
  if (!known) {
    slug = "not-readable";
    what = reason();
  } else if (S_ISDIR(about.st_mode)) {
    slug = "is-a-folder";
    what = "is a folder";
  } else if (!S_ISREG(about.st_mode) && !pipe_allowed) {
    slug = "not-a-file";
    what = "is not a regular file";
  }
  if (slug != nullptr) {
    if (owned_) ::close(file_);
    throw Error(
        known ? ExitCode::invalid : ExitCode::failure, slug, fmt::format("{}: {}", shown_as_, what),
        known ? "name a file; other sources can be piped in: `… | collab record EXP --from -`"
              : "");
  }
  if (owned_) {
    const int flags = ::fcntl(file_, F_GETFL);
    if (flags >= 0) ::fcntl(file_, F_SETFL, flags & ~O_NONBLOCK);
  }
  if (S_ISREG(about.st_mode)) {
    size_ = about.st_size;
    modified_ = nanoseconds(about);
  }
  try {
    more();
    refuse_archives();
  } catch (...) {
    if (owned_) ::close(file_);
    throw;
  }
}

ByteBuffer::~ByteBuffer() {
  if (owned_) ::close(file_);
}

void ByteBuffer::more() {
  if (ended_) return;
  if (begin_ > 0) {
    std::memmove(data_.data(), data_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (data_.size() < end_ + chunk) data_.resize(end_ + chunk);
  const std::size_t wanted = end_ + chunk;
  while (end_ < wanted) {
    const ssize_t got = ::read(file_, data_.data() + end_, wanted - end_);
    if (got < 0) {
      if (errno == EINTR) continue;
      throw Error(ExitCode::failure, "read-failed", fmt::format("{}: {}", shown_as_, reason()));
    }
    if (got == 0) {
      ended_ = true;
      return;
    }
    end_ += static_cast<std::size_t>(got);
  }
}

bool ByteBuffer::changed() const {
  struct stat now {};
  return size_ >= 0 &&
         (::fstat(file_, &now) != 0 || now.st_size != size_ || nanoseconds(now) != modified_);
}

void ByteBuffer::refuse_archives() const {
  const std::string_view start = unread();
  std::string hint;
  if (start.starts_with("\x1f\x8b") || start.starts_with("\x28\xb5\x2f\xfd")) {
    hint = "this is a compressed file: unpack it into `collab record EXP --from -`";
  } else if (start.starts_with("PK\x03\x04")) {
    hint = "this is a spreadsheet or an archive: export it as CSV in UTF-8";
  } else if (start.starts_with("\xff\xfe") || start.starts_with("\xfe\xff")) {
    hint = "this is UTF-16: save it as UTF-8";
  } else {
    return;
  }
  throw Error(ExitCode::invalid, "not-text",
              fmt::format("{}: is not CSV or NDJSON text", shown_as_), hint);
}

}  // namespace collab
