#pragma once
// Comparisons to compute, one JSON object a line: what `collab estimate` reads.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "collab/feeds/reader.hpp"
#include "collab/model/estimate.hpp"

namespace collab {

/// A line that was understood, or what is wrong with it.
struct EstimateLine {
  std::uint64_t line = 0;   ///< from 1
  std::string id = "null";  ///< JSON text, also of a faulty line where it could be read
  std::optional<EstimateRequest> request;
  Diagnostic fault{};
};

/// Calls `sink` for every line but blank ones, in order. Memory does not grow with the source. A
/// line of more than 1,048,576 bytes is a fault of its own, as is anything else about one line.
/// throws Error as read_feed() does when the source cannot be opened or read
void read_estimate_lines(const Source& source, const std::function<void(EstimateLine&&)>& sink);

}  // namespace collab
