// `verify`: what was looked at, and what is not as it should be.
#include <fmt/format.h>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

Json noted_data(const NotedHead& head) {
  return {{"digest", head.digest},
          {"found", head.operation.has_value()},
          {"operation", head.operation ? Json(head.operation->id) : Json(nullptr)},
          {"at", head.operation ? Json(to_string(head.operation->now)) : Json(nullptr)},
          {"later", head.operation ? Json(head.later) : Json(nullptr)}};
}

std::string noted_text(const NotedHead& head) {
  const std::string digest = short_digest(head.digest);
  if (!head.operation) return fmt::format("head {}: no operation has it", digest);
  if (head.later == 0)
    return fmt::format("head {}: nothing was added since (op_{})", digest, head.operation->id);
  return fmt::format("head {}: op_{} of {}, and {} since", digest, head.operation->id,
                     to_string(head.operation->now), count(head.later, "operation"));
}

Page checked(const VerifyReport& report) {
  const LedgerCounts& counts = report.counts;
  const auto with = [](const std::string& text, std::int64_t more, const char* what) {
    return more == 0 ? text : fmt::format("{}, {}", text, count(more, what));
  };
  Facts facts;
  facts.add("operations", count(counts.operations));
  facts.add("cycles",
            fmt::format("{}, {}, {}", count(counts.cycles, "cycle"), count(counts.plans, "plan"),
                        count(counts.decisions, "decision")));
  facts.add("rows", count(counts.observations));
  if (counts.runs > 0)
    facts.add("unit rows", fmt::format("{} in {}, of {}", count(counts.unit_rows),
                                       count(counts.runs, "run"), count(counts.units, "unit")));
  facts.add("computed", with(count(counts.cells, "cell"), counts.looks, "look result"));
  if (counts.voices > 0) facts.add("voices", with(count(counts.voices), counts.answers, "answer"));
  for (const ChainEnd& chain : report.chains)
    facts.add(&chain == &report.chains.front() ? "head" : "other head",
              fmt::format("{} (op_{})", chain.last.digest, chain.last.id));
  return {facts.take()};
}

}  // namespace

Document view(const VerifyReport& report) {
  const LedgerCounts& counts = report.counts;
  Json chains = Json::array(), noted = Json::array(), items = Json::array();
  for (const ChainEnd& chain : report.chains)
    chains.push_back({{"origin", chain.origin},
                      {"operations", chain.operations},
                      {"operation", chain.last.id},
                      {"digest", chain.last.digest}});
  for (const NotedHead& head : report.noted) noted.push_back(noted_data(head));
  for (const LedgerFinding& finding : report.findings)
    items.push_back({{"where", finding.where}, {"what", finding.what}, {"hint", finding.hint}});
  Document answer = document("verify", {{"ledger", text_or_null(report.ledger)},
                                        {"format", report.format},
                                        {"sound", report.findings.empty()},
                                        {"checked",
                                         {{"operations", counts.operations},
                                          {"cycles", counts.cycles},
                                          {"plans", counts.plans},
                                          {"decisions", counts.decisions},
                                          {"observations", counts.observations},
                                          {"runs", counts.runs},
                                          {"unit_rows", counts.unit_rows},
                                          {"units", counts.units},
                                          {"looks", counts.looks},
                                          {"cells", counts.cells},
                                          {"voices", counts.voices},
                                          {"answers", counts.answers}}},
                                        {"head", text_or_null(report.head())},
                                        {"chains", std::move(chains)},
                                        {"noted", std::move(noted)},
                                        {"items", items}});
  set_rows(answer, {"where", "what", "hint"}, std::move(items));
  Page& page = answer.page;
  const auto found = static_cast<std::int64_t>(report.findings.size());
  if (found == 0)
    page.push_back(Paragraph{fmt::format("{} is sound", report.ledger), Tone::good});
  else
    page.push_back(Paragraph{
        fmt::format("{} is not sound: {}", report.ledger, count(found, "finding")), Tone::bad});
  for (const NotedHead& head : report.noted)
    page.push_back(Paragraph{noted_text(head), head.operation ? Tone::plain : Tone::bad});
  std::string hint;
  for (const LedgerFinding& finding : report.findings) {
    // Said once behind the findings that it is for.
    if (!hint.empty() && hint != finding.hint)
      page.push_back(Paragraph{"hint: " + hint, Tone::dim, 2});
    hint = finding.hint;
    page.push_back(Paragraph{fmt::format("{}: {}", finding.where, finding.what), Tone::strong});
  }
  if (!hint.empty()) page.push_back(Paragraph{"hint: " + hint, Tone::dim, 2});
  page.push_back(Heading{"Checked"});
  for (Block& block : checked(report)) page.push_back(std::move(block));
  return answer;
}

}  // namespace collab
