#pragma once
// The lines of a seal: `path = value`, escaped, in order (see collab/model/seal.hpp).
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

struct SealLine {
  std::string path;   ///< as written; an id's own `.`, `=` and blanks stand behind a backslash
  std::string value;  ///< as written
};

/// throws Error(ledger_format, "bad-seal") unless every line is whole and no path comes twice
std::vector<SealLine> seal_lines(std::string_view text);

[[noreturn]] void refuse_seal(std::string_view why);

/// An id as a part of a path.
std::string path_part(std::string_view id);
std::string escape(std::string_view value);
std::string unescape(std::string_view value);
/// `a, b`; a comma inside an item stands behind a backslash.
std::string join_list(const std::vector<std::string>& items);
std::vector<std::string> split_list(std::string_view value);

}  // namespace collab
