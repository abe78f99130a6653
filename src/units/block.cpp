#include "units/block.hpp"

#include <zstd.h>

#include <limits>
#include <memory>
#include <new>

namespace collab {
namespace {

constexpr int compression_level =
    1;  // of nearly the size of higher ones, and in a third of the time
constexpr std::uint64_t most_bytes = std::numeric_limits<std::uint32_t>::max();

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

void write_block(ByteWriter& writer, std::span<const std::uint8_t> content) {
  if (content.size() > most_bytes) throw BadBytes{"a column is too large"};
  std::vector<std::uint8_t> stored;
  if (!content.empty()) {
    const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, compression_level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    stored.resize(ZSTD_compressBound(content.size()));
    const std::size_t size =
        ZSTD_compress2(context.get(), stored.data(), stored.size(), content.data(), content.size());
    if (ZSTD_isError(size) != 0U || size > most_bytes) throw BadBytes{"a column is too large"};
    stored.resize(size);
  }
  writer.word(content.size(), 4);
  writer.word(stored.size(), 4);
  writer.raw(stored);
}

std::vector<std::uint8_t> read_block(ByteReader& reader, std::uint64_t least, std::uint64_t most) {
  const std::uint64_t size = reader.word(4);
  const auto stored = reader.raw(reader.word(4));
  if (size < least || size > most) throw BadBytes{"a column of a size that cannot be"};
  if (size == 0) {
    if (!stored.empty()) throw BadBytes{"an empty column holds bytes"};
    return {};
  }
  if (ZSTD_getFrameContentSize(stored.data(), stored.size()) != size ||
      ZSTD_findFrameCompressedSize(stored.data(), stored.size()) != stored.size()) {
    throw BadBytes{"a column is not what its header says"};
  }
  std::vector<std::uint8_t> content(size);
  const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  const std::size_t got = ZSTD_decompressDCtx(context.get(), content.data(), content.size(),
                                              stored.data(), stored.size());
  if (ZSTD_isError(got) != 0U || got != size) throw BadBytes{"a column is damaged"};
  return content;
}

}  // namespace collab
