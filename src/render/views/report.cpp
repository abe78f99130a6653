// `report`: a page for people who do not have the ledger, or one for each experiment.
#include "collab/model/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/page.hpp"
#include "render/views/learnings.hpp"
#include "render/views/monitor.hpp"
#include "render/views/status.hpp"

namespace collab {
namespace {

const StatusLine& line_of(const StatusBoard& board, const std::string& experiment) {
  return *std::ranges::find(board.lines, experiment, &StatusLine::experiment);
}

/// Ids begin with a letter, so that none is called so.
std::string page_name(const std::string& experiment) {
  return experiment == "index" ? "_index" : experiment;
}

Json item_of(const ReportChapter& chapter, const StatusLine& line, const Document& sheet) {
  const Review& review = chapter.sheet.review;
  return {{"experiment", review.experiment},
          {"cycle", review.cycle},
          {"title", text_or_null(chapter.sheet.plan.title)},
          {"owner", text_or_null(chapter.sheet.plan.owner)},
          {"state", line.state ? Json(name_of(*line.state)) : Json(nullptr)},
          {"verdict", line.verdict ? Json(name_of(*line.verdict)) : Json(nullptr)},
          {"closed", chapter.closed.learnings.size()},
          {"worksheet", *sheet.data}};
}

/// The worksheet, what earlier cycles taught, and the course of what it is about.
Page page_of(const ReportChapter& chapter, Page sheet) {
  Page page = std::move(sheet);
  if (!chapter.closed.learnings.empty()) {
    page.push_back(Heading{"What its closed cycles taught"});
    page.push_back(learnings_table(chapter.closed));
  }
  for (const MonitorReport& report : chapter.charts)
    for (const MonitorLine& line : report.lines) add_chart(page, line);
  return page;
}

Document front(const ReportPage& report, bool linked) {
  Document answer = document("report", {});
  answer.page.push_back(
      Paragraph{fmt::format("{}, {}", report.board.program, to_string(report.day)), Tone::strong});
  if (report.board.lines.empty()) {
    answer.page.push_back(Paragraph{report.board.archived.empty()
                                        ? "No experiment was planned yet."
                                        : "Every experiment was put away; name those to tell of.",
                                    Tone::dim});
    return answer;
  }
  Table table = board_table(report.board.lines);
  for (std::size_t i = 0; linked && i < table.rows.size(); ++i)
    table.rows[i].front().link = page_name(report.board.lines[i].experiment);
  answer.page.push_back(std::move(table));
  add_overlaps(answer.page, report.board.lines);
  return answer;
}

void set_items(Document& answer, const ReportPage& report, Json items) {
  Json rows = Json::array();
  for (const Json& item : items) {
    rows.push_back(item);
    rows.back().erase("worksheet");
  }
  *answer.data = {{"program", text_or_null(report.board.program)},
                  {"day", to_string(report.day)},
                  {"items", std::move(items)}};
  set_rows(answer, {"experiment", "cycle", "title", "owner", "state", "verdict", "closed"},
           std::move(rows));
}

}  // namespace

Document view(const ReportPage& report) {
  Document answer = front(report, false), index = front(report, true);
  Json items = Json::array();
  std::vector<Document> chapters;
  for (const ReportChapter& chapter : report.chapters) {
    const std::string& experiment = chapter.sheet.review.experiment;
    const Document sheet = view(chapter.sheet);
    items.push_back(item_of(chapter, line_of(report.board, experiment), sheet));
    Document one = document("report", {});
    set_items(one, report, Json::array({items.back()}));
    set_subject(one, {page_name(experiment)});
    one.page = page_of(chapter, sheet.page);
    answer.page.push_back(Paragraph{});
    answer.page.insert(answer.page.end(), one.page.begin(), one.page.end());
    chapters.push_back(std::move(one));
  }
  set_items(index, report, items);
  set_items(answer, report, std::move(items));
  index.subject = "index";
  answer.parts = std::move(chapters);
  answer.parts.insert(answer.parts.begin(), std::move(index));
  return answer;
}

}  // namespace collab
