#pragma once
// Unit rows of other ledgers in the numbers of this one.
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "collab/ledger/importer.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/units/run.hpp"

namespace collab {

/// Runs name a unit by the lowest number that its pseudonym has here, so that the same one of two
/// ledgers is one; rows of who is forgotten in either are left out.
class JoinedUnits : public UnitNumbers {
 public:
  explicit JoinedUnits(const Ledger& ledger) : ledger_(ledger) {}
  bool place(std::size_t head, std::int64_t there, std::int64_t here, std::int64_t units,
             const RecordBytes& segment) override;
  std::optional<RecordBytes> run(std::size_t head, const RecordBytes& bytes) override;

 private:
  struct Segment {
    std::uint32_t there = 0;
    std::vector<Pseudonym> pseudonyms;
    std::vector<std::uint32_t> numbers;  ///< here, by rank; made when asked for
  };
  UnitDictionary& dictionary();
  /// nullopt: there is no such unit
  std::optional<std::uint32_t> number_of(std::vector<Segment>& segments, std::uint32_t there);

  const Ledger& ledger_;
  std::optional<UnitDictionary> dictionary_;
  std::map<std::size_t, std::vector<Segment>>
      segments_;  ///< of each export, by their numbers there
};

}  // namespace collab
