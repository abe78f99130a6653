#pragma once
// What was removed must not stay behind in pages, and stands in copies still.
#include <string>
#include <vector>

#include "collab/loop/project.hpp"

namespace collab {

/// Rewrites the ledger's file, and warns of what keeps that from being done and of copies that this
/// program made. verb: what is to be said again then
std::vector<std::string> remove_traces(Project& project, Ledger& ledger, const std::string& verb);

}  // namespace collab
