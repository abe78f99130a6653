#include "collab/model/seal.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "collab/model/error.hpp"

namespace collab {
namespace {

/// The example of product.md section 4.
Experiment answers() {
  Experiment e;
  e.id = "answers-in-two-hours";
  e.title = "Associates answer product questions in the community within two hours";
  e.owner = "ana@shop.example";
  e.touch_point = "product-questions";
  e.tags = {"community", "service"};
  e.problem = "Four of ten product questions stay unanswered; those shoppers rarely return.";
  e.hypothesis = "If an associate answers within two hours, more shoppers come back.";
  e.metrics = {{.id = "return_visit",
                .kind = "proportion",
                .role = Role::goal,
                .target = parse_target(">= +5%"),
                .predict = Prediction{.change = *parse_quantity("+8%"),
                                      .low = *parse_quantity("+3%"),
                                      .high = *parse_quantity("+12%"),
                                      .confidence = 0.8,
                                      .confidence_text = "80%"}},
               {.id = "spend",
                .kind = "mean",
                .role = Role::secondary,
                .measure = "USD",
                .covariate = "spend_before",
                .cap = parse_cap("p99.5")},
               {.id = "complaints",
                .kind = "rate",
                .role = Role::guardrail,
                .higher_is_better = false,
                .limit = parse_target("<= +10%")}};
  e.unit = "consumer";
  e.variants = {{.id = "control",
                 .share = 0.5,
                 .share_text = "50%",
                 .does = "Questions wait for other shoppers"},
                {.id = "answers",
                 .share = 0.5,
                 .share_text = "50%",
                 .does = "An associate answers within two hours"}};
  e.control = "control";
  e.starts = *parse_day("2026-10-05");
  e.cycle = Days{28};
  e.feeds.resize(2);
  e.feeds[0].id = "members";
  e.feeds[0].file = "data/members-{date}.csv";
  e.feeds[0].counts = Counts::to_date;
  e.feeds[1].id = "service";
  e.feeds[1].file = "data/service-{date}.csv";
  e.looks = {.form = Looks::Form::days, .days = {Days{14}, Days{28}}};
  e.segments = {"shopper_type", "channel"};
  e.expect = "daily";
  e.contingencies = {{.metric = "complaints",
                      .variant = "answers",
                      .condition = "above",
                      .threshold = "3%",
                      .for_periods = 2,
                      .then = "Pause the associates' queue and call the moderator",
                      .owner = "ben@shop.example"}};
  e.repeat = {.at_least = 2, .at_most = 6};
  return e;
}

/// Every kind of value that a seal may hold, and names that need escaping.
Experiment thorny() {
  Experiment e = answers();
  e.problem = "two\nlines, a\ttab, a \\ and = signs\r\n";
  e.hypothesis = "";
  e.baseline = *parse_baseline("last 4w");
  e.metrics.push_back({.id = "a.b = c, d\\",
                       .kind = "score",
                       .scale = Scale{false, 1, 5, 2},
                       .baseline = parse_baseline("value -3.2%")});
  e.metrics.push_back(
      {.id = "größe", .kind = "quantile", .cap = parse_cap("120"), .quantile = "p90"});
  e.metrics.push_back({.id = "nps", .kind = "score", .scale = Scale{.nps = true}});
  e.metrics[1].predict = Prediction{.change = *parse_quantity("+2.0")};
  e.variants.push_back({.id = "empty"});
  e.variants.push_back({.id = "with, comma", .share = 0.125, .share_text = "12.5%"});
  e.counts = Counts::repeated;
  e.feeds[0].id = "b.counts";
  e.feeds[1].id = "a feed";
  e.feeds[1].counts = Counts::repeated;
  e.looks = {.form = Looks::Form::weekly};
  e.confidence = 0.9;
  e.multiplicity = "none";
  e.segments = {"one, two", "three"};
  e.contingencies.push_back({.condition = "stale"});
  e.repeat.when_met = DecisionKind::extend;
  e.repeat.when_broken = DecisionKind::adapt;
  return e;
}

void check_sealed_members(const Experiment& read, const Experiment& e) {
  CHECK(read.id == e.id);
  CHECK(read.problem == e.problem);
  CHECK(read.hypothesis == e.hypothesis);
  CHECK(read.baseline == e.baseline);
  CHECK(read.metrics == e.metrics);
  CHECK(read.unit == e.unit);
  CHECK(read.assigned_by == e.assigned_by);
  CHECK(read.variants == e.variants);
  CHECK(read.control == e.control);
  CHECK(read.starts == e.starts);
  CHECK(read.cycle == e.cycle);
  CHECK(read.counts == e.counts);
  REQUIRE(read.feeds.size() == e.feeds.size());
  for (const Feed& feed : e.feeds) {
    REQUIRE(read.feed(feed.id) != nullptr);
    CHECK(read.feed(feed.id)->counts == feed.counts);
  }
  CHECK(read.looks == e.looks);
  CHECK(read.confidence == e.confidence);
  CHECK(read.multiplicity == e.multiplicity);
  CHECK(read.segments == e.segments);
  CHECK(read.contingencies == e.contingencies);
  CHECK(read.repeat == e.repeat);
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("a seal says its version, then one path and value a line") {
  const std::string text = seal(answers());
  CHECK(text.starts_with("seal = collab.seal/1\nid = answers-in-two-hours\n"));
  CHECK(text.ends_with("\n"));
  for (const char* line :
       {"evaluate.baseline = control", "evaluate.metrics = return_visit, spend, complaints",
        "evaluate.metrics.return_visit.target = >= +5%",
        "evaluate.metrics.return_visit.predict.between = +3%, +12%",
        "evaluate.metrics.spend.cap = p99.5", "evaluate.metrics.complaints.better = lower",
        "experiment.variants = control, answers", "experiment.variants.answers.share = 50%",
        "experiment.starts = 2026-10-05", "experiment.cycle = 28d",
        "experiment.feeds.members.counts = to_date", "experiment.feeds.service.counts = new",
        "monitor.looks = 14d, 28d", "monitor.confidence = 0.95", "monitor.multiplicity = holm",
        "monitor.contingencies.1.when.threshold = 3%", "repeat.cycles.at_most = 6",
        "repeat.when_missed = adapt"}) {
    CAPTURE(line);
    CHECK(has_line(text, line));
  }
}

TEST_CASE("what a seal says is read back whole") {
  for (const Experiment& e : {answers(), thorny(), Experiment{}}) {
    const std::string text = seal(e);
    const Experiment read = unseal(text);
    check_sealed_members(read, e);
    CHECK(seal(read) == text);
  }
}

TEST_CASE("looks of every form are read back") {
  for (const Looks& looks :
       {Looks{}, Looks{.form = Looks::Form::anytime}, Looks{.form = Looks::Form::weekly},
        Looks{.form = Looks::Form::days, .days = {Days{9}}}}) {
    Experiment e = answers();
    e.looks = looks;
    CHECK(unseal(seal(e)).looks == looks);
  }
}

TEST_CASE("an experiment made without texts is sealed by its numbers") {
  Experiment e = answers();
  e.variants[0].share_text = "";
  e.metrics[0].target->quantity.text = "";
  e.metrics[0].predict->confidence_text = "";
  const Experiment read = unseal(seal(e));
  CHECK(read.variants[0].share == 0.5);
  CHECK(read.metrics[0].target->quantity.value == 0.05);
  CHECK(read.metrics[0].predict->confidence == 0.8);
}

TEST_CASE("who, where, expectations, holidays and how feeds are read are not sealed") {
  const Experiment e = answers();
  Experiment other = e;
  other.title = other.owner = other.touch_point = other.cost = other.expect = "other";
  other.tags = {"other"};
  other.holidays = {*parse_day("2026-11-26")};
  other.feeds[0].file = "elsewhere.csv";
  other.feeds[0].columns = {{"unit", "", "id"}};
  other.feeds[0].delimiter = ';';
  std::swap(other.feeds[0], other.feeds[1]);
  CHECK(seal(other) == seal(e));
  CHECK(unseal(seal(e)).title.empty());
  CHECK(unseal(seal(e)).feeds[0].file.empty());
}

TEST_CASE("every sealed member changes the seal") {
  const Experiment e = answers();
  const std::string text = seal(e);
  using Change = void (*)(Experiment&);
  for (const Change change : std::initializer_list<Change>{
           [](Experiment& x) { x.id += "-b"; },
           [](Experiment& x) { x.problem += "!"; },
           [](Experiment& x) { x.hypothesis += "!"; },
           [](Experiment& x) { x.baseline = *parse_baseline("previous"); },
           [](Experiment& x) { x.metrics.pop_back(); },
           [](Experiment& x) { std::swap(x.metrics[0], x.metrics[1]); },
           [](Experiment& x) { x.metrics[0].target = parse_target(">= +6%"); },
           [](Experiment& x) { x.metrics[0].predict->high = *parse_quantity("+13%"); },
           [](Experiment& x) { x.metrics[1].covariate = "previous"; },
           [](Experiment& x) { x.metrics[2].limit = parse_target("<= +11%"); },
           [](Experiment& x) { x.unit = "household"; },
           [](Experiment& x) { x.assigned_by = "store"; },
           [](Experiment& x) { std::swap(x.variants[0], x.variants[1]); },
           [](Experiment& x) { x.variants[1].does += "!"; },
           [](Experiment& x) { x.control = "answers"; },
           [](Experiment& x) { x.starts += Days{1}; },
           [](Experiment& x) { x.cycle += Days{1}; },
           [](Experiment& x) { x.counts = Counts::once; },
           [](Experiment& x) { x.feeds[0].counts = Counts::once; },
           [](Experiment& x) { x.feeds.pop_back(); },
           [](Experiment& x) { x.looks = {}; },
           [](Experiment& x) { x.confidence = 0.9; },
           [](Experiment& x) { x.multiplicity = "none"; },
           [](Experiment& x) { x.segments.pop_back(); },
           [](Experiment& x) { x.contingencies.clear(); },
           [](Experiment& x) { x.contingencies[0].for_periods = 3; },
           [](Experiment& x) { x.repeat.at_least = 3; },
           [](Experiment& x) { x.repeat.when_unclear = DecisionKind::adapt; }}) {
    Experiment other = e;
    change(other);
    CHECK(seal(other) != text);
    CHECK_FALSE(seal_changes(text, seal(other)).empty());
  }
}

TEST_CASE("changes name the path with what stood there and what stands there now") {
  const Experiment e = answers();
  CHECK(seal_changes(seal(e), seal(e)).empty());
  Experiment other = e;
  other.metrics[0].target = parse_target(">= +6%");
  other.counts = Counts::to_date;
  other.segments.clear();
  const auto changes = seal_changes(seal(e), seal(other));
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].path == "evaluate.metrics.return_visit.target");
  CHECK(changes[0].before == ">= +5%");
  CHECK(changes[0].after == ">= +6%");
  CHECK(changes[1].path == "experiment.counts");
  CHECK(changes[1].before.empty());
  CHECK(changes[1].after == "to_date");
  CHECK(changes[2].path == "monitor.segments");
  CHECK(changes[2].before == "shopper_type, channel");
  CHECK(changes[2].after.empty());
  CHECK(seal_changes("", seal(e)).size() > 10);
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

TEST_CASE("what is not a whole seal is refused") {
  const std::string good = seal(answers());
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("nonsense"), good.substr(0, good.size() - 1),
        good.substr(good.find('\n') + 1), good + "x = y\n", good + "noequals\n",
        good + "id = again\n", replaced(good, "seal/1", "seal/2"),
        replaced(good, "id = answers-in-two-hours\n", ""),
        replaced(good, ".role = goal", ".role = gaol"), replaced(good, ">= +5%", "about 5%"),
        replaced(good, "28d", "28 days"), replaced(good, "2026-10-05", "2026-02-30"),
        replaced(good, "+3%, +12%", "+3%"), replaced(good, "at_least = 2", "at_least = two"),
        replaced(good, "share = 50%", "share = half"),
        replaced(good, "evaluate.metrics = return_visit, ", "evaluate.metrics = "),
        replaced(good, "monitor.looks = 14d", "monitor.looks = end")}) {
    try {
      unseal(text);
      FAIL("accepted: " << text);
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::ledger_format);
      CHECK(error.faults()[0].slug == "bad-seal");
    }
  }
}

TEST_CASE("no truncated seal is accepted") {
  const std::string good = seal(answers());
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_THROWS_AS(unseal(std::string_view(good).substr(0, size)), Error);
  }
}

}  // namespace
}  // namespace collab
