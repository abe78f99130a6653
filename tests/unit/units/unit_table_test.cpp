#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <tuple>

#include "collab/model/parallel.hpp"
#include "collab/units/unit_table.hpp"

using namespace collab;

namespace {

FoldShape some_shape() {
  return {.events = true,
          .fields = {"spend", "visit", "mood", "spend_before"},
          .rules = {FoldRule::sum, FoldRule::any, FoldRule::last, FoldRule::first},
          .variants = {"control", "answers"},
          .segments = {"type"},
          .levels = {{"price", "relationship"}}};
}

struct Event {
  std::string id;
  int day;
  std::int64_t time;
  std::uint8_t variant;
  bool exposed;
  std::int16_t level;
  std::vector<UnitValue> values;
};

std::vector<Event> some_events(unsigned seed, int count) {
  std::mt19937 draw(seed);
  std::vector<Event> events;
  for (int i = 0; i < count; ++i) {
    Event event{.id = fmt::format("unit {}", draw() % 500),
                .day = static_cast<int>(draw() % 6),
                .time = static_cast<std::int64_t>(draw() % 4),
                .variant = static_cast<std::uint8_t>(draw() % 40 == 0 ? draw() % 2 : 0),
                .exposed = draw() % 4 == 0,
                .level = static_cast<std::int16_t>(static_cast<int>(draw() % 3) - 1),
                .values = {}};
    const auto field = static_cast<std::uint32_t>(draw() % 4);
    if (!event.exposed)
      event.values.push_back({static_cast<std::int64_t>(draw() % (field == 1 ? 2 : 100)), field});
    events.push_back(std::move(event));
  }
  return events;
}

Folded folded(const std::vector<Event>& events, std::size_t block, std::size_t threads,
              std::uint64_t memory, const Key& key) {
  UnitTable table(some_shape(), key, memory);
  std::vector<std::shared_ptr<UnitTable::Room>> rooms;
  for (std::size_t t = 0; t < threads; ++t) rooms.push_back(table.room());
  int passes = 0;
  do {
    if (passes++ > 0) table.next_pass();
    in_parallel(threads, [&](std::size_t thread) {
      for (std::size_t at = thread * block; at < events.size(); at += threads * block) {
        RowBlock rows;
        for (std::size_t i = at; i < std::min(at + block, events.size()); ++i) {
          UnitRow row{.id = events[i].id, .time = events[i].time, .day = events[i].day};
          row.first_value = static_cast<std::uint32_t>(rows.values.size());
          row.values = static_cast<std::uint16_t>(events[i].values.size());
          row.variant = events[i].variant;
          row.exposed = events[i].exposed;
          for (const UnitValue& value : events[i].values) rows.values.push_back(value);
          rows.levels.push_back(events[i].level);
          rows.rows.push_back(row);
        }
        table.fold(rows, *rooms[thread]);
      }
    });
  } while (table.unfinished());
  if (memory > 0) CHECK(passes > 1);
  CHECK(table.trouble() == UnitTable::Outcome::good);
  return table.finish();
}

void check_same(const Folded& a, const Folded& b) {
  CHECK(*a.units == *b.units);
  REQUIRE(a.days.size() == b.days.size());
  for (std::size_t d = 0; d < a.days.size(); ++d) {
    CHECK(a.days[d].day == b.days[d].day);
    CHECK(a.days[d].rows == b.days[d].rows);
    CHECK(a.days[d].units == b.days[d].units);
    CHECK(a.days[d].run == b.days[d].run);
  }
}

}  // namespace

TEST_CASE("unit table: order, blocks, threads and passes change nothing") {
  const Key key = Key::random();
  std::vector<Event> events = some_events(1, 20'000);
  const Folded expected = folded(events, 20'000, 1, 0, key);
  CHECK(expected.units->size() == 500);
  CHECK(expected.days.size() == 6);
  CHECK(std::ranges::is_sorted(*expected.units));
  std::mt19937 draw(2);
  for (int round = 0; round < 4; ++round) {
    std::shuffle(events.begin(), events.end(), draw);
    check_same(folded(events, 1 + draw() % 500, 2, 0, key), expected);
    check_same(folded(events, 300, 2, 60'000, key), expected);
  }
}

TEST_CASE("unit table: values are those of a naive fold") {
  const Key key = Key::random();
  const std::vector<Event> events = some_events(3, 5'000);
  const Folded table = folded(events, 100, 2, 0, key);
  struct Naive {
    std::int64_t spend = 0, visit = -1;
    std::pair<std::int64_t, std::int64_t> mood{-1, -1}, before{99, 0};
    bool spent = false;
  };
  std::map<std::pair<int, Pseudonym>, Naive> naive;
  for (const Event& event : events) {
    Naive& unit = naive[{event.day, key.pseudonym(event.id)}];
    for (const UnitValue& value : event.values) {
      if (value.field == 0) unit.spend += value.millionths;
      if (value.field == 0) unit.spent = true;
      if (value.field == 1) unit.visit = std::max(unit.visit, value.millionths);
      if (value.field == 2) unit.mood = std::max(unit.mood, {event.time, value.millionths});
      if (value.field == 3) unit.before = std::min(unit.before, {event.time, value.millionths});
    }
  }
  std::size_t records = 0;
  for (const FoldedDay& day : table.days) {
    const auto column = [&](const char* name) {
      return static_cast<std::size_t>(std::ranges::find(day.run.fields, name) -
                                      day.run.fields.begin());
    };
    for (std::size_t i = 0; i < day.units.size(); ++i, ++records) {
      const Naive& unit = naive.at({day.day, (*table.units)[day.units[i]]});
      const auto value = [&](const char* name) {
        return day.run.values[column(name)][i].millionths;
      };
      const auto there = [&](const char* name) { return day.run.present[column(name)][i] != 0; };
      CHECK(there("spend") == unit.spent);
      CHECK(value("spend") == unit.spend);
      CHECK(there("visit") == (unit.visit >= 0));
      if (unit.visit >= 0) CHECK(value("visit") == unit.visit);
      CHECK(there("mood") == (unit.mood.first >= 0));
      if (unit.mood.first >= 0) CHECK(value("mood") == unit.mood.second);
      if (unit.mood.first >= 0) CHECK(value("mood@time") == unit.mood.first);
      if (unit.before.first < 99) CHECK(value("spend_before") == unit.before.second);
    }
  }
  CHECK(records == naive.size());
}

TEST_CASE("unit table: a second unit row, a sum beyond 64 bits") {
  UnitTable units({.fields = {"spend"},
                   .rules = {FoldRule::only},
                   .variants = {"control"},
                   .segments = {},
                   .levels = {}},
                  Key::random());
  const std::vector<UnitValue> value{{1, 0}};
  CHECK(units.add({.id = "a", .day = 1, .variant = 0}, value, {}) == UnitTable::Outcome::good);
  CHECK(units.add({.id = "a", .day = 1, .variant = 0}, value, {}) == UnitTable::Outcome::duplicate);
  CHECK(units.add({.id = "a", .day = 2, .variant = 0}, value, {}) == UnitTable::Outcome::good);
  CHECK(units.on_another_day("a", 1, 1, 5));
  CHECK_FALSE(units.on_another_day("a", 1, 3, 5));
  CHECK(units.any_on_two_days(1, 2));

  UnitTable events({.events = true,
                    .fields = {"spend"},
                    .rules = {FoldRule::sum},
                    .variants = {"control"},
                    .segments = {},
                    .levels = {}},
                   Key::random());
  const std::vector<UnitValue> much{{std::numeric_limits<std::int64_t>::max() - 1, 0}};
  CHECK(events.add({.id = "a", .day = 1}, much, {}) == UnitTable::Outcome::good);
  CHECK(events.add({.id = "a", .day = 1}, much, {}) == UnitTable::Outcome::too_large);
  CHECK(events.add({.id = "a", .day = 1}, value, {}) == UnitTable::Outcome::good);
}

TEST_CASE("unit table: ids of any length, more fields than a byte has bits, days far apart") {
  FoldShape shape{.events = true,
                  .fields = {},
                  .rules = std::vector<FoldRule>(20, FoldRule::sum),
                  .variants = {"control"},
                  .segments = {},
                  .levels = {}};
  for (int field = 0; field < 20; ++field) shape.fields.push_back(fmt::format("f{}", field));
  const Key key = Key::random();
  UnitTable table(shape, key);
  // Ids that begin alike, of up to 15 bytes and more, and with bytes of zero: each its own unit.
  std::vector<std::string> ids;
  for (std::size_t length = 1; length <= 40; ++length) {
    ids.push_back(std::string(length, 'a'));
    ids.push_back(std::string(length - 1, 'a') + '\0');
    ids.push_back(std::string(length - 1, 'a') + static_cast<char>(length));
  }
  std::map<std::tuple<std::int32_t, Pseudonym, std::uint32_t>, std::int64_t> naive;
  std::mt19937 draw(4);
  const std::array days{-700'000, -64, 0, 64, 128, 20'000, 20'001, 2'900'000};
  for (int i = 0; i < 40'000; ++i) {
    const std::string& id = ids.at(draw() % ids.size());
    const std::int32_t day = days.at(draw() % days.size());
    const auto field = static_cast<std::uint32_t>(draw() % 20);
    const auto value = static_cast<std::int64_t>(draw() % 1'000);
    const std::vector<UnitValue> values{{value, field}};
    REQUIRE(table.add({.id = id, .day = day}, values, {}) == UnitTable::Outcome::good);
    naive[{day, key.pseudonym(id), field}] += value;
  }
  const Folded folded = table.finish();
  CHECK(folded.units->size() == ids.size());
  REQUIRE(folded.days.size() == days.size());
  std::size_t found = 0;
  std::uint64_t rows = 0;
  for (const FoldedDay& day : folded.days) {
    rows += day.rows;
    for (std::size_t i = 0; i < day.units.size(); ++i) {
      for (std::uint32_t field = 0; field < 20; ++field) {
        const auto known = naive.find({day.day, (*folded.units)[day.units[i]], field});
        REQUIRE((day.run.present[field][i] != 0) == (known != naive.end()));
        if (known == naive.end()) continue;
        ++found;
        CHECK(day.run.values[field][i].millionths == known->second);
      }
    }
  }
  CHECK(found == naive.size());
  CHECK(rows == 40'000);
}
