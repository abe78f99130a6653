#pragma once
// Contingencies that came true, as every page and answer shows them.
#include <string>
#include <vector>

#include "collab/model/contingency.hpp"
#include "collab/render/document.hpp"
#include "render/data.hpp"

namespace collab {

Json contingency_data(const ContingencyEvent& event);

/// `answers: con_1: complaints of answers above 5%, 2026-08-24: pause the associate (Ana)`
std::string alert_of(const ContingencyEvent& event);

/// One line each: what came true, when, how late it was noticed, what to do, who does it.
void add_contingencies(Page& page, const std::vector<ContingencyEvent>& events);

}  // namespace collab
