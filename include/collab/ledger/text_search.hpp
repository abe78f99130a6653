#pragma once
// Searching texts by words, as everywhere in the ledger: regardless of case and accents.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// `late deliv*  "two hours"` as FTS5 asks for them: all of them, none read as an operator.
/// throws Error(usage, "bad-search") for words that hold no word
std::string search_terms(std::string_view words);

/// The texts that hold all the words, by place, the best fitting first.
/// throws Error(usage, "bad-search")
std::vector<std::size_t> best_matches(const std::vector<std::string>& texts,
                                      std::string_view words);

}  // namespace collab
