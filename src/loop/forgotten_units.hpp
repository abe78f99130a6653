#pragma once
// Units that are forgotten: their rows and pseudonyms leave every cycle.
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/exchange.hpp"
#include "collab/units/pseudonym.hpp"

namespace collab {

struct ForgottenUnits {
  std::set<Pseudonym> units;  ///< those that were there
  std::int64_t rows = 0, batches = 0;
  std::set<std::string> experiments;
};

/// Takes units out of all runs and segments, those of replaced batches too, and computes the cells
/// of the experiments anew. What looks and decisions said stays. Then Ledger::scrub().
ForgottenUnits forget_units(const Ledger& ledger, LedgerWriter& writer,
                            const std::set<Pseudonym>& pseudonyms);

/// Units that no run holds any more: their pseudonyms go. Returns how many.
std::int64_t forget_unused_units(const Ledger& ledger, LedgerWriter& writer);

/// What other ledgers forgot is forgotten here: pseudonyms stay that every one of them left, and no
/// rows of forgotten units, also where they were recorded without knowing of it. Rows that a ledger
/// has of the same unit by a segment that the forgetting one did not know stay. Returns the
/// experiments that lost rows.
std::set<std::string> leave_fewer(const Ledger& ledger, LedgerWriter& writer,
                                  const std::vector<FewerUnits>& fewer);

/// Where another number of a unit may be the lowest now that units came or went: the experiments
/// that have rows of units, if segments share any.
std::set<std::string> with_shared_units(const Ledger& ledger);

/// The digest of the rows that a run holds now.
std::string digest_of(const Ledger& ledger, const StoredRun& run);

/// Cells, state and days of every cycle of an experiment from what is recorded.
/// expect: Holdings::expect; nullopt: as it was
void compute_cells(const Ledger& ledger, LedgerWriter& writer, const std::string& experiment,
                   const std::optional<std::string>& expect);

}  // namespace collab
