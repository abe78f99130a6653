#pragma once
// Text as a terminal shows it: display widths, what is safe to print, breaking at words.
#include <string>
#include <string_view>
#include <vector>

namespace collab {

/// A no-break space: kept together by wrap(), printed as a plain blank.
inline constexpr std::string_view no_break = "\u00a0";

/// What of a text's own layout is kept.
enum class Keep { nothing, lines, lines_and_tabs };

/// Control characters (terminal escapes, too), bidirectional overrides and bytes that are not UTF-8
/// spelt out as `\x1b`, `\u202e`; line ends and tabs that are not kept become blanks.
std::string printable(std::string_view text, Keep keep = Keep::nothing);

/// Our own arrows and dots in ASCII.
std::string in_ascii(std::string_view text);

/// Lines of at most `width` columns, broken at blanks; a longer word is broken where it must be.
/// Line ends in the text are kept; blanks at line ends are not. At least one line.
std::vector<std::string> wrap(std::string_view text, int width);

/// The widest piece that wrap() does not like to break.
int longest_word(std::string_view text);

/// No-break spaces as plain blanks.
std::string with_blanks(std::string_view text);

}  // namespace collab
