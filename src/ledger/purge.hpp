#pragma once
// An experiment's rows removed for good; the operations that wrote them stay.
#include <cstdint>
#include <string_view>
#include <vector>

#include "ledger/sqlite.hpp"

namespace collab {

/// Operations that own rows of the experiment, or say again what others had said of it; ascending.
std::vector<std::int64_t> operations_of(Database& db, std::string_view experiment);

/// Deletes its rows and caches. While Unguarded lives.
void delete_experiment(Database& db, std::string_view experiment);

}  // namespace collab
