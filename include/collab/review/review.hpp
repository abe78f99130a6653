#pragma once
// What the numbers mean: trust, effects, verdicts, what to do next. Reads; writes nothing.
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/review.hpp"

namespace collab {

/// How often data are awaited: not sealed, so it is read from the definition as it stands.
struct Expectation {
  std::string every;                 ///< daily | weekly | monthly
  std::vector<Day> holidays;         ///< nothing is awaited for these
  std::vector<std::string> metrics;  ///< what the feed delivers; empty: all that is recorded
  bool newest_says_all = false;      ///< counts: to_date, so that a missing period loses nothing
};
/// One for each feed that is awaited, or one for rows typed by hand.
std::vector<Expectation> expectations(const Experiment& definition);
/// The experiment's own word, else that of the feed that comes most often; empty: nobody says.
/// For Holdings::expect.
std::string usual_expectation(const Experiment& definition);

/// How long after a period's end its data count as overdue: daily 36 h, weekly and monthly 3 days;
/// nullopt when nothing is expected.
std::optional<std::chrono::seconds> freshness_grace(std::string_view every);

struct ReviewOptions {
  Clock clock{};
  Ledger::AsOf as_of{};  ///< only what was known then
  std::optional<Day>
      as_of_day{};  ///< the date of that time or operation in the program's zone; else UTC's
  /// --by: the segments section is of this cut (names_in_cut()) instead of the plan's segments.
  /// Computed from the rows, unless the plan declares it.
  std::string by{};
  std::optional<std::chrono::seconds> stale_after{};  ///< --stale; else by `expect`
  /// By experiment. Without an entry freshness is not checkable, unless --stale is given (daily).
  std::map<std::string, std::vector<Expectation>> expects{};
  /// When clock.today began in the program's zone; without it UTC is taken, some hours off.
  std::optional<Instant> day_began{};
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
/// defined: every definition's id; those that the ledger does not know are shown as not planned.
StatusBoard status(const Ledger& ledger, const std::string& program,
                   const std::vector<std::string>& defined, const ReviewOptions& options);

}  // namespace collab
