#include "render/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "render/display.hpp"

namespace collab {
namespace {

// Bytes of UTF-8 beyond ASCII count as letters.
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) > 127;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

/// What at the beginning of a line would be a heading, a quote, a list, a rule or a fence.
std::size_t block_sign(std::string_view text) {
  if (text.empty()) return std::string_view::npos;
  if (std::string_view("#>-+=").find(text[0]) != std::string_view::npos) {
    // `+30%` and `-2` are figures.
    const bool figure = (text[0] == '+' || text[0] == '-') && text.size() > 1 && is_digit(text[1]);
    return figure ? std::string_view::npos : 0;
  }
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) ++at;
  const bool numbered = at > 0 && at < text.size() && (text[at] == '.' || text[at] == ')') &&
                        (at + 1 == text.size() || text[at + 1] == ' ');
  return numbered ? at : std::string_view::npos;
}

bool begins_html(char next) { return is_word(next) || next == '/' || next == '!' || next == '?'; }

std::string plain(std::string_view text) {
  return trimmed(with_blanks(printable(text, Keep::lines)));
}

/// sign  the place of what would begin a block
std::string inline_text(const std::string& text, std::size_t sign) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char before = i > 0 ? text[i - 1] : ' ';
    const char next = i + 1 < text.size() ? text[i + 1] : ' ';
    bool escape = i == sign;
    switch (c) {
      case '\n':
        out += "<br>";
        continue;
      case '\\':
      case '`':
      case '*':
      case '~':
      case '|':
        escape = true;
        break;
      case '_':
        escape = escape || !(is_word(before) && is_word(next));
        break;
      case '<':
        escape = escape || begins_html(next);
        break;
      case '&':
        if (next == '#' || is_word(next)) {
          out += "&amp;";
          continue;
        }
        break;
      case ']':
        // Every form of link, image and footnote needs one of these; a definition begins a line.
        escape = escape || next == '(' || next == '[' || (next == ':' && text[0] == '[');
        break;
      case '@':
        if (!is_word(before) && is_word(next)) {
          out += "@<!-- -->";
          continue;
        }
        break;
      default:
        break;
    }
    if (escape) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

std::string markdown_text(std::string_view text) {
  const std::string shown = plain(text);
  return inline_text(shown, block_sign(shown));
}

std::string markdown_cell(std::string_view text) {
  return inline_text(plain(text), std::string::npos);
}

std::string markdown_code(std::string_view given, std::string_view language) {
  std::string text = printable(with_blanks(given), Keep::lines_and_tabs);
  while (text.ends_with('\n')) text.pop_back();
  std::size_t longest = 2, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fmt::format("{}{}\n{}\n{}\n", fence, language, text, fence);
}

std::string markdown_marker(std::string_view command, std::string_view subject) {
  std::string name(subject);
  for (char& c : name) {
    const bool plain = (is_word(c) && static_cast<unsigned char>(c) < 128) ||
                       std::string_view("_-.@:+").find(c) != std::string_view::npos;
    if (!plain) c = '-';
  }
  return fmt::format("<!-- collab:{}{}{} -->", command, name.empty() ? "" : ":", name);
}

}  // namespace collab
