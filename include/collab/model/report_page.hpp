#pragma once
// What `collab report` hands to others: where every experiment stands, and a chapter for each.
#include <string>
#include <vector>

#include "collab/model/learning.hpp"
#include "collab/model/monitor.hpp"
#include "collab/model/report.hpp"

namespace collab {

struct ReportChapter {
  Worksheet sheet;                    ///< an A3 of the latest cycle with data; of the latest else
  LearningsReport closed;             ///< its closed cycles
  std::vector<MonitorReport> charts;  ///< of its goals and guardrails, drawn
};

struct ReportPage {
  StatusBoard board;  ///< of the experiments that are told of
  Day day{};
  std::vector<ReportChapter> chapters;  ///< as the board's lines that have a plan
};

}  // namespace collab
