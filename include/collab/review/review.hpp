#pragma once
// What the numbers mean: trust, effects, verdicts, what to do next. Reads; writes nothing.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/review.hpp"

namespace collab {

/// How often data are awaited: not sealed, so the caller reads it from the definition as it stands.
struct Expectation {
  std::string every;          ///< daily | weekly | monthly
  std::vector<Day> holidays;  ///< nothing is awaited for these
};

struct ReviewOptions {
  Clock clock{};
  Ledger::AsOf as_of{};                               ///< only what was known then
  std::optional<std::chrono::seconds> stale_after{};  ///< --stale; else by `expect`
  /// By experiment. Without an entry freshness is not checkable, unless --stale is given (daily).
  std::map<std::string, Expectation> expects{};
};

/// A cycle's review. Reads stored cells; with as_of, or for a cycle that an older program wrote,
/// computes them from the rows. A closed cycle is reviewed as of its decision. throws
/// Error(not_found) when the experiment has no such cycle
Review review(const Ledger& ledger, const std::string& experiment, int cycle,
              const ReviewOptions& options);

/// Resolves EXP, EXP@latest, EXP@previous, EXP@3 to a cycle's number.
/// throws Error(not_found, "no-such-experiment" | "no-such-cycle") with the nearest names
int cycle_number(const Ledger& ledger, const Reference& reference);

CompareReport compare(const Ledger& ledger, const std::vector<Reference>& references,
                      const ReviewOptions& options);
StatusBoard status(const Ledger& ledger, const std::string& program,
                   const std::vector<std::string>& unplanned, const ReviewOptions& options);

}  // namespace collab
