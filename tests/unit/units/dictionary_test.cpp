#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "collab/model/error.hpp"
#include "collab/units/run.hpp"

using namespace collab;

namespace {
std::vector<Pseudonym> sorted_pseudonyms(std::uint64_t seed, std::size_t n) {
  std::mt19937_64 random(seed);
  std::vector<Pseudonym> result(n);
  for (Pseudonym& pseudonym : result) pseudonym = {random(), random()};
  std::sort(result.begin(), result.end());
  return result;
}
}  // namespace

TEST_CASE("segment: what is encoded comes back, in less than 16 bytes a unit") {
  for (const std::size_t n : {0U, 1U, 1000U}) {
    const auto sorted = sorted_pseudonyms(n, n);
    CHECK(encode_segment(sorted).size() <= 9 + 18 * n);
    if (n == 1000) CHECK(encode_segment(sorted).size() < 16 * n + 9);
    CHECK(decode_segment(encode_segment(sorted)) == sorted);
  }
}

TEST_CASE("segment: what does not ascend, or is cut or changed, is refused") {
  auto sorted = sorted_pseudonyms(1, 10);
  std::swap(sorted[3], sorted[4]);
  CHECK_THROWS_AS(encode_segment(sorted), Error);
  std::mt19937_64 random(5);
  const auto good = encode_segment(sorted_pseudonyms(1, 10));
  for (int round = 0; round < 5'000; ++round) {
    auto bytes = good;
    bytes[random() % bytes.size()] ^= static_cast<std::uint8_t>(random());
    bytes.resize(random() % 4 == 0 ? random() % (bytes.size() + 20) : bytes.size());
    try {
      CHECK(encode_segment(decode_segment(bytes)) == bytes);
    } catch (const Error& error) {
      REQUIRE(error.code() == ExitCode::ledger_format);
    }
  }
}

TEST_CASE("dictionary: a unit's number is its segment's base and its rank") {
  UnitDictionary dictionary;
  CHECK(dictionary.size() == 0);
  CHECK_FALSE(dictionary.find({1, 2}).has_value());
  const auto first = sorted_pseudonyms(1, 100);
  const auto second = sorted_pseudonyms(2, 50);
  dictionary.add_segment(100, second);
  dictionary.add_segment(0, first);
  dictionary.add_segment(150, {});
  CHECK(dictionary.size() == 150);
  CHECK(dictionary.find(first[0]) == 0);
  CHECK(dictionary.find(first[99]) == 99);
  CHECK(dictionary.find(second[0]) == 100);
  CHECK(dictionary.find(second[49]) == 149);
  CHECK_FALSE(dictionary.find(sorted_pseudonyms(3, 1)[0]).has_value());
  for (std::uint32_t number = 0; number < 150; ++number) {
    REQUIRE(dictionary.find(dictionary.pseudonym(number)) == number);
  }
  CHECK_THROWS_AS(dictionary.pseudonym(150), Error);
}

TEST_CASE("segment: the forgotten leave their number and nothing else, in whatever order they go") {
  const auto sorted = sorted_pseudonyms(9, 200);
  const std::vector<std::uint32_t> gone{0, 1, 17, 18, 19, 100, 199};
  auto at_once = sorted;
  forget_units(at_once, gone);
  std::mt19937_64 random(6);
  for (int round = 0; round < 200; ++round) {
    auto order = gone;
    std::shuffle(order.begin(), order.end(), random);
    const std::size_t cut = random() % order.size();
    std::vector<std::uint32_t> first(order.begin(), order.begin() + static_cast<long>(cut));
    std::vector<std::uint32_t> then(order.begin() + static_cast<long>(cut), order.end());
    std::ranges::sort(first);
    std::ranges::sort(then);
    auto units = sorted;
    forget_units(units, first);
    forget_units(units, then);
    REQUIRE(units == at_once);
  }
  const auto bytes = encode_segment(at_once);
  CHECK(bytes[4] == 3);
  CHECK(decode_segment(bytes) == at_once);
  auto as_if_none = bytes;
  as_if_none[4] = 2;
  CHECK_THROWS_AS(decode_segment(as_if_none), Error);
  UnitDictionary dictionary;
  dictionary.add_segment(50, at_once);
  // Whichever of the two lists is the longer.
  for (const std::size_t strangers : {0U, 150U, 10'000U}) {
    auto asked = sorted_pseudonyms(10, strangers);
    asked.insert(asked.end(), sorted.begin(), sorted.end());
    if (strangers == 0) asked.erase(asked.begin() + 5, asked.end() - 3);
    std::ranges::sort(asked);
    const auto found = dictionary.find_all(asked);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      const auto at = std::ranges::find(sorted, asked[i]);
      const auto rank = static_cast<std::uint32_t>(at - sorted.begin());
      const bool there = at != sorted.end() && !std::ranges::count(gone, rank);
      CHECK(found[i] == (there ? 50 + rank : UnitDictionary::not_there));
      CHECK(dictionary.find(asked[i]).has_value() == there);
    }
  }
  for (const std::uint32_t rank : gone) CHECK(is_forgotten(at_once, rank));
  CHECK(std::ranges::count(at_once, sorted[2]) == 1);
}

TEST_CASE("run: without some of its units, and without all") {
  Run run{.variants = {"a", "b"},
          .segments = {"type"},
          .levels = {{"x", "y"}},
          .fields = {"spend"},
          .numbers = {3, 5, 8, 13},
          .variant = {0, 1, 0, 1},
          .level = {{0, -1, 1, 1}},
          .values = {{{1}, {2}, {3}, {4}}},
          .present = {{1, 0, 1, 1}}};
  const std::vector<std::uint32_t> some{1, 5, 6, 13, 99}, all{3, 5, 8, 13}, none{4};
  const Run left = without_units(run, some);
  CHECK(left.numbers == std::vector<std::uint32_t>{3, 8});
  CHECK(left.variant == std::vector<std::uint8_t>{0, 0});
  CHECK(left.level == std::vector<std::vector<std::int16_t>>{{0, 1}});
  CHECK(left.values == std::vector<std::vector<Decimal>>{{{1}, {3}}});
  CHECK(left.present == std::vector<std::vector<std::uint8_t>>{{1, 1}});
  CHECK(without_units(run, none) == run);
  const Run empty = without_units(run, all);
  CHECK(empty.numbers.empty());
  CHECK(decode_run(encode(empty)) == empty);
}

TEST_CASE("dictionary: segments that overlap are a damaged ledger") {
  UnitDictionary dictionary;
  dictionary.add_segment(10, sorted_pseudonyms(1, 10));
  CHECK_THROWS_AS(dictionary.add_segment(19, sorted_pseudonyms(2, 1)), Error);
  CHECK_THROWS_AS(dictionary.add_segment(5, sorted_pseudonyms(2, 6)), Error);
  CHECK_THROWS_AS(dictionary.add_segment(30, {Pseudonym{2, 0}, Pseudonym{1, 0}}), Error);
  CHECK_THROWS_AS(dictionary.add_segment(4'294'967'295, sorted_pseudonyms(2, 1)), Error);
  CHECK(dictionary.size() == 20);
}

TEST_CASE("a unit of two segments has the lower of its numbers, whatever came first") {
  std::vector<Pseudonym> low, high;
  for (std::uint64_t i = 1; i <= 100; ++i) low.push_back({i, 7});
  for (std::uint64_t i = 51; i <= 150; ++i) high.push_back({i, 7});
  UnitDictionary dictionary;
  dictionary.add_segment(100, high);
  dictionary.add_segment(0, low);
  CHECK(dictionary.find({60, 7}) == 59U);
  CHECK(dictionary.find({120, 7}) == 169U);
  for (const std::size_t asked : {1U, 3U, 100U, 5000U}) {  // each way of looking them up
    std::vector<Pseudonym> sorted;
    for (std::uint64_t i = 0; i < asked; ++i) sorted.push_back({60 + i, 7});
    const std::vector<std::uint32_t> numbers = dictionary.find_all(sorted);
    CHECK(numbers.front() == 59);
    for (std::size_t i = 0; i < asked; ++i)
      CHECK(numbers[i] == dictionary.find(sorted[i]).value_or(UnitDictionary::not_there));
  }
}
