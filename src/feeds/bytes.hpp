#pragma once
// The bytes of a source, read in chunks: a window that moves over a file of any size.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// Unread bytes lie in one piece. Memory: a chunk and what the caller has not consumed.
class ByteBuffer {
 public:
  static constexpr std::size_t chunk = std::size_t{1} << 20;

  /// `-` is standard input.
  /// throws Error(not_found, "no-such-file"), Error(failure, "not-readable"),
  ///        Error(invalid, "is-a-folder" | "not-a-file" | "not-text")
  ByteBuffer(const std::filesystem::path& path, std::string shown_as);
  ~ByteBuffer();
  ByteBuffer(const ByteBuffer&) = delete;
  ByteBuffer& operator=(const ByteBuffer&) = delete;

  std::string_view unread() const { return {data_.data() + begin_, end_ - begin_}; }
  bool ended() const { return ended_; }  ///< nothing comes behind unread()
  void consume(std::size_t bytes) { begin_ += bytes; }
  /// Reads on behind unread(); views into it become invalid. throws Error(failure, "read-failed")
  void more();
  /// A regular file that was written to since it was opened.
  bool changed() const;

 private:
  void refuse_archives() const;

  std::string shown_as_;
  int file_ = -1;
  bool owned_ = false;
  bool ended_ = false;
  std::int64_t size_ = -1, modified_ = 0;  ///< of a regular file when it was opened
  std::vector<char> data_;
  std::size_t begin_ = 0, end_ = 0;
};

}  // namespace collab
