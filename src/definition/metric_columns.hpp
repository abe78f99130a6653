#pragma once
// The columns that a feed gives a metric, held against what rows of its kind are made of.
#include <string>

#include "definition/draft.hpp"

namespace collab {

/// key, use  `visit` and `{successes: V, n: N}` in the feed's columns
/// path      where the feed stands: experiment.feeds[0]
void check_metric_columns(Draft& draft, const Feed& feed, const Metric& metric, const Node& key,
                          const Node& use, const std::string& path);

}  // namespace collab
