#pragma once
// A file in chunks that end where a row of CSV ends, handed out to several threads.
#include <sys/stat.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "collab/feeds/reader.hpp"

namespace collab {

class ChunkedFile {
 public:
  static constexpr std::size_t chunk = std::size_t{1} << 20;
  /// What may be read behind a chunk's end; zeros.
  static constexpr std::size_t padding = 64;

  explicit ChunkedFile(const Source& source);
  ~ChunkedFile();
  ChunkedFile(const ChunkedFile&) = delete;
  ChunkedFile& operator=(const ChunkedFile&) = delete;

  /// False for pipes and devices, which are read in one piece or not at all.
  bool is_regular() const { return regular_; }
  /// The next chunk's bytes at the front of `bytes`, which grows as needed and keeps its padding;
  /// the last one gets a line end where the file has none. nullopt when all are handed out, or when
  /// a row is longer than one may be (then too_long()).
  /// throws Error(failure, "read-failed")
  std::optional<std::size_t> next(std::vector<char>& bytes);
  bool too_long() const { return too_long_; }
  std::uint64_t size() const { return static_cast<std::uint64_t>(about_.st_size); }
  std::uint64_t position();
  /// The file was written to since it was opened.
  bool changed() const;

 private:
  std::size_t row_end(const std::vector<char>& bytes, std::size_t size) const;

  std::string shown_as_;
  int file_ = -1;
  bool regular_ = false, too_long_ = false;
  struct stat about_ {};
  std::mutex mutex_;
  std::uint64_t position_ = 0;
  std::vector<char> rest_;  ///< read, and not yet handed out: the beginning of a row
  bool done_ = false;
};

}  // namespace collab
