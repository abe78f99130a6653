#pragma once
// The cache that measures are counted from: the figures of 4,096 voices a row, so that a million of
// them are read like an array.
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "ledger/sqlite.hpp"

namespace collab {

inline constexpr std::int64_t voices_in_page = 4096;
/// The page of a voice, from 0.
inline std::int64_t page_of_voice(std::int64_t id) { return (id - 1) / voices_in_page; }

/// Computes the pages anew from the tables.
void refresh_voice_pages(Database& db, const std::set<std::int64_t>& pages);

/// What a page must hold, by the names as they are numbered; nullopt when a name has no number.
std::optional<std::vector<std::uint8_t>> voice_page_facts(Database& db, std::int64_t page);

}  // namespace collab
