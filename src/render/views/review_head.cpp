// The first lines of a review: which cycle, how it stands, and whether its data can be trusted.
#include <fmt/format.h>

#include "render/page.hpp"
#include "render/views/review.hpp"

namespace collab {
namespace {

using Status = TrustFinding::Status;

std::string where_it_stands(const Review& review) {
  const std::string state(name_of(review.state));
  switch (review.state) {
    case CycleState::planned:
      return fmt::format("{}, starts {}", state, to_string(review.first));
    case CycleState::running:
      return fmt::format("{}, day {} of {}", state, review.day_of_cycle, review.cycle_days);
    case CycleState::due:
      return fmt::format("{} since {}", state, to_string(review.last + Days{1}));
    case CycleState::closed:
      break;
  }
  return state;
}

std::string next_look(const Review& review) {
  for (const LookState& look : review.looks) {
    if (!look.due) return fmt::format("look {} on {}", look.number, to_string(look.day));
  }
  return {};
}

std::vector<std::string> checks_with(const Review& review, Status status) {
  std::vector<std::string> checks;
  for (const TrustFinding& finding : review.trust) {
    if (finding.status == status) checks.push_back(finding.check);
  }
  return checks;
}

void add_plan_remarks(Page& page, const Review& review) {
  if (review.as_of) {
    page.push_back(Paragraph{fmt::format("As of op_{}, {}: what came later is not counted.",
                                         review.as_of->id, to_string(review.as_of->now)),
                             Tone::caution});
  }
  if (review.retrospective) {
    page.push_back(
        Paragraph{"Retrospective: the plan was sealed after its data began.", Tone::caution});
  }
  for (const Amendment& amendment : review.amendments) {
    std::string text = fmt::format("Plan amended on day {} ({})", amendment.day_of_cycle,
                                   to_string(amendment.day));
    if (!amendment.actor.empty()) text += " by " + amendment.actor;
    if (!amendment.reason.empty()) text += ": " + amendment.reason;
    page.push_back(Paragraph{text, Tone::caution});
  }
}

}  // namespace

void add_headline(Page& page, const Review& review) {
  const std::string title = review.title.empty() ? "" : ": " + review.title;
  page.push_back(Paragraph{fmt::format("{}, cycle {}{}", review.experiment, review.cycle, title),
                           Tone::strong});
  std::vector<std::string> parts{where_it_stands(review), day_range(review.first, review.last)};
  parts.push_back(review.data_through ? "data through " + to_string(*review.data_through)
                                      : "no data yet");
  const std::string look = review.decision ? std::string{} : next_look(review);
  if (!look.empty()) parts.push_back(look);
  if (!review.plan_sha256.empty()) parts.push_back("plan " + short_digest(review.plan_sha256));
  // A line is broken between these, not within.
  for (std::string& part : parts) part = unbroken(part);
  page.push_back(Paragraph{joined(parts, " · ")});
  add_plan_remarks(page, review);
  for (const VariantVerdict& variant : review.variants) {
    // Why stands below the figures, once.
    page.push_back(Paragraph{fmt::format("{}: {}", variant.variant, word_of(variant.verdict)),
                             tone_of(variant.verdict)});
  }
}

void add_trust(Page& page, const Review& review) {
  page.push_back(Paragraph{});
  const std::vector<std::string> ok = checks_with(review, Status::ok);
  const std::vector<std::string> unknown = checks_with(review, Status::not_checkable);
  const std::size_t failed = checks_with(review, Status::failed).size();
  const std::size_t warned = checks_with(review, Status::warning).size();
  const std::string not_checkable =
      unknown.empty() ? "" : fmt::format("not checkable: {}", joined(unknown));
  if (failed + warned == 0) {
    std::string text =
        ok.empty() ? "Trust: nothing could be checked" : fmt::format("Trust: ok ({})", joined(ok));
    if (!not_checkable.empty()) text += "; " + not_checkable;
    page.push_back(Paragraph{text, ok.empty() ? Tone::caution : Tone::good});
    return;
  }
  page.push_back(Paragraph{failed > 0 ? "Trust: failed" : "Trust: with care",
                           failed > 0 ? Tone::bad : Tone::caution});
  for (const Status status : {Status::failed, Status::warning}) {
    for (const TrustFinding& finding : review.trust) {
      if (finding.status != status) continue;
      page.push_back(
          Paragraph{fmt::format("{} ({}): {}", finding.check, name_of(status), finding.message),
                    status == Status::failed ? Tone::bad : Tone::caution, 2});
    }
  }
  std::vector<std::string> rest;
  if (!ok.empty()) rest.push_back("ok: " + joined(ok));
  if (!not_checkable.empty()) rest.push_back(not_checkable);
  if (!rest.empty()) page.push_back(Paragraph{joined(rest, "; "), Tone::dim, 2});
}

}  // namespace collab
