// Whole cycles through the command line: the sample, the templates, exit codes and files.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "unit/cli/try_project.hpp"

using collab::test::Answer;
using collab::test::at_terminal;
using collab::test::collab_run;
using collab::test::TryFolder;
using nlohmann::json;

namespace {

const std::map<std::string, std::string> noon{{"COLLAB_NOW", "2026-11-21T12:00:00Z"}};

Answer at_noon(std::vector<std::string> arguments) { return collab_run(arguments, noon); }

}  // namespace

TEST_CASE("collab alone: how to begin outside a project, where things stand inside") {
  const TryFolder folder;
  const Answer outside = collab_run({});
  CHECK(outside.code == 0);
  CHECK(outside.out.starts_with("collab init --sample"));
  CHECK(std::count(outside.out.begin(), outside.out.end(), '\n') == 10);
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  const Answer inside = at_noon({});
  CHECK_MESSAGE(inside.code == 0, inside.err);
  CHECK_MESSAGE(inside.out.find("collab plan quick-answers") != std::string::npos, inside.out);
}

TEST_CASE("the sample goes through a whole cycle") {
  const TryFolder folder;
  const Answer init = at_noon({"init", "--sample"});
  REQUIRE_MESSAGE(init.code == 0, init.err);
  const Answer valid = at_noon({"validate"});
  REQUIRE_MESSAGE(valid.code == 0, valid.err);

  const Answer plan = at_noon({"plan", "--json"});
  REQUIRE_MESSAGE(plan.code == 0, plan.err);
  CHECK(plan.out.find("\"retrospective\": true") + plan.out.find("\"retrospective\":true") !=
        2 * std::string::npos);
  const Answer again = at_noon({"plan", "quick-answers", "--json"});
  CHECK(again.out.find("unchanged") != std::string::npos);

  const Answer run = at_noon({"run", "--all"});
  REQUIRE_MESSAGE(run.code == 0, run.err);
  const Answer rerun = at_noon({"run", "quick-answers"});
  CHECK_MESSAGE(rerun.code == 0, rerun.err);

  const Answer review = at_noon({"review", "quick-answers", "--json"});
  REQUIRE_MESSAGE(review.code == 0, review.err);
  const json item = json::parse(review.out)["data"]["items"][0];
  for (const json& outcome : item["outcomes"]) {
    CAPTURE(outcome.dump());
    if (outcome["metric"] == "return_visit") CHECK(outcome["verdict"] == "better");
    if (outcome["metric"] == "complaints") CHECK(outcome["verdict"] == "ok");
  }
  CHECK(item["next"]["decision"] == "extend");
  CHECK(at_noon({"review", "quick-answers", "--gate"}).code == 0);

  const Answer decide = at_noon({"decide", "quick-answers", "extend", "-m", "promising", "--next"});
  REQUIRE_MESSAGE(decide.code == 0, decide.err);
  const Answer cycles =
      at_noon({"list", "cycles", "--json", "--where", "experiment=quick-answers"});
  REQUIRE_MESSAGE(cycles.code == 0, cycles.err);
  const json listed = json::parse(cycles.out)["data"]["items"];
  REQUIRE(listed.size() == 2);
  CHECK(listed[0]["decision"] == "extend");
  CHECK(listed[1]["state"] == "planned");

  for (const std::vector<std::string>& look : std::vector<std::vector<std::string>>{
           {"status"},
           {"list"},
           {"list", "metrics"},
           {"list", "observations", "--where", "variant=control"},
           {"show", "quick-answers"},
           {"show", "quick-answers@1"},
           {"show", "op_1"},
           {"log"},
           {"log", "quick-answers", "--patch"},
           {"review", "quick-answers@1"},
           {"compare", "quick-answers@1:control", "quick-answers@1:answers"}}) {
    for (const std::string format : {"table", "json"}) {
      std::vector<std::string> words = look;
      words.insert(words.end(), {"-f", format});
      const Answer answer = at_noon(words);
      CAPTURE(look[0]);
      CHECK_MESSAGE(answer.code == 0, answer.err);
      CHECK_FALSE(answer.out.empty());
    }
  }
}

TEST_CASE("every template is valid as it stands") {
  const TryFolder folder;
  REQUIRE(at_noon({"init"}).code == 0);
  for (const std::string name : {"two-variants", "before-after", "unit-rows", "typed-by-hand"}) {
    const Answer made = at_noon({"new", "try-" + name, "--template", name});
    CHECK_MESSAGE(made.code == 0, made.err);
    const Answer valid = at_noon({"validate", "experiments/try-" + name + ".yaml"});
    CHECK_MESSAGE(valid.code == 0, valid.err);
    const Answer planned = at_noon({"plan", "try-" + name, "--dry-run"});
    CHECK_MESSAGE(planned.code == 0, planned.err);
  }
  const Answer twice = at_noon({"new", "try-unit-rows", "--template", "unit-rows"});
  CHECK(twice.code == 5);
  CHECK(at_noon({"new", "../elsewhere"}).code == 2);
  const Answer unknown = at_noon({"new", "x", "--template", "two-variant"});
  CHECK(unknown.code == 2);
  CHECK(unknown.err.find("did you mean 'two-variants'?") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists("experiments/x.yaml"));
}

TEST_CASE("init keeps what is there, and -n writes nothing") {
  const TryFolder folder;
  CHECK(at_noon({"init", "shop", "-n"}).code == 0);
  CHECK_FALSE(std::filesystem::exists("shop"));
  REQUIRE(at_noon({"init", "my \"own\" shop"}).code == 0);
  CHECK(at_noon({"-C", "my \"own\" shop", "validate"}).code == 0);
  TryFolder::write("my \"own\" shop/collab.yaml", "mine");
  const Answer again = at_noon({"init", "my \"own\" shop", "--json"});
  CHECK(again.code == 0);
  CHECK(TryFolder::read("my \"own\" shop/collab.yaml") == "mine");
  const json data = json::parse(again.out)["data"];
  CHECK(data["written"].empty());
  CHECK(TryFolder::read("my \"own\" shop/.collab/.gitignore").starts_with("*\n"));
}

TEST_CASE("typed rows: recorded, unchanged, conflict, corrected") {
  const TryFolder folder;
  REQUIRE(at_noon({"init"}).code == 0);
  REQUIRE(at_noon({"new", "notes", "--template", "typed-by-hand"}).code == 0);
  REQUIRE(at_noon({"plan", "notes", "--starts", "2026-11-22"}).code == 0);
  const std::map<std::string, std::string> later{{"COLLAB_NOW", "2026-11-25T12:00:00Z"}};
  const auto record = [&](std::vector<std::string> more) {
    std::vector<std::string> words{"record", "notes", "--period", "2026-11-23"};
    words.insert(words.end(), more.begin(), more.end());
    return collab_run(words, later);
  };
  const Answer first = record({"answered=17/20"});
  REQUIRE_MESSAGE(first.code == 0, first.err);
  CHECK(record({"answered=17/20"}).code == 0);
  const Answer conflict = record({"answered=16/20"});
  CHECK(conflict.code == 5);
  CHECK(conflict.out.empty());
  CHECK_FALSE(conflict.err.empty());
  const Answer reasonless = record({"answered=16/20", "--on-conflict", "correct"});
  CHECK(reasonless.code == 2);
  const Answer corrected =
      record({"answered=16/20", "--on-conflict", "correct", "-m", "counted twice"});
  CHECK_MESSAGE(corrected.code == 0, corrected.err);
  // A negative number is a value, not a flag, and refused as a value.
  const Answer negative = record({"answered=-1/20"});
  CHECK(negative.code == 3);
  const Answer json_errors = record({"answered=15/20", "--json"});
  CHECK(json_errors.code == 5);
  CHECK(json_errors.out.empty());
  CHECK(json::parse(json_errors.err.substr(0, json_errors.err.find('\n')))["exit"] == 5);
}

TEST_CASE("validate: every fault, exit 3, nothing on standard output") {
  const TryFolder folder;
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  std::string text = TryFolder::read("experiments/quick-answers.yaml");
  text.replace(text.find("kind: proportion"), 16, "kind: proportoin");
  text.replace(text.find("role: guardrail"), 15, "role: guardrial");
  TryFolder::write("experiments/quick-answers.yaml", text);
  const Answer answer = at_noon({"validate"});
  CHECK(answer.code == 3);
  CHECK(answer.out.empty());
  CHECK(answer.err.find("did you mean 'proportion'?") != std::string::npos);
  CHECK(answer.err.find("guardrial") != std::string::npos);
  CHECK(at_noon({"plan"}).code == 3);
  CHECK_FALSE(std::filesystem::exists(".collab/ledger.db"));
}

TEST_CASE("outside a project, and names that are not there: exit 4") {
  const TryFolder folder;
  CHECK(collab_run({"status"}).code == 4);
  CHECK(collab_run({"status"}).err.find("collab init") != std::string::npos);
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  CHECK(at_noon({"review", "quick-answers"}).code == 4);
  const Answer near = at_noon({"plan", "quick-answer"});
  CHECK(near.code == 4);
  CHECK(near.err.find("did you mean 'quick-answers'?") != std::string::npos);
  CHECK(at_noon({"list", "observations"}).code == 0);
  CHECK(at_noon({"schema", "experimnt"}).code == 4);
  CHECK(at_noon({"list", "--where", "stat=due"}).code == 2);
}

TEST_CASE("-o writes files by their ending and leaves standard output alone") {
  const TryFolder folder;
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  const Answer answer = at_noon({"list", "metrics", "-o", "a.json", "-o", "b.csv", "-o", "c.txt"});
  REQUIRE_MESSAGE(answer.code == 0, answer.err);
  CHECK(answer.out.empty());
  CHECK(json::parse(TryFolder::read("a.json"))["data"]["items"].size() == 3);
  CHECK(TryFolder::read("b.csv").starts_with("experiment,cycle,metric"));
  CHECK(TryFolder::read("c.txt").find("METRIC") != std::string::npos);
  for (const auto& entry : std::filesystem::directory_iterator(".")) {
    CHECK(entry.path().extension() != ".tmp");
  }
  const Answer refused = at_noon({"list", "metrics", "-o", "no/such/folder/a.json"});
  CHECK(refused.code == 1);
}

TEST_CASE("colour only where it is wanted") {
  const TryFolder folder;
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  const auto coloured = [](const Answer& answer) {
    return answer.out.find('\x1b') != std::string::npos;
  };
  CHECK_FALSE(coloured(collab_run({"list"}, noon)));
  CHECK(coloured(collab_run({"list", "--color", "always"}, noon)));
  auto variables = noon;
  variables["CLICOLOR_FORCE"] = "1";
  CHECK(coloured(collab_run({"list"}, variables)));
  variables["NO_COLOR"] = "1";
  CHECK_FALSE(coloured(collab_run({"list"}, variables)));
  CHECK(coloured(collab_run({"list", "--color", "always"}, variables)));
}

TEST_CASE("on a terminal, what would be mended is shown, asked for, and only then written") {
  const TryFolder folder;
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  REQUIRE(at_noon({"plan", "quick-answers"}).code == 0);
  REQUIRE(at_noon({"run", "quick-answers"}).code == 0);
  const std::vector<std::string> retract{"retract", "quick-answers", "spend", "-m", "in EUR"};
  const auto operations = [] {
    return json::parse(at_noon({"log", "--json"}).out)["data"]["items"].size();
  };
  const std::size_t before = operations();
  for (const char* no : {"n\n", "\n", "yesterday\n", ""}) {
    const Answer answer = at_terminal(retract, no, noon);
    CHECK(answer.code == 1);
    CHECK(answer.out.empty());
    CHECK(answer.err.find("would be taken back") != std::string::npos);
    CHECK(answer.err.find("Write this? [y/N]") != std::string::npos);
    CHECK(answer.err.find("[not-confirmed]") != std::string::npos);
    CHECK(operations() == before);
  }
  const Answer yes = at_terminal(retract, "y\n", noon);
  CHECK_MESSAGE(yes.code == 0, yes.err);
  CHECK(yes.out.find("taken back") != std::string::npos);
  CHECK(operations() == before + 1);
  const std::string last =
      json::parse(at_noon({"log", "--json"}).out)["data"]["items"][0]["operation"];
  for (const char* flag : {"--yes", "--no-input"}) {
    const Answer answer = at_terminal({"undo", last, "-m", "x", "-n", flag}, "", noon);
    CHECK(answer.err.find("Write this?") == std::string::npos);
  }
  const Answer unasked = at_terminal({"undo", last, "-m", "right after all", "--yes"}, "", noon);
  CHECK_MESSAGE(unasked.code == 0, unasked.err);
  CHECK(unasked.err.find("Write this?") == std::string::npos);
  CHECK(operations() == before + 2);
}

TEST_CASE("a page longer than the terminal goes through the pager, and nothing else does") {
  const TryFolder folder;
  REQUIRE(at_noon({"init", "--sample"}).code == 0);
  REQUIRE(at_noon({"plan"}).code == 0);
  REQUIRE(at_noon({"run"}).code == 0);
  std::string command, shown;
  bool there = true;
  const auto ask = [&](std::vector<std::string> arguments, int rows, const char* pager = nullptr) {
    collab::Environment environment{.variables = noon, .out_is_terminal = true};
    if (pager != nullptr) environment.variables["PAGER"] = pager;
    environment.terminal_columns = 100;
    environment.terminal_rows = rows;
    environment.pager = [&](const std::string& asked, const std::string& text) {
      command = asked;
      shown = there ? text : "";
      return there;
    };
    command = shown = "";
    std::ostringstream out, err;
    CHECK(collab::run_command(arguments, out, err, environment) == 0);
    return out.str();
  };
  CHECK(ask({"review"}, 10).empty());
  CHECK(command == "less -FRX");
  CHECK(shown.find("What now") != std::string::npos);
  const std::string page = shown;
  CHECK(ask({"review"}, 10, "more").empty());
  CHECK(command == "more");
  for (const auto& [arguments, rows, pager] :
       std::vector<std::tuple<std::vector<std::string>, int, const char*>>{
           {{"review"}, 200, nullptr},
           {{"review"}, 0, nullptr},
           {{"review", "--no-pager"}, 10, nullptr},
           {{"review"}, 10, "cat"},
           {{"review"}, 10, ""},
           {{"review", "--json"}, 10, nullptr}}) {
    CHECK(ask(arguments, rows, pager).find("quick-answers") != std::string::npos);
    CHECK(command.empty());
  }
  there = false;  // no such program
  CHECK(ask({"review"}, 10) == page);
}
