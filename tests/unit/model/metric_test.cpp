#include "collab/model/metric.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

TEST_CASE("roles have names") {
  CHECK(name_of(Role::goal) == "goal");
  CHECK(name_of(Role::guardrail) == "guardrail");
  CHECK(name_of(Role::secondary) == "secondary");
}

TEST_CASE("a baseline is written and read back") {
  for (const char* text : {"control", "previous", "last 28d", "value 3.2%", "value 42"}) {
    const auto baseline = parse_baseline(text);
    REQUIRE(baseline);
    CHECK(to_string(*baseline) == text);
  }
  CHECK(parse_baseline("last 4w") == parse_baseline("last 28d"));
  CHECK(parse_baseline("value 3.2%")->value.value == 0.032);
}

TEST_CASE("a constant baseline is a level, also below nought") {
  const auto baseline = parse_baseline("value -12");
  REQUIRE(baseline);
  CHECK(baseline->value.form == Quantity::Form::level);
  CHECK(baseline->value.value == -12);
  CHECK(to_string(*baseline) == "value -12");
}

TEST_CASE("other baselines are refused") {
  for (const char* text : {"", "Control", "last", "last 28", "last 0d", "value", "value x",
                           "value +1pp", "previous "}) {
    CAPTURE(text);
    CHECK_FALSE(parse_baseline(text));
  }
}

TEST_CASE("a cap is a percentile or a number") {
  CHECK(parse_cap("p99.5") == Cap{true, 0.995, "p99.5"});
  CHECK(parse_cap("p99.9")->value == 0.999);
  CHECK(parse_cap("120") == Cap{false, 120, "120"});
  CHECK(to_string(Cap{true, 0.995, ""}) == "p99.5");
  CHECK(to_string(Cap{false, 120, ""}) == "120");
  for (const char* text : {"", "p", "p0", "p100", "p101", "px", "99%", "p-5"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_cap(text));
  }
}

TEST_CASE("a scale is nps or a range with its top levels") {
  CHECK(parse_scale("nps") == Scale{.nps = true});
  CHECK(parse_scale("from 1 to 5 top 2") == Scale{false, 1, 5, 2});
  CHECK(to_string(Scale{false, -2, 2, 1}) == "from -2 to 2 top 1");
  CHECK(parse_scale("from -2 to 2 top 1") == Scale{false, -2, 2, 1});
  for (const char* text : {"", "NPS", "from 1 to 5", "from 1 to 5 top 2 ", "from a to b top c"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_scale(text));
  }
}

}  // namespace
}  // namespace collab
