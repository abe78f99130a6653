#include "collab/ledger/text_search.hpp"

#include <algorithm>
#include <cctype>

#include "collab/model/error.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

std::string search_terms(std::string_view words) {
  std::string terms;
  const auto add = [&](std::string_view term, bool prefix) {
    const bool any = std::ranges::any_of(term, [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<signed char>(c) < 0;
    });
    if (!any) return;
    if (!terms.empty()) terms += ' ';
    terms += '"';
    terms += term;
    terms += prefix ? "\"*" : "\"";
  };
  while (!words.empty()) {
    if (words.front() == ' ') {
      words.remove_prefix(1);
      continue;
    }
    const bool quoted = words.front() == '"';
    if (quoted) words.remove_prefix(1);
    const std::size_t end = std::min(words.find_first_of(quoted ? "\"" : " \""), words.size());
    std::string_view term = words.substr(0, end);
    words.remove_prefix(std::min(end + (quoted ? 1U : 0U), words.size()));
    const bool prefix = !quoted && term.ends_with('*');
    if (prefix) term.remove_suffix(1);
    add(term, prefix);
  }
  if (terms.empty())
    throw Error(ExitCode::usage, "bad-search", "there is no word to search for",
                "words, \"a phrase\", or the beginning of a word: deliver*");
  return terms;
}

std::vector<std::size_t> best_matches(const std::vector<std::string>& texts,
                                      std::string_view words) {
  const std::string terms = search_terms(words);
  Database memory(":memory:", Database::Access::read_write, std::chrono::milliseconds{0});
  memory.execute(
      "CREATE VIRTUAL TABLE text USING fts5(words, content = '', "
      "tokenize = 'unicode61 remove_diacritics 2')");
  for (std::size_t i = 0; i < texts.size(); ++i)
    memory.run("INSERT INTO text(rowid, words) VALUES(?, ?)", static_cast<std::int64_t>(i),
               texts[i]);
  std::vector<std::size_t> places;
  Query found(memory, "SELECT rowid FROM text WHERE text MATCH ? ORDER BY rank, rowid", terms);
  while (found.next()) places.push_back(static_cast<std::size_t>(found.integer(0)));
  return places;
}

}  // namespace collab
