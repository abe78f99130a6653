#pragma once
// Names that were typed.
#include <string>
#include <vector>

namespace collab {

/// throws Error(not_found, "no-such-experiment") for one that is not known, with the nearest name
void expect_known(const std::string& experiment, const std::vector<std::string>& known);

}  // namespace collab
