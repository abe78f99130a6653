#pragma once
// A listing as data and as a table, also inside a sheet.
#include "collab/model/report.hpp"
#include "render/data.hpp"

namespace collab {

Json listing_items(const Listing& listing);
/// idle: the key of a column that would say what stands above the table; empty: none
Table listing_table(const Listing& listing, std::string_view idle = {});

}  // namespace collab
