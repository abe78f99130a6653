#pragma once
// What `list`, `show` and `log` answer, built from the ledger and the definitions.
#include <string>
#include <utility>
#include <vector>

#include "cli/context.hpp"
#include "collab/model/report.hpp"

namespace collab {

Listing list_experiments(Context& context);
Listing list_cycles(Context& context);
Listing list_metrics(Context& context);
/// Current rows; `experiment` empty = of all.
/// How many unit rows are not among the observations; empty when there are none. others: whether
/// there are observations, too.
std::string unit_rows_note(Context& context, const std::string& experiment, bool others);
Listing list_observations(Context& context, const std::string& experiment);
Listing list_operations(Ledger& ledger, const std::vector<Operation>& operations);
/// Every revision that these operations wrote.
Listing list_revisions(Ledger& ledger, const std::vector<Operation>& operations);

/// A condition of --where: `state=running`, `owner!=ana@shop.example`.
struct Condition {
  std::string column, value;
  bool equal = true;
};
/// throws Error(usage, "bad-pair")
std::vector<Condition> parse_conditions(const std::vector<std::string>& texts);
/// Keeps the rows for which all hold. throws Error(usage, "unknown-column") with the nearest one
void keep_where(Listing& listing, const std::vector<Condition>& conditions);

}  // namespace collab
