#pragma once
// What `show` answers.
#include <string>

#include "cli/context.hpp"
#include "collab/model/report.hpp"

namespace collab {

/// The definition as it stands, and every cycle. throws Error(not_found, "no-such-experiment").
Sheet experiment_sheet(Context& context, const std::string& experiment);
/// Days, sealings, looks with their results, the decision, and the sealed YAML.
Sheet cycle_sheet(Context& context, const std::string& experiment, int number);
Sheet operation_sheet(Ledger& ledger, const Operation& operation);

}  // namespace collab
