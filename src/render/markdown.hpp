#pragma once
// Text in GitHub Flavored Markdown: shown as it is, whatever it holds.
#include <string>
#include <string_view>

namespace collab {

/// A text as inline Markdown: what would be emphasis, code, HTML, a link, an entity, a table's edge
/// or, at its beginning, a block is escaped; a mention (`@ana`) notifies nobody; line ends are
/// `<br>`; control characters are spelt out. `_` within a word, and signs that begin nothing, stay,
/// so that the source can be read too.
std::string markdown_text(std::string_view text);
/// The same within a table, where nothing begins a block.
std::string markdown_cell(std::string_view text);

/// A block of code that nothing in `text` ends.
/// language  `sh`, `yaml`; empty: none
std::string markdown_code(std::string_view text, std::string_view language);

/// `<!-- collab:review:quick -->`. Characters of `subject` that could end the comment become `-`.
std::string markdown_marker(std::string_view command, std::string_view subject);

}  // namespace collab
