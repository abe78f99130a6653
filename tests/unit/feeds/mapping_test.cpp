#include <doctest/doctest.h>

#include <set>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

namespace {

std::vector<KindShape> kinds() {
  return {{"proportion", "", {"value"}, {{"n", "successes"}}, {"units"}, true, true},
          {"mean",
           "",
           {"value"},
           {{"n", "mean", "sd"}, {"n", "sum", "sum_squares"}},
           {"units"},
           false,
           true},
          {"ratio", "", {"numerator", "denominator"}, {{"n", "sum"}}, {}, false, true},
          {"score", "", {"value"}, {{"level"}}, {"units"}, false, true},
          {"quantile", "", {"value"}, {}, {}, false, true},
          {"value", "", {}, {{"value"}}, {}, false, false}};
}

Experiment experiment() {
  Experiment e;
  e.id = "answers";
  e.metrics = {{.id = "return_visit", .kind = "proportion"},
               {.id = "spend", .kind = "mean", .covariate = "spend_before"},
               {.id = "basket", .kind = "ratio", .covariate = "previous"},
               {.id = "nps", .kind = "score"},
               {.id = "wait", .kind = "quantile"},
               {.id = "mood", .kind = "value"}};
  e.variants = {{.id = "control"}, {.id = "answers"}};
  return e;
}

Program program() {
  Program p;
  p.segments = {{"channel", {"web", "store"}}, {"shopper_type", {"price", "relationship"}}};
  p.locations = {{"S1", "", "", ""}};
  return p;
}

Feed feed(Grain rows, std::vector<ColumnUse> columns) {
  Feed f;
  f.id = "members";
  f.rows = rows;
  f.columns = std::move(columns);
  return f;
}

std::string slugs(const Feed& f, const Experiment& e = experiment()) {
  try {
    make_mapping(f, e, program(), kinds());
    return "";
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::invalid);
    std::string text;
    for (const Diagnostic& fault : error.faults()) text += (text.empty() ? "" : " ") + fault.slug;
    return text;
  }
}

}  // namespace

TEST_CASE("make_mapping: unit rows, in the experiment's order whatever the feed's") {
  Feed f = feed(Grain::unit, {{"shopper_type", "", "type"},
                              {"spend_before", "", "spend_q3"},
                              {"basket", "denominator", "visits"},
                              {"basket", "numerator", "value"},
                              {"spend", "", "spend"},
                              {"return_visit", "", "returned"},
                              {"variant", "", "group"},
                              {"unit", "", "member_id"},
                              {"channel", "", "via"}});
  f.values["variant"] = {{"A", "control"}};
  const Mapping m = make_mapping(f, experiment(), program(), kinds());
  CHECK(m.unit == "member_id");
  CHECK(m.variant == "group");
  CHECK(m.variants == std::vector<std::string>{"control", "answers"});
  CHECK(m.location_ids == std::vector<std::string>{"S1"});
  std::string numbers;
  for (const auto& slot : m.numbers)
    numbers += slot.target + "." + slot.field + "=" + slot.column + " ";
  CHECK(numbers ==
        "return_visit.value=returned spend.value=spend basket.numerator=value "
        "basket.denominator=visits spend_before.=spend_q3 ");
  REQUIRE(m.segments.size() == 2);
  CHECK(m.segments[0].first == "channel");
  CHECK(m.levels[1] == std::vector<std::string>{"price", "relationship"});
}

TEST_CASE("make_mapping: summary rows") {
  const Mapping m = make_mapping(feed(Grain::summary, {{"variant", "", "g"},
                                                       {"return_visit", "successes", "s"},
                                                       {"return_visit", "units", "u"},
                                                       {"return_visit", "n", "n"},
                                                       {"mood", "", "m"},
                                                       {"nps", "9", "nine"},
                                                       {"nps", "10", "ten"}}),
                                 experiment(), program(), kinds());
  std::string numbers;
  for (const auto& slot : m.numbers) numbers += slot.target + "." + slot.field + " ";
  CHECK(numbers ==
        "return_visit.n return_visit.successes return_visit.units nps.10 nps.9 mood.value ");
}

TEST_CASE("make_mapping: one variant needs no column, two do") {
  Experiment one = experiment();
  one.variants.pop_back();
  const Feed f = feed(Grain::unit, {{"unit", "", "$row"}, {"spend", "", "s"}});
  CHECK(make_mapping(f, one, program(), kinds()).fixed_variant == "control");
  CHECK(slugs(f) == "no-variant-column");
}

TEST_CASE("make_mapping: faults, all at once") {
  const ColumnUse unit{"unit", "", "id"};
  const ColumnUse variant{"variant", "", "g"};
  CHECK(slugs(feed(Grain::unit, {variant})) == "no-unit-column");
  CHECK(slugs(feed(Grain::unit, {unit, variant, {"spned", "", "s"}})) == "unknown-column-use");
  CHECK(slugs(feed(Grain::unit, {unit, variant, {"spend", "", "s"}, {"spend", "", "t"}})) ==
        "duplicate-column");
  CHECK(slugs(feed(Grain::unit, {unit, variant, {"basket", "", "s"}})) == "unknown-statistic");
  CHECK(slugs(feed(Grain::unit, {unit, variant, {"basket", "numerator", "s"}})) ==
        "missing-statistic");
  CHECK(slugs(feed(Grain::unit, {unit, variant, {"mood", "", "s"}})) == "no-unit-rows");
  CHECK(slugs(feed(Grain::summary, {unit, variant})) == "unit-in-summary");
  CHECK(slugs(feed(Grain::summary, {variant, {"wait", "", "s"}})) == "no-summary-rows");
  CHECK(slugs(feed(Grain::summary, {variant, {"spend", "", "s"}})) == "unknown-statistic");
  CHECK(slugs(feed(Grain::summary, {variant, {"spend", "mean", "s"}})) == "missing-statistic");
  CHECK(slugs(feed(Grain::event, {unit, variant})) == "no-time-column");
  CHECK(slugs(feed(Grain::unit, {{"spned", "", "s"}})) ==
        "unknown-column-use no-variant-column no-unit-column");
  Feed values = feed(Grain::unit, {unit, variant});
  values.values["variant"] = {{"A", "contrl"}};
  CHECK(slugs(values) == "unknown-variant");
}

TEST_CASE("feed_faults: sorted, each once") {
  std::set<std::string_view> seen;
  std::string_view last;
  for (const auto& [slug, meaning] : feed_faults()) {
    CHECK(seen.insert(slug).second);
    CHECK(last < slug);
    CHECK_FALSE(meaning.empty());
    last = slug;
  }
}
