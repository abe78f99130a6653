#include "collab/model/effect.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

TEST_CASE("verdicts are read by the names they have") {
  using enum Verdict;
  for (const Verdict verdict :
       {met, better, unclear, missed, worse, pending, no_data, broken, ok}) {
    CHECK(parse_verdict(name_of(verdict)) == verdict);
  }
  CHECK(name_of(no_data) == "no_data");
  CHECK_FALSE(parse_verdict("Met"));
  CHECK_FALSE(parse_verdict(""));
}

}  // namespace
}  // namespace collab
