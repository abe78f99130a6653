#include "definition/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

#include "collab/definition/definition.hpp"
#include "collab/model/utf8.hpp"

namespace collab {
namespace {

std::uint64_t code_points(std::string_view text) {
  return static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool is_fault(std::string_view slug) {
  const auto& faults = definition_faults();
  return std::any_of(faults.begin(), faults.end(),
                     [&](const FaultEntry& entry) { return entry.slug == slug; });
}

}  // namespace

SourceText::SourceText(std::string text, std::string shown_as)
    : text_(std::move(text)), shown_as_(std::move(shown_as)) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.erase(0, 3);
  starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n' && i + 1 < text_.size()) starts_.push_back(i + 1);
  }
}

std::string_view SourceText::line(std::size_t number) const {
  if (number >= starts_.size()) return {};
  std::string_view rest = std::string_view(text_).substr(starts_[number]);
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::string_view SourceText::rest(std::size_t line_number, std::size_t column) const {
  const std::string_view whole = line(line_number);
  return whole.substr(std::min(column, whole.size()));
}

Place SourceText::place(const Spot& spot) const {
  const std::string_view whole = line(spot.line);
  const std::size_t column = std::min(spot.column, whole.size());
  return {.file = shown_as_,
          .line = spot.line + 1,
          .column = code_points(whole.substr(0, column)) + 1,
          .length = code_points(whole.substr(column, spot.length)),
          .path = {}};
}

void Findings::add(std::string_view slug, const Spot& spot, std::string path, std::string message,
                   std::string hint) {
  assert(is_fault(slug));
  Diagnostic finding{
      .slug = std::string(slug), .message = std::move(message), .hint = std::move(hint)};
  finding.at = source_->place(spot);
  finding.at.path = std::move(path);
  const std::string_view line = source_->line(spot.line);
  if (bad_utf8(line) == std::string_view::npos) finding.excerpt = line;
  found_.push_back(std::move(finding));
}

void Findings::add(Diagnostic finding) {
  assert(is_fault(finding.slug));
  found_.push_back(std::move(finding));
}

void Findings::add_without_place(std::string_view slug, std::string message, std::string hint) {
  add(Diagnostic{.slug = std::string(slug),
                 .message = std::move(message),
                 .hint = std::move(hint),
                 .at = {.file = source_->shown_as(), .path = {}}});
}

std::vector<Diagnostic> Findings::take() {
  const auto key = [](const Diagnostic& finding) {
    return std::tie(finding.at.line, finding.at.column);
  };
  std::stable_sort(found_.begin(), found_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  std::vector<Diagnostic> once;
  for (Diagnostic& finding : found_) {
    const bool known = std::any_of(once.begin(), once.end(), [&](const Diagnostic& other) {
      return key(other) == key(finding) && other.slug == finding.slug &&
             other.message == finding.message && other.at.file == finding.at.file;
    });
    if (!known) once.push_back(std::move(finding));
  }
  found_.clear();
  return once;
}

bool check_text(const SourceText& source, Findings& findings) {
  constexpr std::size_t shown_at_most = 20;
  if (source.text().starts_with("\xFF\xFE") || source.text().starts_with("\xFE\xFF")) {
    findings.add("bad-utf-8", {0, 0, 1}, {}, "the file is UTF-16", "save the file as UTF-8");
    return false;
  }
  std::size_t bad_lines = 0;
  for (std::size_t i = 0; i < source.lines(); ++i) {
    const std::string_view line = source.line(i);
    const std::size_t bad = std::min(bad_utf8(line), line.find('\0'));
    if (bad != std::string_view::npos && ++bad_lines <= shown_at_most) {
      findings.add("bad-utf-8", {i, bad, 1}, {},
                   fmt::format("byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(line[bad])),
                   "save the file as UTF-8");
    }
  }
  if (bad_lines > 0) return false;
  for (std::size_t i = 0; i < source.lines(); ++i) {
    const std::string_view line = source.line(i);
    if (line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
      findings.add("conflict-marker", {i, 0, 7}, {}, "a merge conflict is not resolved",
                   "keep one of the two versions and remove the marker lines");
      return false;
    }
  }
  bool sound = true;
  for (std::size_t i = 0; i < source.lines(); ++i) {
    const std::string_view line = source.line(i);
    const std::size_t text = line.find_first_not_of(" \t");
    const std::size_t tab = line.find('\t');
    if (text == std::string_view::npos || line[text] == '#' || tab > text) continue;
    findings.add("tab", {i, tab, 1}, {}, "a tab in the indentation", "indent with spaces");
    sound = false;
  }
  return sound;
}

}  // namespace collab
