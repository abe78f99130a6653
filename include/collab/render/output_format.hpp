#pragma once
// Output formats: one file each in src/render/formats/.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/model/time.hpp"
#include "collab/render/document.hpp"

namespace collab {

struct OutputOptions {
  int width = 80;  ///< columns of the terminal, 40 to 200
  bool color = false;
  bool terminal = false;            ///< a person looks at it: nothing in it may steer the terminal
  bool ascii = false;               ///< no characters beyond ASCII of our own making
  std::vector<std::string> fields;  ///< --fields A,B.C: only these paths of each item
  std::string version;              ///< of the program
  Instant generated_at{};
};

struct OutputFormat {
  std::string_view name;
  std::string_view summary;
  /// The whole answer. throws Error(usage, "unknown-field") and Error(usage, "no-rows").
  std::string (*write)(const Document& document, const OutputOptions& options);
  /// How names of its files end, without the dot; empty: as it is called.
  std::string_view ending{};
};

std::span<const OutputFormat* const> output_formats();
const OutputFormat* find_output_format(std::string_view name);
/// By the ending of a file's name: `md`, `xml`. Null for one that no format has.
const OutputFormat* output_format_of_ending(std::string_view ending);

/// One line of JSON per fault (collab.error/1), for stderr.
std::string errors_as_json(const Error& error);
/// The same for people: located faults in the layout of product.md, section 4.
std::string errors_as_text(const Error& error, bool color);
std::string findings_as_json(const std::vector<Diagnostic>& findings, ExitCode code);

/// Display width of UTF-8 text: wide characters count 2, combining ones 0.
int display_width(std::string_view text);

}  // namespace collab
