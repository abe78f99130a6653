#pragma once
// Which experiments and cycles a verb is about, from what was typed.
#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "collab/model/power.hpp"
#include "collab/review/gate.hpp"

namespace collab {

/// An experiment's id from `EXP` or from the path of its definition.
/// throws Error(usage, "not-in-project") for a file that is not in the project's experiments/.
std::string experiment_named(Project& project, const std::string& text);

/// `--period` where one day is meant; nullopt when empty. throws Error(usage, "bad-period").
std::optional<Day> single_period(const std::string& text, Day today);

/// Latest cycles that no decision has closed, sorted by experiment; none without a ledger.
std::vector<Cycle> open_cycles(Project& project);

/// Defined experiments that `plan` without a name seals: none planned yet, or the last cycle closed
/// by extend or adapt. What was adopted or abandoned is planned again only by its name.
std::vector<std::string> experiments_to_plan(Project& project);

/// What the definition as it stands can show in a cycle, from the figures so far.
PowerReport planned_power(Project& project, const std::string& experiment);

/// --gate and --gate-on WHAT,…: nullopt without either. throws Error(usage, "bad-value")
std::optional<Gate> chosen_gate(bool gate, const std::vector<std::string>& gate_on);

/// `op_41`, `41`, or an instant, as an operation's id. throws Error(usage), Error(not_found).
std::int64_t operation_named(Ledger& ledger, const std::string& text);
/// The day that `text` means in the program's zone: of the time that it names, or of the operation.
Day day_named(Ledger& ledger, const std::string& text, const std::string& time_zone);

/// An operation by id. throws Error(not_found, "no-such-operation").
Operation operation_by_id(Ledger& ledger, std::int64_t id);

}  // namespace collab
