// Voices: what was said against its seal, what was forgotten, and the caches made of them.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "ledger/verify.hpp"
#include "ledger/voice_pages.hpp"
#include "ledger/voice_seal.hpp"

namespace collab {
namespace {

void check_seals(Database& db, Findings& findings) {
  Query voices(db,
               "SELECT v.id, v.seal, t.salt, c.pseudonym, t.text, f.voice FROM voice v LEFT JOIN "
               "voice_text t ON t.voice = v.id LEFT JOIN voice_consumer c ON c.id = v.consumer "
               "LEFT JOIN voice_forgotten f ON f.voice = v.id ORDER BY v.id");
  while (voices.next()) {
    const bool forgotten = !voices.is_null(5);
    const bool sealed = !voices.bytes(1).empty();
    if (voices.is_null(2) && (forgotten || !sealed)) continue;
    const std::string name = fmt::format("voice_{}", voices.integer(0));
    if (forgotten)
      findings.add(name, "it was forgotten, and its text is there",
                   "run `collab forget -` again with the consumer's id");
    else if (voices.is_null(2) ||
             !is_sealed_as(voices.bytes(1), voices.bytes(2), voices.bytes(3), voices.view(4)))
      findings.add(name, "its text was changed");
  }
  findings.end_check();
  Query answers(db,
                "SELECT a.voice, a.seal, t.salt, t.text, f.voice FROM voice_answer a LEFT JOIN "
                "voice_answer_text t ON t.answer = a.id LEFT JOIN voice_forgotten f ON f.voice = "
                "a.voice ORDER BY a.id");
  while (answers.next()) {
    if (answers.is_null(2) && (!answers.is_null(4) || answers.bytes(1).empty())) continue;
    if (!answers.is_null(2) && answers.is_null(4) &&
        is_sealed_as(answers.bytes(1), answers.bytes(2), {}, answers.view(3)))
      continue;
    findings.add(fmt::format("voice_{}", answers.integer(0)), "an answer to it was changed");
  }
  findings.end_check();
}

void check_pages(Database& db, Findings& findings) {
  constexpr std::string_view compute =
      "what is recorded is not touched by it: the next voice of the page computes it anew";
  Query last(db, "SELECT coalesce(max(id), 0) FROM voice");
  last.next();
  const std::int64_t pages = last.integer(0) == 0 ? 0 : page_of_voice(last.integer(0)) + 1;
  Query stored(db, "SELECT number, facts FROM voice_page ORDER BY number");
  std::int64_t next = 0;
  for (; stored.next(); ++next) {
    const std::int64_t page = stored.integer(0);
    const std::string name = fmt::format("voice_page {}", page);
    if (page != next) return findings.add(name, "the page before it is missing", compute);
    if (page >= pages) return findings.add(name, "there are no voices for it", compute);
    const auto facts = voice_page_facts(db, page);
    if (!facts)
      findings.add(name, "a name that its voices speak of has no number", compute);
    else if (!std::ranges::equal(*facts, stored.bytes(1)))
      findings.add(name, "its figures are not those of its voices", compute);
  }
  if (next != pages) findings.add(fmt::format("voice_page {}", next), "it is missing", compute);
}

/// Words with the voices and places that they stand at, in the index's order.
#define WORDS_OF(vocabulary) "SELECT term, doc, offset FROM " vocabulary

void check_index(Database& db, Findings& findings) {
  // The same texts in an index of our own must have the same words. In memory: they are personal.
  Database ours(":memory:", Database::Access::read_write, std::chrono::milliseconds{0});
  ours.execute(
      "CREATE VIRTUAL TABLE search USING fts5(text, content = '', tokenize = 'unicode61 "
      "remove_diacritics 2');"
      "CREATE VIRTUAL TABLE words USING fts5vocab('search', 'instance'); BEGIN");
  {
    Query texts(db, "SELECT voice, text FROM voice_text WHERE text <> ''");
    while (texts.next())
      ours.run("INSERT INTO search(rowid, text) VALUES(?, ?)", texts.integer(0), texts.view(1));
  }
  ours.execute("COMMIT");
  db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'voice_search', 'instance')");
  {
    Query there(db, WORDS_OF("temp.words")), known(ours, WORDS_OF("words"));
    bool more = there.next(), wanted = known.next();
    while (more && wanted && there.view(0) == known.view(0) &&
           there.integer(1) == known.integer(1) && there.integer(2) == known.integer(2)) {
      more = there.next();
      wanted = known.next();
    }
    if (more || wanted)
      findings.add(
          "voice_search",
          fmt::format("the index of words differs from the texts at voice_{}",
                      (more ? there : known).integer(1)),
          "what is recorded is not touched by it, but `voice list` may not find all: run `collab "
          "forget -` again if it was interrupted, else go back to the last backup");
  }
  db.execute("DROP TABLE temp.words");
}

}  // namespace

void check_voices(Database& db, Findings& findings) {
  check_seals(db, findings);
  check_pages(db, findings);
  findings.end_check();
  check_index(db, findings);
}

}  // namespace collab
