// Whatever the bytes: rows, or located faults; never a crash, and rows and faults are accounted
// for.
#include <doctest/doctest.h>

#include <random>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

namespace {

std::string spoilt(std::string text, std::mt19937_64& random) {
  using namespace std::string_view_literals;
  constexpr std::string_view spice = "\"\",;\n\r\0\\{}[]:\xFF\xC3\xE2 1a.-"sv;
  for (std::uint64_t change = 0; change <= random() % 6; ++change) {
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text[at] = spice[random() % spice.size()];
        break;
      case 1:
        text.insert(at, 1, spice[random() % spice.size()]);
        break;
      default:
        text.erase(at, 1 + random() % 5);
        break;
    }
    if (text.empty()) text = "x";
  }
  return text;
}

void check_survival(const std::string& good, const char* name, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const Scratch scratch;
  Mapping mapping = unit_mapping();
  mapping.segments = {{"channel", "via"}};
  mapping.levels = {{"web", "store"}};
  mapping.period = "day";
  for (int round = 0; round < 1500; ++round) {
    const auto path = scratch.write(name, spoilt(good, random));
    const Outcome read = read_file({path, name, "", 0}, mapping, true);
    if (read.ended) {
      REQUIRE_FALSE(read.faults.empty());
    } else {
      REQUIRE(read.rows.size() == read.result.rows);
      REQUIRE(read.result.fault_count >= read.result.rejected.size());
      REQUIRE(read.result.rejected.empty() == read.faults.empty());
    }
    for (const Diagnostic& fault : read.faults) {
      REQUIRE(fault.at.line > 0);
      REQUIRE(fault.at.column > 0);
      REQUIRE(fault.excerpt.empty());
    }
  }
}

}  // namespace

TEST_CASE("robustness: spoilt CSV") {
  check_survival(
      "id,group,x,via,day\r\n\"u\"\"1\",control,1.5,web,2026-11-01\r\n"
      "u\xC3\xA9,answers,,\"store\",2026-11-02\nu3,control,-2,,2026-11-03\n",
      "rows.csv", 1);
}

TEST_CASE("robustness: spoilt NDJSON") {
  check_survival(
      "{\"id\":\"u\\\"1\",\"group\":\"control\",\"x\":1.5,\"via\":\"web\",\"day\":\"2026-11-01\"}\n"
      "{\"id\":7,\"group\":\"answers\",\"x\":null,\"via\":\"\",\"day\":\"2026-11-02\",\"o\":{\"a\":"
      "[1]}}\n",
      "rows.ndjson", 2);
}
