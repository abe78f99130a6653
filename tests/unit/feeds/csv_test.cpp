#include <doctest/doctest.h>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

TEST_CASE("csv: a plain file") {
  const auto read = read_text("id,group,x\nu1,control,1.5\nu2,answers,2\n", unit_mapping());
  REQUIRE(read.rows.size() == 2);
  CHECK(read.result.rows == 2);
  CHECK(read.result.header == "id,group,x");
  CHECK(read.rows[0].unit == "u1");
  CHECK(read.rows[0].line == 2);
  CHECK(read.rows[0].number == 1);
  CHECK(read.rows[0].variant == 0);
  CHECK(read.rows[0].numbers[0].exact.millionths == 1'500'000);
  CHECK(read.rows[0].numbers[0].column == 12);
  CHECK(read.rows[0].numbers[0].length == 3);
  CHECK(read.rows[1].variant == 1);
  CHECK(read.faults.empty());
}

TEST_CASE("csv: line ends, marks, blank lines and a missing last line end change nothing") {
  for (const std::string_view text : {
           "id,group,x\nu1,control,1\nu2,answers,2",
           "id,group,x\r\nu1,control,1\r\nu2,answers,2\r\n",
           "id,group,x\r\nu1,control,1\r\nu2,answers,2\r",
           "\xEF\xBB\xBFid,group,x\nu1,control,1\n\n\nu2,answers,2\n\n",
           "\"id\",\"group\",\"x\"\n\"u1\",\"control\",\"1\"\n\"u2\",\"answers\",\"2\"",
           "\n\"id\",group,x\r\n\"u1\",control,1\r\n\"u2\",answers,\"2\"\r\n",
           "other,x,group,id\n\"a,\"\"b\"\"\n\",1,control,u1\n,2,answers,u2\n",
       }) {
    CAPTURE(text);
    const auto read = read_text(text, unit_mapping());
    CHECK(read.faults.empty());
    REQUIRE(read.rows.size() == 2);
    CHECK(read.rows[0].unit == "u1");
    CHECK(read.rows[0].numbers[0].real == 1);
    CHECK(read.rows[1].unit == "u2");
    CHECK(read.rows[1].variant == 1);
    CHECK(read.rows[1].numbers[0].real == 2);
  }
}

TEST_CASE("csv: a header that lies across two chunks of the source is read once") {
  constexpr std::size_t chunk = std::size_t{1} << 20;
  for (const std::size_t before : {chunk - 1, chunk - 5, chunk - 10}) {
    CAPTURE(before);
    const auto read =
        read_text(std::string(before, '\n') + "id,group,x\nu1,control,1\n", unit_mapping());
    CHECK(read.faults.empty());
    REQUIRE(read.rows.size() == 1);
    CHECK(read.rows[0].line == before + 2);
    CHECK(read.rows[0].numbers[0].real == 1);
  }
}

TEST_CASE("csv: quoted fields hold delimiters, quotes and line ends") {
  const auto read = read_text(
      "id,group,x\n\"a,\"\"b\"\"\r\nc\",control,1\n\"\"\"\",answers,\"2\"\n", unit_mapping());
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].unit == "a,\"b\"\r\nc");
  CHECK(read.rows[0].line == 2);
  CHECK(read.rows[1].unit == "\"");
  CHECK(read.rows[1].line == 4);
  CHECK(read.rows[1].numbers[0].column == 15);  // behind the quote
}

TEST_CASE("csv: other delimiters") {
  for (const char delimiter : {';', '\t', '|'}) {
    std::string text = "id,group,x\nu1,control,1\n";
    std::replace(text.begin(), text.end(), ',', delimiter);
    CHECK(read_text(text, unit_mapping(), "rows.csv", delimiter).rows.size() == 1);
  }
  CHECK(read_text("id\tgroup\tx\nu1\tcontrol\t1\n", unit_mapping(), "rows.tsv").rows.size() == 1);
  const auto wrong = read_text("id;group;x\nu1;control;1\n", unit_mapping());
  REQUIRE(wrong.ended);
  CHECK(wrong.faults[0].hint.find("delimiter: \";\"") != std::string::npos);
}

TEST_CASE("csv: a header and nothing else is no rows; nothing at all is a fault") {
  CHECK(read_text("id,group,x\n", unit_mapping()).rows.empty());
  CHECK_FALSE(read_text("id,group,x", unit_mapping()).ended);
  for (const std::string_view text : {"", "\n\n", "\xEF\xBB\xBF"}) {
    const auto read = read_text(text, unit_mapping());
    REQUIRE(read.ended);
    CHECK(brief(read.faults[0]) == "1:1 no-header");
  }
}

TEST_CASE("csv: faults are located") {
  struct Case {
    std::string_view text, place;
    bool ends;
  };
  const std::string nul("id,group,x\nu1,con\0trol,1\n", 24);
  for (const Case& c : {
           Case{"id,group,x\nu1,control\n", "2:1 field-count", false},
           Case{"id,group,x\nu1,control,1,2\n", "2:1 field-count", false},
           Case{"id,group,x\nu1,con\"trol,1\n", "2:7 stray-quote", false},
           Case{"id,group,x\n\"u1\"x,control,1\n", "2:5 stray-quote", false},
           Case{"id,group,x\nu1,control,1\nu2,\"control,1\nu3,answers,2\n", "3:4 unclosed-quote",
                true},
           Case{"id,group,x\nu1,control,\"1", "2:12 unclosed-quote", true},
           Case{"id,group,x,group\nu1,control,1,2\n", "1:12 duplicate-column", true},
           Case{"id,group\nu1,control\n", "1:1 missing-column", true},
           Case{"id,group,x\nu1,contr\xFFol,1\n", "2:9 bad-utf8", true},
           Case{"id,group,x\nu\xC3\xA9,control\xC3,1\n", "2:11 bad-utf8", true},
           Case{nul, "2:7 nul-byte", true},
           Case{"id,group,x\nu1,Control,1\n", "2:4 unknown-variant", false},
           Case{"id,group,x\n,control,1\n", "2:1 empty-unit", false},
           Case{"id,group,x\nu1,control,n/a\n", "2:12 bad-value", false},
           Case{"id,group,x\n\xC3\xA9t\xC3\xA9,control,n/a\n", "2:13 bad-value", false},
           Case{"id,group,x\n\"a\nbc\",control,n/a\n", "3:13 bad-value", false},
       }) {
    CAPTURE(c.text);
    const auto read = read_text(c.text, unit_mapping());
    REQUIRE(read.faults.size() == 1);
    CHECK(brief(read.faults[0]) == c.place);
    CHECK(read.ended == c.ends);
    CHECK(read.faults[0].at.file == "rows.csv");
    CHECK(read.faults[0].excerpt.empty());  // the row holds a consumer's id
  }
}

TEST_CASE("csv: a fault that ends the reading comes after those found before it") {
  const auto read = read_text("id,group,x\nu1,control,n/a\nu2,\"control,1\n", unit_mapping());
  REQUIRE(read.ended);
  REQUIRE(read.faults.size() == 2);
  CHECK(read.faults[0].slug == "bad-value");
  CHECK(read.faults[1].slug == "unclosed-quote");
}

TEST_CASE("csv: excerpts are shown where rows are about no single consumer") {
  const auto read = read_text("group,n\ncontrol,n/a\n", summary_mapping());
  REQUIRE(read.faults.size() == 1);
  CHECK(read.faults[0].message == "'n/a' is not a number");
  CHECK(read.faults[0].excerpt == "control,n/a");
  CHECK(read.faults[0].at.length == 3);
}

TEST_CASE("csv: a missing column names what there is, unless there is no header") {
  Mapping mapping = unit_mapping();
  mapping.numbers.push_back({"visit", "value", "visited"});
  const auto read = read_text("id,group,x,visitd\nu1,control,1,1\n", mapping);
  REQUIRE(read.ended);
  CHECK(read.faults[0].message == "there is no column 'visited'");
  CHECK(read.faults[0].hint == "did you mean 'visitd'? columns: id, group, x, visitd");
  const auto headless = read_text("jane@shop.example,control,1,1\n", mapping);
  REQUIRE(headless.ended);
  CHECK(headless.faults.size() == 4);  // and no word on its doubled fields
  for (const auto& fault : headless.faults) CHECK(fault.hint.find("jane") == std::string::npos);
}

TEST_CASE("csv: the first twenty faults, a count of all, and the rows to mend") {
  std::string text = "id,group,x\n";
  for (int i = 0; i < 50; ++i) text += "u" + std::to_string(i) + ",control,bad\n";
  text += "last,answers,1\n";
  const auto read = read_text(text, unit_mapping(), "rows.csv", 0, true);
  CHECK(read.faults.size() == 20);
  CHECK(read.result.fault_count == 50);
  REQUIRE(read.result.rejected.size() == 50);
  CHECK(read.result.rejected[49].line == 51);
  CHECK(read.result.rejected[49].text == "u49,control,bad");
  REQUIRE(read.rows.size() == 1);
  CHECK(read.rows[0].number == 51);  // rejected rows keep their numbers
}

TEST_CASE("csv: rows over chunk borders are whole") {
  std::string text = "id,group,x,note\n";
  const std::string note(997, 'n');
  std::uint64_t rows = 0;
  while (text.size() < 5'000'000) {
    ++rows;
    text += "\"u\"\"" + std::to_string(rows) + "\"," + (rows % 2 == 0 ? "answers" : "control") +
            "," + std::to_string(rows) + ",\"" + note + "\"\"\n" + std::string(rows % 13, 'z') +
            "\"\r\n";
  }
  const auto read = read_text(text, unit_mapping());
  CHECK(read.faults.empty());
  REQUIRE(read.rows.size() == rows);
  bool right = true;
  for (std::uint64_t i = 1; i <= rows; ++i) {
    const Kept& row = read.rows[i - 1];
    right = right && row.unit == "u\"" + std::to_string(i) && row.line == 2 * i &&
            row.number == i &&
            row.numbers[0].exact.millionths == static_cast<std::int64_t>(i) * 1'000'000;
  }
  CHECK(right);
}

TEST_CASE("csv: limits") {
  const std::string long_id(1025, 'i');
  CHECK(brief(read_text("id,group,x\n" + long_id + ",control,1\n", unit_mapping()).faults.at(0)) ==
        "2:1 id-too-long");
  CHECK(
      read_text("id,group,x\n" + long_id.substr(1) + ",control,1\n", unit_mapping()).rows.size() ==
      1);
  const std::string long_field(70'000, '1');
  CHECK(
      brief(read_text("id,group,x\nu,control," + long_field + "\n", unit_mapping()).faults.at(0)) ==
      "2:11 field-too-long");
  const std::string long_line(2'000'000, 'a');
  CHECK(brief(read_text("id,group,x\n" + long_line, unit_mapping()).faults.at(0)) ==
        "2:1 line-too-long");
  CHECK(
      brief(read_text("id,group,x\nu,control,1\nu,\"" + long_line, unit_mapping()).faults.at(0)) ==
      "3:3 unclosed-quote");
  std::string columns = "id,group,x";
  for (int i = 0; i < 10'000; ++i) columns += ",";
  CHECK(read_text(columns + "\n", unit_mapping()).faults.at(0).slug == "too-many-columns");
}

TEST_CASE("read_feed: sources that are not readable text") {
  const Scratch scratch;
  const auto slug = [&](const std::filesystem::path& path) {
    return read_file({path, path.filename().string(), "", 0}, unit_mapping()).faults.at(0).slug;
  };
  CHECK(slug(scratch.folder() / "absent.csv") == "no-such-file");
  CHECK(slug(scratch.folder()) == "is-a-folder");
  CHECK(slug("/dev/null") == "not-a-file");
  CHECK(slug(scratch.write("a.csv", "\x1f\x8b\x08rest")) == "not-text");
  CHECK(slug(scratch.write("b.csv", "PK\x03\x04rest")) == "not-text");
  CHECK(slug(scratch.write("c.csv", std::string_view("\xff\xfei\0d\0", 6))) == "not-text");
  CHECK(read_file({scratch.write("d.csv", "id"), "d.csv", "xlsx", 0}, unit_mapping())
            .faults.at(0)
            .slug == "unknown-format");
}
