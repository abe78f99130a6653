// `init` and `new`: files written and kept.
#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {

Document view(const FilesReport& report, const std::string& command) {
  Json rows = Json::array();
  Table table;
  table.columns = {{.title = ""}, {.title = "", .wrap = true}};
  for (const std::string& path : report.written) {
    rows.push_back({{"path", path}, {"outcome", "written"}});
    table.rows.push_back({{"written", Tone::good}, {path}});
  }
  for (const std::string& path : report.kept) {
    rows.push_back({{"path", path}, {"outcome", "kept"}});
    table.rows.push_back({{"kept", Tone::caution}, {path}});
  }
  Document answer = document(command, {{"title", text_or_null(report.title)},
                                       {"written", texts(report.written)},
                                       {"kept", texts(report.kept)},
                                       {"next_commands", texts(report.next_commands)}});
  set_rows(answer, {"path", "outcome"}, std::move(rows));
  if (!report.title.empty()) answer.page.push_back(Paragraph{report.title, Tone::strong});
  answer.page.push_back(std::move(table));
  if (report.next_commands.empty()) return answer;
  answer.page.push_back(Paragraph{});
  answer.page.push_back(Paragraph{"Next:"});
  for (const std::string& next : report.next_commands) answer.page.push_back(Command{next});
  return answer;
}

}  // namespace collab
