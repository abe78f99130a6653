#include "collab/model/diagnostic.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

Diagnostic at(std::uint64_t line, std::uint64_t column, std::uint64_t length,
              const std::string& excerpt) {
  return {.slug = "slug",
          .message = "wrong",
          .hint = "",
          .at = {.file = "f.csv", .line = line, .column = column, .length = length, .path = ""},
          .excerpt = excerpt};
}

TEST_CASE("a fault in a definition is laid out as product.md shows it") {
  const Diagnostic fault{
      .severity = Severity::error,
      .slug = "metric-kind",
      .message = "kind 'proportoin' is not known",
      .hint =
          "did you mean 'proportion'? kinds: mean, proportion, quantile, rate, ratio, score, value",
      .at = {.file = "experiments/answers-in-two-hours.yaml",
             .line = 16,
             .column = 13,
             .length = 10,
             .path = "evaluate.metrics[0].kind"},
      .excerpt = "      kind: proportoin"};
  CHECK(to_text(fault) ==
        "experiments/answers-in-two-hours.yaml:16:13: error: kind 'proportoin' is not known "
        "[metric-kind]\n"
        "   16 |       kind: proportoin\n"
        "      |             ^^^^^^^^^^\n"
        "  hint: did you mean 'proportion'? kinds: mean, proportion, quantile, rate, ratio, score, "
        "value");
}

TEST_CASE("what is not known of a place is left out") {
  CHECK(to_text({.message = "no ledger here"}) == "error: no ledger here");
  CHECK(to_text({.slug = "no-ledger", .message = "no ledger here", .hint = "collab init"}) ==
        "error: no ledger here [no-ledger]\n  hint: collab init");
  CHECK(to_text({.severity = Severity::warning, .message = "m", .at = {.file = "a.csv"}}) ==
        "a.csv: warning: m");
  CHECK(to_text(at(3, 0, 0, "")) == "f.csv:3: error: wrong [slug]");
  CHECK(to_text(at(418, 9, 3, "")) == "f.csv:418:9: error: wrong [slug]");
  CHECK(to_text(at(3, 2, 0, "a,b")) == "f.csv:3:2: error: wrong [slug]\n    3 | a,b");
}

TEST_CASE("the gutter grows with the line number") {
  CHECK(to_text(at(1234567, 3, 1, "a,b")) ==
        "f.csv:1234567:3: error: wrong [slug]\n"
        "1234567 | a,b\n"
        "        |   ^");
}

TEST_CASE("carets count display columns, columns count code points") {
  CHECK(to_text(at(1, 8, 3, "größe: 5xy")) ==
        "f.csv:1:8: error: wrong [slug]\n    1 | größe: 5xy\n      |        ^^^");
  // Two columns for each CJK character.
  CHECK(to_text(at(1, 4, 2, "日本,東京")) ==
        "f.csv:1:4: error: wrong [slug]\n    1 | 日本,東京\n      |      ^^^^");
  // None for a combining acute accent.
  CHECK(to_text(at(1, 4, 1, "e\u0301,x")) ==
        "f.csv:1:4: error: wrong [slug]\n    1 | e\u0301,x\n      |   ^");
  // A tab before the fault stays a tab, so that both lines jump alike.
  CHECK(to_text(at(1, 2, 1, "\tx")) == "f.csv:1:2: error: wrong [slug]\n    1 | \tx\n      | \t^");
}

TEST_CASE("an underline ends with its line, and one behind it still shows a caret") {
  CHECK(to_text(at(1, 2, 99, "abc")) == "f.csv:1:2: error: wrong [slug]\n    1 | abc\n      |  ^^");
  CHECK(to_text(at(1, 4, 1, "abc")) == "f.csv:1:4: error: wrong [slug]\n    1 | abc\n      |    ^");
  CHECK(to_text(at(1, 50, 1, "abc")) == "f.csv:1:50: error: wrong [slug]\n    1 | abc");
}

TEST_CASE("a very long line is cut to what surrounds the fault") {
  const std::string line = std::string(5000, 'a') + "BAD" + std::string(5000, 'c');
  const std::string text = to_text(at(1, 5001, 3, line));
  CHECK(text.size() < 500);
  const std::size_t shown = text.find("BAD"), caret = text.find("^^^");
  REQUIRE(shown != std::string::npos);
  REQUIRE(caret != std::string::npos);
  const std::size_t first = text.find('\n') + 1, second = text.find('\n', first) + 1;
  CHECK(shown - first == caret - second + 2);  // the ellipsis takes three bytes, one column
  CHECK(to_text(at(1, 10001, 3, line)).find("^^^") != std::string::npos);
  CHECK(to_text(at(1, 3, 2, line)).find("\n      |   ^^") != std::string::npos);
}

TEST_CASE("control characters never reach the terminal") {
  const Diagnostic fault{.message = "'\x1b[31m' is not a number\nnor \xff",
                         .at = {.file = "a\x07.csv", .line = 1, .column = 1, .length = 1},
                         .excerpt = "\x1b[31m\xff"};
  const std::string text = to_text(fault);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find('\xff') == std::string::npos);
  CHECK(text.find("'\\x1b[31m' is not a number\n    nor \ufffd") != std::string::npos);
  CHECK(text.find("    1 | \ufffd[31m\ufffd\n") != std::string::npos);
}

TEST_CASE("warnings alone are no errors") {
  CHECK_FALSE(has_errors({}));
  CHECK_FALSE(has_errors({{.severity = Severity::warning, .message = "m"}}));
  CHECK(has_errors({{.severity = Severity::warning}, {.severity = Severity::error}}));
}

TEST_CASE("did you mean: the nearest candidate within three edits and less than half the word") {
  const std::vector<std::string> kinds{"mean",  "proportion", "quantile", "rate",
                                       "ratio", "score",      "value"};
  CHECK(nearest("proportoin", kinds) == "proportion");
  CHECK(nearest("proprtion", kinds) == "proportion");
  CHECK(nearest("maen", kinds) == "mean");
  CHECK(nearest("MEAN", kinds) == "mean");
  CHECK(nearest("ratoi", kinds) == "ratio");
  CHECK(nearest("rate", kinds) == "rate");
  CHECK(nearest("scores", kinds) == "score");
  CHECK(nearest("velocity", kinds).empty());
  CHECK(nearest("x", kinds).empty());
  CHECK(nearest("", kinds).empty());
  CHECK(nearest("mean", {}).empty());
  CHECK(nearest("ab", {"ba"}).empty());
  CHECK(nearest("größe", {"grösse", "größen"}) == "größen");
  CHECK(nearest("aaaaaaaaaa", {"aaaaaabbbb", "aaaaaaabbb"}) == "aaaaaaabbb");
}

}  // namespace
}  // namespace collab
