// Words of the command line to values: flags, positionals, and what is refused.
#include "collab/cli/run_command.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "unit/cli/try_project.hpp"

using collab::test::Answer;
using collab::test::collab_run;

TEST_CASE("an unknown verb gets the nearest one") {
  const Answer answer = collab_run({"reviw"});
  CHECK(answer.code == 2);
  CHECK(answer.out.empty());
  CHECK(answer.err.find("did you mean 'review'?") != std::string::npos);
  CHECK(answer.err.find("[unknown-verb]") != std::string::npos);
}

TEST_CASE("an unknown flag gets the nearest one of its verb or of all") {
  struct Case {
    std::vector<std::string> arguments;
    std::string hint;
  };
  for (const Case& one : std::vector<Case>{{{"plan", "--amnd"}, "did you mean '--amend'?"},
                                           {{"plan", "--am"}, "did you mean '--amend'?"},
                                           {{"plan", "--ame"}, "did you mean '--amend'?"},
                                           {{"version", "-json"}, "did you mean '--json'?"},
                                           {{"version", "--quite"}, "did you mean '--quiet'?"},
                                           {{"version", "-x"}, "collab version --help"}}) {
    const Answer answer = collab_run(one.arguments);
    CAPTURE(one.arguments.back());
    CHECK(answer.code == 2);
    CHECK(answer.err.find("[unknown-flag]") != std::string::npos);
    CHECK_MESSAGE(answer.err.find(one.hint) != std::string::npos, answer.err);
  }
}

TEST_CASE("flags stand before or after the verb, global ones and the verb's own") {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"version", "--json"},
                                             {"--json", "version"},
                                             {"-f", "json", "version"},
                                             {"-fjson", "version"},
                                             {"version", "--format=json"},
                                             {"-q", "--format", "json", "version", "-v"},
                                             {"-qv", "version", "--json"}}) {
    const Answer answer = collab_run(arguments);
    CHECK(answer.code == 0);
    CHECK_MESSAGE(answer.out.find("\"schema\"") != std::string::npos, answer.out);
  }
  // --variant takes a value: `control` is not the verb.
  const Answer answer = collab_run({"--variant", "control", "record"});
  CHECK(answer.err.find("collab record needs EXP") != std::string::npos);
}

TEST_CASE("what cannot be read is exit 2, whatever the library says") {
  struct Case {
    std::vector<std::string> arguments;
    std::string slug;
  };
  for (const Case& one :
       std::vector<Case>{{{"version", "--actor"}, "value-missing"},
                         {{"--actor"}, "value-missing"},
                         {{"plan", "-m", "--amend"}, "value-missing"},
                         {{"version", "--quiet=yes"}, "no-value-taken"},
                         {{"version", "--actor", "a", "--actor", "b"}, "given-twice"},
                         {{"version", "--color", "sometimes"}, "bad-value"},
                         {{"version", "--timeout", "soon"}, "bad-value"},
                         {{"version", "--now", "yesterday"}, "bad-value"},
                         {{"version", "now"}, "too-many-arguments"},
                         {{"version", "-f", "tabel"}, "unknown-format"},
                         {{"version", "--json", "-f", "csv"}, "two-formats"},
                         {{"show"}, "argument-missing"},
                         {{"decide", "x"}, "argument-missing"},
                         {{"decide", "x", "adopted", "-m", "y"}, "unknown-decision"},
                         {{"decide", "x", "adopt"}, "reason-missing"},
                         {{"help", "plann"}, "unknown-topic"},
                         {{"compare", "a"}, "argument-missing"}}) {
    const Answer answer = collab_run(one.arguments);
    CAPTURE(one.slug);
    CHECK_MESSAGE(answer.code == 2, answer.err);
    CHECK(answer.out.empty());
    CHECK_MESSAGE(answer.err.find("[" + one.slug + "]") != std::string::npos, answer.err);
  }
}

TEST_CASE("an empty value is a value, not the next word") {
  const Answer answer = collab_run({"version", "--actor=", "--json"});
  CHECK(answer.code == 0);
  CHECK(answer.out.find("\"schema\"") != std::string::npos);
}

TEST_CASE("faults of the command line are JSON where JSON was asked for") {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"reviw", "--json"}, {"-f", "ndjson", "reviw"}}) {
    const Answer answer = collab_run(arguments);
    CHECK(answer.code == 2);
    CHECK(answer.err.starts_with("{\"schema\":\"collab.error/1\",\"code\":\"unknown-verb\""));
  }
  const Answer answer = collab_run({"reviw"}, {{"COLLAB_FORMAT", "json"}});
  CHECK(answer.err.starts_with("{\"schema\":\"collab.error/1\""));
}

TEST_CASE("a flag beats its environment variable") {
  CHECK(collab_run({"version"}, {{"COLLAB_FORMAT", "json"}}).out.starts_with("{"));
  CHECK(collab_run({"version", "-f", "table"}, {{"COLLAB_FORMAT", "json"}})
            .out.starts_with("collab "));
  CHECK(collab_run({"version", "--json"}, {{"COLLAB_FORMAT", "csv"}}).out.starts_with("{"));
  const Answer bad = collab_run({"version"}, {{"COLLAB_NOW", "tomorrow"}});
  CHECK(bad.code == 2);
  CHECK(bad.err.find("COLLAB_NOW") != std::string::npos);
  CHECK(
      collab_run({"version", "--now", "2026-11-21T08:00:00Z"}, {{"COLLAB_NOW", "tomorrow"}}).code ==
      0);
}

TEST_CASE("--help and --version anywhere, also where arguments are missing") {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"decide", "--help"}, {"--help", "decide"}, {"help", "decide"}, {"decide", "x", "-h"}}) {
    const Answer answer = collab_run(arguments);
    CHECK(answer.code == 0);
    CHECK_MESSAGE(answer.out.starts_with("collab decide EXP[@N] "), answer.out);
    CHECK(answer.out.find("Examples") != std::string::npos);
  }
  CHECK(collab_run({"--version"}).out == collab_run({"version"}).out);
  CHECK(collab_run({"--help"}).out == collab_run({"help"}).out);
}

TEST_CASE("every verb and topic has help, at 40 columns too") {
  const Answer overview = collab_run({"help"});
  for (const std::string name :
       {"compare",  "decide",  "help",   "init",       "list",   "log",  "new",
        "plan",     "record",  "review", "run",        "schema", "show", "status",
        "validate", "version", "errors", "exit-codes", "words",  "flags"}) {
    CAPTURE(name);
    CHECK(overview.out.find(name) != std::string::npos);
    for (const std::string columns : {"40", "200"}) {
      const Answer answer = collab_run({"help", name}, {{"COLUMNS", columns}});
      CHECK(answer.code == 0);
      CHECK(answer.out.size() > 60);
    }
  }
}
