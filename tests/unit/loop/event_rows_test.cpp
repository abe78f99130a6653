// Event rows against a naive fold in memory: whatever the order, the split and the history.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "collab/review/cells.hpp"
#include "unit/loop/shop.hpp"

namespace collab {
namespace {

using test::day;
using test::Shop;

constexpr std::string_view letters = R"(schema: collab.experiment/1
id: letters
title: A letter that asks for ideas
owner: ana@shop.example
evaluate:
  problem: Few shoppers come back within a month.
  hypothesis: If we ask for ideas, more come back.
  baseline: control
  metrics:
    - {id: visit, kind: proportion, role: goal, better: higher, target: ">= +5%"}
    - {id: spend, kind: mean, role: secondary, better: higher, covariate: previous}
    - {id: basket, kind: ratio, role: secondary, better: higher}
    - {id: complaints, kind: rate, role: guardrail, better: lower, limit: "<= +10%"}
    - {id: mood, kind: score, scale: {from: 1, to: 5, top: 2}, role: secondary, better: higher}
experiment:
  unit: member
  variants:
    control: {share: 50%, does: The usual letter}
    ideas: {share: 50%, does: A letter that asks for ideas}
  control: control
  starts: 2026-03-02
  cycle: 7d
  feeds:
    - id: log
      file: data/log-{date}.csv
      rows: event
      counts: new
      within: 4d
      columns: {unit: member, variant: group, time: at, metric: what, value: amount, type: type}
monitor:
  looks: [3d, 7d]
  segments: [type]
repeat:
  cycles: {at_least: 1, at_most: 4}
)";

struct Event {
  int day = 0;  ///< from 2026-03-02
  int second = 0;
  std::string member, group, what, type;
  std::int64_t cents = 0;
};

std::string line_of(const Event& event) {
  const bool plain = event.what == "exposure" || event.what == "visit";
  return fmt::format("{},{},{}T{:02}:{:02}:{:02}Z,{},{},{}\n", event.member, event.group,
                     to_string(day("2026-03-02") + Days{event.day}), event.second / 3600,
                     event.second / 60 % 60, event.second % 60, event.what,
                     plain ? "" : fmt::format("{}.{:02}", event.cents / 100, event.cents % 100),
                     event.type);
}

std::string file_of(const std::vector<Event>& events) {
  std::string text = "member,group,at,what,amount,type\n";
  for (const Event& event : events) text += line_of(event);
  return text;
}

/// A week of 60 members; some act before they are exposed, some never are, some change groups.
std::vector<Event> some_events(unsigned seed) {
  std::mt19937 draw(seed);
  const auto below = [&](int n) { return static_cast<int>(draw() % static_cast<unsigned>(n)); };
  const std::vector<std::string> kinds{
      "visit", "spend", "basket.numerator", "basket.denominator", "complaints", "mood"};
  std::vector<Event> events;
  for (int m = 0; m < 60; ++m) {
    const std::string member = fmt::format("m{}", m);
    const std::string group = m % 2 == 0 ? "control" : "ideas";
    const int exposures = below(10) == 0 ? 0 : 1 + below(2);
    for (int e = 0; e < exposures; ++e)
      events.push_back({below(5), below(86'400), member,
                        below(25) == 0 ? (m % 2 == 0 ? "ideas" : "control") : group, "exposure",
                        below(2) == 0 ? "price" : "relationship", 0});
    for (int e = below(12); e > 0; --e) {
      Event event{below(7),
                  below(4),
                  member,
                  group,
                  kinds[static_cast<std::size_t>(below(6))],
                  below(3) == 0   ? ""
                  : below(2) == 0 ? "price"
                                  : "relationship",
                  below(100'000)};
      if (event.what == "mood") event.cents = 100 * (1 + below(5));
      if (event.what == "complaints") event.cents = 100 * (1 + below(3));
      events.push_back(event);
    }
  }
  return events;
}

/// What a member comes to by the end of a day, worked out without haste.
struct Member {
  std::set<std::string> groups;
  std::optional<int> exposed;
  std::pair<int, int> first_exposure{99, 0};
  std::string type;
  std::map<std::string, std::int64_t> sums, before;
  std::optional<std::int64_t> mood;
};

std::map<std::string, Member> fold_naively(const std::vector<Event>& events, int last_day) {
  std::map<std::string, Member> members;
  for (const Event& event : events) {
    if (event.day > last_day) continue;
    Member& member = members[event.member];
    member.groups.insert(event.group);
    if (event.what != "exposure") continue;
    if (!member.exposed || event.day < *member.exposed) member.exposed = event.day;
    const std::pair when(event.day, event.second);
    if (when < member.first_exposure ||
        (when == member.first_exposure && event.type < member.type)) {
      member.first_exposure = when;
      member.type = event.type;
    }
  }
  for (auto& [name, member] : members) {
    std::tuple<int, int, std::int64_t> latest{-1, -1, 0};
    for (const Event& event : events) {
      if (event.member != name || event.what == "exposure" || event.day > last_day) continue;
      const std::int64_t value = event.what == "visit" ? 100 : event.cents;
      const bool any = event.what == "visit";
      const auto add = [&](std::int64_t& sum) { sum = any ? std::max(sum, value) : sum + value; };
      if (!member.exposed || event.day < *member.exposed) {
        add(member.before[event.what]);
      } else if (event.day < *member.exposed + 4) {
        if (event.what == "mood") {
          latest = std::max(latest, std::tuple(event.day, event.second, value));
          member.mood = std::get<2>(latest);
        } else {
          add(member.sums[event.what]);
        }
      }
    }
  }
  return members;
}

/// The sums of a metric's first two columns and its covariate over members of a group and type.
struct Naive {
  double n = 0, value = 0, second = 0, before = 0, squares = 0;
};

Naive naive(const std::map<std::string, Member>& members, const std::string& metric,
            const std::string& group, const std::string& type) {
  Naive result;
  for (const auto& [name, member] : members) {
    if (!member.exposed || member.groups.size() != 1 || *member.groups.begin() != group) continue;
    if (!type.empty() && member.type != type) continue;
    if (metric == "mood" && !member.mood) continue;
    const auto cents = [&](const std::map<std::string, std::int64_t>& sums,
                           const std::string& what) {
      const auto found = sums.find(what);
      return found == sums.end() ? 0.0 : static_cast<double>(found->second) / 100;
    };
    double value = cents(member.sums, metric == "basket" ? "basket.numerator" : metric);
    if (metric == "mood") value = *member.mood >= 400 ? 1 : 0;
    ++result.n;
    result.value += value;
    result.squares += value * value;
    if (metric == "basket") result.second += cents(member.sums, "basket.denominator");
    if (metric == "complaints") result.second += 1;
    if (metric == "spend") result.before += cents(member.before, "spend");
  }
  return result;
}

std::vector<Cell> cells_of(const Shop& shop) {
  Project project = shop.at("2026-03-10");
  const Ledger& ledger = project.ledger();
  const Cycle cycle = ledger.cycle("letters", 1).value();
  const std::vector<Cell> stored = ledger.cells(cycle.id);
  // What was kept up night by night is what is computed from the rows.
  CHECK(compute_cells(ledger, cycle, ledger.plan_in_force(cycle.id)->experiment()).cells == stored);
  return stored;
}

void write_days(const Shop& shop, const std::vector<Event>& events, int only = -1) {
  std::map<int, std::vector<Event>> by_day;
  for (const Event& event : events) by_day[event.day].push_back(event);
  for (const auto& [number, rows] : by_day)
    if (only < 0 || only == number)
      shop.write(fmt::format("data/log-{}.csv", to_string(day("2026-03-02") + Days{number})),
                 file_of(rows));
}

RecordReport record_all(const Shop& shop, const std::vector<Event>& events,
                        const std::string& name = "data/all.csv", std::string text = {}) {
  if (text.empty()) text = file_of(events);
  shop.write(name, text);
  return shop.record("2026-03-10",
                     FileRequest{.experiment = "letters", .file = name, .feed = "log"});
}

}  // namespace

TEST_CASE("event rows: cells are those of a naive fold, at every look") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const std::vector<Event> events = some_events(seed);
    const Shop shop(letters);
    shop.plan("2026-03-01", "letters");
    const RecordReport report = record_all(shop, events);
    CHECK(report.code == ExitCode::ok);
    CHECK(report.tally.recorded == static_cast<std::int64_t>(events.size()));
    const std::vector<Cell> cells = cells_of(shop);
    for (const auto& [look, last] : {std::pair(1, 2), std::pair(2, 6), std::pair(0, 6)}) {
      const auto members = fold_naively(events, last);
      for (const char* metric : {"visit", "spend", "basket", "complaints", "mood"})
        for (const char* group : {"control", "ideas"})
          for (const char* type : {"", "price", "relationship"}) {
            CAPTURE(metric);
            CAPTURE(group);
            CAPTURE(type);
            const Naive expected = naive(members, metric, group, type);
            const std::string segment = *type == 0 ? "" : std::string("type=") + type;
            const Cell* cell = find_cell(cells, look, metric, group, segment);
            if (expected.n == 0) {
              CHECK(cell == nullptr);
              continue;
            }
            REQUIRE(cell != nullptr);
            CHECK(cell->moments.n == expected.n);
            CHECK(cell->moments.sum[0] == doctest::Approx(expected.value).epsilon(1e-12));
            CHECK(cell->moments.sum[1] == doctest::Approx(expected.second).epsilon(1e-12));
            CHECK(cell->moments.sum[2] == doctest::Approx(expected.before).epsilon(1e-12));
            CHECK(cell->moments.centred[0] ==
                  doctest::Approx(expected.squares - expected.value * expected.value / expected.n)
                      .epsilon(1e-9));
          }
    }
  }
}

TEST_CASE("event rows: any order, split and history give the same bits") {
  for (unsigned seed = 11; seed <= 13; ++seed) {
    std::vector<Event> events = some_events(seed);
    const Shop together(letters);
    together.plan("2026-03-01", "letters");
    record_all(together, events);
    const std::vector<Cell> expected = cells_of(together);
    REQUIRE(expected.size() > 40);

    std::mt19937 draw(seed);
    std::shuffle(events.begin(), events.end(), draw);
    {
      INFO("rows in any order");
      const Shop shop(letters);
      shop.plan("2026-03-01", "letters");
      record_all(shop, events);
      CHECK(cells_of(shop) == expected);
    }
    {
      INFO("a file a night, nights in order");
      const Shop shop(letters);
      shop.plan("2026-03-01", "letters");
      for (int night = 0; night < 7; ++night) {
        write_days(shop, events, night);
        shop.run(to_string(day("2026-03-03") + Days{night}), "letters");
      }
      CHECK(cells_of(shop) == expected);
    }
    {
      INFO("a file a night, nights in any order");
      const Shop shop(letters);
      shop.plan("2026-03-01", "letters");
      std::vector<int> nights{0, 1, 2, 3, 4, 5, 6};
      std::shuffle(nights.begin(), nights.end(), draw);
      for (const int night : nights) {
        write_days(shop, events, night);
        shop.run("2026-03-10", "letters");
      }
      CHECK(cells_of(shop) == expected);
    }
    {
      INFO("a wrong night, corrected");
      const Shop shop(letters);
      shop.plan("2026-03-01", "letters");
      write_days(shop, some_events(seed + 100));
      shop.run("2026-03-10", "letters");
      write_days(shop, events);
      const RecordReport report =
          shop.run("2026-03-10",
                   RunRequest{.experiment = "letters",
                              .options = {.on_conflict = OnConflict::correct, .reason = "late"}});
      CHECK(report.code == ExitCode::ok);
      CHECK(cells_of(shop) == expected);
    }
    {
      INFO("as NDJSON, which one thread reads");
      std::string text;
      for (const Event& event : events) {
        const bool plain = event.what == "exposure" || event.what == "visit";
        text += fmt::format(
            R"({{"member":"{}","group":"{}","at":"{}T{:02}:{:02}:{:02}Z","what":"{}","amount":{},"type":"{}"}})"
            "\n",
            event.member, event.group, to_string(day("2026-03-02") + Days{event.day}),
            event.second / 3600, event.second / 60 % 60, event.second % 60, event.what,
            plain ? "null" : fmt::format("{}.{:02}", event.cents / 100, event.cents % 100),
            event.type);
      }
      const Shop shop(letters);
      shop.plan("2026-03-01", "letters");
      CHECK(record_all(shop, events, "data/all.ndjson", text).code == ExitCode::ok);
      CHECK(cells_of(shop) == expected);
      // Read once for each part of the units, whichever way it is read.
      for (const char* name : {"data/all.ndjson", "data/all.csv", "data/faulty.csv"}) {
        CAPTURE(name);
        const Shop narrow(letters);
        narrow.plan("2026-03-01", "letters");
        narrow.write("data/all.ndjson", text);
        narrow.write("data/all.csv", file_of(events));
        narrow.write("data/faulty.csv", file_of(events) + "m1,nobody,2026-03-02,visit,,\n");
        const RecordReport report =
            narrow.record("2026-03-10", FileRequest{.experiment = "letters",
                                                    .file = name,
                                                    .feed = "log",
                                                    .options = {.partial = true, .memory = 1}});
        CHECK(cells_of(narrow) == expected);
        CHECK(report.faults.size() == (name == std::string_view("data/faulty.csv") ? 1 : 0));
        CHECK(report.tally.recorded == static_cast<std::int64_t>(events.size()));
      }
    }
  }
}

TEST_CASE("event rows: recorded again they are unchanged; other rows are a conflict") {
  std::vector<Event> events = some_events(3);
  const Shop shop(letters);
  shop.plan("2026-03-01", "letters");
  record_all(shop, events);
  const std::string content = shop.content();
  std::reverse(events.begin(), events.end());
  CHECK(record_all(shop, events).tally.unchanged == static_cast<std::int64_t>(events.size()));
  CHECK(shop.content() == content);
  events.front().cents += 1;
  events.front().what = "spend";
  const RecordReport report = record_all(shop, events);
  CHECK(report.code == ExitCode::conflict);
  CHECK(test::slugs(report.faults) == "conflict");
}

TEST_CASE("event rows: exposures from another feed") {
  std::string definition(letters);
  const auto cut = definition.find("      within: 4d");
  definition.replace(cut, definition.find("monitor:") - cut,
                     "      exposures: sent\n"
                     "      columns: {unit: member, time: at, metric: what, value: amount}\n"
                     "    - {id: sent, file: data/sent.csv, rows: event, counts: new,"
                     " columns: {unit: member, variant: group, time: at, type: type}}\n");
  const Shop shop(definition);
  shop.plan("2026-03-01", "letters");
  shop.write("data/sent.csv",
             "member,group,at,type\n"
             "a,control,2026-03-03T08:00:00Z,price\n"
             "b,ideas,2026-03-03,relationship\n"
             "c,ideas,2026-03-03,price\n");
  shop.write("data/log-2026-03-02.csv", "member,at,what,amount\na,2026-03-02T08:00:00Z,spend,7\n");
  shop.write("data/log-2026-03-04.csv",
             "member,at,what,amount\n"
             "b,2026-03-04T08:00:00Z,visit,\n"
             "b,2026-03-04T09:00:00Z,spend,2.5\n"
             "b,2026-03-03T23:00:00Z,spend,1\n"  // a stray of the day before
             "stranger,2026-03-04T09:00:00Z,spend,99\n");
  const RecordReport report = shop.run("2026-03-06", "letters");
  CHECK(report.code == ExitCode::ok);
  const std::vector<Cell> cells = cells_of(shop);
  CHECK(find_cell(cells, 0, "", "ideas")->moments.n == 2);
  CHECK(find_cell(cells, 0, "spend", "ideas")->moments.sum[0] == 3.5);
  CHECK(find_cell(cells, 0, "spend", "ideas")->moments.n == 2);
  CHECK(find_cell(cells, 0, "spend", "control")->moments.sum[0] == 0);
  CHECK(find_cell(cells, 0, "spend", "control")->moments.sum[2] == 7);  // before exposure
  CHECK(find_cell(cells, 0, "visit", "ideas", "type=relationship")->moments.sum[0] == 1);
  CHECK(test::outcomes(shop.run("2026-03-06", "letters")).find("conflict") == std::string::npos);
}

TEST_CASE("event rows: without exposures those who acted stand in, and no verdict rests on it") {
  const Shop shop(letters);
  shop.plan("2026-03-01", "letters");
  std::string text = "member,group,at,what,amount,type\n";
  for (int i = 0; i < 400; ++i)
    text += fmt::format("m{},{},2026-03-02T08:00:00Z,visit,{},\n", i,
                        i % 2 == 0 ? "control" : "ideas", i % 2 == 1 || i % 4 == 0 ? 1 : 0);
  shop.write("data/log-2026-03-02.csv", text);
  shop.run("2026-03-03", "letters");
  CHECK(find_cell(cells_of(shop), 0, "visit", "ideas")->moments.n == 200);
  const Review review = shop.review("2026-03-10", "letters");
  REQUIRE(test::finding(review, "exposure-unknown") != nullptr);
  CHECK(test::outcome(review, "visit", "ideas").verdict == Verdict::unclear);
  CHECK(test::outcome(review, "visit", "ideas").reason == "exposure-unknown");
}

TEST_CASE("event rows: faults say where, and nothing is stored") {
  struct Bad {
    const char* line;
    const char* slug;
    std::uint64_t column;
  };
  const Bad bad[] = {
      {"m1,control,2026-03-02 08:00,visit,,", "bad-time", 12},
      {"m1,nobody,2026-03-02,visit,,", "unknown-variant", 4},
      {"m1,control,2026-03-02,vist,,", "unknown-metric", 23},
      {"m1,control,2026-03-02,spend,,", "missing-value", 29},
      {"m1,control,2026-03-02,spend,1e400,", "too-large", 29},
      {"m1,control,2026-03-02,spend,n/a,", "bad-value", 29},
      {"m1,control,2026-03-02,visit,3,", "not-a-share", 29},
      {"m1,control,2026-03-02,complaints,-1,", "count-negative", 34},
      {"m1,control,2027-03-02,visit,,", "future-period", 12},
      {",control,2026-03-02,visit,,", "empty-unit", 1},
      {"m1,control,2026-03-02,visit,", "field-count", 1},
      {"m1,control,2026-03-02,visit,,odd", "unknown-level", 30},
  };
  const Shop shop(letters);
  shop.plan("2026-03-01", "letters");
  const std::string before = shop.content();
  for (const Bad& one : bad) {
    CAPTURE(one.line);
    shop.write("data/bad.csv",
               fmt::format("member,group,at,what,amount,type\n"
                           "m0,control,2026-03-02,visit,,\n\"m2\",control,2026-03-02,"
                           "visit,,\r\n{}\n",
                           one.line));
    const RecordReport report = shop.record(
        "2026-03-10", FileRequest{.experiment = "letters", .file = "data/bad.csv", .feed = "log"});
    CHECK(report.code == ExitCode::invalid);
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults[0].slug == one.slug);
    CHECK(report.faults[0].at.line == 4);
    CHECK(report.faults[0].at.column == one.column);
  }
  CHECK(shop.content() == before);
}

}  // namespace collab
