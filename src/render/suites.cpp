#include "render/suites.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

using Result = Check::Result;

void add_property(CheckSuite& suite, std::string name, std::string value) {
  if (!value.empty()) suite.properties.emplace_back(std::move(name), std::move(value));
}

Result result_of(ExitCode code, bool passed) {
  if (code == ExitCode::gate_stale) return Result::error;
  if (code != ExitCode::ok) return Result::failed;
  return passed ? Result::passed : Result::skipped;
}

bool passes(Verdict verdict) {
  return verdict == Verdict::met || verdict == Verdict::better || verdict == Verdict::ok;
}

Check check_of(const Outcome& outcome, const Gate& gate) {
  Check check{.group = std::string(name_of(outcome.role)),
              .name = fmt::format("{} of {}", outcome.metric, outcome.variant)};
  check.result = result_of(gate_code(outcome, gate), passes(outcome.verdict));
  if (check.result == Result::passed) return check;
  check.slug = name_of(outcome.verdict);
  check.message = word_of(outcome.verdict);
  if (!outcome.target.empty())
    check.message += fmt::format(", {} {}", outcome.role == Role::guardrail ? "limit" : "target",
                                 outcome.target);
  if (!outcome.why.empty()) check.message += ": " + outcome.why;
  if (!outcome.reason.empty()) check.message += fmt::format(" [{}]", outcome.reason);
  return check;
}

Check check_of(const TrustFinding& finding, const Gate& gate) {
  Check check{.group = "trust", .name = finding.check};
  check.result = result_of(gate_code(finding, gate), finding.status == TrustFinding::Status::ok);
  if (check.result == Result::passed) return check;
  const bool stale = finding.check == "freshness" && check.result == Result::error;
  check.slug = stale ? "stale" : std::string(name_of(finding.status));
  check.message = finding.message.empty() ? check.slug : finding.message;
  return check;
}

/// What matters most of a feed comes first.
constexpr std::array outcomes_that_fail{
    BatchReport::Outcome::invalid, BatchReport::Outcome::conflict, BatchReport::Outcome::stale};

Check feed_check(const std::string& feed, const std::vector<const BatchReport*>& batches) {
  Check check{.group = "feed", .name = feed.empty() ? "by hand" : feed};
  for (const BatchReport::Outcome outcome : outcomes_that_fail) {
    std::vector<std::string> said;
    for (const BatchReport* batch : batches) {
      if (batch->outcome != outcome) continue;
      std::string text = batch->period ? to_string(*batch->period) : "cycle";
      if (!batch->source.empty()) text += fmt::format(" ({})", batch->source);
      if (!batch->message.empty()) text += ": " + batch->message;
      said.push_back(std::move(text));
    }
    if (said.empty()) continue;
    if (check.slug.empty()) check.slug = name_of(outcome);
    if (!check.message.empty()) check.message += '\n';
    check.message += fmt::format("{}: {}", name_of(outcome), joined(said));
    check.result = Result::error;
  }
  const bool all_awaited = std::all_of(batches.begin(), batches.end(), [](const BatchReport* b) {
    return b->outcome == BatchReport::Outcome::awaited;
  });
  if (all_awaited) {
    check.result = Result::skipped;
    check.slug = "awaited";
    check.message = "nothing is there yet";
  }
  return check;
}

}  // namespace

CheckSuite suite_of(const Review& review, const Gate& gate) {
  CheckSuite suite{.name = review.experiment, .properties = {}, .checks = {}};
  add_property(suite, "cycle", fmt::format("{}", review.cycle));
  add_property(suite, "state", std::string(name_of(review.state)));
  add_property(suite, "first", to_string(review.first));
  add_property(suite, "last", to_string(review.last));
  add_property(suite, "data_through",
               review.data_through ? to_string(*review.data_through) : std::string{});
  add_property(suite, "plan", review.plan_sha256);
  add_property(suite, "recommendation",
               review.next.decision ? std::string(name_of(*review.next.decision)) : std::string{});
  add_property(suite, "next", review.next.command);
  for (const Outcome& outcome : review.outcomes) {
    if (outcome.role != Role::secondary) suite.checks.push_back(check_of(outcome, gate));
  }
  for (const TrustFinding& finding : review.trust) suite.checks.push_back(check_of(finding, gate));
  return suite;
}

CheckSuite suite_of(const RecordReport& report) {
  CheckSuite suite{.name = report.experiment, .properties = {}, .checks = {}};
  if (report.cycle > 0) add_property(suite, "cycle", fmt::format("{}", report.cycle));
  if (report.operation) add_property(suite, "operation", fmt::format("op_{}", *report.operation));
  std::vector<std::string> feeds;
  for (const BatchReport& batch : report.batches) {
    if (std::find(feeds.begin(), feeds.end(), batch.feed) == feeds.end())
      feeds.push_back(batch.feed);
  }
  for (const std::string& feed : feeds) {
    std::vector<const BatchReport*> batches;
    for (const BatchReport& batch : report.batches) {
      if (batch.feed == feed) batches.push_back(&batch);
    }
    suite.checks.push_back(feed_check(feed, batches));
  }
  return suite;
}

CheckSuite suite_of(const StatusLine& line) {
  CheckSuite suite{.name = line.experiment, .properties = {}, .checks = {}};
  if (line.cycle > 0) add_property(suite, "cycle", fmt::format("{}", line.cycle));
  add_property(suite, "state", line.state ? std::string(name_of(*line.state)) : "");
  add_property(suite, "verdict", line.verdict ? std::string(name_of(*line.verdict)) : "");
  add_property(suite, "attention", line.attention);
  add_property(suite, "next", line.next_command);
  const std::string through =
      line.data_through ? "data through " + to_string(*line.data_through) : "no data yet";
  Check check{.group = "trust", .name = "freshness"};
  const bool open =
      line.state && (*line.state == CycleState::running || *line.state == CycleState::due);
  if (line.stale) {
    check.result = Result::error;
    check.slug = "stale";
    check.message = through;
  } else if (!open || !line.data_through) {
    check.result = Result::skipped;
    check.slug = line.state ? std::string(name_of(*line.state)) : "no-plan";
    check.message = through;
  }
  suite.checks.push_back(std::move(check));
  if (!line.failures_ended.empty()) {
    suite.checks.push_back({.group = "trust",
                            .name = "amended-plan",
                            .result = Result::failed,
                            .slug = "amended-plan",
                            .message = line.attention});
  }
  return suite;
}

CheckSuite suite_of(const ValidateReport& report) {
  CheckSuite suite{.name = "definitions", .properties = {}, .checks = {}};
  for (const ValidateReport::File& file : report.files) {
    Check check{.group = "file", .name = file.path};
    if (!file.valid) {
      check.result = Result::failed;
      check.slug = "invalid";
      check.message = "faulty";
      check.at.file = file.path;
    }
    suite.checks.push_back(std::move(check));
  }
  return suite;
}

CheckSuite& suite_named(std::vector<CheckSuite>& suites, const std::string& name) {
  for (CheckSuite& suite : suites) {
    if (suite.name == name) return suite;
  }
  return suites.emplace_back(CheckSuite{.name = name, .properties = {}, .checks = {}});
}

}  // namespace collab
