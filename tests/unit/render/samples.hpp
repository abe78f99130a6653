#pragma once
// Answers as the verbs give them: full, empty, full of nulls, and hostile.
#include <string>
#include <utility>
#include <vector>

#include "collab/render/document.hpp"
#include "collab/render/views.hpp"

namespace collab::samples {

Day day(const char* text);
Instant instant(const char* text);

Review full_review();      ///< a due cycle, met, with segments, predictions and earlier cycles
Review waiting_review();   ///< planned a moment ago: no data, no decision, all null
Review doubtful_review();  ///< a mismatched sample, broken guardrail, two treatments, amended
StatusBoard full_board();
RecordReport full_record();
PlanReport full_plan();
DecideReport full_decision();
CompareReport full_compare();

/// Text meant to hurt: terminal escapes, quotes, line ends, wide and combining characters, bytes
/// that are not UTF-8.
std::string hostile();

struct Named {
  std::string name;  ///< unique
  Document document;
};
/// Every answer in every state.
std::vector<Named> documents();

}  // namespace collab::samples
