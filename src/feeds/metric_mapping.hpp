#pragma once
// What the columns that a feed gives a metric mean: the fields of its kind.
#include <string>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/model/diagnostic.hpp"

namespace collab {

/// A fault of the feed as a whole.
Diagnostic feed_fault(const Feed& feed, std::string slug, const std::string& message,
                      std::string hint);

/// Adds the metric's columns to mapping.numbers, in its kind's order, and what is wrong with them
/// to faults. A metric that the feed does not have adds nothing.
void map_metric(const Feed& feed, const Metric& metric, const std::vector<KindShape>& kinds,
                Mapping& mapping, std::vector<Diagnostic>& faults);

}  // namespace collab
