#pragma once
// How well a program improves: its cycles as cases, with intervals, and those still open censored.
#include <map>
#include <string>

#include "collab/ledger/ledger.hpp"
#include "collab/model/learning.hpp"

namespace collab {

/// costs  by experiment, `1200` or `1200 USD`, as the definitions state them; may be empty
PortfolioReport portfolio(const Ledger& ledger, const std::string& program,
                          const std::map<std::string, std::string>& costs, Day today);

}  // namespace collab
