#pragma once
// --ci github: a command as a step of a GitHub workflow. Collects what is said while it runs, and
// at its end appends a page to the step's summary and words to its outputs.
#include <iosfwd>
#include <string>
#include <vector>

#include "collab/cli/run_command.hpp"
#include "collab/model/error.hpp"
#include "collab/render/document.hpp"
#include "collab/render/output_format.hpp"

namespace collab {

class GithubStep {
 public:
  /// Without `wanted` it does nothing at all.
  GithubStep(bool wanted, const Environment& environment, std::ostream& err);

  bool wanted() const { return wanted_; }
  /// The answer's page (its checks filled in) for the summary; annotations for its warnings and for
  /// what did not pass, which are errors when `gated`, since they decide the exit code.
  void answer(const Document& document, const OutputOptions& options, bool gated);
  /// An annotation for each fault, and a line in the summary.
  void report(const Error& error);
  /// A text as it may be printed here: unchanged unless wanted.
  std::string guarded(const std::string& text) const;
  /// Writes the summary and the outputs `exit`, `report` (the first of `files`) and those of the
  /// answer. What cannot be written is told and changes nothing.
  void finish(int exit_code, const std::vector<std::string>& files);

 private:
  std::string variable(const char* name) const;
  std::string from_workspace(const std::string& file) const;
  void append(const char* name, const std::string& text, const char* what);

  bool wanted_;
  const Environment& environment_;
  std::ostream& err_;
  std::string summary_;
  std::vector<std::string> faults_;
  std::vector<std::pair<std::string, std::string>> outputs_;
};

}  // namespace collab
