// The digest of what a run says: of its facts, not of how they are laid out. Names that no unit
// uses and the order of names do not count.
//
// BLAKE2b-256, in hex, over (words little-endian, varint and text as in run.cpp):
//   text "collab run 1"; a byte: 1 when units are named by pseudonym, 0 when by number
//   varint count of variants in use, their names sorted
//   varint count of segments in use; each, sorted by name: its name, varint count of levels in use,
//   their names sorted
//   varint count of fields with a value, their names sorted
//   varint count of units; each, ascending: its pseudonym (16 bytes, big-endian) or number (u32);
//   varint rank of its variant; per segment varint 0 for none or rank + 1; per field a byte 0, or a
//   byte 1 and the value in millionths (i64)
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "collab/model/error.hpp"
#include "collab/model/parallel.hpp"
#include "collab/units/run.hpp"
#include "units/byte_stream.hpp"

namespace collab {
namespace {

using Names = std::vector<std::string>;

/// Names in use, sorted, and the rank of each of the run's indices among them.
struct Ranked {
  Names names;
  std::vector<std::uint64_t> rank;
};

Ranked ranked(const Names& all, const std::vector<bool>& used) {
  std::map<std::string, std::uint64_t> sorted;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (used[i]) sorted.emplace(all[i], 0);
  }
  Ranked result;
  for (auto& [name, rank] : sorted) {
    rank = result.names.size();
    result.names.push_back(name);
  }
  for (const std::string& name : all) {
    const auto found = sorted.find(name);
    result.rank.push_back(found == sorted.end() ? 0 : found->second);
  }
  return result;
}

/// Indices of columns in use, sorted by name.
std::vector<std::size_t> in_use(const Names& names, const std::vector<bool>& used) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (used[i]) result.push_back(i);
  }
  std::stable_sort(result.begin(), result.end(),
                   [&](std::size_t a, std::size_t b) { return names[a] < names[b]; });
  return result;
}

class Digest {
 public:
  Digest() {
    // Without it the library takes the way of every processor, in three times the time.
    [[maybe_unused]] static const int ready = sodium_init();
    crypto_generichash_init(&state_, nullptr, 0, crypto_generichash_BYTES);
  }
  void add(ByteWriter& writer) {
    crypto_generichash_update(&state_, writer.bytes().data(), writer.bytes().size());
    writer.bytes().clear();
  }
  std::string hex() {
    std::array<std::uint8_t, crypto_generichash_BYTES> digest{};
    crypto_generichash_final(&state_, digest.data(), digest.size());
    std::string text;
    for (const std::uint8_t byte : digest) text += fmt::format("{:02x}", byte);
    return text;
  }

 private:
  crypto_generichash_state state_{};
};

void write_names(ByteWriter& writer, const Names& names) {
  writer.varint(names.size());
  for (const std::string& name : names) writer.text(name);
}

void write_pseudonym(ByteWriter& writer, const Pseudonym& pseudonym) {
  std::array<std::uint8_t, 16> bytes;
  for (unsigned i = 0; i < 8; ++i) {
    bytes[i] = static_cast<std::uint8_t>(pseudonym.high >> (56 - 8 * i));
    bytes[8 + i] = static_cast<std::uint8_t>(pseudonym.low >> (56 - 8 * i));
  }
  writer.raw(bytes);
}

/// name_of: the pseudonym of a row's unit, where units are named
template <class NameOf>
std::string digest_of(const Run& run, bool named, const NameOf& name_of, std::size_t threads) {
  const std::size_t n = run.numbers.size();
  std::vector<bool> variants_used(run.variants.size());
  for (const std::uint8_t variant : run.variant) variants_used.at(variant) = true;
  const Ranked variants = ranked(run.variants, variants_used);

  std::vector<bool> segments_used;
  std::vector<Ranked> levels;
  for (std::size_t s = 0; s < run.segments.size(); ++s) {
    std::vector<bool> used(run.levels[s].size());
    for (const std::int16_t level : run.level[s]) {
      if (level >= 0) used.at(static_cast<std::size_t>(level)) = true;
    }
    levels.push_back(ranked(run.levels[s], used));
    segments_used.push_back(!levels.back().names.empty());
  }
  const auto segments = in_use(run.segments, segments_used);

  std::vector<bool> fields_used;
  for (const auto& present : run.present) {
    fields_used.push_back(
        std::any_of(present.begin(), present.end(), [](auto p) { return p != 0; }));
  }
  const auto fields = in_use(run.fields, fields_used);

  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto by_name = [&](std::size_t a, std::size_t b) { return name_of(a) < name_of(b); };
  if (named && !std::ranges::is_sorted(order, by_name)) std::ranges::sort(order, by_name);

  Digest digest;
  ByteWriter out;
  out.text("collab run 1");
  out.byte(named ? 1 : 0);
  write_names(out, variants.names);
  out.varint(segments.size());
  for (const std::size_t s : segments) {
    out.text(run.segments[s]);
    write_names(out, levels[s].names);
  }
  out.varint(fields.size());
  for (const std::size_t f : fields) out.text(run.fields[f]);
  out.varint(n);
  digest.add(out);

  const auto write_row = [&](ByteWriter& writer, std::size_t row) {
    if (named)
      write_pseudonym(writer, name_of(row));
    else
      writer.word(run.numbers[row], 4);
    writer.varint(variants.rank[run.variant[row]]);
    for (const std::size_t s : segments) {
      const int level = run.level[s][row];
      writer.varint(level < 0 ? 0 : levels[s].rank[static_cast<std::size_t>(level)] + 1);
    }
    for (const std::size_t f : fields) {
      const bool present = run.present[f][row] != 0;
      writer.byte(present ? 1 : 0);
      if (present) writer.word(static_cast<std::uint64_t>(run.values[f][row].millionths), 8);
    }
  };
  // One thread writes rows down while another digests those before them.
  const bool two = threads > 1;
  const std::size_t block = std::size_t{1} << (two ? 16U : 10U);
  std::array<ByteWriter, 2> written;
  const auto write = [&](std::size_t number) {
    for (std::size_t i = number * block; i < std::min(n, (number + 1) * block); ++i)
      write_row(written[number % 2], order[i]);
  };
  const std::size_t blocks = (n + block - 1) / block;
  for (std::size_t next = 0; next <= blocks; ++next) {
    in_parallel(two ? 2 : 1, [&](std::size_t thread) {
      if (thread == 0 && next > 0) digest.add(written[(next - 1) % 2]);
      if ((thread == 1 || !two) && next < blocks) write(next);
    });
  }
  return digest.hex();
}

}  // namespace

std::string content_digest(const Run& run, const std::vector<Pseudonym>& pseudonyms_by_row) {
  const std::size_t n = run.numbers.size();
  const bool named = !pseudonyms_by_row.empty();
  if (named && pseudonyms_by_row.size() != n)
    throw Error(ExitCode::failure, "bad-run",
                fmt::format("{} pseudonyms for {} units", pseudonyms_by_row.size(), n));
  return digest_of(
      run, named, [&](std::size_t row) { return pseudonyms_by_row[row]; }, 1);
}

std::string content_digest(const Run& run, const std::vector<Pseudonym>& names,
                           const std::vector<std::uint32_t>& units, std::size_t threads) {
  if (units.size() != run.numbers.size())
    throw Error(ExitCode::failure, "bad-run",
                fmt::format("{} pseudonyms for {} units", units.size(), run.numbers.size()));
  return digest_of(
      run, !units.empty(), [&](std::size_t row) { return names[units[row]]; }, threads);
}

}  // namespace collab
