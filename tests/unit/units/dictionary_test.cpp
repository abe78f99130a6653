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
  CHECK_THROWS_AS(encode_segment(std::vector<Pseudonym>(2)), Error);
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

TEST_CASE("dictionary: segments that overlap are a damaged ledger") {
  UnitDictionary dictionary;
  dictionary.add_segment(10, sorted_pseudonyms(1, 10));
  CHECK_THROWS_AS(dictionary.add_segment(19, sorted_pseudonyms(2, 1)), Error);
  CHECK_THROWS_AS(dictionary.add_segment(5, sorted_pseudonyms(2, 6)), Error);
  CHECK_THROWS_AS(dictionary.add_segment(30, {Pseudonym{2, 0}, Pseudonym{1, 0}}), Error);
  CHECK_THROWS_AS(dictionary.add_segment(4'294'967'295, sorted_pseudonyms(2, 1)), Error);
  CHECK(dictionary.size() == 20);
}
