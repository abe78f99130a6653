#pragma once
// -o FILE: whole or not at all, and never over what the program itself lives on.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "collab/model/error.hpp"
#include "collab/render/output_format.hpp"

namespace collab {

/// By the ending of its name; `chosen`, the format of standard output, where that says nothing.
std::string format_of_file(const std::filesystem::path& path, const std::string& chosen);

/// It is one, or its name ends in a slash.
bool is_folder(const std::string& output);

/// Before anything is done: could these be written? throws Error(usage, "bad-value" |
/// "output-protected") for no name, and for a ledger, its key or a definition; Error(failure,
/// "cannot-write") for a folder that is not there, and for a folder unless `folders`.
void check_outputs(const std::vector<std::string>& outputs, bool folders);

/// Paths and texts of an answer's parts in a folder.
std::vector<std::pair<std::string, std::string>> files_of(const Document& document,
                                                          const std::string& folder,
                                                          const std::string& format,
                                                          const OutputOptions& options);

/// Writes the faults as an error of `command` into the junit files among `outputs`.
void write_failed_checks(const std::vector<std::string>& outputs, const std::string& command,
                         const Error& error, const OutputOptions& options);

/// throws Error(failure, "cannot-write")
void make_folder(const std::filesystem::path& path);
/// Replaces `path` by `text`, whole or not at all. throws Error(failure, "cannot-write").
void write_whole_file(const std::filesystem::path& path, const std::string& text);

}  // namespace collab
