#include "collab/feeds/estimate_lines.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/feeds/support.hpp"

using namespace collab;
using namespace collab::test;

namespace {

std::vector<EstimateLine> read_estimates(std::string_view text) {
  const Scratch scratch;
  std::vector<EstimateLine> lines;
  read_estimate_lines({scratch.write("in.ndjson", text), "in.ndjson", "", 0},
                      [&](EstimateLine&& line) { lines.push_back(std::move(line)); });
  return lines;
}

/// `slug: message; hint` of the one line, which must be faulty; every slug is listed by
/// `collab help errors`.
std::string fault_of(std::string_view text) {
  const std::vector<EstimateLine> lines = read_estimates(text);
  REQUIRE(lines.size() == 1);
  const Diagnostic& fault = lines[0].fault;
  CHECK_FALSE(lines[0].request);
  CHECK(lines[0].id == "7");
  const auto& known = feed_faults();
  CHECK(std::any_of(known.begin(), known.end(),
                    [&](const auto& entry) { return entry.first == fault.slug; }));
  return fault.slug + ": " + fault.message + (fault.hint.empty() ? "" : "; " + fault.hint);
}

/// A sound line but for what `rest` adds.
std::string with(std::string_view rest) {
  return R"({"id":7,"kind":"mean","control":{"n":2},"treatment":{"n":3})" + std::string(rest) + "}";
}

}  // namespace

TEST_CASE("estimate lines: every key of a request") {
  const auto lines = read_estimates(
      R"({"id":{"a":[1]},"kind":"score","control":{"n":null,"counts":{"9":4,"3":2}},)"
      R"("treatment":{"counts":{"10":5}},"alpha":0.1,"effect":"relative","inference":"anytime",)"
      R"("alternative":"less","interval":"delta","tuning":900,"theta":0.5,"margin":2,)"
      R"("prior":{"mean":1,"stddev":2,"type":"absolute"},"scale":{"from":1,"to":5,"top":2}})"
      "\n\n"
      R"({"kind":"mean","strata":[{"control":{"n":1},"treatment":{"n":2}}],"scale":"nps",)"
      R"("prior":{"proper":false},"alpha":null})");
  REQUIRE(lines.size() == 2);
  REQUIRE(lines[0].request);
  const EstimateRequest& first = *lines[0].request;
  CHECK(lines[0].id == R"({"a":[1]})");
  CHECK(first.kind == "score");
  CHECK(first.control == Statistics{{"3", 2}, {"9", 4}});
  CHECK(first.treatment == Statistics{{"10", 5}});
  CHECK(first.alpha == 0.1);
  CHECK(first.relative);
  CHECK(first.inference == Inference::anytime);
  CHECK(first.alternative == Alternative::less);
  CHECK(first.delta);
  CHECK(first.tuning == 900);
  CHECK(*first.theta == 0.5);
  CHECK(*first.margin == 2);
  CHECK(first.prior.mean == 1);
  CHECK(first.prior.stddev == 2);
  CHECK(first.prior.proper);
  CHECK_FALSE(first.prior.relative);
  CHECK(first.scale->top == 2);
  REQUIRE(lines[1].request);
  CHECK(lines[1].line == 3);
  CHECK(lines[1].id == "null");
  CHECK(lines[1].request->strata.size() == 1);
  CHECK(lines[1].request->scale->nps);
  CHECK_FALSE(lines[1].request->prior.proper);
  CHECK(lines[1].request->alpha == 0.05);
}

TEST_CASE("estimate lines: unknown-key") {
  CHECK(fault_of(with(R"(,"alternativ":"less")")) ==
        "unknown-key: there is no key 'alternativ'; did you mean 'alternative'?");
  CHECK(fault_of(with(R"(,"prior":{"sd":1})")).starts_with("unknown-key: there is no key 'sd'"));
  CHECK(fault_of(with(R"(,"scale":{"form":1})")).starts_with("unknown-key: "));
  CHECK(fault_of(R"({"id":7,"kind":"mean","strata":[{"base":{}}]})").starts_with("unknown-key: "));
}

TEST_CASE("estimate lines: bad-type") {
  CHECK(fault_of(with(R"(,"alpha":"0.05")")) ==
        "bad-type: alpha must be a number; numbers stand without quotes");
  CHECK(fault_of(with(R"(,"effect":1)")) == "bad-type: effect must be a string");
  CHECK(fault_of(with(R"(,"prior":3)")) == "bad-type: prior must be an object");
  CHECK(fault_of(with(R"(,"prior":{"proper":1})")) ==
        "bad-type: prior.proper must be true or false");
  CHECK(fault_of(with(R"(,"scale":{"from":0.5})")) ==
        "bad-type: scale.from must be a whole number");
  CHECK(fault_of(R"({"id":7,"kind":"mean","strata":{}})") == "bad-type: strata must be a list");
  CHECK(fault_of(R"({"id":7,"kind":"mean","control":[1],"treatment":{}})") ==
        "bad-type: control must be an object");
  CHECK(fault_of(R"({"id":7,"kind":"mean","control":{"n":[1]},"treatment":{}})") ==
        "bad-type: control.n must be a number");
}

TEST_CASE("estimate lines: bad-choice") {
  CHECK(fault_of(with(R"(,"inference":"always")")) ==
        "bad-choice: inference is fixed, anytime, bayesian, not 'always'");
  CHECK(fault_of(with(R"(,"interval":"wald")")).starts_with("bad-choice: interval is "));
  CHECK(fault_of(with(R"(,"scale":"csat")")).starts_with("bad-choice: scale is nps"));
  CHECK(fault_of(with(R"(,"prior":{"type":"percent"})")).starts_with("bad-choice: prior.type is "));
}

TEST_CASE("estimate lines: bad-scale") {
  for (const char* scale : {R"({"from":5,"to":1,"top":2})", R"({"from":1,"to":5,"top":0})",
                            R"({"from":1,"to":5,"top":5})"}) {
    CAPTURE(scale);
    CHECK(fault_of(with(std::string(R"(,"scale":)") + scale)) ==
          "bad-scale: scale needs from below to, and top levels fewer than there are");
  }
}

TEST_CASE("estimate lines: missing-key") {
  CHECK(fault_of(R"({"id":7,"control":{},"treatment":{}})") == "missing-key: kind is missing");
  CHECK(fault_of(R"({"id":7,"kind":"mean","control":{"n":1}})") ==
        "missing-key: control and treatment are needed, or strata");
  CHECK(fault_of(R"({"id":7,"kind":"mean","strata":[]})") ==
        "missing-key: strata must have one stratum at least");
  CHECK(fault_of(with(R"(,"prior":{"mean":0})")) ==
        "missing-key: a proper prior needs prior.stddev");
}

TEST_CASE("estimate lines: given-twice") {
  CHECK(fault_of(with(R"(,"alpha":0.05,"alpha":0.1)")) == "given-twice: alpha stands twice");
  CHECK(fault_of(R"({"id":7,"kind":"mean","control":{"n":1,"n":2},"treatment":{}})") ==
        "given-twice: control.n stands twice");
  CHECK(fault_of(R"({"id":7,"kind":"score","control":{"counts":{"9":1},"9":2},"treatment":{}})") ==
        "given-twice: control.9 stands twice");
}

TEST_CASE("estimate lines: what is no request keeps its place, and the stream goes on") {
  const auto lines = read_estimates("[1]\n{\"id\":\n" + with("") + "\r\n");
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].fault.slug == "not-an-object");
  CHECK(lines[1].fault.slug == "bad-json");
  CHECK(lines[1].line == 2);
  CHECK(lines[2].request);
}
