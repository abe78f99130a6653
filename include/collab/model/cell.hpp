#pragma once
// A cell: cycle-to-date moments of a metric of a variant at a look. Rebuilt from what is recorded;
// what a review reads instead of summing history.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/moments.hpp"
#include "collab/model/time.hpp"

namespace collab {

/// What a cell's moments are moments of.
enum class Basis {  // in the order of their names, as the ledger sorts them
  cluster,          ///< whole clusters (stores), one summary each, where clusters were assigned
  uncapped,         ///< units without the metric's cap, to show what capping did
  unit,             ///< units, as compared by default
};
std::string_view name_of(Basis basis);
std::optional<Basis> parse_basis(std::string_view text);

struct Cell {
  int look = 0;        ///< 0: all that is recorded; k: the periods up to the k-th look's day
  std::string metric;  ///< empty: the exposed units themselves, moments.n = distinct units
  std::string variant;
  std::string segment;  ///< one level `k=v`; empty = total
  Basis basis = Basis::unit;
  Moments moments;
  bool unit_rows = false;  ///< from unit rows; else from summary rows
  bool repeated = false;   ///< rows of the same units again: no verdict
  Day through{};           ///< last day with data
  int periods = 0;         ///< periods with data
  friend bool operator==(const Cell&, const Cell&) = default;
};

/// What a cycle holds beside its cells.
struct Holdings {
  std::int64_t generation = 0;  ///< grows with each change of the cycle's rows
  std::int64_t observations = 0;
  std::int64_t units = 0;  ///< distinct units
  std::int64_t in_two_variants = 0;
  std::int64_t late = 0;         ///< rows after a stored look or decision that covers them
  std::int64_t after_close = 0;  ///< rows that came after the decision
  bool event_rows = false;       ///< rows of several periods are of the same units
  /// Event rows without exposures: units with any row stand in for those that could have acted.
  bool exposure_unknown = false;
  /// How often data are awaited, as the definition said when they were last written: daily, weekly,
  /// monthly or empty. Not known from rows and plan: set it before storing.
  std::string expect{};
  /// The first goal's figures in its last periods, for the status board: `0.031 0.034 - 0.029`,
  /// oldest first, `-` for a period without one. Set before storing, like expect.
  std::string recent{};
};

}  // namespace collab
