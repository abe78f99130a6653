#pragma once
// From words to values, through the table of a verb: the one place that knows CLI11.
#include <span>
#include <string>
#include <vector>

#include "cli/verb.hpp"

namespace collab {

/// Parses what stands beside the verb into the bound options and arguments.
///
/// owner    what the flags belong to, for messages: `collab plan`
/// throws   Error(usage): "unknown-flag" with the nearest one, "value-missing", "no-value-taken",
///          "given-twice", "bad-value", "argument-missing", "too-many-arguments"
void parse_command_line(std::span<const std::string> words, std::span<const Option> options,
                        std::span<const Argument> arguments, const std::string& owner);

}  // namespace collab
