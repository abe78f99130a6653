#include "collab/model/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "printable.hpp"

namespace collab {
namespace {

/// The part of a source line that is worth showing: long CSV and NDJSON lines are cut to a window
/// around the fault. first: the first code point shown, from 0.
struct Window {
  std::size_t first = 0;
  std::size_t last = 0;
};

Window window_of(std::size_t length, std::size_t column) {
  constexpr std::size_t widest = 120, before = 40;
  if (length <= widest) return {0, length};
  const std::size_t first = column < widest - before ? 0 : std::min(column - before, length);
  return {first, std::min(length, first + widest)};
}

std::string excerpt_of(const Diagnostic& diagnostic) {
  const Place& at = diagnostic.at;
  const std::vector<Glyph> line = glyphs(diagnostic.excerpt);
  const std::size_t column = at.column > 0 ? static_cast<std::size_t>(at.column - 1) : 0;
  const Window window = window_of(line.size(), column);
  const bool cut = window.first > 0;
  std::string shown = cut ? "…" : "";
  for (std::size_t i = window.first; i < window.last; ++i) shown += line[i].text;
  if (window.last < line.size()) shown += "…";
  std::string text = fmt::format("\n{:>5} | {}", at.line, shown);
  if (at.column == 0 || at.length == 0 || column > line.size()) return text;

  // Under the fault, by display columns: a wide character takes two carets, a combining one none.
  std::string carets = cut ? " " : "";
  for (std::size_t i = window.first; i < column; ++i) {
    carets += line[i].text == "\t" ? "\t" : std::string(line[i].width, ' ');
  }
  const std::size_t length = static_cast<std::size_t>(at.length);
  const std::size_t end =
      length > window.last - std::min(column, window.last) ? window.last : column + length;
  std::size_t width = 0;
  for (std::size_t i = column; i < end; ++i) width += line[i].width;
  carets += std::string(std::max<std::size_t>(width, 1), '^');
  const std::size_t gutter = std::max<std::size_t>(5, fmt::formatted_size("{}", at.line));
  return text + '\n' + std::string(gutter, ' ') + " | " + carets;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
std::size_t edit_distance(const std::vector<Glyph>& a, const std::vector<Glyph>& b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(previous);
    previous.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = previous[j - 1] + (a[i - 1].text == b[j - 1].text ? 0 : 1);
      row[j] = std::min({replaced, previous[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1].text == b[j - 2].text && a[i - 2].text == b[j - 1].text) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  const Place& at = diagnostic.at;
  std::string text = printable(at.file);
  if (!text.empty() && at.line > 0) text += fmt::format(":{}", at.line);
  if (!text.empty() && at.line > 0 && at.column > 0) text += fmt::format(":{}", at.column);
  if (!text.empty()) text += ": ";
  text += diagnostic.severity == Severity::error ? "error: " : "warning: ";
  text += printable(diagnostic.message);
  if (!diagnostic.slug.empty()) text += fmt::format(" [{}]", diagnostic.slug);
  if (!diagnostic.excerpt.empty() && at.line > 0) text += excerpt_of(diagnostic);
  if (!diagnostic.hint.empty()) text += "\n  hint: " + printable(diagnostic.hint);
  return text;
}

bool has_errors(const std::vector<Diagnostic>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Diagnostic& finding) { return finding.severity == Severity::error; });
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::vector<Glyph> wanted = glyphs(lower_case(word));
  std::string best;
  std::size_t best_distance = 4;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, glyphs(lower_case(candidate)));
    if (distance < best_distance && 2 * distance < wanted.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace collab
