#pragma once
// The steps of a sealing, apart from the order they go in: an amendment, the cycle after, the
// report.
#include <optional>
#include <string>
#include <vector>

#include "loop/sealing.hpp"

namespace collab {

/// The definition as it would be sealed today, without its cycle.
Plan make_plan(const Project& project, const ExperimentFile& file);
/// Whether the ledger holds rows of these days; ledger may be nullptr.
bool has_rows(const Ledger* ledger, const std::string& experiment, Day first, Day last, int number);
/// No day belongs to two cycles. `decision` stands for one about to be written to the latest.
/// throws Error(usage, "starts-too-early")
void refuse_overlap(const Ledger& ledger, const std::string& experiment, int number, Day first,
                    const std::optional<Decision>& decision = {});
/// `targets.visit, looks and 2 more`
std::string listed(const std::vector<SealChange>& changes);

/// Amends the plan in force of the open cycle, or finds it unchanged.
/// throws Error(conflict, "plan-changed") where nobody asked for an amendment,
///        Error(invalid, "fixed-by-rows") for what rows were taken in by
void amend_open_cycle(const Project& project, const Ledger& ledger, const Cycle& open,
                      const ExperimentFile& file, const PlanRequest& request, Sealing& sealing);
/// The plans of the cycle after `before`, closed by `decision`.
/// throws Error(conflict, "plan-changed"), Error(invalid, "nothing-to-adapt")
void follow(const Project& project, const Ledger& ledger, const Cycle& before,
            const Decision& decision, const ExperimentFile& file, const PlanRequest& request,
            Sealing& sealing);

/// Fills the report's days, looks, goals and notes from what was agreed.
void describe(Sealing& sealing, const Experiment& agreed, Day today);
/// Warnings about other running experiments at the same touch point on the same days.
std::vector<std::string> overlaps(const Ledger* ledger, const Experiment& mine, Day first, Day last,
                                  Day today);
/// What comes after planning: rows, by feeds or by hand; a review once there are some.
std::string next_command(const PlanReport& report, const Experiment& defined, bool rows_are_there);

}  // namespace collab
