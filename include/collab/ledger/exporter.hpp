#pragma once
// A ledger read operation by operation, for another one.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/exchange.hpp"

namespace collab {

struct ExportRequest {
  std::string experiment;  ///< only operations that touched it, whole; empty: all
  bool texts = true;
};

/// One state of the ledger, whatever is written meanwhile.
class LedgerExporter {
 public:
  /// throws as Ledger::open() does, and Error(not_found, "no-such-experiment")
  LedgerExporter(const std::filesystem::path& ledger, const LedgerOptions& options,
                 const ExportRequest& request);
  LedgerExporter(LedgerExporter&&) noexcept;
  ~LedgerExporter();

  const ExportHead& head() const;
  /// Local ids, by origin and sequence.
  const std::vector<std::int64_t>& operations() const;
  /// The operation itself as the first record, `operation`; then its rows, table by table in the
  /// order of the digests, each in the order written.
  std::vector<LedgerRecord> records(std::int64_t operation) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace collab
