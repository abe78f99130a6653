#pragma once
// --ci github: lines that GitHub's runner reads as commands (its document "Workflow commands for
// GitHub Actions"). It reads both streams of a step, so they can stand beside an answer.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "collab/render/document.hpp"

namespace collab {

/// `::error file=data/x.csv,line=3,col=10,title=bad-value::'n/a' is not a number`, one line without
/// its end. In the message %, CR and LF are written %25, %0D and %0A; in properties also `:` as %3A
/// and `,` as %2C. Empty properties are left out; control characters are spelt out.
std::string workflow_command(
    std::string_view command,
    const std::vector<std::pair<std::string_view, std::string>>& properties,
    std::string_view message);

/// A fault at its place; the hint stands below the message.
std::string annotation(const Diagnostic& fault);
/// A check that is not a pass, as an error or as a warning.
std::string annotation(const std::string& suite, const Check& check, Severity severity);

/// A text of ours as a step may print it: a line that the runner would take for a command (`::` or
/// `##[`) gets a zero-width space, so that no file's words can command it.
std::string without_commands(std::string_view text);

}  // namespace collab
