#pragma once
// A standard, as decide, ack and worksheets show it.
#include <string>

#include "collab/model/standard.hpp"
#include "render/data.hpp"

namespace collab {

Json standard_data(const Standard& standard);
/// `An associate answers within two hours; all stores; to be checked on 2027-06-27`
std::string standard_text(const Standard& standard);

}  // namespace collab
