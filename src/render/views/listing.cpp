// `list` and `log`: named columns and rows of text.
#include "render/views/listing.hpp"

#include <algorithm>
#include <cstddef>

#include "collab/model/number.hpp"
#include "collab/render/views.hpp"
#include "render/figures.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

Json cell_data(const Listing::Column& column, const std::string& text) {
  if (text.empty()) return nullptr;
  if (!column.number) return text;
  const ParsedNumber parsed = parse_number(text);
  return parsed.fault == NumberFault::none ? number(parsed.real) : Json(text);
}

// The first two columns say which row it is; of the others the last go first. A command holds the
// verb and its reason: where room is scarce, it says what was done.
int priority_of(const Listing& listing, std::size_t place) {
  const std::string& key = listing.columns[place].key;
  if (key == "command") return 1;
  if (listing.of == "operations" && key == "verb") return static_cast<int>(place) + 3;
  return place < 2 ? 0 : static_cast<int>(place);
}

/// As a table shows it: of a digest its first digits.
std::string shown_text(const Listing::Column& column, const std::string& text) {
  return column.key == "digest" || column.key == "sha256" ? short_digest(text) : text;
}

}  // namespace

Json listing_items(const Listing& listing) {
  Json items = Json::array();
  for (const auto& row : listing.rows) {
    Json item = Json::object();
    for (std::size_t i = 0; i < listing.columns.size(); ++i) {
      item[listing.columns[i].key] =
          cell_data(listing.columns[i], i < row.size() ? row[i] : std::string{});
    }
    items.push_back(std::move(item));
  }
  return items;
}

Table listing_table(const Listing& listing, std::string_view idle) {
  // A column in which nothing is said takes room from those in which something is.
  std::vector<std::size_t> said;
  for (std::size_t i = 0; i < listing.columns.size(); ++i) {
    if (listing.columns[i].key == idle) continue;
    const bool any = std::ranges::any_of(
        listing.rows, [i](const auto& row) { return i < row.size() && !row[i].empty(); });
    if (any || listing.rows.empty()) said.push_back(i);
  }
  Table table;
  for (const std::size_t i : said) {
    const Listing::Column& column = listing.columns[i];
    table.columns.push_back({.title = column.title,
                             .right = column.number,
                             .priority = priority_of(listing, i),
                             .wrap = !column.number});
  }
  for (const auto& row : listing.rows) {
    std::vector<Table::Cell> cells;
    for (const std::size_t i : said) {
      const bool empty = i >= row.size() || row[i].empty();
      cells.push_back(
          {empty ? "-" : shown_text(listing.columns[i], row[i]), empty ? Tone::dim : Tone::plain});
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Document view(const Listing& listing, const std::string& command) {
  Document answer = document(command, {});
  answer.fill = [listing](Document& full) {
    Json items = listing_items(listing);
    *full.data = {{"of", text_or_null(listing.of)}, {"items", items}};
    std::vector<std::string> columns;
    for (const Listing::Column& column : listing.columns) columns.push_back(column.key);
    set_rows(full, std::move(columns), std::move(items));
  };
  set_subject(answer, {listing.of});
  if (listing.rows.empty()) {
    answer.page.push_back(Paragraph{listing.empty_hint.empty() ? "Nothing." : listing.empty_hint});
  }
  answer.page.push_back(listing_table(listing));
  return answer;
}

}  // namespace collab
