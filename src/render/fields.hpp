#pragma once
// --fields A,B.C: only these dotted paths of each item, in the order given.
#include <string>
#include <vector>

#include "render/data.hpp"

namespace collab {

/// data["items"]; an answer without items is its own single item.
std::vector<Json> items_of(const Json& data);

/// A copy of `data` whose items hold only `fields`. A path through a list applies to each element.
/// throws Error(usage, "unknown-field") with the nearest and all fields
Json with_fields(const Json& data, const std::vector<std::string>& fields);

/// Rows and columns of cells: of `document.rows` when every field is one of its columns (or none is
/// given), else of the items.
struct Grid {
  std::vector<std::string> columns;
  std::vector<std::vector<Json>> rows;
};
/// throws Error(usage, "unknown-field"); Error(usage, "no-rows") without fields and rows
Grid grid_of(const Document& document, const std::vector<std::string>& fields);
/// The same for people: columns of numbers to the right.
Table plain_table(const Grid& grid);

}  // namespace collab
