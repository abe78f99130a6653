// `show`: all about one thing, in sections.
#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"
#include "render/views/listing.hpp"

namespace collab {
namespace {

/// A key that scripts can use: lower case, runs of anything else as one underscore.
std::string snake_case(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital_letter = c >= 'A' && c <= 'Z';
    // Bytes beyond ASCII stay: a variant's name may be in any script.
    const bool other_script = static_cast<unsigned char>(c) >= 0x80;
    if (letter || other_script)
      out += c;
    else if (capital_letter)
      out += static_cast<char>(c - 'A' + 'a');
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (out.ends_with('_')) out.pop_back();
  return out.empty() ? "value" : out;
}

/// A second `key` becomes `key_2`: nothing is lost.
void insert(Json& object, const std::string& key, Json value) {
  std::string free = key;
  for (int i = 2; object.contains(free); ++i) free = key + "_" + std::to_string(i);
  object[free] = std::move(value);
}

Json section_data(const Sheet::Section& section) {
  Json entries = Json::object();
  for (const auto& [key, value] : section.entries) {
    insert(entries, snake_case(key), text_or_null(value));
  }
  return {{"heading", text_or_null(section.heading)},
          {"entries", std::move(entries)},
          {"items", listing_items(section.listing)},
          {"text", text_or_null(section.text)}};
}

void add_section(Page& page, const Sheet::Section& section, std::string_view of) {
  const bool silent = section.entries.empty() && section.text.empty() &&
                      section.listing.rows.empty() && section.listing.empty_hint.empty();
  if (silent) return;
  if (!section.heading.empty()) page.push_back(Heading{section.heading});
  Facts facts;
  for (const auto& [key, value] : section.entries) facts.add(key, value.empty() ? "-" : value);
  page.push_back(facts.take());
  if (!section.listing.columns.empty()) {
    if (section.listing.rows.empty() && !section.listing.empty_hint.empty()) {
      page.push_back(Paragraph{section.listing.empty_hint, Tone::dim});
    }
    page.push_back(listing_table(section.listing, of));
  }
  if (!section.text.empty()) page.push_back(Verbatim{section.text});
}

}  // namespace

Document view(const Sheet& sheet) {
  Json sections = Json::object();
  for (const Sheet::Section& section : sheet.sections) {
    insert(sections, snake_case(section.key), section_data(section));
  }
  Document answer = document("show", {{"of", text_or_null(sheet.of)},
                                      {"title", text_or_null(sheet.title)},
                                      {"sections", std::move(sections)}});
  if (!sheet.title.empty()) answer.page.push_back(Paragraph{sheet.title, Tone::strong});
  for (const Sheet::Section& section : sheet.sections) add_section(answer.page, section, sheet.of);
  return answer;
}

}  // namespace collab
