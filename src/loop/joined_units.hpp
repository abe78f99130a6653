#pragma once
// Unit rows of other ledgers in the numbers of this one.
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "collab/ledger/importer.hpp"

namespace collab {

/// A run keeps to the segments that it was recorded by, so that what is forgotten of one is found;
/// that two numbers are one unit is for who reads them (review/lowest_numbers.hpp).
class JoinedUnits : public UnitNumbers {
 public:
  bool place(std::size_t head, std::int64_t there, std::int64_t here, std::int64_t units,
             const RecordBytes& segment) override;
  std::optional<RecordBytes> run(std::size_t head, const RecordBytes& bytes) override;

 private:
  struct Segment {
    std::uint32_t there = 0, here = 0;
    std::size_t units = 0;
  };
  std::map<std::size_t, std::vector<Segment>>
      segments_;  ///< of each export, by their numbers there
};

}  // namespace collab
