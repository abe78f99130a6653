#pragma once
// Exports of ledgers as offers to another one, without files in between.
#include <memory>
#include <vector>

#include "collab/ledger/exporter.hpp"
#include "collab/ledger/importer.hpp"
#include "unit/ledger/helpers.hpp"

namespace ledger_test {

using Records = std::vector<std::vector<LedgerRecord>>;

/// What exports of these ledgers say, one behind the other.
inline ImportOffer offer_of(const std::vector<std::filesystem::path>& ledgers,
                            const std::shared_ptr<Records>& records = std::make_shared<Records>()) {
  ImportOffer offer;
  for (const std::filesystem::path& path : ledgers) {
    const LedgerExporter exporter(path, {}, {});
    offer.heads.push_back(exporter.head());
    for (const std::int64_t operation : exporter.operations()) {
      records->push_back(exporter.records(operation));
      offer.operations.push_back(
          offered_operation(records->back().front(), records->size() - 1, offer.heads.size() - 1));
      for (const LedgerRecord& record : records->back())
        if (record.kind == "unit_segment") offer.operations.back().has_units = true;
    }
  }
  offer.records = [records](std::size_t place) { return (*records)[place]; };
  return offer;
}

/// Rows of units as they come: for ledgers without any.
struct NoUnits : UnitNumbers {
  bool place(std::size_t, std::int64_t, std::int64_t, std::int64_t, const RecordBytes&) override {
    return true;
  }
  std::optional<RecordBytes> run(std::size_t, const RecordBytes& bytes) override { return bytes; }
};

/// Takes it in, and keeps it unless there are conflicts.
inline ImportReport take_in(Ledger& ledger, const ImportOffer& offer) {
  LedgerWriter writer = ledger.gather(operation("import"));
  NoUnits units;
  ImportReport report = writer.take_in(offer, units);
  if (report.conflicts.empty()) writer.commit();
  return report;
}

}  // namespace ledger_test
