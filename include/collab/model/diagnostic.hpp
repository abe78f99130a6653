#pragma once
// A finding with a place: what a user reads when a definition, a feed or a command is wrong.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace collab {

enum class Severity { warning, error };

/// Where a finding is. line and column count from 1, columns in code points; 0 = not known.
struct Place {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::uint64_t length = 0;  ///< code points to underline in the excerpt; 0 = none
  std::string path;          ///< key path in a definition: evaluate.metrics[0].kind; else empty
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string slug;     ///< stable, listed by `collab help errors`
  std::string message;  ///< one sentence, no full stop, says what is wrong
  std::string hint;     ///< what to do; may be empty
  Place at{};
  std::string excerpt{};  ///< the source line; empty when not known or possibly personal
};

/// `FILE:LINE:COLUMN: error: MESSAGE [SLUG]`, then excerpt with underline and hint where known.
/// Several lines, none at the end; control characters are shown, never sent to a terminal.
std::string to_text(const Diagnostic& diagnostic);

/// True when one of the findings is an error.
bool has_errors(const std::vector<Diagnostic>& findings);

/// The candidate nearest to `word` in edit distance (at most 3, and less than half of the word),
/// or an empty string: the "did you mean" of every message.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace collab
