#pragma once
// The few JSON shapes that columns hold: flat numbers by name, lists of text, lists of days.
// Not a JSON library: it reads what the ledger writes, without SQLite's json_each a row.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/observation.hpp"

namespace collab {

/// `{"n":28000,"successes":896}`; nullopt for anything else.
std::optional<Statistics> parse_statistics(std::string_view text);

/// `["community","service"]`
std::string to_json(const std::vector<std::string>& list);
std::optional<std::vector<std::string>> parse_texts(std::string_view text);

/// `[14,28]`
std::string to_json(const std::vector<Days>& list);
std::optional<std::vector<Days>> parse_day_counts(std::string_view text);

}  // namespace collab
