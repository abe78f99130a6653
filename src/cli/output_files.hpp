#pragma once
// -o FILE: whole or not at all, and never over what the program itself lives on.
#include <filesystem>
#include <string>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/render/output_format.hpp"

namespace collab {

/// By the ending of its name; `chosen`, the format of standard output, where that says nothing.
std::string format_of_file(const std::filesystem::path& path, const std::string& chosen);

/// Before anything is done: could these be written? throws Error(usage, "bad-value" |
/// "output-protected") for no name, and for a ledger, its key or a definition; Error(failure,
/// "cannot-write") for a folder that is not there.
void check_outputs(const std::vector<std::string>& outputs);

/// Writes the faults as an error of `command` into the junit files among `outputs`.
void write_failed_checks(const std::vector<std::string>& outputs, const std::string& command,
                         const Error& error, const OutputOptions& options);

/// Replaces `path` by `text`, whole or not at all. throws Error(failure, "cannot-write").
void write_whole_file(const std::filesystem::path& path, const std::string& text);

}  // namespace collab
