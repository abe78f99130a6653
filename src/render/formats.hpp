#pragma once
// The registry of output formats: every file X.cpp in src/render/formats/ defines X_format.
#include "collab/render/output_format.hpp"

namespace collab {

#define ENTRY(name) extern const OutputFormat name##_format;
#include "output_formats.inc"
#undef ENTRY

}  // namespace collab
