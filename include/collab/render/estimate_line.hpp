#pragma once
// Answers of `collab estimate`, one JSON object a line. Written by hand: a thousand lines are
// awaited in milliseconds.
#include <cstdint>
#include <string>

#include "collab/model/diagnostic.hpp"
#include "collab/model/estimate.hpp"

namespace collab {

/// Appends a line with every key, null when unknown. id is JSON text.
void append_estimate(std::string& out, const std::string& id, const EstimateResult& result);
/// Appends what is wrong with a line of the input.
void append_invalid(std::string& out, const std::string& id, const Diagnostic& fault,
                    std::uint64_t line);

}  // namespace collab
