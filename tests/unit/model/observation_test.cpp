#include "collab/model/observation.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

using Levels = std::vector<std::pair<std::string, std::string>>;

TEST_CASE("statistics are found by name") {
  const Statistics statistics{{"n", 28000}, {"successes", 896}};
  CHECK(find(statistics, "n") == 28000);
  CHECK_FALSE(find(statistics, "N"));
  CHECK_FALSE(find({}, "n"));
}

TEST_CASE("statistics are stored as JSON with sorted keys and shortest numbers") {
  CHECK(to_json({{"n", 28000}, {"successes", 896}}) == R"({"n":28000,"successes":896})");
  CHECK(to_json({{"successes", 896}, {"n", 28000}}) == R"({"n":28000,"successes":896})");
  CHECK(to_json({{"mean", 41.2}, {"n", 1e6}, {"sd", 0.1}}) ==
        R"({"mean":41.2,"n":1000000,"sd":0.1})");
  CHECK(to_json({{"value", -0.0}}) == R"({"value":0})");
  CHECK(to_json({}) == "{}");
  CHECK(to_json({{"a\"b\\", 1}}) == R"({"a\"b\\":1})");
}

TEST_CASE("people read a proportion as a share and a mean with its n") {
  CHECK(to_text({{"n", 28000}, {"successes", 896}}) == "896/28000");
  CHECK(to_text({{"n", 100}, {"successes", 3}, {"units", 90}}) == "3/100 units 90");
  CHECK(to_text({{"mean", 41.2}, {"n", 240}, {"sd", 18}}) == "n 240 mean 41.2 sd 18");
  CHECK(to_text({{"events", 12}, {"exposure", 3400}}) == "events 12 exposure 3400");
  CHECK(to_text({{"value", 42.5}}) == "42.5");
  CHECK(to_text({{"n", 5}, {"zeta", 1}, {"alpha", 2}}) == "n 5 zeta 1 alpha 2");
  CHECK(to_text({}) == "retracted");
}

TEST_CASE("a segment set has one spelling") {
  CHECK(segment_set({}).empty());
  CHECK(segment_set({{"shopper_type", "price"}, {"channel", "web"}}) ==
        "channel=web,shopper_type=price");
  CHECK(parse_segment_set("").empty());
  CHECK(parse_segment_set("channel=web,shopper_type=price") ==
        Levels{{"channel", "web"}, {"shopper_type", "price"}});
}

TEST_CASE("names with marks in them survive a segment set") {
  const Levels levels{{"a=b", "c,d"}, {"e\\", "="}, {"größe", "50 %"}};
  CHECK(parse_segment_set(segment_set(levels)) == levels);
  CHECK(parse_segment_set("a=b=c") == Levels{{"a", "b=c"}});
}

TEST_CASE("a natural key has everything but the numbers") {
  Observation a{.experiment = "e", .metric = "m", .variant = "v", .period = Day{} + Days{20000}};
  Observation b = a;
  b.id = 7;
  b.statistics = {{"value", 3}};
  b.feed = "f";
  b.late = true;
  b.cycle = 4;
  CHECK(same_key(a, b));
  for (auto member : {&Observation::experiment, &Observation::metric, &Observation::variant,
                      &Observation::segment, &Observation::location}) {
    Observation other = a;
    other.*member = "other";
    CHECK_FALSE(same_key(a, other));
  }
  b.period = Day{} + Days{20001};
  CHECK_FALSE(same_key(a, b));
  b.period.reset();
  CHECK_FALSE(same_key(a, b));
}

TEST_CASE("without a period the cycle's number is part of the key") {
  Observation a{.experiment = "e", .metric = "m", .variant = "v", .cycle = 1};
  Observation b = a;
  b.dated = Day{} + Days{5};
  CHECK(same_key(a, b));
  b.cycle = 2;
  CHECK_FALSE(same_key(a, b));
}

}  // namespace
}  // namespace collab
