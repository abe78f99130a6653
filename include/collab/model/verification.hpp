#pragma once
// Whether a ledger is what was written: what was looked at, and everything that is not as it should
// be.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collab/model/cycle.hpp"

namespace collab {

/// Something that no version of the program writes, or that was changed afterwards.
struct LedgerFinding {
  std::string where;  ///< `op_3`, `quick@1`, `voice_12`, `file`
  std::string what;   ///< a sentence about it, without its end
  std::string hint;   ///< what to do
  friend bool operator==(const LedgerFinding&, const LedgerFinding&) = default;
};

/// How much a ledger holds.
struct LedgerCounts {
  std::int64_t operations = 0;
  std::int64_t cycles = 0;
  std::int64_t plans = 0;  ///< sealings, amendments included
  std::int64_t decisions = 0;
  std::int64_t observations = 0;  ///< summary rows, revisions included
  std::int64_t runs = 0;          ///< batches of unit and event rows
  std::int64_t unit_rows = 0;     ///< in them
  std::int64_t units = 0;         ///< distinct
  std::int64_t looks = 0;         ///< stored judgements
  std::int64_t cells = 0;
  std::int64_t voices = 0;
  std::int64_t answers = 0;
};

/// The end of the chain of one origin's operations.
struct ChainEnd {
  std::string origin;
  std::int64_t operations = 0;
  Operation last;
};

/// A digest that was noted elsewhere, looked up in the chain.
struct NotedHead {
  std::string digest;                  ///< as given, maybe its first digits only
  std::optional<Operation> operation;  ///< absent: nothing in the ledger has it
  std::int64_t later = 0;              ///< operations of the same origin since
};

/// `verify`.
struct VerifyReport {
  std::string ledger;  ///< as named
  int format = 0;
  LedgerCounts counts;
  std::vector<ChainEnd> chains;  ///< by their last operation, the latest first
  std::vector<NotedHead> noted;
  std::vector<LedgerFinding> findings;

  std::string head() const { return chains.empty() ? std::string{} : chains.front().last.digest; }
};

}  // namespace collab
