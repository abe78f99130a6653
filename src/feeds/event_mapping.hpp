#pragma once
// What the columns of event rows mean: when, which figure, how much, and who was exposed.
#include <string>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/model/diagnostic.hpp"

namespace collab {

/// Fills in the parts of a mapping that only event rows have. covariates: those that are columns.
void map_events(const Feed& feed, const Experiment& experiment, const Program& program,
                const std::vector<KindShape>& kinds, const std::vector<std::string>& covariates,
                Mapping& mapping, std::vector<Diagnostic>& faults);

}  // namespace collab
