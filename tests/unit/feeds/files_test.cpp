#include <doctest/doctest.h>
#include <sys/stat.h>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

namespace {
std::string listed(const Scratch& scratch, const std::string& pattern) {
  std::string text;
  for (const FeedFile& file : feed_files(scratch.folder(), pattern)) {
    text += file.shown_as + (file.period ? "@" + to_string(*file.period) : "") + " ";
  }
  return text;
}
}  // namespace

TEST_CASE("feed_files: a date, a star, a question mark, a plain name") {
  const Scratch scratch;
  for (const char* name :
       {"data/m-2026-11-02.csv", "data/m-2026-11-01.csv", "data/m-2026-02-30.csv", "data/m-x.csv",
        "data/.m-2026-11-03.csv", "2026-11-05/m.csv", "fixed.csv", "data/\xC3\xA9.csv"}) {
    scratch.write(name, "id\n");
  }
  CHECK(listed(scratch, "data/m-{date}.csv") ==
        "data/m-2026-11-01.csv@2026-11-01 data/m-2026-11-02.csv@2026-11-02 ");
  CHECK(listed(scratch, "{date}/*.csv") == "2026-11-05/m.csv@2026-11-05 ");
  CHECK(listed(scratch, "*/m-?.csv") == "data/m-x.csv ");
  CHECK(listed(scratch, "data/?.csv") == "data/\xC3\xA9.csv ");
  CHECK(listed(scratch, "fixed.csv") == "fixed.csv ");
  CHECK(listed(scratch, "./data/../fixed.csv") == "fixed.csv ");
  CHECK(listed(scratch, "absent-*.csv").empty());
  CHECK(listed(scratch, "absent/{date}.csv").empty());
}

TEST_CASE("feed_files: a date that stands twice must be the same") {
  const Scratch scratch;
  scratch.write("2026-11-01/m-2026-11-01.csv", "");
  scratch.write("2026-11-01/m-2026-11-02.csv", "");
  CHECK(listed(scratch, "{date}/m-{date}.csv") == "2026-11-01/m-2026-11-01.csv@2026-11-01 ");
}

TEST_CASE("feed_files: many stars against a long name cost no more than their product") {
  const Scratch scratch;
  scratch.write(std::string(200, 'a') + ".csv", "");
  CHECK(listed(scratch, "*a*a*a*a*a*a*a*a*a*a*a*a*b.csv").empty());
  CHECK_FALSE(listed(scratch, "*a*a*a*a*a*a*a*a*a*a*a*a*.csv").empty());
}

TEST_CASE("feed_files: nothing outside the project, no links that lead out") {
  const Scratch outside;
  const Scratch scratch;
  outside.write("m-2026-11-01.csv", "id\n");
  scratch.write("data/m-2026-11-02.csv", "id\n");
  std::filesystem::create_symlink(outside.folder() / "m-2026-11-01.csv",
                                  scratch.folder() / "data/m-2026-11-01.csv");
  std::filesystem::create_symlink(outside.folder(), scratch.folder() / "out");
  std::filesystem::create_symlink("m-2026-11-02.csv", scratch.folder() / "data/m-2026-11-04.csv");
  REQUIRE(::mkfifo((scratch.folder() / "data/m-2026-11-03.csv").c_str(), 0600) == 0);
  CHECK_THROWS_AS(feed_files(scratch.folder(), "data/m-{date}.csv"), Error);
  CHECK_THROWS_AS(feed_files(scratch.folder(), "out/*.csv"), Error);
  CHECK(listed(scratch, "*/n-{date}.csv").empty());  // `out` happens to lie there
  std::filesystem::remove(scratch.folder() / "data/m-2026-11-01.csv");
  CHECK(listed(scratch, "data/m-{date}.csv") ==
        "data/m-2026-11-02.csv@2026-11-02 data/m-2026-11-03.csv@2026-11-03 "
        "data/m-2026-11-04.csv@2026-11-04 ");
  CHECK_THROWS_AS(feed_files(scratch.folder(), "../*.csv"), Error);
  CHECK_THROWS_AS(feed_files(scratch.folder(), "/etc/*"), Error);
  CHECK_THROWS_AS(feed_file(scratch.folder(), "out/m-{date}.csv", parse_day("2026-11-01").value()),
                  Error);
  // A pipe is found, not waited for, and refused by name.
  const auto read =
      read_file({scratch.folder() / "data/m-2026-11-03.csv", "m.csv", "", 0}, unit_mapping());
  CHECK(read.faults.at(0).slug == "not-a-file");
}

TEST_CASE("feed_file: the date's place is filled") {
  const Scratch scratch;
  CHECK(feed_file(scratch.folder(), "{date}/m-{date}.csv", parse_day("2026-11-01").value()) ==
        scratch.folder() / "2026-11-01/m-2026-11-01.csv");
  CHECK(feed_file(scratch.folder(), "fixed.csv", parse_day("2026-11-01").value()) ==
        scratch.folder() / "fixed.csv");
}
