#pragma once
// The digests that chain operations: commit computes them, verify computes them again.
#include <cstdint>
#include <optional>
#include <string>

#include "collab/model/cycle.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

/// BLAKE2b-256 over every row that the operation owns (collab-ledger(5), "Digests"). Does not
/// depend on row numbers, so that an operation carried into another ledger keeps it. Hex.
std::string content_digest(Database& database, std::int64_t operation);

/// The digest that its content must have now: another than `recorded` once an experiment was purged
/// that it wrote of; nullopt where nobody can say.
std::optional<std::string> content_left(Database& database, std::int64_t operation,
                                        const std::string& recorded);

/// BLAKE2b-256 over the previous digest, the operation's own fields, its content's digest, and what
/// it had seen of other origins, if anything. Hex.
std::string chain_digest(const Operation& operation, const std::string& seen,
                         const std::string& content);

}  // namespace collab
