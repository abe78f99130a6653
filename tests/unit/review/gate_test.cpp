// --gate: a code for each verdict and finding, and for each conflict of two (product.md, section
// 8).
#include "collab/review/gate.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace collab {
namespace {

Outcome outcome(Role role, Verdict verdict) {
  Outcome out;
  out.metric = "visit";
  out.variant = "answers";
  out.role = role;
  out.verdict = verdict;
  return out;
}

TrustFinding finding(const char* check, TrustFinding::Status status) {
  return {.check = check, .status = status, .message = {}, .p_value = {}};
}

Review with(std::vector<Outcome> outcomes, std::vector<TrustFinding> trust = {}) {
  Review review;
  review.outcomes = std::move(outcomes);
  review.trust = std::move(trust);
  return review;
}

const Gate plain = gate_on({});
const Gate strict = gate_on({"unclear", "warn"});

}  // namespace

TEST_CASE("gate: each verdict has its code, alone and with --gate-on unclear") {
  struct Case {
    Verdict verdict;
    ExitCode plainly, strictly;
  };
  using enum ExitCode;
  const std::vector<Case> cases{{Verdict::missed, gate_failed, gate_failed},
                                {Verdict::worse, gate_failed, gate_failed},
                                {Verdict::broken, gate_failed, gate_failed},
                                {Verdict::no_data, gate_stale, gate_stale},
                                {Verdict::unclear, ok, gate_stale},
                                {Verdict::pending, ok, ok},
                                {Verdict::met, ok, ok},
                                {Verdict::better, ok, ok},
                                {Verdict::ok, ok, ok}};
  for (const Case& one : cases) {
    CAPTURE(std::string(name_of(one.verdict)));
    for (const Role role : {Role::goal, Role::guardrail}) {
      CHECK(gate_code(outcome(role, one.verdict), plain) == one.plainly);
      CHECK(gate_code(outcome(role, one.verdict), strict) == one.strictly);
      CHECK(gate_code(with({outcome(role, one.verdict)}), plain) == one.plainly);
    }
    CHECK(gate_code(outcome(Role::secondary, one.verdict), strict) == ok);
  }
}

TEST_CASE("gate: overdue data always count, other trust checks only with --gate-on warn") {
  using Status = TrustFinding::Status;
  for (const Status status : {Status::warning, Status::failed}) {
    CHECK(gate_code(finding("freshness", status), plain) == ExitCode::gate_stale);
    CHECK(gate_code(finding("freshness", status), strict) == ExitCode::gate_stale);
    CHECK(gate_code(finding("sample-ratio", status), plain) == ExitCode::ok);
    CHECK(gate_code(finding("sample-ratio", status), strict) == ExitCode::gate_warnings);
  }
  for (const Status status : {Status::ok, Status::not_checkable}) {
    CHECK(gate_code(finding("freshness", status), strict) == ExitCode::ok);
    CHECK(gate_code(finding("sample-ratio", status), strict) == ExitCode::ok);
  }
}

TEST_CASE("gate: within a review 10 comes before 11, 11 before 12, 12 before 0") {
  const Outcome missed = outcome(Role::goal, Verdict::missed);
  const Outcome silent = outcome(Role::guardrail, Verdict::no_data);
  const Outcome met = outcome(Role::goal, Verdict::met);
  const TrustFinding stale = finding("freshness", TrustFinding::Status::failed);
  const TrustFinding doubt = finding("sample-ratio", TrustFinding::Status::failed);
  CHECK(gate_code(with({missed, silent}), strict) == ExitCode::gate_failed);
  CHECK(gate_code(with({silent, missed}), strict) == ExitCode::gate_failed);
  CHECK(gate_code(with({met, missed}, {doubt}), strict) == ExitCode::gate_failed);
  CHECK(gate_code(with({missed}, {stale}), strict) == ExitCode::gate_failed);
  CHECK(gate_code(with({silent}, {doubt}), strict) == ExitCode::gate_stale);
  CHECK(gate_code(with({met}, {doubt, stale}), strict) == ExitCode::gate_stale);
  CHECK(gate_code(with({met}, {doubt}), strict) == ExitCode::gate_warnings);
  CHECK(gate_code(with({met}, {doubt}), plain) == ExitCode::ok);
  CHECK(gate_code(Review{}, strict) == ExitCode::ok);
}

TEST_CASE("gate: the weakest verdict of all is what a job is told") {
  const Review good =
      with({outcome(Role::goal, Verdict::met), outcome(Role::guardrail, Verdict::ok)});
  const Review bad =
      with({outcome(Role::goal, Verdict::unclear), outcome(Role::guardrail, Verdict::broken)});
  CHECK(weakest_verdict({good}) == Verdict::met);
  CHECK(weakest_verdict({good, bad}) == Verdict::broken);
  CHECK(weakest_verdict({bad, good}) == Verdict::broken);
  CHECK_FALSE(weakest_verdict({with({outcome(Role::secondary, Verdict::worse)})}));
  CHECK_FALSE(weakest_verdict({}));
}

}  // namespace collab
