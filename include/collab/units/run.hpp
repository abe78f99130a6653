#pragma once
// A run: what one feed delivered for one period, one record a unit, sorted by unit number,
// compressed column by column (collab-ledger(5), "Runs"). And the dictionary's segments.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collab/model/number.hpp"
#include "collab/units/pseudonym.hpp"

namespace collab {

/// Unit rows of a batch by column; row i belongs to unit numbers[i]. Sorted by number, distinct.
struct Run {
  std::vector<std::string> variants;             ///< names; variant[i] indexes them
  std::vector<std::string> segments;             ///< segment names
  std::vector<std::vector<std::string>> levels;  ///< by segment; names
  std::vector<std::string> fields;  ///< `spend`, `visit.numerator`, covariates: names of columns
  std::vector<std::uint32_t> numbers;
  std::vector<std::uint8_t> variant;
  std::vector<std::vector<std::int16_t>> level;    ///< by segment, then row; -1 = empty
  std::vector<std::vector<Decimal>> values;        ///< by field, then row
  std::vector<std::vector<std::uint8_t>> present;  ///< by field, then row; 0 = missing
  friend bool operator==(const Run&, const Run&) = default;
};

/// Bytes with a version in front; decode(encode(run)) == run. The layout: src/units/run.cpp.
/// throws Error(failure, "bad-run") for columns of unequal length, numbers that do not ascend,
/// indices without a name, more than 2^27 units, 256 variants, 64 segments, 32767 levels or 4096
/// fields
std::vector<std::uint8_t> encode(const Run& run);
/// throws Error(ledger_format, "bad-run") on anything that encode() does not write; never allocates
/// more than the stated sizes allow (at most 2^27 units).
Run decode_run(std::span<const std::uint8_t> bytes);
/// BLAKE2b-256 over the uncompressed content, hex: the same content has the same digest whatever
/// the compressor, the order of names, and names that no unit uses. Independent of unit numbers
/// when pseudonyms_by_row is given (the pseudonym of each row's unit); empty: units go by their
/// numbers. throws Error(failure, "bad-run") when its size is neither 0 nor the rows'
std::string content_digest(const Run& run, const std::vector<Pseudonym>& pseudonyms_by_row);
/// The same of units that are given by their places in `names`. threads: more than one for runs of
/// many rows.
std::string content_digest(const Run& run, const std::vector<Pseudonym>& names,
                           const std::vector<std::uint32_t>& units, std::size_t threads);

/// Without the rows of those units. numbers: ascending
Run without_units(const Run& run, std::span<const std::uint32_t> numbers);

/// Its rows under other numbers, one for each row, all different; a row whose number is
/// UnitDictionary::not_there is left out.
Run with_numbers(const Run& run, std::span<const std::uint32_t> numbers);

/// The dictionary: a segment holds a batch's new pseudonyms, sorted; unit number = base + rank.
/// At most 2^27, strictly ascending but for units that were forgotten: such a one has the pseudonym
/// before it, at first zeros, so that the others keep their numbers. decode throws
/// Error(ledger_format, "bad-segment"), encode Error(failure, "bad-segment").
std::vector<std::uint8_t> encode_segment(std::span<const Pseudonym> sorted);
std::vector<Pseudonym> decode_segment(std::span<const std::uint8_t> bytes);
bool is_forgotten(std::span<const Pseudonym> segment, std::size_t rank);
/// The units of those ranks are forgotten. ranks: ascending
void forget_units(std::span<Pseudonym> segment, std::span<const std::uint32_t> ranks);

class UnitDictionary {
 public:
  /// throws Error(ledger_format, "bad-segment") when numbers overlap or pseudonyms descend
  void add_segment(std::uint32_t base, std::vector<Pseudonym> sorted);
  /// Of a unit that several ledgers recorded the lowest of its numbers, here and below.
  std::optional<std::uint32_t> find(const Pseudonym& pseudonym) const;
  static constexpr std::uint32_t not_there = 0xFFFFFFFF;
  /// The number of each, not_there for those that are not. sorted: ascending
  std::vector<std::uint32_t> find_all(std::span<const Pseudonym> sorted) const;
  /// Bases of the segments, ascending: within one, numbers ascend as pseudonyms do.
  std::vector<std::uint32_t> bases() const;
  /// throws Error(ledger_format, "bad-segment") when there is no such unit; of a forgotten one
  /// nothing that tells of it
  Pseudonym pseudonym(std::uint32_t number) const;
  std::uint32_t size() const { return next_; }  ///< the next segment's base

 private:
  struct Segment {
    std::uint32_t base;
    std::vector<Pseudonym> sorted;
  };
  std::vector<Segment> segments_;
  std::uint32_t next_ = 0;
};

}  // namespace collab
