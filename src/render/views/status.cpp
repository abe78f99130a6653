// `status`: where every experiment stands, those that need a person first.
#include "render/views/status.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/pictures.hpp"
#include "render/suites.hpp"
#include "render/views/contingencies.hpp"

namespace collab {
namespace {

std::string reference_of(const StatusLine& line) {
  return line.cycle > 0 ? fmt::format("{}@{}", line.experiment, line.cycle) : line.experiment;
}

std::string day_of(const StatusLine& line) {
  if (!line.state || line.cycle_days == 0) return "-";
  switch (*line.state) {
    case CycleState::planned:
      return "from " + to_string(line.first);
    case CycleState::running:
      return fmt::format("{} of {}", line.day_of_cycle, line.cycle_days);
    case CycleState::due:
    case CycleState::closed:
      break;
  }
  return fmt::format("{0} of {0}", line.cycle_days);
}

Table::Cell data_through(const StatusLine& line) {
  std::string text = line.data_through ? to_string(*line.data_through) : "-";
  if (!line.stale) return {text};
  return {text + " stale", Tone::caution};
}

Json recent_data(const StatusLine& line) {
  Json values = Json::array();
  for (const auto& value : line.recent) values.push_back(number(value));
  return values;
}

Json contingencies_data(const StatusLine& line) {
  Json events = Json::array();
  for (const ContingencyEvent& event : line.contingencies)
    events.push_back(contingency_data(event));
  return events;
}

Json line_data(const StatusLine& line) {
  const bool planned = line.state.has_value();
  return {{"experiment", line.experiment},
          {"title", text_or_null(line.title)},
          {"owner", text_or_null(line.owner)},
          {"cycle", count_or_null(line.cycle)},
          {"state", planned ? Json(name_of(*line.state)) : Json(nullptr)},
          {"day_of_cycle", planned ? Json(line.day_of_cycle) : Json(nullptr)},
          {"cycle_days", planned ? Json(line.cycle_days) : Json(nullptr)},
          {"first", planned ? Json(to_string(line.first)) : Json(nullptr)},
          {"last", planned ? Json(to_string(line.last)) : Json(nullptr)},
          {"data_through", day_or_null(line.data_through)},
          {"next_look", day_or_null(line.next_look)},
          {"verdict", line.verdict ? Json(name_of(*line.verdict)) : Json(nullptr)},
          {"stale", line.stale},
          {"recent", recent_data(line)},
          {"contingencies", contingencies_data(line)},
          {"overlaps", texts(line.overlaps)},
          {"attention", text_or_null(line.attention)},
          {"next_command", text_or_null(line.next_command)}};
}

}  // namespace

Table board_table(const std::vector<StatusLine>& lines) {
  Table table;
  table.columns = {{.title = "EXPERIMENT", .wrap = true},
                   {.title = "STATE"},
                   {.title = "DAY", .right = true, .priority = 2},
                   {.title = "DATA THROUGH", .priority = 1},
                   {.title = "GOAL"},
                   {.title = "NEXT LOOK", .priority = 3},
                   {.title = "VERDICT"},
                   {.title = "OWNER", .priority = 4},
                   {.title = "TITLE", .priority = 5, .wrap = true}};
  for (const StatusLine& line : lines) {
    const std::string verdict = line.verdict ? word_of(*line.verdict) : "-";
    table.rows.push_back({{reference_of(line), line.attention.empty() ? Tone::plain : Tone::strong},
                          line.state
                              ? Table::Cell{std::string(name_of(*line.state)), tone_of(*line.state)}
                              : Table::Cell{"no plan", Tone::dim},
                          {day_of(line)},
                          data_through(line),
                          {unbroken(sparkline(line.recent))},
                          {line.next_look ? to_string(*line.next_look) : "-"},
                          {verdict, line.verdict ? tone_of(*line.verdict) : Tone::dim},
                          {line.owner},
                          {line.title}});
  }
  return table;
}

void add_overlaps(Page& page, const std::vector<StatusLine>& lines) {
  for (const StatusLine& line : lines)
    for (const std::string& other : line.overlaps)
      if (line.experiment < other)
        page.push_back(Paragraph{
            fmt::format("{} and {} overlap at one touch point: each may change what the other "
                        "measures",
                        line.experiment, other),
            Tone::caution});
}

Document view(const StatusBoard& board) {
  std::vector<StatusLine> lines = board.lines;
  std::stable_partition(lines.begin(), lines.end(),
                        [](const StatusLine& line) { return !line.attention.empty(); });
  const auto needing = std::count_if(
      lines.begin(), lines.end(), [](const StatusLine& line) { return !line.attention.empty(); });

  Document answer = document("status", {});
  const std::size_t away = board.archived.size();
  answer.fill = [lines, needing, away, program = board.program](Document& full) {
    Json items = Json::array();
    for (const StatusLine& line : lines) items.push_back(line_data(line));
    *full.data = {{"program", text_or_null(program)},
                  {"experiments", lines.size()},
                  {"need_attention", needing},
                  {"archived", away},
                  {"items", items}};
    set_rows(full,
             {"experiment", "title", "owner", "cycle", "state", "day_of_cycle", "cycle_days",
              "first", "last", "data_through", "next_look", "verdict", "stale", "recent",
              "contingencies", "overlaps", "attention", "next_command"},
             std::move(items));
    full.suites.emplace();
    for (const StatusLine& line : lines) full.suites->push_back(suite_of(line));
  };

  Page& page = answer.page;
  const std::string put_away =
      away == 0 ? "" : fmt::format("{} put away: collab list --where state=archived", away);
  if (lines.empty()) {
    page.push_back(Paragraph{fmt::format("{}: no experiments{}", board.program,
                                         away == 0 ? " yet" : " but those put away"),
                             Tone::strong});
    if (away > 0) page.push_back(Paragraph{put_away, Tone::dim});
    add_next(page, "collab new EXP --template two-variants");
    return answer;
  }
  const std::string who = needing == 0   ? "none needs you"
                          : needing == 1 ? "1 needs you"
                                         : fmt::format("{} need you", needing);
  page.push_back(
      Paragraph{fmt::format("{}: {}, {}", board.program,
                            count(static_cast<std::int64_t>(lines.size()), "experiment"), who),
                Tone::strong});
  for (const StatusLine& line : lines) {
    if (line.attention.empty()) break;
    page.push_back(Paragraph{});
    page.push_back(Paragraph{reference_of(line) + ": " + line.attention, Tone::caution});
    page.push_back(Command{line.next_command});
  }
  page.push_back(Paragraph{});
  Table table = board_table(lines);
  constexpr std::size_t goal_column = 4;
  const bool pictures =
      std::ranges::any_of(lines, [](const StatusLine& line) { return !line.recent.empty(); });
  if (!pictures) drop_column(table, goal_column);
  page.push_back(std::move(table));
  add_overlaps(page, lines);
  if (away > 0) page.push_back(Paragraph{put_away, Tone::dim});
  if (needing > 0) return answer;
  const auto next = std::find_if(lines.begin(), lines.end(),
                                 [](const StatusLine& line) { return !line.next_command.empty(); });
  if (next != lines.end()) {
    page.push_back(Paragraph{});
    add_next(page, next->next_command);
  }
  return answer;
}

}  // namespace collab
