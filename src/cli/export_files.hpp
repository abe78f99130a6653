#pragma once
// Files of `collab export`, read for `collab import`.
#include <string>
#include <vector>

#include "collab/ledger/importer.hpp"

namespace collab {

/// Every line that tells of an operation is read, the rows behind it when they are asked for. `-`
/// is standard input. throws Error(not_found, "no-such-file"), Error(failure, "cannot-read"),
/// Error(invalid, "bad-export") with its place
ImportOffer read_exports(const std::vector<std::string>& files);

}  // namespace collab
