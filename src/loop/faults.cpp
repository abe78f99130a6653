// The loop's errors, for `collab help errors`. A test compares the list with the code.
#include "collab/loop/faults.hpp"

namespace collab {

const std::vector<std::pair<std::string_view, std::string_view>>& loop_faults() {
  static const std::vector<std::pair<std::string_view, std::string_view>> faults{
      {"already-decided", "the cycle was closed by another decision (exit 5)"},
      {"anytime-not-yet", "looks: anytime cannot be judged yet; name days, weekly or end (exit 3)"},
      {"bad-key", "the key file does not hold 32 hexadecimal digits (exit 3)"},
      {"bad-name", "a letter, then letters, digits, - and _, at most 64 (exit 2)"},
      {"bad-period", "not a day, a range DAY..DAY, or yesterday (exit 2)"},
      {"bad-seal", "a sealed plan in the ledger cannot be read (exit 7)"},
      {"bad-value", "a value is not a number of the kind that the metric needs (exit 3)"},
      {"cannot-write", "a file or folder could not be written (exit 1)"},
      {"conflict", "other numbers are recorded for the same metric, variant and period (exit 5)"},
      {"counts-missing", "the definition does not say how rows typed by hand add up (exit 3)"},
      {"cycle-not-begun", "the cycle's first day is still to come (exit 3)"},
      {"cycle-open", "the cycle before is still open (exit 5)"},
      {"days-are-fixed", "the days of a cycle that has begun cannot be amended (exit 3)"},
      {"duplicate-row", "a source says the same figure twice (exit 3)"},
      {"duplicate-unit", "a unit has two rows in one period (exit 3)"},
      {"event-rows-not-yet", "event rows cannot be folded by this version (exit 1)"},
      {"feed-missing", "the feed is not declared, or --rows and --counts are missing (exit 2)"},
      {"file-exists", "the file is there and is never overwritten (exit 5)"},
      {"future-period", "the period is still to come (exit 3)"},
      {"given-twice", "a statistic is given twice (exit 2)"},
      {"key-missing", "unit rows need the key that the first ones were recorded with (exit 4)"},
      {"key-not-written", "the key file cannot be made (exit 1)"},
      {"key-readable-by-others", "the key file must be readable by its owner only (exit 1)"},
      {"missing-number", "one of the numbers that a metric needs is empty (exit 3)"},
      {"no-cycle", "the experiment has no cycle; plan it first (exit 4)"},
      {"no-feeds", "the experiment declares no feed to run (exit 4)"},
      {"no-next-cycle", "adopt and abandon have no next cycle (exit 2)"},
      {"no-project", "there is no collab.yaml here or above (exit 4)"},
      {"no-such-cycle", "the experiment has no cycle of that number (exit 4)"},
      {"no-such-experiment", "no definition and no cycle has that name (exit 4)"},
      {"no-such-feed", "the experiment declares no feed of that name (exit 4)"},
      {"no-such-template", "there is no template of that name (exit 2)"},
      {"not-whole", "a percentage of n is not a whole count (exit 3)"},
      {"nothing-to-adapt", "after adapt the definition must differ from the sealed plan (exit 3)"},
      {"one-period", "one file without periods cannot stand for several days (exit 2)"},
      {"other-grain", "the file's rows are not what the feed declares (exit 2)"},
      {"other-key", "unit rows in the ledger are under another key (exit 5)"},
      {"period-missing", "the cycle has several periods; say which with --period (exit 2)"},
      {"plan-changed", "sealed parts of the definition changed; plan --amend -m WHY (exit 5)"},
      {"reason-missing", "a correction, amendment or decision needs -m WHY (exit 2)"},
      {"rejects-not-written", "the file for rejected rows could not be written (exit 1)"},
      {"starts-too-early", "the next cycle cannot start within the one before (exit 2)"},
      {"starts-without-next", "--starts needs --next (exit 2)"},
      {"too-early", "fewer cycles than promised; abandon with --early (exit 3)"},
      {"unequal-totals", "a total differs from the sum over its segments or locations (exit 3)"},
      {"unit-again", "counts: new, yet a unit was recorded in another period (exit 3)"},
      {"unknown-level", "the segment has no such level (exit 3)"},
      {"unknown-location", "the program has no such location (exit 3)"},
      {"unknown-metric", "the plan has no such metric (exit 3)"},
      {"unknown-segment", "the program has no such segment (exit 3)"},
      {"unknown-variant", "the plan has no such variant (exit 3)"},
      {"variant-missing", "say which variant with --variant (exit 2)"},
  };
  return faults;
}

}  // namespace collab
