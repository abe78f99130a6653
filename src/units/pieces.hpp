#pragma once
// Memory in pieces of one size that never move: it grows without a copy, and by little at a time.
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <vector>

namespace collab {

/// A vector's memory; `vector = {}` would keep it.
template <class T>
void release(std::vector<T>& vector) {
  std::vector<T>().swap(vector);
}

class Pieces {
 public:
  /// size: of a piece, in bytes; its alignment is that of 8 bytes, if size is a multiple of them
  explicit Pieces(std::size_t size)
      : size_(size),
        bits_(static_cast<unsigned>(std::bit_width(std::max(stretch / size, std::size_t{1}))) -
              1U) {}

  std::size_t count() const { return count_; }
  std::byte* at(std::size_t index) { return begin_of(index); }
  const std::byte* at(std::size_t index) const { return begin_of(index); }
  /// A further one, of zeros.
  std::byte* add() {
    if (count_ >> bits_ == stretches_.size())
      stretches_.push_back(std::make_unique_for_overwrite<std::byte[]>(size_ << bits_));
    std::byte* piece = begin_of(count_++);
    std::memset(piece, 0, size_);
    return piece;
  }
  std::size_t bytes() const { return stretches_.size() * (size_ << bits_); }
  void clear() {
    release(stretches_);
    count_ = 0;
  }

 private:
  static constexpr std::size_t stretch = std::size_t{1} << 16U;

  std::byte* begin_of(std::size_t index) const {
    const std::size_t within = index & ((std::size_t{1} << bits_) - 1);
    return stretches_[index >> bits_].get() + within * size_;
  }

  std::size_t size_;
  unsigned bits_;  ///< of how many pieces a stretch holds
  std::size_t count_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> stretches_;
};

}  // namespace collab
