#include "feeds/chunks.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "feeds/limits.hpp"
#include "feeds/separators.hpp"

namespace collab {

ChunkedFile::ChunkedFile(const Source& source) : shown_as_(source.shown_as) {
  if (source.path == "-") return;
  file_ = ::open(source.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  regular_ = file_ >= 0 && ::fstat(file_, &about_) == 0 && S_ISREG(about_.st_mode);
}

ChunkedFile::~ChunkedFile() {
  if (file_ >= 0) ::close(file_);
}

/// Behind the last line end that is outside quotes; a chunk begins outside of them. 0: there is
/// none.
std::size_t ChunkedFile::row_end(const std::vector<char>& bytes, std::size_t size) const {
  const char* begin = bytes.data();
  if (std::memchr(begin, '"', size) == nullptr) {
    const void* end = ::memrchr(begin, '\n', size);
    return end == nullptr ? 0 : static_cast<std::size_t>(static_cast<const char*>(end) - begin) + 1;
  }
  bool inside = ends_inside_quotes(begin, size);
  for (std::size_t at = size; at > 0; --at) {
    if (begin[at - 1] == '"') inside = !inside;
    if (begin[at - 1] == '\n' && !inside) return at;
  }
  return 0;
}

std::optional<std::size_t> ChunkedFile::next(std::vector<char>& bytes) {
  const std::lock_guard lock(mutex_);
  if (done_) return std::nullopt;
  std::size_t size = rest_.size();
  if (bytes.size() < size + chunk + padding) bytes.resize(size + chunk + padding);
  std::ranges::copy(rest_, bytes.begin());
  rest_.clear();
  for (;;) {
    if (bytes.size() < size + chunk + padding) bytes.resize(size + chunk + padding);
    const ssize_t got = ::pread(file_, bytes.data() + size, chunk, static_cast<off_t>(position_));
    if (got < 0) {
      if (errno == EINTR) continue;
      throw Error(ExitCode::failure, "read-failed",
                  fmt::format("{}: {}", shown_as_, std::generic_category().message(errno)));
    }
    position_ += static_cast<std::uint64_t>(got);
    size += static_cast<std::size_t>(got);
    if (got == 0) {
      done_ = true;
      if (size > 0 && bytes[size - 1] != '\n') bytes[size++] = '\n';
      if (size == 0) return std::nullopt;
      std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(size), padding - 1, '\0');
      return size;
    }
    const std::size_t end = row_end(bytes, size);
    if (end == 0) {
      if (size > limits::line) {
        done_ = too_long_ = true;
        return std::nullopt;
      }
      continue;
    }
    rest_.assign(bytes.begin() + static_cast<std::ptrdiff_t>(end),
                 bytes.begin() + static_cast<std::ptrdiff_t>(size));
    return end;
  }
}

std::uint64_t ChunkedFile::position() {
  const std::lock_guard lock(mutex_);
  return position_;
}

bool ChunkedFile::changed() const {
  struct stat now {};
  return ::fstat(file_, &now) != 0 || now.st_size != about_.st_size ||
         now.st_mtim.tv_sec != about_.st_mtim.tv_sec ||
         now.st_mtim.tv_nsec != about_.st_mtim.tv_nsec;
}

}  // namespace collab
