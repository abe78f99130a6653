// -f table: a page for people, as wide as their terminal.
#include <fmt/format.h>

#include <algorithm>

#include "render/display.hpp"
#include "render/fields.hpp"
#include "render/formats.hpp"
#include "render/layout.hpp"

namespace collab {
namespace {

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::strong:
      return "\x1b[1m";
    case Tone::good:
      return "\x1b[32m";
    case Tone::bad:
      return "\x1b[1;31m";
    case Tone::caution:
      return "\x1b[33m";
    case Tone::dim:
      return "\x1b[2m";
    case Tone::plain:
      break;
  }
  return {};
}

/// Lines in the making: blanks are written only when something follows on their line.
class Paper {
 public:
  explicit Paper(const OutputOptions& options)
      : options_(options), width_(std::clamp(options.width, 40, 200)) {}

  int width() const { return width_; }
  std::string clean(std::string_view text, Keep keep = Keep::nothing) const {
    std::string out = printable(text, keep);
    return options_.ascii ? in_ascii(out) : out;
  }
  void blanks(int columns) { pending_ += columns; }
  void put(std::string_view text, Tone tone) {
    const std::string shown = with_blanks(text);
    if (shown.find_first_not_of(' ') == std::string::npos) {
      pending_ += static_cast<int>(shown.size());
      return;
    }
    text_.append(static_cast<std::size_t>(pending_), ' ');
    pending_ = 0;
    const std::string_view escape = options_.color ? escape_of(tone) : std::string_view{};
    text_ += escape;
    text_ += shown;
    if (!escape.empty()) text_ += "\x1b[0m";
  }
  void end_line() {
    pending_ = 0;
    text_ += '\n';
  }
  /// One empty line between blocks, none at the top.
  void gap() {
    if (!text_.empty() && !text_.ends_with("\n\n")) text_ += '\n';
  }
  std::string take() {
    while (text_.ends_with("\n\n")) text_.pop_back();
    return std::move(text_);
  }

 private:
  const OutputOptions& options_;
  int width_;
  int pending_ = 0;
  std::string text_;
};

void print(Paper& paper, const Heading& heading) {
  paper.gap();
  for (const std::string& line : wrap(paper.clean(heading.text), paper.width())) {
    paper.put(line, Tone::strong);
    paper.end_line();
  }
}

void print(Paper& paper, const Paragraph& paragraph) {
  if (paragraph.text.empty()) return paper.gap();
  const int indent = std::clamp(paragraph.indent, 0, paper.width() / 4);
  for (const std::string& line :
       wrap(paper.clean(paragraph.text, Keep::lines), paper.width() - indent)) {
    paper.blanks(indent);
    paper.put(line, paragraph.tone);
    paper.end_line();
  }
}

void print(Paper& paper, const Command& command) {
  if (command.text.empty()) return;
  paper.blanks(2);
  paper.put(paper.clean(command.text), Tone::strong);
  paper.end_line();
}

void print_lines(Paper& paper, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    paper.put(std::string_view(text).substr(at, end - at), Tone::plain);
    paper.end_line();
    at = end + 1;
  }
}

void print(Paper& paper, const Verbatim& verbatim) {
  print_lines(paper, printable(verbatim.text, Keep::lines_and_tabs));
}

void print(Paper& paper, const Picture& picture) {
  print_lines(paper, paper.clean(picture.text, Keep::lines_and_tabs));
}

/// One row of cells, each broken over as many lines as it needs.
void print_row(Paper& paper, const Table& table, const Layout& layout,
               const std::vector<Table::Cell>& row) {
  std::vector<std::vector<std::string>> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    lines.push_back(wrap(row[layout.columns[i]].text, layout.widths[i]));
    height = std::max(height, lines.back().size());
  }
  for (std::size_t at = 0; at < height; ++at) {
    for (std::size_t i = 0; i < layout.columns.size(); ++i) {
      const std::string text = at < lines[i].size() ? lines[i][at] : "";
      const int spare = layout.widths[i] - display_width(text);
      const bool right = table.columns[layout.columns[i]].right;
      if (right) paper.blanks(spare);
      paper.put(text, row[layout.columns[i]].tone);
      if (!right) paper.blanks(spare);
      paper.blanks(column_gap);
    }
    paper.end_line();
  }
}

/// Each row as lines of title and value, for terminals too narrow for a table.
void print_stacked(Paper& paper, const Table& table) {
  int widest = 0;
  for (const auto& column : table.columns) {
    widest = std::max(widest, display_width(column.title));
  }
  const bool beside = widest + column_gap <= paper.width() / 2;
  const int indent = beside ? (widest > 0 ? widest + column_gap : 0) : column_gap;
  bool first = true;
  for (const auto& row : table.rows) {
    if (!std::exchange(first, false)) paper.gap();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& title = table.columns[i].title;
      if (row[i].text.empty()) continue;
      if (beside) {
        paper.put(title, Tone::dim);
        paper.blanks(indent - display_width(title));
      } else if (!title.empty()) {
        print(paper, Paragraph{title, Tone::dim});
      }
      bool first_line = beside;
      for (const std::string& line : wrap(row[i].text, paper.width() - indent)) {
        if (!std::exchange(first_line, false)) paper.blanks(indent);
        paper.put(line, row[i].tone);
        paper.end_line();
      }
    }
  }
}

void print(Paper& paper, const Table& given) {
  if (given.rows.empty()) return;
  Table table = given;
  for (auto& column : table.columns) column.title = paper.clean(column.title);
  for (auto& row : table.rows) {
    row.resize(table.columns.size());
    for (auto& cell : row) cell.text = paper.clean(cell.text, Keep::lines);
  }
  const Layout layout = lay_out(table, paper.width());
  if (layout.stacked) return print_stacked(paper, table);

  std::vector<Table::Cell> titles;
  for (const auto& column : table.columns) titles.push_back({column.title, Tone::strong});
  const bool untitled = std::all_of(titles.begin(), titles.end(),
                                    [](const Table::Cell& title) { return title.text.empty(); });
  if (!untitled) print_row(paper, table, layout, titles);
  for (const auto& row : table.rows) print_row(paper, table, layout, row);
  if (layout.left_out.empty()) return;
  std::vector<std::string> names;
  for (const std::size_t i : layout.left_out) names.push_back(table.columns[i].title);
  constexpr int widest_terminal = 200;
  std::string note = fmt::format("left out: {} (all with -f json", fmt::join(names, ", "));
  if (layout.full_width <= widest_terminal)
    note += fmt::format(" or {} columns", layout.full_width);
  note += ')';
  print(paper, Paragraph{note, Tone::dim});
}

std::string write(const Document& document, const OutputOptions& options) {
  Paper paper(options);
  if (!options.fields.empty()) {
    Document filled;
    print(paper, plain_table(grid_of(complete(document, filled), options.fields)));
    return paper.take();
  }
  for (const Block& block : document.page) {
    std::visit([&](const auto& part) { print(paper, part); }, block);
  }
  return paper.take();
}

}  // namespace

const OutputFormat table_format{.name = "table",
                                .summary = "a page for people, fitted to the terminal",
                                .write = write,
                                .ending = "txt"};

}  // namespace collab
