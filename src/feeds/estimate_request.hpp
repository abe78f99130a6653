#pragma once
// One JSON object to an EstimateRequest.
#include "collab/model/estimate.hpp"
#include "feeds/json_line.hpp"

namespace collab {

/// The object's id as JSON text; `null` when there is none.
/// throws Error(invalid, "bad-json") when it is nested beyond all use
std::string estimate_id(const JsonValue& object);

/// throws Error(invalid): unknown-key, bad-type, bad-choice, given-twice, missing-key
EstimateRequest estimate_request(const JsonValue& object);

}  // namespace collab
