#include "collab/model/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace collab;

TEST_CASE("utf8: what is UTF-8, by the table of RFC 3629") {
  const auto npos = std::string_view::npos;
  CHECK(bad_utf8("") == npos);
  CHECK(bad_utf8(std::string_view("a\0b", 3)) == npos);
  // The first and last code point of each length, and the neighbours of the surrogates.
  for (const char* good : {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                           "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    CHECK(bad_utf8(good) == npos);
  // Overlong, surrogate, beyond U+10FFFF, a continuation alone, a sequence cut off, never a byte.
  for (const char* bad :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xC2", "\xE2\x82", "\xF0\x9F\x98", "\xFF"})
    CHECK(bad_utf8(bad) == 0);
}

TEST_CASE("utf8: the place is found at every offset from a word and a step") {
  for (std::size_t before = 0; before < 100; ++before) {
    const std::string plain(before, 'a');
    CHECK(is_ascii(plain));
    CHECK_FALSE(is_ascii(plain + "\xC3\xA9" + plain));
    CHECK(bad_utf8(plain + "\xFF" + plain) == before);
    CHECK(bad_utf8(plain + "\xE2\x82\xAC" + plain) == std::string_view::npos);
    CHECK(bad_utf8(plain + "\xE2\x82") == before);
    CHECK(bad_utf8("\xE2\x82\xAC" + plain + "\xC3") == before + 3);
  }
}
