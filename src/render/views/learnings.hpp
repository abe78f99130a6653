#pragma once
// `learnings`: the pieces of its answer.
#include "collab/model/learning.hpp"
#include "collab/render/document.hpp"

namespace collab {

Table learnings_table(const LearningsReport& report);

}  // namespace collab
