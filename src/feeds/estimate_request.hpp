#pragma once
// One JSON object to an EstimateRequest.
#include <simdjson.h>

#include "collab/model/estimate.hpp"

namespace collab {

/// The object's id as JSON text; `null` when there is none.
std::string estimate_id(simdjson::dom::object object);

/// throws Error(invalid): unknown-key, bad-type, bad-choice, given-twice, missing-key
EstimateRequest estimate_request(simdjson::dom::object object);

}  // namespace collab
