#pragma once
// The locations file: CSV with the header id, name, region, format.
#include <string>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "collab/model/experiment.hpp"

namespace collab {

/// The first twenty faults go to `findings`.
std::vector<Location> read_locations(const std::string& bytes, const std::string& shown_as,
                                     std::vector<Diagnostic>& findings);

}  // namespace collab
