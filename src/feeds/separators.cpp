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

/// Bits of the bytes that there are.
std::uint64_t valid_bits(std::size_t left) {
  return left < 64 ? (std::uint64_t{1} << left) - 1 : ~std::uint64_t{0};
}

/// Whether quotes are around whole fields, told block by block.
class AroundFields {
 public:
  /// quotes, inside: bits of quotes, and of bytes from an opening quote on to before its closing
  /// one. ends: of delimiters and line ends.
  void add(std::uint64_t quotes, std::uint64_t inside, std::uint64_t ends) {
    const std::uint64_t opening = quotes & inside, closing = quotes & ~inside;
    const std::uint64_t begins = (ends << 1U) | (after_end_ ? 1U : 0U);
    all_ = all_ && (opening & ~begins) == 0 && ((closing << 1U) & ~ends) == 0 &&
           (!after_closing_ || (ends & 1U) != 0);
    after_end_ = (ends >> 63U) != 0;
    after_closing_ = (closing >> 63U) != 0;
  }
  bool all() const { return all_ && !after_closing_; }

 private:
  bool all_ = true, after_end_ = true, after_closing_ = false;
};

}  // namespace

std::size_t find_separators(const char* bytes, std::size_t size, char delimiter,
                            std::vector<std::uint32_t>& places, Quotes& quotes) {
  if (places.size() < size + 64) places.resize(size + 64);
  std::uint32_t* next = places.data();
  std::uint64_t open = 0;  // all ones while a quote is open
  bool any = false;
  AroundFields around;
  for (std::size_t at = 0; at < size; at += 64) {
    Bytes block[4];
    std::memcpy(block, bytes + at, sizeof block);
    const std::uint64_t valid = valid_bits(size - at);
    std::uint64_t found = valid & (equal_bits(block, static_cast<unsigned char>(delimiter)) |
                                   equal_bits(block, '\n'));
    const std::uint64_t quoted = valid & equal_bits(block, '"');
    std::uint64_t inside = 0;
    if ((quoted | open) != 0) {
      any = true;
      inside = inside_quotes(quoted) ^ open;
      open = (inside >> 63U) != 0 ? ~std::uint64_t{0} : 0;
      found &= ~inside;
    }
    around.add(quoted, inside, found);
    for (; found != 0; found &= found - 1)
      *next++ =
          static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(found));
  }
  quotes = !any ? Quotes::none : around.all() ? Quotes::around_fields : Quotes::anywhere;
  return static_cast<std::size_t>(next - places.data());
}

bool ends_inside_quotes(const char* bytes, std::size_t size) {
  std::uint64_t odd = 0;
  for (std::size_t at = 0; at < size; at += 64) {
    Bytes block[4];
    std::memcpy(block, bytes + at, sizeof block);
    odd ^= equal_bits(block, '"') & valid_bits(size - at);
  }
  return (std::popcount(odd) & 1) != 0;
}

}  // namespace collab
