// Unit rows of several ledgers: who recorded a unit, and under which number, shows in no answer.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "collab/loop/archive.hpp"
#include "collab/loop/voice.hpp"
#include "unit/loop/letters.hpp"

using namespace collab;
using collab::test::copy_of;
using collab::test::day;
using collab::test::figures_of;
using collab::test::Ids;
using collab::test::ledger_of;
using collab::test::letters;
using collab::test::on_disk;
using collab::test::Shop;
using collab::test::take_in;
using collab::test::write_day;

namespace {

/// Later nights have members that earlier ones lack.
void record_night(const Shop& shop, int night, const Ids& without = {}) {
  const Day date = day("2026-03-02") + Days{night};
  write_day(shop, date, without, 18 + 4 * (night % 3));
  shop.run(to_string(date + Days{1}), "letters");
}

struct Runners {
  Shop base{letters};
  std::vector<std::unique_ptr<Shop>> shops;  ///< one for each night

  explicit Runners(const Ids& without = {}) {
    base.plan("2026-03-01", "letters");
    (void)base.at("2026-03-01").key();  // all have the one
    for (int night = 0; night < 3; ++night) {
      shops.push_back(std::make_unique<Shop>(copy_of(base, false)));
      take_in(*shops.back(), base);
      record_night(*shops.back(), night, without);
    }
  }
};

Shop one_ledger(const Ids& without = {}) {
  Shop shop(letters);
  shop.plan("2026-03-01", "letters");
  for (int night = 0; night < 3; ++night) record_night(shop, night, without);
  return shop;
}

std::vector<std::vector<std::size_t>> orders() {
  std::vector<std::vector<std::size_t>> all;
  std::vector<std::size_t> order{0, 1, 2};
  do all.push_back(order);
  while (std::ranges::next_permutation(order).found);
  return all;
}

}  // namespace

TEST_CASE("nights of units that runners share are those of one ledger, in any order and overlap") {
  const Runners runners;
  const Shop one = one_ledger();
  std::string head;
  std::vector<Shop> collected;
  for (const auto& order : orders()) {
    Shop collector = copy_of(runners.base, false);
    for (const std::size_t runner : order) take_in(collector, *runners.shops[runner]);
    CHECK(figures_of(collector) == figures_of(one));
    // Twice is once, and the order shows nowhere.
    for (const std::size_t runner : order)
      CHECK(take_in(collector, *runners.shops[runner]).imported == 0);
    if (head.empty()) head = collector.content();
    CHECK(collector.content() == head);
    collected.push_back(std::move(collector));
  }
  // All at once; and what was collected, collected again, from ledgers that number otherwise.
  const Shop at_once = copy_of(runners.base, false), again = copy_of(runners.base, false);
  {
    Project project = at_once.at("2026-04-02");
    import_operations(
        project, ledger_test::offer_of({ledger_of(*runners.shops[2]), ledger_of(*runners.shops[0]),
                                        ledger_of(*runners.shops[1])}));
  }
  take_in(again, *runners.shops[1]);
  for (const Shop& shop : collected) take_in(again, shop);
  for (const Shop* shop : {&at_once, &again}) {
    CHECK(figures_of(*shop) == figures_of(one));
    CHECK(shop->content() == head);
  }
  // They go on from there, with units that all of them know and new ones.
  const Shop& first = collected.front();
  for (const Shop* shop : {&first, &again, &one}) {
    record_night(*shop, 4);
    record_night(*shop, 5);
    CHECK(figures_of(*shop) == figures_of(one));
    shop->content();
  }
  // And a runner with what was collected.
  take_in(*runners.shops[1], first);
  CHECK(figures_of(*runners.shops[1]) == figures_of(one));
  runners.shops[1]->content();
}

TEST_CASE("a unit that several ledgers recorded is forgotten in all of them") {
  const Runners runners, without({"m3"});
  const Shop collector = copy_of(runners.base, false), other = copy_of(runners.base, false);
  for (const std::size_t runner : {1U, 2U, 0U}) take_in(collector, *runners.shops[runner]);
  for (const std::size_t runner : {0U, 1U, 2U}) take_in(other, *runners.shops[runner]);
  const Shop as_if = one_ledger({"m3"});
  REQUIRE(figures_of(collector) != figures_of(as_if));
  {
    Project project = collector.at("2026-03-08");
    std::vector<std::string> ids{"m3"};
    CHECK(forget_consumers(project, ids).units == 1);
  }
  take_in(other, collector);
  for (const Shop* shop : {&collector, &other}) {
    CHECK(figures_of(*shop) == figures_of(as_if));
    CHECK_FALSE(on_disk(*shop, "m3"));
    CHECK(shop->content() == collector.content());
  }
  // One runner has its own part of them; there it goes too.
  take_in(*runners.shops[0], other);
  CHECK(figures_of(*runners.shops[0]) == figures_of(as_if));
  CHECK_FALSE(on_disk(*runners.shops[0], "m3"));
  runners.shops[0]->content();
}

TEST_CASE("who forgot a unit of its own leaves what others recorded beside it, in any order") {
  const Runners runners;
  const Shop early = copy_of(runners.base, false);  // knows the second night with all its units
  take_in(early, *runners.shops[1]);
  {
    Project project = runners.shops[1]->at("2026-03-08");
    std::vector<std::string> ids{"m3"};
    forget_consumers(project, ids);
  }
  Shop expected(letters);
  expected.plan("2026-03-01", "letters");
  for (int night = 0; night < 3; ++night)
    record_night(expected, night, night == 1 ? Ids{"m3"} : Ids{});
  std::string head;
  for (const auto& order : orders()) {
    for (const bool knew : {false, true}) {
      const Shop collector = copy_of(runners.base, false);
      if (knew) take_in(collector, early);
      for (const std::size_t runner : order) take_in(collector, *runners.shops[runner]);
      CHECK(figures_of(collector) == figures_of(expected));
      if (head.empty()) head = collector.content();
      CHECK(collector.content() == head);
      // The next night of all of them is of the same units.
      record_night(collector, 4);
      collector.content();
    }
  }
}

TEST_CASE("who was forgotten and comes again is somebody new, also where he was known before") {
  const Runners runners;
  const Shop& one = *runners.shops[0];
  const Shop before = copy_of(runners.base, false), after = copy_of(runners.base, false);
  take_in(before, one);
  {
    Project project = one.at("2026-03-08");
    std::vector<std::string> ids{"m3"};
    forget_consumers(project, ids);
  }
  record_night(one, 4);
  for (const Shop* shop : {&before, &after}) {
    take_in(*shop, one);
    CHECK(figures_of(*shop) == figures_of(one));
    CHECK(shop->content() == one.content());
  }
}

TEST_CASE("units of a purged experiment go, and stay where another ledger has them elsewhere") {
  Shop base(letters);
  std::string cards(letters);
  cards.replace(cards.find("id: letters"), 11, "id: cards");
  base.define(cards);
  base.plan("2026-03-01", "letters");
  base.plan("2026-03-01", "cards");
  (void)base.at("2026-03-01").key();
  const Shop one = copy_of(base, false), other = copy_of(base, false);
  for (const Shop* shop : {&one, &other}) take_in(*shop, base);
  record_night(one, 1);
  write_day(other, day("2026-03-02"), {"m0", "m3"}, 12);
  other.run("2026-03-03", "cards");
  const std::string before = figures_of(other);
  take_in(one, other);
  DecideRequest over = test::decision("letters", DecisionKind::abandon);
  over.early = true;
  one.decide("2026-03-04", over);
  Project project = one.at("2026-03-05");
  archive(project, {"letters"}, "over");
  purge(project, "letters", "letters", "the contract ends");
  // There letters is planned still.
  CHECK(figures_of(one) == before.substr(0, before.rfind("1|0|0|NULL")) + "--\n");
  CHECK_FALSE(on_disk(one, "m0"));  // of letters alone
  CHECK_FALSE(on_disk(one, "m17"));
  CHECK(on_disk(one, "m4"));  // of cards too
  one.content();
}
