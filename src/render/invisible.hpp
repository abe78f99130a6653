#pragma once
// Characters that a terminal obeys and does not show.
#include <string>

namespace collab {

/// JSON with control and format characters beyond ASCII as \uXXXX: C1 controls, soft hyphens, what
/// turns the direction of a line (U+202E and its like), joiners and other marks without width. The
/// value stays the same. json is valid UTF-8; such characters can only stand in its strings.
std::string without_invisible(std::string json);

}  // namespace collab
