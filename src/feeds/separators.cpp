#include "feeds/separators.hpp"

#include <bit>
#include <cstring>

namespace collab {
namespace {

/// Sixteen bytes at once, in registers where the machine has them.
using Bytes = unsigned char __attribute__((vector_size(16)));

/// A bit for each of the 64 bytes that equals `wanted`.
std::uint64_t equal_bits(const Bytes* block, unsigned char wanted) {
  std::uint64_t bits = 0;
  const Bytes pattern = Bytes{} + wanted;
  for (unsigned i = 0; i < 4; ++i) {
    const auto equal = block[i] == pattern;  // 0 or -1 each
#if defined(__SSE2__)
    using Signed = char __attribute__((vector_size(16)));
    Signed mask;
    std::memcpy(&mask, &equal, sizeof mask);
    bits |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(__builtin_ia32_pmovmskb128(mask)))
            << (16U * i);
#else
    for (unsigned j = 0; j < 16; ++j)
      if (equal[j] != 0) bits |= std::uint64_t{1} << (16U * i + j);
#endif
  }
  return bits;
}

/// Each bit the parity of those up to it: set from an opening quote on to before its closing one.
std::uint64_t inside_quotes(std::uint64_t quotes) {
  for (unsigned shift = 1; shift < 64; shift *= 2) quotes ^= quotes << shift;
  return quotes;
}

}  // namespace

std::size_t find_separators(const char* bytes, std::size_t size, char delimiter,
                            std::vector<std::uint32_t>& places, bool& quotes) {
  if (places.size() < size + 64) places.resize(size + 64);
  std::uint32_t* next = places.data();
  std::uint64_t open = 0;  // all ones while a quote is open
  quotes = false;
  for (std::size_t at = 0; at < size; at += 64) {
    Bytes block[4];
    std::memcpy(block, bytes + at, sizeof block);
    std::uint64_t found =
        equal_bits(block, static_cast<unsigned char>(delimiter)) | equal_bits(block, '\n');
    std::uint64_t quoted = equal_bits(block, '"');
    if (size - at < 64) {
      const std::uint64_t valid = (std::uint64_t{1} << (size - at)) - 1;
      found &= valid;
      quoted &= valid;
    }
    if ((quoted | open) != 0) {
      quotes = true;
      const std::uint64_t inside = inside_quotes(quoted) ^ open;
      open = (inside >> 63U) != 0 ? ~std::uint64_t{0} : 0;
      found &= ~inside;
    }
    for (; found != 0; found &= found - 1)
      *next++ =
          static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(found));
  }
  return static_cast<std::size_t>(next - places.data());
}

}  // namespace collab
