#include "collab/render/checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "render/data.hpp"
#include "render/suites.hpp"

namespace collab {

namespace {

/// `quick=adopt rude=abandon`: of the cycles that ask for a decision.
std::string recommendations(const std::vector<Review>& reviews) {
  std::string text;
  for (const Review& review : reviews) {
    if (!review.next.decision || review.decision) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{}={}", review.experiment, name_of(*review.next.decision));
  }
  return text;
}

}  // namespace

void add_checks(Document& document, const std::vector<Review>& reviews, const Gate& gate) {
  const std::optional<Verdict> weakest = weakest_verdict(reviews);
  document.outputs = {{"verdict", weakest ? std::string(name_of(*weakest)) : std::string{}},
                      {"recommendation", recommendations(reviews)}};
  if (!document.suites) document.suites.emplace();
  for (const Review& review : reviews) {
    CheckSuite made = suite_of(review, gate);
    CheckSuite& suite = suite_named(*document.suites, review.experiment);
    for (auto& property : made.properties) {
      const bool known =
          std::any_of(suite.properties.begin(), suite.properties.end(),
                      [&](const auto& other) { return other.first == property.first; });
      if (!known) suite.properties.push_back(std::move(property));
    }
    for (Check& check : made.checks) suite.checks.push_back(std::move(check));
  }
}

void add_failure(Document& document, const std::string& what, const Error& error) {
  if (!document.suites) document.suites.emplace();
  CheckSuite& suite = suite_named(*document.suites, what);
  for (const Diagnostic& fault : error.faults()) {
    if (fault.severity != Severity::error) continue;
    suite.checks.push_back({.group = "fault",
                            .name = fault.slug,
                            .result = Check::Result::error,
                            .slug = fault.slug,
                            .message = fault.message,
                            .at = fault.at});
  }
}

std::vector<std::string> gate_lines(const Document& document) {
  Document filled;
  const Document& full = complete(document, filled);
  std::vector<std::string> lines;
  if (!full.suites) return lines;
  for (const CheckSuite& suite : *full.suites) {
    for (const Check& check : suite.checks) {
      // Faults are told as such.
      const bool counts =
          check.result == Check::Result::failed || check.result == Check::Result::error;
      if (!counts || check.group == "fault") continue;
      lines.push_back(fmt::format("gate: {}: {}: {}", suite.name, check.name, check.message));
    }
  }
  return lines;
}

}  // namespace collab
