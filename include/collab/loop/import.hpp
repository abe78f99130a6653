#pragma once
// `import`: operations of other ledgers join the project's.
#include "collab/ledger/importer.hpp"
#include "collab/loop/project.hpp"
#include "collab/model/exchange.hpp"

namespace collab {

/// One transaction: all of what is offered is in the ledger afterwards, or, with conflicts in the
/// report or in a dry run, nothing. Cells are computed anew from the joined rows. throws as
/// ImportOffer says
ImportReport import_operations(Project& project, const ImportOffer& offer);

}  // namespace collab
