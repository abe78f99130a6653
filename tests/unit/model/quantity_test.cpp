#include "collab/model/quantity.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

using Form = Quantity::Form;

TEST_CASE("a signed quantity is a change, an unsigned one a level") {
  struct Case {
    const char* text;
    Form form;
    double value;
  };
  for (const Case& c :
       {Case{"+5%", Form::relative_change, 0.05}, Case{"-3%", Form::relative_change, -0.03},
        Case{"+0%", Form::relative_change, 0}, Case{"+0.5pp", Form::points_change, 0.005},
        Case{"-1pp", Form::points_change, -0.01}, Case{"+2.0", Form::absolute_change, 2},
        Case{"-0.25", Form::absolute_change, -0.25}, Case{"3.5%", Form::level, 0.035},
        Case{"42", Form::level, 42}, Case{"0.8", Form::level, 0.8}, Case{"0", Form::level, 0},
        Case{"0.1%", Form::level, 0.001}, Case{"150%", Form::level, 1.5},
        Case{"1e6", Form::level, 1e6}}) {
    CAPTURE(c.text);
    const auto quantity = parse_quantity(c.text);
    REQUIRE(quantity);
    CHECK(quantity->form == c.form);
    CHECK(quantity->value == c.value);
    CHECK(quantity->text == c.text);
    CHECK(quantity->is_change() == (c.form != Form::level));
  }
}

TEST_CASE("what is not wholly one quantity is refused") {
  for (const char* text : {"",     "+",      "%",     "+%",    "pp",   "0.5pp",    "+5 %",
                           " +5%", "+5% ",   "5%%",   "+5pp%", "+ 5%", "++5%",     "−5%",
                           "five", ">= +5%", "1,000", "nan",   "+inf", "5percent", "1e400"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_quantity(text));
  }
}

TEST_CASE("a quantity made by hand is written so that it reads back") {
  for (const Quantity& quantity :
       {Quantity{Form::relative_change, 0.05, ""}, Quantity{Form::points_change, -0.005, ""},
        Quantity{Form::absolute_change, 2, ""}, Quantity{Form::level, 0.035, ""},
        Quantity{Form::relative_change, 0.001, ""}, Quantity{Form::relative_change, 0, ""},
        Quantity{Form::relative_change, 0.07, ""}}) {
    const auto read = parse_quantity(to_string(quantity));
    REQUIRE(read);
    CHECK(read->form == quantity.form);
    CHECK(read->value == quantity.value);
  }
  CHECK(to_string(Quantity{Form::relative_change, 0.07, ""}) == "+7%");
}

TEST_CASE("a target is a direction and a quantity, with or without a blank") {
  const auto goal = parse_target(">= +5%");
  REQUIRE(goal);
  CHECK(goal->at_least);
  CHECK(goal->quantity.value == 0.05);
  CHECK(goal->text() == ">= +5%");
  const auto limit = parse_target("<=+10%");
  REQUIRE(limit);
  CHECK_FALSE(limit->at_least);
  CHECK(limit->text() == "<= +10%");
  CHECK(parse_target(">=  3.5%") == parse_target(">=3.5%"));
  for (const char* text : {"", ">=", ">", "> 5", "= 5", "+5%", ">= ", ">= x", " >= 5", ">= 5 "}) {
    CAPTURE(text);
    CHECK_FALSE(parse_target(text));
  }
}

TEST_CASE("a fraction lies strictly between nought and one") {
  CHECK(parse_fraction("80%") == 0.8);
  CHECK(parse_fraction("0.8") == 0.8);
  CHECK(parse_fraction("99.9%") == 0.999);
  for (const char* text : {"", "0", "0%", "1", "100%", "80", "+80%", "-0.5", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_fraction(text));
  }
}

}  // namespace
}  // namespace collab
