#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include "collab/model/error.hpp"
#include "collab/units/run.hpp"

using namespace collab;

namespace {

Run small_run() {
  return {.variants = {"control", "answers"},
          .segments = {"channel"},
          .levels = {{"web", "store"}},
          .fields = {"spend.value", "spend_before"},
          .numbers = {0, 7, 4'294'967'295},
          .variant = {0, 1, 1},
          .level = {{0, -1, 1}},
          .values = {{{1'500'000}, {-1}, {0}},
                     {{std::numeric_limits<std::int64_t>::max()},
                      {std::numeric_limits<std::int64_t>::min()},
                      {0}}},
          .present = {{1, 1, 0}, {1, 1, 1}}};
}

Run random_run(std::mt19937_64& random, std::size_t n) {
  Run run = small_run();
  run.numbers.clear();
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < n; ++i)
    run.numbers.push_back(number += 1 + static_cast<std::uint32_t>(random() % 1000));
  run.variant.assign(n, 0);
  run.level[0].assign(n, -1);
  for (std::size_t f = 0; f < 2; ++f) {
    run.values[f].assign(n, Decimal{});
    run.present[f].assign(n, 1);
  }
  for (std::size_t i = 0; i < n; ++i) {
    run.variant[i] = static_cast<std::uint8_t>(random() % 2);
    run.level[0][i] = static_cast<std::int16_t>(static_cast<int>(random() % 3) - 1);
    run.values[0][i].millionths = static_cast<std::int64_t>(random());
    run.values[1][i].millionths = static_cast<std::int64_t>(random() % 100) * 1'000'000;
    run.present[1][i] = static_cast<std::uint8_t>(random() % 2);
  }
  return run;
}

std::vector<Pseudonym> some_pseudonyms(std::size_t n) {
  std::vector<Pseudonym> result;
  std::mt19937_64 random(n);
  for (std::size_t i = 0; i < n; ++i) result.push_back({random(), random()});
  return result;
}

/// A valid run or the one Error; anything else fails.
bool survives(const std::vector<std::uint8_t>& bytes) {
  try {
    const Run run = decode_run(bytes);
    return decode_run(encode(run)) == run;
  } catch (const Error& error) {
    return error.code() == ExitCode::ledger_format && error.faults().front().slug == "bad-run";
  }
}

}  // namespace

TEST_CASE("run: what is encoded comes back") {
  std::mt19937_64 random(1);
  CHECK(decode_run(encode(Run{})) == Run{});
  CHECK(decode_run(encode(small_run())) == small_run());
  for (const std::size_t n : {0U, 1U, 2U, 1000U, 50'000U}) {
    const Run run = random_run(random, n);
    CHECK(decode_run(encode(run)) == run);
  }
}

TEST_CASE("run: columns that repeat themselves take next to nothing") {
  std::mt19937_64 random(1);
  Run run = random_run(random, 100'000);
  for (std::size_t i = 0; i < run.numbers.size(); ++i) {
    run.numbers[i] = static_cast<std::uint32_t>(i);
    run.values[0][i] = Decimal{1'000'000};
  }
  CHECK(encode(run).size() < 300'000);
}

TEST_CASE("run: what does not fit together is not stored") {
  const auto refused = [](void (*spoil)(Run&)) {
    Run run = small_run();
    spoil(run);
    CHECK_THROWS_AS(encode(run), Error);
  };
  refused([](Run& run) { run.numbers = {7, 0, 9}; });
  refused([](Run& run) { run.numbers = {7, 7, 9}; });
  refused([](Run& run) { run.numbers.pop_back(); });
  refused([](Run& run) { run.variant[0] = 2; });
  refused([](Run& run) { run.level[0][0] = 2; });
  refused([](Run& run) { run.level[0][0] = -2; });
  refused([](Run& run) { run.level.clear(); });
  refused([](Run& run) { run.levels.clear(); });
  refused([](Run& run) { run.values[1].pop_back(); });
  refused([](Run& run) { run.present[1][0] = 2; });
  refused([](Run& run) { run.fields.emplace_back("more"); });
  refused([](Run& run) { run.variants.resize(257); });
}

TEST_CASE("run: any bytes give a run or the one error") {
  std::mt19937_64 random(99);
  const auto good = encode(random_run(random, 40));
  CHECK(survives({}));
  for (std::size_t size = 0; size < good.size(); ++size) {
    REQUIRE(survives({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}));
    CHECK_THROWS_AS(decode_run(std::span(good).first(size)), Error);
  }
  auto longer = good;
  longer.push_back(0);
  CHECK_THROWS_AS(decode_run(longer), Error);
  for (int round = 0; round < 20'000; ++round) {
    auto bytes = good;
    for (std::uint64_t change = 0; change <= random() % 4; ++change) {
      auto& byte = bytes[random() % bytes.size()];
      switch (random() % 4) {
        case 0:
          byte = static_cast<std::uint8_t>(random());
          break;
        case 1:
          byte = static_cast<std::uint8_t>(byte ^ (1U << (random() % 8)));
          break;
        case 2:
          byte = 0xff;
          break;
        default:
          byte = 0;
          break;
      }
    }
    REQUIRE(survives(bytes));
  }
  for (int round = 0; round < 5'000; ++round) {
    std::vector<std::uint8_t> bytes{'C', 'R', 'U', 'N', 1};
    for (std::uint64_t i = 0; i < random() % 64; ++i)
      bytes.push_back(static_cast<std::uint8_t>(random()));
    REQUIRE(survives(bytes));
  }
}

TEST_CASE("run: version 1, as first written, is read for ever") {
  // Written by this program on 21 November 2026 with zstd 1.5.4; layout in src/units/run.cpp.
  constexpr std::string_view hex =
      "4352554e01330000004000000028b52ffd2433990100030207636f6e74726f6c07616e7377657273"
      "01076368616e6e656c02037765620573746f7265010b7370656e642e76616c7565bc330689040000"
      "001100000028b52ffd24042100000501a402b72b3289030000001000000028b52ffd240319000000"
      "0101c70599ab060000001300000028b52ffd24063100000100000002008ecc82ee03000000100000"
      "0028b52ffd2403190000010100e1d83cca060000001300000028b52ffd2406310000c08db7010300"
      "7015fca8";
  std::vector<std::uint8_t> stored;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    stored.push_back(
        static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  const Run run{.variants = {"control", "answers"},
                .segments = {"channel"},
                .levels = {{"web", "store"}},
                .fields = {"spend.value"},
                .numbers = {5, 7, 300},
                .variant = {0, 1, 1},
                .level = {{0, -1, 1}},
                .values = {{{1'500'000}, {-2}, {0}}},
                .present = {{1, 1, 0}}};
  CHECK(decode_run(stored) == run);
  CHECK(content_digest(run, {}) ==
        "00f8d14d3ac4866b14db83b34f1a394e574f1d04175aaa64c717482738ef66f8");
  CHECK(content_digest(run, {{1, 2}, {3, 4}, {5, 6}}) ==
        "f4d15d82f152836218200090b223502c586434d2a7b48ccad004c8243c6e4b4e");
  stored[4] = 2;
  CHECK_THROWS_AS(decode_run(stored), Error);
}

TEST_CASE("digest: of what a run says, not of how") {
  const Run run = small_run();
  const auto names = some_pseudonyms(3);
  const std::string digest = content_digest(run, names);
  CHECK(digest.size() == 64);
  CHECK(content_digest(decode_run(encode(run)), names) == digest);

  SUBCASE("other unit numbers are the same content") {
    Run moved = run;
    moved.numbers = {3, 4, 5};
    std::rotate(moved.variant.begin(), moved.variant.begin() + 1, moved.variant.end());
    std::rotate(moved.level[0].begin(), moved.level[0].begin() + 1, moved.level[0].end());
    for (std::size_t f = 0; f < 2; ++f) {
      std::rotate(moved.values[f].begin(), moved.values[f].begin() + 1, moved.values[f].end());
      std::rotate(moved.present[f].begin(), moved.present[f].begin() + 1, moved.present[f].end());
    }
    CHECK(content_digest(moved, {names[1], names[2], names[0]}) == digest);
  }
  SUBCASE("another order of names, and names nobody uses, are the same content") {
    Run renamed = run;
    renamed.variants = {"answers", "unused", "control"};
    renamed.variant = {2, 0, 0};
    renamed.levels = {{"store", "web", "both"}};
    renamed.level = {{1, -1, 0}};
    renamed.segments.emplace_back("never");
    renamed.levels.push_back({"x"});
    renamed.level.push_back({-1, -1, -1});
    std::swap(renamed.fields[0], renamed.fields[1]);
    std::swap(renamed.values[0], renamed.values[1]);
    std::swap(renamed.present[0], renamed.present[1]);
    renamed.values[1][2].millionths = 42;  // missing, so it says nothing
    CHECK(content_digest(renamed, names) == digest);
  }
  SUBCASE("every fact counts") {
    const auto differs = [&](void (*change)(Run&)) {
      Run other = run;
      change(other);
      CHECK(content_digest(other, names) != digest);
    };
    differs([](Run& r) { r.variant[0] = 1; });
    differs([](Run& r) { r.level[0][0] = 1; });
    differs([](Run& r) { r.level[0][1] = 0; });
    differs([](Run& r) { ++r.values[0][0].millionths; });
    differs([](Run& r) { r.present[0][0] = 0; });
    differs([](Run& r) { r.present[0][2] = 1; });
    differs([](Run& r) { r.fields[0] = "spent.value"; });
    differs([](Run& r) { r.variants[0] = "Control"; });
    CHECK(content_digest(run, {names[0], names[1], {1, 2}}) != digest);
  }
  SUBCASE("without pseudonyms units go by their numbers") {
    Run moved = run;
    moved.numbers[1] = 8;
    CHECK(content_digest(run, {}) != digest);
    CHECK(content_digest(run, {}) != content_digest(moved, {}));
    CHECK_THROWS_AS(content_digest(run, some_pseudonyms(2)), Error);
  }
}

TEST_CASE("rows under other numbers stand in their order; those without one are left out") {
  Run run = small_run();
  run.numbers = {0, 7, 9};
  const std::vector<std::uint32_t> numbers{12, UnitDictionary::not_there, 3};
  const Run there = with_numbers(run, numbers);
  CHECK(there.numbers == std::vector<std::uint32_t>{3, 12});
  CHECK(there.variant == std::vector<std::uint8_t>{1, 0});
  CHECK(there.level == std::vector<std::vector<std::int16_t>>{{1, 0}});
  CHECK(there.values[0] == std::vector<Decimal>{{0}, {1'500'000}});
  CHECK(there.present == std::vector<std::vector<std::uint8_t>>{{0, 1}, {1, 1}});
  CHECK(decode_run(encode(there)) == there);
  CHECK(with_numbers(run, run.numbers) == run);
  CHECK(with_numbers(Run{}, {}) == Run{});
}
