// Voices: read as they were stored, found by their words, never changed; and forgotten without a
// trace, while digests and counts stay as they are.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "unit/ledger/helpers.hpp"

using namespace collab;
using namespace ledger_test;

namespace {

std::vector<VoiceFact> facts_of(const Ledger& ledger) {
  std::vector<VoiceFact> all;
  ledger.each_voice(
      [&](std::span<const VoiceFact> some) { all.insert(all.end(), some.begin(), some.end()); });
  return all;
}

Operation by(const char* actor, const char* verb) {
  Operation operation;
  operation.verb = verb;
  operation.actor = actor;
  operation.now = operation.wall = at("2026-03-09T06:00:00Z");
  return operation;
}

Token token(std::uint64_t number) {
  Token bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes.at(i) = static_cast<std::uint8_t>(number >> (8 * i));
  bytes[15] = 1;
  return bytes;
}

Voice voice(std::uint64_t number, VoiceKind kind, std::string text, std::uint64_t consumer = 0) {
  Voice one{.key = token(number),
            .kind = kind,
            .said = at("2026-03-02T14:05:00Z") + std::chrono::hours(number),
            .touch_point = "questions",
            .theme = "delivery",
            .nps = 9,
            .consumer = {},
            .text = std::move(text)};
  one.day = std::chrono::floor<Days>(one.said);
  if (consumer > 0) one.consumer = token(1000000 + consumer);
  return one;
}

/// Whether the bytes stand in the ledger's file or its WAL.
bool on_disk(const std::filesystem::path& ledger, const std::string& bytes) {
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream file(ledger.string() + suffix, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a voice is read as it was stored, with its answers and links, and verify is content") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  {
    LedgerWriter writer = ledger.write(by("ana", "voice add"));
    const std::int64_t id = writer.add_voice(voice(1, VoiceKind::idea, "Show the stock", 7));
    CHECK(id == 1);
    writer.add_voice_answer({.voice = id,
                             .at = at("2026-03-02T17:00:00Z"),
                             .by = "ben",
                             .competitor = "Rival",
                             .text = "Theirs is in stock"});
    writer.add_voice_answer({.voice = id,
                             .at = at("2026-03-05T17:00:00Z"),
                             .by = "ben",
                             .closes = true,
                             .text = "Done"});
    writer.add_voice_link({.voice = id, .experiment = "stock", .role = VoiceRole::hypothesis});
    writer.add_voice(voice(2, VoiceKind::praise, ""));
    writer.commit();
  }
  CHECK(ledger.verify().empty());
  const VoiceRecord found = ledger.voice(1).value();
  CHECK(found.voice.text == "Show the stock");
  CHECK(found.voice.consumer == token(1000007));
  CHECK(found.voice.nps == 9);
  CHECK(!found.voice.csat);
  REQUIRE(found.answers.size() == 2);
  CHECK(found.answers[0].competitor == "Rival");
  CHECK(found.answers[1].closes);
  REQUIRE(found.links.size() == 1);
  CHECK(found.links[0].actor == "ana");
  CHECK(ledger.voice_like(token(1))->id == 1);
  CHECK(!ledger.voice_like(token(9)));
  CHECK(!ledger.voice(3));
  const std::vector<VoiceFact> facts = facts_of(ledger);
  REQUIRE(facts.size() == 2);
  CHECK(facts[0].first_answer == 3 * 3600 - 5 * 60 - 3600);  // said at 15:05
  CHECK(facts[0].told > facts[0].first_answer);
  CHECK(facts[0].competitor == 1);
  CHECK(ledger.voice_names().at(facts[0].touch_point) == "questions");
  CHECK(facts[1].consumer == 0);
  CHECK(facts[1].first_answer == -1);
}

TEST_CASE(
    "voices are found by all of the words, by a phrase, by a beginning; operators are words") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  {
    LedgerWriter writer = ledger.write(by("ana", "voice import"));
    writer.add_voice(voice(1, VoiceKind::complaint, "The delivery was late"));
    writer.add_voice(voice(2, VoiceKind::complaint, "Late again, your delivery!"));
    writer.add_voice(voice(3, VoiceKind::praise, "Délivered on time"));
    writer.commit();
  }
  const auto ids = [&](const std::string& words, std::int64_t limit = 10) {
    std::string text;
    const VoicePage page = ledger.voices({.words = words}, limit);
    for (const VoiceRecord& record : page.voices) text += fmt::format("{} ", record.voice.id);
    if (page.matches) text += fmt::format("of {}", *page.matches);
    return text;
  };
  CHECK(ids("late delivery") == "2 1 of 2");
  CHECK(ids("\"delivery was\"") == "1 of 1");
  CHECK(ids("deliver*") == "3 2 1 of 3");
  CHECK(ids("deliver*", 1) == "3 of 3");
  CHECK(ids("late NOT delivery") == "of 0");
  CHECK(ids("text:late") == "of 0");
  CHECK_THROWS_AS(ids("\" * ("), Error);
  CHECK(ledger.voices({.kinds = {VoiceKind::praise}, .words = "deliver*"}, 10).voices.size() == 1);
  CHECK(ledger.voices({.first = day("2026-03-02"), .answered = true}, 10).voices.empty());
  CHECK(ledger.voices({.touch_point = "questions", .closed = false}, 2).more);
}

TEST_CASE("voices, answers and links are never changed or deleted") {
  const Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
  {
    LedgerWriter writer = ledger.write(by("ana", "voice add"));
    writer.add_voice(voice(1, VoiceKind::idea, "Words", 1));
    writer.add_voice_answer(
        {.voice = 1, .at = at("2026-03-03T00:00:00Z"), .by = "ben", .text = "Yes"});
    writer.add_voice_link({.voice = 1, .experiment = "stock"});
    writer.commit();
  }
  Sqlite sqlite(folder.ledger());
  for (const char* table : {"voice", "voice_answer", "voice_link"}) {
    CHECK(sqlite.execute(fmt::format("UPDATE {} SET id = id", table)).find("never changed") !=
          std::string::npos);
    CHECK(sqlite.execute(fmt::format("DELETE FROM {}", table)).find("never") != std::string::npos);
  }
  CHECK(sqlite.execute("UPDATE voice_text SET text = 'Other words'") == "");
  const std::vector<LedgerFinding> findings = ledger.verify();
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].where == "voice_1");
  CHECK(findings[0].what == "its text was changed");
  CHECK(findings[1].where == "voice_search");
}

TEST_CASE("a forgotten consumer's words are nowhere in the file, and nothing else has changed") {
  const Folder folder;
  // Enough voices that pages split and the index has several segments, over several operations.
  const auto word = [](int i) { return fmt::format("zq{:x}qz", 7919 * i + 13); };
  constexpr int voices = 3000;
  std::string head, content;
  {
    Ledger ledger = Ledger::create(folder.ledger());
    for (int part = 0; part < 10; ++part) {
      LedgerWriter writer = ledger.write(by("ana", "voice import"));
      for (int i = part; i < voices; i += 10) {
        const auto number = static_cast<std::uint64_t>(i + 1);
        const std::int64_t id =
            writer.add_voice(voice(number, VoiceKind::complaint,
                                   fmt::format("my parcel {} came late {}", word(i),
                                               std::string(static_cast<std::size_t>(i % 97), 'x')),
                                   1 + number % 50));
        if (i % 3 == 0)
          writer.add_voice_answer({.voice = id,
                                   .at = at("2026-09-03T00:00:00Z"),
                                   .by = "ben",
                                   .text = "sorry for " + word(i + voices)});
      }
      writer.commit();
    }
    head = ledger.head();
    REQUIRE(ledger.verify().empty());
  }
  REQUIRE(on_disk(folder.ledger(), word(7)));
  const std::vector<VoiceFact> before = facts_of(Ledger::open(folder.ledger(), {}));
  {
    Ledger ledger = Ledger::open(folder.ledger(), {});
    {
      LedgerWriter writer = ledger.write(by("ana", "forget"));
      const auto forgotten = writer.forget_voices(token(1000000 + 9));
      REQUIRE(forgotten);
      CHECK(forgotten->voices == voices / 50);
      CHECK(forgotten->answers == voices / 150);
      CHECK(!writer.forget_voices(token(1000000 + 9)));  // nobody of that name any more
      writer.commit();
    }
    CHECK(ledger.scrub());
    CHECK(ledger.verify().empty());
  }
  int left = 0;
  for (int i = 0; i < voices; ++i) {
    const bool theirs = 1 + static_cast<std::uint64_t>(i + 1) % 50 == 9;
    CAPTURE(i);
    if (theirs) {
      CHECK(!on_disk(folder.ledger(), word(i)));
      CHECK(!on_disk(folder.ledger(), word(i + voices)));
    } else if (i % 100 == 0) {
      left += on_disk(folder.ledger(), word(i)) ? 1 : 0;
    }
  }
  CHECK(left > 20);
  const Token pseudonym = token(1000000 + 9);
  CHECK(!on_disk(folder.ledger(), std::string(pseudonym.begin(), pseudonym.end())));
  Ledger ledger = Ledger::open(folder.ledger(), {});
  CHECK(ledger.voices({.words = word(7)}, 10).voices.empty());
  CHECK(ledger.voice(1 + 7)->voice.id == 8);
  const std::vector<VoiceFact> after = facts_of(ledger);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    REQUIRE(after[i].consumer == before[i].consumer);
    REQUIRE(after[i].first_answer == before[i].first_answer);
  }
}
