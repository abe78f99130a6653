// -f html: one page that stands by itself, to hand to others: no scripts, nothing that is fetched.
#include <fmt/format.h>

#include "render/alignment.hpp"
#include "render/display.hpp"
#include "render/fields.hpp"
#include "render/formats.hpp"

namespace collab {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 2.5rem 0 .5rem; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; }
ul { margin: .5rem 0; padding-left: 1.25rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; margin: .75rem 0; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #8884; padding: .25rem .75rem .25rem 0; text-align: left; vertical-align: top; }
th { font-size: .75rem; letter-spacing: .04em; opacity: .7; }
th.right, td.right { text-align: right; white-space: nowrap; }
pre { background: #8881; border-radius: .3rem; overflow-x: auto; padding: .5rem .75rem; }
.strong { font-weight: 600; }
.good { color: light-dark(#0a6b2d, #6fd38f); }
.bad { color: light-dark(#a3161a, #ff8a8a); font-weight: 600; }
.caution { color: light-dark(#8a5300, #f0b64d); }
.dim, footer { opacity: .65; }
footer { border-top: 1px solid #8884; font-size: .8rem; margin-top: 3rem; padding-top: .5rem; }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; } }
)css";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// A sentence or a cell.
std::string html(std::string_view text) {
  std::string out;
  for (const char c : escaped(with_blanks(printable(text, Keep::lines)))) {
    if (c == '\n')
      out += "<br>";
    else
      out += c;
  }
  return out;
}

std::string as_it_is(std::string_view text) {
  return fmt::format("<pre>{}</pre>\n", escaped(printable(text, Keep::lines_and_tabs)));
}

std::string_view name_of(Tone tone) {
  switch (tone) {
    case Tone::strong:
      return "strong";
    case Tone::good:
      return "good";
    case Tone::bad:
      return "bad";
    case Tone::caution:
      return "caution";
    case Tone::dim:
      return "dim";
    case Tone::plain:
      break;
  }
  return "";
}

/// ` class="right bad"`, or nothing.
std::string classes(Tone tone, bool right = false) {
  std::string names = right ? "right" : "";
  if (tone != Tone::plain) names += fmt::format("{}{}", names.empty() ? "" : " ", name_of(tone));
  return names.empty() ? names : fmt::format(" class=\"{}\"", names);
}

std::string table_text(const Table& table) {
  std::string text = "<div class=\"table\"><table>\n<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    text += fmt::format("<th scope=\"col\"{}>{}</th>", classes(Tone::plain, goes_right(table, i)),
                        html(table.columns[i].title));
  text += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    text += "<tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Table::Cell cell = i < row.size() ? row[i] : Table::Cell{};
      std::string shown = html(cell.text);
      if (!cell.link.empty())
        shown = fmt::format("<a href=\"{}.html\">{}</a>", escaped(cell.link), shown);
      text += fmt::format("<td{}>{}</td>", classes(cell.tone, goes_right(table, i)), shown);
    }
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table></div>\n";
}

/// Blocks one behind the other; lines of a list, and commands, are kept together.
class Body {
 public:
  void add(const Page& page) {
    bool at_top = true;  // of the page, or of an experiment's part of it
    for (const Block& block : page) {
      const bool first = std::exchange(at_top, false);
      if (const auto* heading = std::get_if<Heading>(&block)) {
        put("", fmt::format("<h2>{}</h2>\n", html(heading->text)));
      } else if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
        at_top = paragraph->text.empty();
        if (!at_top) add(*paragraph, first);
      } else if (const auto* verbatim = std::get_if<Verbatim>(&block)) {
        put("", as_it_is(verbatim->text));
      } else if (const auto* picture = std::get_if<Picture>(&block)) {
        put("", as_it_is(picture->text));
      } else if (const auto* table = std::get_if<Table>(&block)) {
        if (!table->rows.empty()) put("", table_text(*table));
      } else if (const auto* command = std::get_if<Command>(&block)) {
        if (!command->text.empty()) put("pre", html(command->text) + '\n');
      }
    }
  }
  void add(const Paragraph& paragraph, bool first = false) {
    const std::string text = html(paragraph.text);
    if (first && paragraph.tone == Tone::strong) {
      if (title_.empty()) title_ = text;
      put("", fmt::format("<h1>{}</h1>\n", text));
    } else if (paragraph.indent > 0) {
      put("ul", fmt::format("<li{}>{}</li>\n", classes(paragraph.tone), text));
    } else {
      put("", fmt::format("<p{}>{}</p>\n", classes(paragraph.tone), text));
    }
  }
  void put(std::string_view around, const std::string& text) {
    if (around != around_) {
      if (!around_.empty()) text_ += fmt::format("</{}>\n", around_);
      if (!around.empty()) text_ += fmt::format("<{}>", around);
      around_ = around;
    }
    text_ += text;
  }
  const std::string& title() const { return title_; }
  std::string take() {
    put("", "");
    return std::move(text_);
  }

 private:
  std::string text_, title_;
  std::string_view around_;
};

std::string write(const Document& document, const OutputOptions& options) {
  Body body;
  if (!options.fields.empty()) {
    Document filled;
    body.put("", table_text(plain_table(grid_of(complete(document, filled), options.fields))));
  } else {
    body.add(document.page);
  }
  for (const std::string& warning : document.warnings)
    body.add(Paragraph{"warning: " + warning, Tone::caution});
  const std::string title =
      body.title().empty() ? html("collab " + document.command) : body.title();
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style>\n"
      "</head>\n<body>\n<main>\n{}</main>\n<footer>collab {} {}, {}</footer>\n</body>\n</html>\n",
      title, style, body.take(), html(document.command), html(options.version),
      to_string(options.generated_at));
}

}  // namespace

const OutputFormat html_format{
    .name = "html", .summary = "a page by itself, to hand to others", .write = write};

}  // namespace collab
