// Consumers' ids are never stored; the key to their pseudonyms belongs to its owner.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::members;
using collab::test::refused;
using collab::test::Shop;

namespace {

namespace fs = std::filesystem;

Shop with_rows() {
  Shop shop(members);
  shop.plan("2026-03-01", "members");
  shop.write(
      "data/members.csv",
      "member,group,day,spend\nanna-lee,control,2026-03-02,1\nbo-chan,status,2026-03-02,2\n");
  return shop;
}

/// A second night, so that there is something to record.
void next_night(const Shop& shop) {
  shop.write("data/members.csv",
             "member,group,day,spend\nanna-lee,control,2026-03-02,1\nbo-chan,status,2026-03-02,2\n"
             "cy,status,2026-03-03,2\n");
}

}  // namespace

TEST_CASE("the key is made with the first unit rows, for its owner only") {
  const Shop shop = with_rows();
  CHECK_FALSE(fs::exists(shop.root() / ".collab/key"));
  CHECK(shop.run("2026-03-03", "members").code == ExitCode::ok);
  CHECK((fs::status(shop.root() / ".collab/key").permissions() & fs::perms::mask) ==
        (fs::perms::owner_read | fs::perms::owner_write));
  for (const auto& file : fs::recursive_directory_iterator(shop.root() / ".collab")) {
    if (!file.is_regular_file()) continue;
    const std::string text = shop.read(file.path().lexically_relative(shop.root()).string());
    CHECK_MESSAGE(text.find("anna-lee") == std::string::npos, file.path().string());
    CHECK_MESSAGE(text.find("bo-chan") == std::string::npos, file.path().string());
  }
  const std::string key = shop.read(".collab/key").substr(0, 32);
  CHECK(shop.read(".collab/ledger.db").find(key) == std::string::npos);
}

TEST_CASE("a key that others can read is refused") {
  const Shop shop = with_rows();
  shop.run("2026-03-03", "members");
  const std::string before = shop.content();
  next_night(shop);
  for (const fs::perms one :
       {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
    fs::permissions(shop.root() / ".collab/key", one, fs::perm_options::add);
    const RecordReport report = shop.run("2026-03-04", "members");
    CHECK(report.code == ExitCode::failure);
    CHECK(test::slugs(report.faults) == "key-readable-by-others");
    fs::permissions(shop.root() / ".collab/key", one, fs::perm_options::remove);
  }
  CHECK(shop.content() == before);
  CHECK(shop.run("2026-03-04", "members").tally.recorded == 1);
}

TEST_CASE("a key that is no regular file is refused at once, named or beside the ledger") {
  Shop shop = with_rows();
  const fs::path beside = shop.root() / ".collab/key";
  const fs::path pipe = shop.root() / "pipe";
  fs::create_directories(beside.parent_path());
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  REQUIRE(::mkfifo(beside.c_str(), 0600) == 0);
  const std::string before = shop.content();
  for (const fs::path& key : {fs::path{}, pipe, shop.root() / "data", fs::path("/dev/zero")}) {
    CAPTURE(key.string());
    shop.request.key = key;
    const RecordReport report = shop.run("2026-03-03", "members");
    CHECK(report.code == ExitCode::invalid);
    CHECK(test::slugs(report.faults) == "key-not-a-file");
    REQUIRE(report.faults.size() == 1);
    CHECK(report.faults.front().hint.find("COLLAB_KEY_FILE") != std::string::npos);
  }
  CHECK(shop.content() == before);
}

TEST_CASE("unit rows under another key are refused, and so are rows without one") {
  Shop shop = with_rows();
  shop.run("2026-03-03", "members");
  const std::string before = shop.content();
  next_night(shop);
  fs::rename(shop.root() / ".collab/key", shop.root() / "mine");
  const RecordReport missing = shop.run("2026-03-04", "members");
  CHECK(missing.code == ExitCode::not_found);
  CHECK(test::slugs(missing.faults) == "key-missing");

  shop.write("theirs", "000102030405060708090a0b0c0d0e0f\n");
  fs::permissions(shop.root() / "theirs", fs::perms::owner_read | fs::perms::owner_write);
  shop.request.key = shop.root() / "theirs";
  const RecordReport other = shop.run("2026-03-04", "members");
  CHECK(other.code == ExitCode::conflict);
  CHECK(test::slugs(other.faults) == "other-key");

  shop.write("theirs", "not a key\n");
  CHECK(test::slugs(shop.run("2026-03-04", "members").faults) == "bad-key");
  CHECK(shop.content() == before);

  shop.request.key = shop.root() / "mine";
  CHECK(shop.run("2026-03-04", "members").tally.recorded == 1);
}
