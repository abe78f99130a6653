#pragma once
// `collab` alone: inside a project where things stand, outside how to begin.
#include "cli/verb.hpp"

namespace collab {

Syntax home_syntax();

}  // namespace collab
