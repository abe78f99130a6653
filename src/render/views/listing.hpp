#pragma once
// A listing as data and as a table, also inside a sheet.
#include "collab/model/report.hpp"
#include "render/data.hpp"

namespace collab {

Json listing_items(const Listing& listing);
Table listing_table(const Listing& listing);

}  // namespace collab
