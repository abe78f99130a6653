// `voice show` without a voice: what many voices say together.
#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

Json share_data(const CountedShare& share) {
  Json data = estimate_data(share.share);
  data["count"] = share.count;
  data["of"] = share.of;
  return data;
}

Json measures_data(const VoiceMeasuresReport& report, const VoiceMeasures& m) {
  Json group = Json::object();
  for (std::size_t i = 0; i < report.by.size() && i < m.group.size(); ++i)
    group[report.by[i]] = text_or_null(m.group[i]);
  Json first = estimate_data(m.first_response);
  first["method"] = text_or_null(m.first_response_method);
  return {{"group", std::move(group)},
          {"voices", m.voices},
          {"questions", m.questions},
          {"ideas", m.ideas},
          {"complaints", m.complaints},
          {"praise", m.praise},
          {"ratings", m.ratings},
          {"answered", share_data(m.answered)},
          {"first_response_seconds", std::move(first)},
          {"in_time", estimate_data(m.in_time)},
          {"told", share_data(m.told)},
          {"competitor_answers", m.competitor},
          {"ideas_adopted", share_data(m.adopted)},
          {"nps_n", m.nps_n},
          {"nps", estimate_data(m.nps)},
          {"csat", share_data(m.csat)},
          {"ces_n", m.ces_n},
          {"ces", estimate_data(m.ces)},
          {"ces_easy", share_data(m.ces_easy)},
          {"exposure", number(m.exposure)},
          {"complaint_rate", estimate_data(m.complaint_rate)},
          {"consumers", number(m.consumers)},
          {"top_share", m.consumers > 0 ? number(m.top_share) : Json(nullptr)},
          {"gini", estimate_data(m.gini)},
          {"effective_consumers", m.consumers > 0 ? number(m.effective_consumers) : Json(nullptr)}};
}

/// Seconds in the unit that people would say: `2.3 h`.
std::string time_text(const Estimate& estimate) {
  const double size = estimate.value ? *estimate.value : estimate.low.value_or(0);
  const auto in = [&](double seconds, const char* unit) {
    return interval(estimate, {.factor = 1 / seconds, .unit = unit}, false);
  };
  if (size < 90 * 60) return in(60, "\u00a0min");
  return size < 3 * 86400 ? in(3600, "\u00a0h") : in(86400, "\u00a0d");
}

std::string share_text(const CountedShare& share) {
  if (share.of == 0) return {};
  return fmt::format("{} of {}: {}", count(share.count), count(share.of),
                     interval(share.share, in_percent(), false));
}

std::string duration_text(std::chrono::seconds seconds) {
  const auto n = seconds.count();
  if (n % 86400 == 0 && n >= 3L * 86400) return fmt::format("{} d", n / 86400);
  if (n % 3600 == 0) return fmt::format("{} h", n / 3600);
  return n % 60 == 0 ? fmt::format("{} min", n / 60) : fmt::format("{} s", n);
}

void add_facts(Page& page, const VoiceMeasuresReport& report, const VoiceMeasures& m) {
  Facts facts;
  std::vector<std::string> kinds;
  const auto kind = [&](std::int64_t n, const char* one, const char* many) {
    if (n > 0) kinds.push_back(fmt::format("{} {}", count(n), n == 1 ? one : many));
  };
  kind(m.questions, "question", "questions");
  kind(m.ideas, "idea", "ideas");
  kind(m.complaints, "complaint", "complaints");
  kind(m.praise, "praise", "praise");
  kind(m.ratings, "bare rating", "bare ratings");
  facts.add("voices", count(m.voices) + (kinds.empty() ? "" : ": " + joined(kinds)));
  facts.add("answered", share_text(m.answered));
  if (m.answered.of > 0) {
    facts.add("first response", "median " + time_text(m.first_response));
    facts.add("within " + duration_text(report.promise), interval(m.in_time, in_percent(), false));
  }
  facts.add("told what changed", share_text(m.told));
  if (m.competitor > 0) facts.add("a competitor's product", count(m.competitor, "answer"));
  facts.add("ideas adopted", share_text(m.adopted));
  if (m.nps_n > 0)
    facts.add("NPS",
              fmt::format("{} from {}", interval(m.nps, {}, false), count(m.nps_n, "answer")));
  facts.add("CSAT, 4 or 5 of 5", share_text(m.csat));
  if (m.ces_n > 0) {
    facts.add("CES, mean of 1 to 7", interval(m.ces, {}, false));
    facts.add("CES, easy (5 to 7)", share_text(m.ces_easy));
  }
  if (m.exposure)
    facts.add("complaints",
              fmt::format("{} for each 1,000 of {}",
                          interval(m.complaint_rate, {.factor = 1000, .unit = ""}, false),
                          count(*m.exposure)));
  if (m.consumers > 0) {
    facts.add("consumers", fmt::format("{} known, as diverse as {} alike", count(m.consumers),
                                       figure(m.effective_consumers)));
    facts.add("the most active 1%", fmt::format("say {} of it", figure(m.top_share, in_percent())));
    facts.add("Gini", interval(m.gini, {}, false));
  }
  page.push_back(facts.take());
}

Table group_table(const VoiceMeasuresReport& report) {
  Table table;
  for (const std::string& name : report.by) {
    std::string title = name;
    std::ranges::replace(title, '_', ' ');
    std::ranges::transform(title, title.begin(), [](unsigned char c) { return std::toupper(c); });
    table.columns.push_back({.title = title});
  }
  table.columns.push_back({.title = "VOICES", .right = true});
  table.columns.push_back({.title = "ANSWERED", .right = true});
  table.columns.push_back({.title = "MEDIAN", .right = true});
  table.columns.push_back({.title = "IN TIME", .right = true, .priority = 1});
  table.columns.push_back({.title = "TOLD", .right = true, .priority = 3});
  table.columns.push_back({.title = "ADOPTED", .right = true, .priority = 4});
  table.columns.push_back({.title = "NPS", .right = true, .priority = 2});
  table.columns.push_back({.title = "CSAT", .right = true, .priority = 5});
  table.columns.push_back({.title = "COMPLAINTS", .right = true, .priority = 6});
  for (const VoiceMeasures& m : report.groups) {
    std::vector<Table::Cell> row;
    const auto cell = [&](std::string text, bool there = true) {
      row.push_back(there && !text.empty() ? Table::Cell{std::move(text)}
                                           : Table::Cell{"-", Tone::dim});
    };
    for (const std::string& name : m.group) cell(name);
    cell(count(m.voices));
    cell(interval(m.answered.share, in_percent(), false), m.answered.of > 0);
    cell(time_text(m.first_response), m.answered.of > 0);
    cell(interval(m.in_time, in_percent(), false), m.answered.of > 0);
    cell(interval(m.told.share, in_percent(), false), m.told.of > 0);
    cell(fmt::format("{}/{}", m.adopted.count, m.adopted.of), m.adopted.of > 0);
    cell(interval(m.nps, {}, false), m.nps_n > 0);
    cell(interval(m.csat.share, in_percent(), false), m.csat.of > 0);
    cell(m.exposure ? interval(m.complaint_rate, {.factor = 1000, .unit = "‰"}, false)
                    : count(m.complaints));
    table.rows.push_back(std::move(row));
  }
  return table;
}

const std::vector<std::string> row_columns{"voices",
                                           "questions",
                                           "ideas",
                                           "complaints",
                                           "praise",
                                           "ratings",
                                           "answered",
                                           "answered_of",
                                           "answered_share",
                                           "answered_low",
                                           "answered_high",
                                           "first_response_seconds",
                                           "first_response_low",
                                           "first_response_high",
                                           "in_time",
                                           "in_time_low",
                                           "in_time_high",
                                           "told",
                                           "told_share",
                                           "told_low",
                                           "told_high",
                                           "ideas_adopted",
                                           "adopted_share",
                                           "adopted_low",
                                           "adopted_high",
                                           "nps_n",
                                           "nps",
                                           "nps_low",
                                           "nps_high",
                                           "csat_n",
                                           "csat",
                                           "csat_low",
                                           "csat_high",
                                           "ces_n",
                                           "ces",
                                           "ces_low",
                                           "ces_high",
                                           "complaint_rate",
                                           "complaint_rate_low",
                                           "complaint_rate_high",
                                           "consumers",
                                           "top_share",
                                           "gini",
                                           "gini_low",
                                           "gini_high",
                                           "effective_consumers"};

Json measures_row(const VoiceMeasuresReport& report, const VoiceMeasures& m) {
  Json row = Json::object();
  for (std::size_t i = 0; i < report.by.size() && i < m.group.size(); ++i)
    row[report.by[i]] = text_or_null(m.group[i]);
  std::vector<Json> cells{m.voices, m.questions, m.ideas, m.complaints, m.praise, m.ratings};
  const auto bounds = [&](const Estimate& estimate) {
    for (const auto* bound : {&estimate.value, &estimate.low, &estimate.high})
      cells.push_back(number(*bound));
  };
  cells.insert(cells.end(), {m.answered.count, m.answered.of});
  bounds(m.answered.share);
  bounds(m.first_response);
  bounds(m.in_time);
  cells.emplace_back(m.told.count);
  bounds(m.told.share);
  cells.emplace_back(m.adopted.count);
  bounds(m.adopted.share);
  cells.emplace_back(m.nps_n);
  bounds(m.nps);
  cells.emplace_back(m.csat.of);
  bounds(m.csat.share);
  cells.emplace_back(m.ces_n);
  bounds(m.ces);
  bounds(m.complaint_rate);
  cells.push_back(number(m.consumers));
  cells.push_back(m.consumers > 0 ? number(m.top_share) : Json(nullptr));
  bounds(m.gini);
  cells.push_back(m.consumers > 0 ? number(m.effective_consumers) : Json(nullptr));
  for (std::size_t i = 0; i < row_columns.size(); ++i) row[row_columns[i]] = cells.at(i);
  return row;
}

}  // namespace

Document view(const VoiceMeasuresReport& report) {
  Json items = Json::array(), rows = Json::array(), cohorts = Json::array();
  for (const VoiceMeasures& m : report.groups) {
    items.push_back(measures_data(report, m));
    rows.push_back(measures_row(report, m));
  }
  for (const IdeaCohort& cohort : report.cohorts) {
    Json data = share_data(cohort.adopted);
    data["month"] = cohort.month;
    cohorts.push_back(std::move(data));
  }
  Document answer = document("voice", {{"action", "measures"},
                                       {"by", texts(report.by)},
                                       {"since", day_or_null(report.first)},
                                       {"until", day_or_null(report.last)},
                                       {"now", to_string(report.now)},
                                       {"promise_seconds", report.promise.count()},
                                       {"confidence", number(report.confidence)},
                                       {"idea_cohorts", std::move(cohorts)},
                                       {"notes", texts(report.notes)},
                                       {"items", std::move(items)}});
  std::vector<std::string> columns = report.by;
  columns.insert(columns.end(), row_columns.begin(), row_columns.end());
  set_rows(answer, std::move(columns), std::move(rows));
  set_subject(answer, {"measures"});
  Page& page = answer.page;
  if (report.groups.empty()) {
    page.push_back(Paragraph{"No voice is like that."});
  } else if (report.by.empty()) {
    add_facts(page, report, report.groups.front());
  } else {
    page.push_back(group_table(report));
  }
  if (!report.cohorts.empty() && report.by.empty()) {
    page.push_back(Heading{"Ideas by the month they came in"});
    Table table;
    table.columns = {{.title = "MONTH"}, {.title = "ADOPTED", .right = true}};
    for (const IdeaCohort& cohort : report.cohorts)
      table.rows.push_back({{cohort.month}, {share_text(cohort.adopted)}});
    page.push_back(std::move(table));
  }
  for (const std::string& note : report.notes) page.push_back(Paragraph{note, Tone::dim, 2});
  return answer;
}

}  // namespace collab
