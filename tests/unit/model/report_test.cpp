#include "collab/model/report.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace collab {
namespace {

TEST_CASE("a batch's outcomes and a trust check's states have names of their own") {
  using enum BatchReport::Outcome;
  std::set<std::string_view> names;
  for (const auto outcome :
       {recorded, unchanged, corrected, kept, conflict, awaited, stale, invalid}) {
    names.insert(name_of(outcome));
  }
  CHECK(names.size() == 8);
  CHECK(name_of(awaited) == "awaited");
  CHECK(name_of(TrustFinding::Status::ok) == "ok");
  CHECK(name_of(TrustFinding::Status::warning) == "warning");
  CHECK(name_of(TrustFinding::Status::failed) == "failed");
  CHECK(name_of(TrustFinding::Status::not_checkable) == "not_checkable");
}

TEST_CASE("tallies add member by member") {
  Tally tally{1, 2, 3, 4, 5, 6, 7, 8, 9};
  tally += Tally{10, 20, 30, 40, 50, 60, 70, 80, 90};
  CHECK(tally.recorded == 11);
  CHECK(tally.unchanged == 22);
  CHECK(tally.corrected == 33);
  CHECK(tally.kept == 44);
  CHECK(tally.late == 55);
  CHECK(tally.awaited == 66);
  CHECK(tally.between == 77);
  CHECK(tally.rejected == 88);
  CHECK(tally.conflicts == 99);
}

}  // namespace
}  // namespace collab
