// `import`: what came in from other ledgers.
#include <fmt/format.h>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

Json side_of(const ImportSide& side) {
  return {{"value", side.value},
          {"actor", side.actor},
          {"at", to_string(side.now)},
          {"origin", side.origin},
          {"sequence", side.sequence}};
}

Json conflicts_data(const std::vector<ImportConflict>& conflicts) {
  Json list = Json::array();
  for (const ImportConflict& one : conflicts)
    list.push_back({{"kind", one.kind},
                    {"what", one.what},
                    {"first", side_of(one.first)},
                    {"second", side_of(one.second)}});
  return list;
}

std::string rows_text(const ImportReport& report) {
  std::vector<std::string> parts;
  for (const auto& [kind, rows] : report.rows) parts.push_back(fmt::format("{} {}", rows, kind));
  return joined(parts);
}

}  // namespace

Document view(const ImportReport& report) {
  Json rows = Json::array();
  for (const auto& [kind, count] : report.rows) rows.push_back({{"kind", kind}, {"rows", count}});
  Document answer = document("import", {{"files", texts(report.files)},
                                        {"imported", report.imported},
                                        {"unchanged", report.unchanged},
                                        {"moved", report.moved},
                                        {"rows", std::move(rows)},
                                        {"repeated", report.repeated},
                                        {"set_aside", conflicts_data(report.set_aside)},
                                        {"experiments", texts(report.experiments)},
                                        {"forgotten", report.forgotten},
                                        {"head", text_or_null(report.head)},
                                        {"dry_run", report.dry_run}});
  Page& page = answer.page;
  page.push_back(Paragraph{report.imported == 0
                               ? "Everything is there already"
                               : fmt::format("{} {}imported", count(report.imported, "operation"),
                                             report.dry_run ? "would be " : ""),
                           Tone::strong});
  Facts facts;
  facts.add("unchanged", report.unchanged == 0 ? "" : count(report.unchanged, "operation"));
  facts.add("rows", rows_text(report));
  if (report.repeated > 0)
    facts.add("repeated", fmt::format("{} that another operation had said before",
                                      count(report.repeated, "row")));
  if (report.moved > 0)
    facts.add("moved",
              fmt::format("{} of this ledger, behind some that are older: their numbers are "
                          "others now",
                          count(report.moved, "operation")));
  facts.add("experiments", joined(report.experiments));
  facts.add("head", report.head);
  page.push_back(facts.take());
  for (const ImportConflict& one : report.set_aside)
    answer.warnings.push_back(fmt::format(
        "{}: {} judged it {}, and {} later {} without knowing of that; the first judgement stands",
        one.what, one.first.actor, one.first.value, one.second.actor, one.second.value));
  if (!report.scrubbed)
    answer.warnings.emplace_back(
        "somebody reads the ledger: what was forgotten may still be in its write-ahead log until "
        "they are done; run collab forget again then");
  if (report.imported > 0 && !report.experiments.empty() && !report.dry_run)
    add_next(page, "collab run --all");
  return answer;
}

}  // namespace collab
