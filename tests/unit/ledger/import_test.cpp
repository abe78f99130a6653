// Operations of several ledgers in one: whatever came first, and however often.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "collab/model/exchange.hpp"
#include "unit/ledger/exchange.hpp"

using namespace ledger_test;

namespace {

/// Every row with every number, but for what is random or local: a ledger's own origin, pseudonyms
/// in the place of forgotten ones, numbers of names.
std::string dump(const Folder& folder) {
  Sqlite file(folder.ledger());
  std::string text;
  for (const char* sql :
       {"SELECT id, origin, sequence, verb, now, seen, digest FROM operation",
        "SELECT operation, kind, place, hex(content) FROM echo",
        "SELECT operation, name, value FROM setting WHERE operation IS NOT NULL ORDER BY id",
        "SELECT * FROM cycle", "SELECT * FROM plan", "SELECT * FROM decision",
        "SELECT * FROM standard", "SELECT * FROM standard_check", "SELECT * FROM batch",
        "SELECT * FROM observation", "SELECT * FROM look_result", "SELECT * FROM contingency_event",
        "SELECT * FROM acknowledgement",
        "SELECT id, operation, hex(key), reference, said, hex(seal) FROM voice",
        "SELECT id, operation, voice, at, hex(seal) FROM voice_answer", "SELECT * FROM voice_link",
        "SELECT * FROM voice_forgotten ORDER BY voice",
        "SELECT voice, hex(salt), text FROM voice_text ORDER BY voice",
        "SELECT answer, text FROM voice_answer_text ORDER BY answer",
        // Of those that were forgotten nobody can tell any more who were one.
        "SELECT a.id, b.id FROM voice a JOIN voice b ON a.consumer = b.consumer WHERE a.id NOT IN "
        "(SELECT voice FROM voice_forgotten) AND b.id NOT IN (SELECT voice FROM voice_forgotten) "
        "ORDER BY 1, 2",
        "SELECT rowid FROM voice_search WHERE voice_search MATCH 'stock' ORDER BY rowid"})
    text += file.ask(sql) + "\n--\n";
  return text;
}

std::string findings(const Ledger& ledger) {
  std::string text;
  for (const LedgerFinding& found : ledger.verify()) text += found.where + ": " + found.what + '\n';
  return text;
}

Token token(int number) {
  Token token{};
  token.front() = static_cast<std::uint8_t>(number);
  token.back() = 7;
  return token;
}

Observation figure(std::int64_t batch, const std::string& variant, double successes) {
  return observation(batch, variant, successes);
}

/// An operation that records one figure.
void record(Ledger& ledger, const std::string& now, double successes,
            const std::string& variant = "control") {
  LedgerWriter writer = ledger.write(operation("record", now));
  writer.add_observation(figure(writer.add_batch(batch()), variant, successes));
  writer.commit();
}

double successes_of(const Ledger& ledger) {
  const auto rows = ledger.observations("answers", day("2026-10-05"), day("2026-10-05"), 0);
  return find(rows.front().statistics, "successes").value();
}

/// One of several ledgers that now and then read each other.
class Runner {
 public:
  explicit Runner(int number, std::mt19937& random)
      : number_(number), random_(random), ledger_(Ledger::create(folder_.ledger())) {}
  const Folder& folder() const { return folder_; }
  Ledger& ledger() { return ledger_; }

  void act(int minute) {
    Operation what = operation(
        "record", fmt::format("2026-11-20T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60));
    switch (std::uniform_int_distribution(0, 7)(random_)) {
      case 0:
        return plan_cycle(what);
      case 1:
        return decide(what);
      case 2:
        return say(what);
      case 3:
        return answer(what);
      case 4:
        return forget(what);
      default:
        return record(what);
    }
  }

 private:
  std::string own_experiment() const { return fmt::format("answers-{}", number_); }
  int pick(int last) { return std::uniform_int_distribution(0, last)(random_); }

  /// Figures of a shared experiment are the same wherever they are recorded; its own ones are
  /// corrected now and then.
  void record(const Operation& what) {
    LedgerWriter writer = ledger_.write(what);
    bool any = false;
    for (int day_of_month = 5; day_of_month < 5 + 3; ++day_of_month) {
      const bool own = pick(1) == 0;
      Batch one = batch("answers", fmt::format("2026-10-{:02}", day_of_month));
      one.experiment = own ? own_experiment() : "answers";
      Observation row = figure(0, "control", 100 + day_of_month + (own ? pick(3) : 0));
      row.experiment = one.experiment;
      row.period = row.dated = *one.period;
      const auto before = ledger_.observation_like(row);
      if (before && (!own || before->statistics == row.statistics)) continue;
      row.batch = writer.add_batch(one);
      writer.add_observation(row);
      any = true;
    }
    if (any) writer.commit();
  }
  void plan_cycle(const Operation& what) {
    const auto cycles = ledger_.cycles(own_experiment());
    if (!cycles.empty() && !cycles.back().decision) return;
    const int number = static_cast<int>(cycles.size()) + 1;
    const Day first = day("2026-01-01") + Days{40 * number};
    LedgerWriter writer = ledger_.write(what);
    const auto id = writer.add_cycle(own_experiment(), number, first, first + Days{27}).id;
    writer.add_plan(plan(id));
    writer.commit();
  }
  void decide(const Operation& what) {
    const auto cycles = ledger_.cycles(own_experiment());
    if (cycles.empty() || cycles.back().decision) return;
    LedgerWriter writer = ledger_.write(what);
    writer.add_look(cycles.back().id, {.look = 1, .metric = "return_visit", .variant = "answers"});
    writer.add_decision(cycles.back().id, {.kind = DecisionKind::adopt,
                                           .variant = "answers",
                                           .reason = "better",
                                           .day = cycles.back().last});
    writer.add_standard(cycles.back().id,
                        {.becomes = "Answer at once", .check_on = cycles.back().last + Days{90}});
    writer.commit();
  }
  void say(const Operation& what) {
    LedgerWriter writer = ledger_.write(what);
    bool any = false;
    for (int i = 0; i < 2; ++i) {
      const int number = pick(9);
      if (ledger_.voice_like(token(number))) continue;
      writer.add_voice({.key = token(number),
                        .reference = fmt::format("T-{}", number),
                        .kind = VoiceKind::idea,
                        .said = at("2026-10-05T10:00:00Z"),
                        .day = day("2026-10-05"),
                        .consumer = token(100 + number % 3),
                        .text = fmt::format("Show the stock of {}", number)});
      any = true;
    }
    if (any) writer.commit();
  }
  void answer(const Operation& what) {
    const auto voice = ledger_.voice_like(token(pick(9)));
    if (!voice || voice->forgotten) return;
    LedgerWriter writer = ledger_.write(what);
    writer.add_voice_answer({.voice = voice->id, .at = what.now, .by = "leo", .text = "We do now"});
    writer.add_voice_link({.voice = voice->id, .experiment = "answers", .reason = "idea"});
    writer.commit();
  }
  void forget(const Operation& what) {
    LedgerWriter writer = ledger_.write(what);
    if (writer.forget_voices(token(100 + pick(2)))) writer.commit();
  }

  int number_;
  std::mt19937& random_;
  Folder folder_;
  Ledger ledger_;
};

}  // namespace

TEST_CASE("ledgers joined in any order, any overlap, twice, are the same ledger") {
  std::int64_t moved = 0, repeated = 0, forgotten = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    std::vector<std::unique_ptr<Runner>> runners;
    for (int i = 0; i < 3; ++i) runners.push_back(std::make_unique<Runner>(i, random));
    int minute = 0;
    for (int step = 0; step < 30; ++step) {
      const auto one = std::uniform_int_distribution<std::size_t>(0, 2)(random);
      // Clocks differ, so that the order of time is not the order of knowing.
      runners[one]->act(minute + 3 * static_cast<int>(one));
      minute += std::uniform_int_distribution(0, 3)(random);
      if (std::uniform_int_distribution(0, 9)(random) > 0) continue;
      const auto other = (one + 1) % 3;
      const ImportReport report =
          take_in(runners[one]->ledger(), offer_of({runners[other]->folder().ledger()}));
      REQUIRE(report.conflicts.empty());
      REQUIRE(findings(runners[one]->ledger()) == "");
    }
    std::string expected;
    std::vector<std::size_t> order{0, 1, 2};
    for (int trial = 0; trial < 4; ++trial) {
      std::ranges::shuffle(order, random);
      const Folder folder;
      Ledger collector = Ledger::create(folder.ledger());
      for (const std::size_t one : order) {
        const ImportReport report = take_in(collector, offer_of({runners[one]->folder().ledger()}));
        moved += report.moved;
        repeated += report.repeated;
      }
      const ImportReport again =
          take_in(collector, offer_of({runners[0]->folder().ledger(), folder.ledger(),
                                       runners[2]->folder().ledger()}));
      CHECK(again.imported == 0);
      const std::string found = dump(folder);
      if (expected.empty()) expected = found;
      CHECK(found == expected);
      CHECK(findings(collector) == "");
      forgotten += std::stoi(Sqlite(folder.ledger()).ask("SELECT count(*) FROM voice_forgotten"));
    }
    // One of the runners knows of all too, and is the same ledger then.
    take_in(runners[1]->ledger(),
            offer_of({runners[2]->folder().ledger(), runners[0]->folder().ledger()}));
    CHECK(dump(runners[1]->folder()) == expected);
    // And what is written next knows of all: it comes last wherever it is taken in.
    record(runners[1]->ledger(), "2026-11-19T00:00:00Z", 5, "answers");
    const Folder folder;
    Ledger collector = Ledger::create(folder.ledger());
    take_in(collector, offer_of({runners[0]->folder().ledger()}));
    take_in(collector, offer_of({runners[1]->folder().ledger()}));
    CHECK(dump(folder) == dump(runners[1]->folder()));
    CHECK(collector.last_operation()->now == at("2026-11-19T00:00:00Z"));
  }
  // The histories are such that it matters.
  CHECK(moved > 20);
  CHECK(repeated > 20);
  CHECK(forgotten > 20);
}

TEST_CASE(
    "two figures of the same that did not know of each other are a conflict, with both values") {
  const Folder one, other;
  Ledger first = Ledger::create(one.ledger()), second = Ledger::create(other.ledger());
  record(first, "2026-11-20T08:00:00Z", 896);
  record(second, "2026-11-20T09:00:00Z", 900);
  const std::string before = dump(one);
  const ImportReport report = take_in(first, offer_of({other.ledger()}));
  REQUIRE(report.conflicts.size() == 1);
  CHECK(report.conflicts[0].what.starts_with("return_visit of control"));
  CHECK(report.conflicts[0].first.value.find("896") != std::string::npos);
  CHECK(report.conflicts[0].second.value.find("900") != std::string::npos);
  CHECK(report.conflicts[0].second.now == at("2026-11-20T09:00:00Z"));
  CHECK(dump(one) == before);

  // Put right on one side, it is none: the other's figure is what it was corrected to.
  record(first, "2026-11-20T10:00:00Z", 900);
  CHECK(take_in(first, offer_of({other.ledger()})).conflicts.empty());
  CHECK(successes_of(first) == 900);
  CHECK(findings(first) == "");
  CHECK(take_in(second, offer_of({one.ledger()})).conflicts.empty());
  CHECK(dump(one) == dump(other));
}

TEST_CASE("a correction made knowing of both figures stands") {
  const Folder one, other;
  Ledger first = Ledger::create(one.ledger()), second = Ledger::create(other.ledger());
  record(first, "2026-11-20T08:00:00Z", 896);
  take_in(second, offer_of({one.ledger()}));
  // The clock of the second is slow: what it knew decides, not the time.
  record(second, "2026-11-20T07:00:00Z", 900);
  take_in(first, offer_of({other.ledger()}));
  CHECK(successes_of(first) == 900);
  CHECK(dump(one) == dump(other));
}

TEST_CASE("the same figure recorded in two ledgers is one, the earlier one") {
  const Folder one, other;
  Ledger first = Ledger::create(one.ledger()), second = Ledger::create(other.ledger());
  record(first, "2026-11-20T09:00:00Z", 896);
  record(second, "2026-11-20T08:00:00Z", 896);
  const ImportReport report = take_in(first, offer_of({other.ledger()}));
  CHECK(report.imported == 1);
  CHECK(report.moved == 1);
  CHECK(first.counts().observations == 1);
  CHECK(first.operation(1)->now == at("2026-11-20T08:00:00Z"));
  CHECK(findings(first) == "");
}

TEST_CASE("a copied ledger that both copies wrote to is a fork") {
  const Folder one, other;
  {
    Ledger first = Ledger::create(one.ledger());
    record(first, "2026-11-20T08:00:00Z", 896);
    first.copy_to(other.ledger());
    record(first, "2026-11-20T09:00:00Z", 897);
  }
  Ledger first = Ledger::open(one.ledger()), second = Ledger::open(other.ledger());
  record(second, "2026-11-20T10:00:00Z", 898);
  const ImportReport report = take_in(first, offer_of({other.ledger()}));
  REQUIRE(report.conflicts.size() == 1);
  CHECK(report.conflicts[0].kind == "operation");
  CHECK(report.conflicts[0].first.value == first.operation(2)->digest);
  CHECK(report.conflicts[0].second.value == second.operation(2)->digest);
}

TEST_CASE("what is not whole, or not what was exported, is refused") {
  const Folder one, other;
  Ledger first = Ledger::create(one.ledger());
  record(first, "2026-11-20T08:00:00Z", 896);
  record(first, "2026-11-20T09:00:00Z", 897);
  Ledger second = Ledger::create(other.ledger());
  const auto refused = [&](const auto& change) {
    const auto records = std::make_shared<Records>();
    ImportOffer offer = offer_of({one.ledger()}, records);
    change(offer, *records);
    const std::string slug = slug_of([&] { take_in(second, offer); });
    CHECK(second.counts().operations == 0);
    CHECK(findings(second) == "");
    return slug;
  };
  CHECK(refused([](ImportOffer& offer, Records&) { offer.operations.pop_back(); }) ==
        "export-cut-off");
  CHECK(refused([](ImportOffer& offer, Records&) {
          offer.operations.pop_back();
          offer.heads.front().experiment = "answers";
        }) == "export-slice");
  CHECK(refused([](ImportOffer& offer, Records&) {
          offer.operations.erase(offer.operations.begin());
        }) == "operations-missing");
  CHECK(refused([](ImportOffer& offer, Records&) {
          offer.operations[1].operation.actor = "eve";
        }) == "digests-differ");
  CHECK(refused([](ImportOffer&, Records& records) {
          for (auto& [name, value] : records[1].back().values)
            if (name == "statistics") value = std::string(R"({"n":1,"successes":1})");
        }) == "digests-differ");
  CHECK(refused([](ImportOffer&, Records& records) { records[1].pop_back(); }) == "digests-differ");
  CHECK(refused([](ImportOffer&, Records& records) { records[1].back().values.pop_back(); }) ==
        "bad-export");
  CHECK(refused([](ImportOffer& offer, Records&) { offer.heads.front().format = 1000; }) ==
        "newer-export");
  CHECK(take_in(second, offer_of({one.ledger()})).imported == 2);
  CHECK(dump(one) == dump(other));
}

TEST_CASE("a forgetting comes with the operations that it came after, and takes the texts away") {
  const Folder one, other;
  Ledger first = Ledger::create(one.ledger()), second = Ledger::create(other.ledger());
  {
    LedgerWriter writer = first.write(operation("voice"));
    writer.add_voice({.key = token(1),
                      .said = at("2026-10-05T10:00:00Z"),
                      .day = day("2026-10-05"),
                      .consumer = token(100),
                      .text = "Show the stock"});
    writer.commit();
  }
  take_in(second, offer_of({one.ledger()}));
  CHECK(second.voice(1)->voice.text == "Show the stock");
  const ImportOffer before = offer_of({one.ledger()});
  {
    LedgerWriter writer = first.write(operation("forget", "2026-11-20T09:00:00Z"));
    REQUIRE(writer.forget_voices(token(100)));
    writer.commit();
  }
  const ImportReport report = take_in(second, offer_of({one.ledger()}));
  CHECK(report.forgotten);
  CHECK(second.voice(1)->voice.forgotten);
  CHECK(second.voice(1)->voice.text.empty());
  CHECK(second.voice(1)->voice.consumer != std::optional(token(100)));
  // The old export does not bring it back.
  CHECK(take_in(second, before).imported == 0);
  CHECK(second.voice(1)->voice.text.empty());
  CHECK(findings(second) == "");
}
