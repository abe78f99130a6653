#pragma once
// Which columns of a table are of figures.
#include <cstddef>

#include "collab/render/document.hpp"

namespace collab {

/// To the right: what is so on a terminal, and what holds figures alone.
bool goes_right(const Table& table, std::size_t column);

}  // namespace collab
