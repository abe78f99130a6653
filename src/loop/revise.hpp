#pragma once
// Revisions of rows: what stood, what stands now, and what follows from it.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "collab/model/report.hpp"
#include "loop/in_force.hpp"

namespace collab {

struct Revisions {
  struct Row {
    Observation was;
    Statistics now;  ///< empty: taken back
  };
  struct UnitRows {
    Batch was;
    std::optional<Batch> now;  ///< whose run stands again; absent: taken back
  };
  std::vector<Row> rows;
  std::vector<UnitRows> batches;
  std::int64_t unchanged = 0;

  bool empty() const { return rows.empty() && batches.empty(); }
};

struct Mending {
  std::string verb, experiment, reason;
  const MendReport* shown = nullptr;  ///< what somebody agreed to; nullptr: nobody was asked
};

/// Finds what is to be revised, on a snapshot and once more under the writer's lock, and writes it
/// in one operation; with --dry-run only tells.
/// throws  Error(invalid, "unequal-totals" | "two-spans" | "two-grains"), Error(conflict,
///         "changed-meanwhile") and what find throws
MendReport revise(Project& project, const Mending& mending,
                  const std::function<Revisions(const InForce&)>& find);

}  // namespace collab
