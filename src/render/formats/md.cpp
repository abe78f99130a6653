// -f md: GitHub Flavored Markdown, for summaries and comments of a job. The first line is a marker
// that is the same every night, so that a bot finds the comment that it wrote before.
#include <fmt/format.h>

#include "render/alignment.hpp"
#include "render/fields.hpp"
#include "render/formats.hpp"
#include "render/markdown.hpp"

namespace collab {
namespace {

/// Blocks in the making, with an empty line between two that are not lines of one list.
class Text {
 public:
  explicit Text(std::string marker) : text_(std::move(marker) + '\n') {}

  void add(const std::string& block, bool list_item = false) {
    if (!(list_item && in_list_)) text_ += '\n';
    text_ += block;
    if (!text_.ends_with('\n')) text_ += '\n';
    in_list_ = list_item;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool in_list_ = false;
};

std::string row_text(const std::vector<Table::Cell>& row, std::size_t columns) {
  std::string line = "|";
  for (std::size_t i = 0; i < columns; ++i) {
    std::string shown = i < row.size() ? markdown_cell(row[i].text) : std::string{};
    if (i < row.size() && !row[i].link.empty())
      shown = fmt::format("[{}]({}.md)", shown, row[i].link);
    line += fmt::format(" {} |", shown);
  }
  return line + '\n';
}

std::string table_text(const Table& table) {
  std::vector<Table::Cell> titles;
  std::string rule = "|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    titles.push_back({table.columns[i].title});
    rule += goes_right(table, i) ? " ---: |" : " --- |";
  }
  std::string text = row_text(titles, titles.size()) + rule + '\n';
  for (const auto& row : table.rows) text += row_text(row, titles.size());
  return text;
}

std::string paragraph_text(const Paragraph& paragraph) {
  const std::string text = markdown_text(paragraph.text);
  const bool loud = paragraph.tone == Tone::strong || paragraph.tone == Tone::bad;
  return loud && !text.empty() ? fmt::format("**{}**", text) : text;
}

void add_page(Text& text, const Page& page) {
  bool at_top = true;  // of the page, or of an experiment's part of it
  for (std::size_t i = 0; i < page.size(); ++i) {
    const bool first = std::exchange(at_top, false);
    if (const auto* heading = std::get_if<Heading>(&page[i])) {
      text.add("### " + markdown_text(heading->text));
    } else if (const auto* paragraph = std::get_if<Paragraph>(&page[i])) {
      if (paragraph->text.empty()) {
        at_top = true;
      } else if (first && paragraph->tone == Tone::strong) {
        text.add("## " + markdown_text(paragraph->text));
      } else {
        const bool item = paragraph->indent > 0;
        text.add((item ? "- " : "") + paragraph_text(*paragraph), item);
      }
    } else if (const auto* verbatim = std::get_if<Verbatim>(&page[i])) {
      text.add(markdown_code(verbatim->text, ""));
    } else if (const auto* picture = std::get_if<Picture>(&page[i])) {
      text.add(markdown_code(picture->text, ""));
    } else if (const auto* table = std::get_if<Table>(&page[i])) {
      if (!table->rows.empty()) text.add(table_text(*table));
    } else if (std::get_if<Command>(&page[i]) != nullptr) {
      std::string commands;
      for (; i < page.size(); ++i) {
        const auto* command = std::get_if<Command>(&page[i]);
        if (command == nullptr) break;
        if (!command->text.empty()) commands += command->text + '\n';
      }
      --i;
      if (!commands.empty()) text.add(markdown_code(commands, "sh"));
    }
  }
}

std::string write(const Document& document, const OutputOptions& options) {
  Text text(markdown_marker(document.command, document.subject));
  if (!options.fields.empty()) {
    Document filled;
    text.add(table_text(plain_table(grid_of(complete(document, filled), options.fields))));
  } else {
    add_page(text, document.page);
  }
  for (const std::string& warning : document.warnings)
    text.add("- warning: " + markdown_text(warning), true);
  return text.take();
}

}  // namespace

const OutputFormat md_format{
    .name = "md", .summary = "Markdown with a marker, for summaries and comments", .write = write};

}  // namespace collab
