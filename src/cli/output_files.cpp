#include "cli/output_files.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

#include "cli/values.hpp"
#include "collab/render/checks.hpp"

namespace collab {
namespace {

namespace fs = std::filesystem;

/// Opened for writing without waiting for a reader.
class FileHandle {
 public:
  explicit FileHandle(const fs::path& path)
      : file_(path.empty() ? -1 : ::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC)) {}
  ~FileHandle() {
    if (is_open()) ::close(file_);
  }
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  bool is_open() const { return file_ >= 0; }

 private:
  int file_;
};

fs::path without_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

/// What a file is that must not be replaced by an answer; empty: it may be.
std::string_view protected_as(const fs::path& path) {
  std::error_code none;
  const std::string name = path.filename().string();
  const bool beside_ledger = path.parent_path().filename() == ".collab";
  if (beside_ledger && (name == "key" || name.find(".db") != std::string::npos))
    return name == "key" ? "the program's key" : "the ledger";
  if (!fs::is_regular_file(path, none)) return {};
  std::string head(4096, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  if (head.starts_with("SQLite format 3")) return "an SQLite database";
  const auto line = [&](std::string_view text) {
    return head.starts_with(text) || head.find("\n" + std::string(text)) != std::string::npos;
  };
  if (line("schema: collab.program/") || line("schema: collab.experiment/")) return "a definition";
  return {};
}

/// Where links lead to; the path itself where they lead nowhere.
fs::path real_path(const fs::path& path) {
  std::error_code fault;
  fs::path real = fs::weakly_canonical(path, fault);
  return fault ? path : real;
}

/// Throws for a path, or what a link leads to, that an answer must not replace.
void check_replaceable(const fs::path& path, const std::string& output) {
  const std::string_view what = protected_as(real_path(path));
  if (!what.empty())
    throw Error(ExitCode::usage, "output-protected", fmt::format("{} is {}", output, what),
                "an answer does not replace it; choose another name for -o");
}

/// A job may keep its files in the ledger's folder, one by one; a folder of pages is another thing.
bool is_in_ledgers_folder(const fs::path& path) {
  const fs::path real = real_path(path);
  return std::ranges::find(real, fs::path(".collab")) != real.end();
}

}  // namespace

std::string format_of_file(const std::filesystem::path& path, const std::string& chosen) {
  std::string ending = path.extension().string();
  if (!ending.empty()) ending.erase(0, 1);
  const OutputFormat* format = output_format_of_ending(ending);
  return format != nullptr ? std::string(format->name) : chosen;
}

bool is_folder(const std::string& output) {
  std::error_code none;
  return output.ends_with('/') || fs::is_directory(output, none);
}

void check_outputs(const std::vector<std::string>& outputs, bool folders) {
  for (const std::string& output : outputs) {
    if (output.empty() || output == "-")
      throw Error(ExitCode::usage, "bad-value", fmt::format("-o '{}' names no file", output),
                  "without -o the answer goes to standard output");
    std::error_code none;
    fs::path path = fs::absolute(output, none).lexically_normal();
    if (is_folder(output)) {
      if (!folders)
        throw Error(ExitCode::failure, "cannot-write", fmt::format("{} is a folder", output),
                    "name a file in it");
      path = without_slash(path);
      if (fs::exists(path, none) && !fs::is_directory(path, none))
        throw Error(ExitCode::failure, "cannot-write", fmt::format("{} is no folder", output),
                    "leave the / out to write one page");
      if (is_in_ledgers_folder(path))
        throw Error(ExitCode::usage, "output-protected",
                    fmt::format("{} is the ledger's folder", output),
                    "an answer does not go there; choose another name for -o");
    }
    if (!fs::is_directory(path.parent_path(), none))
      throw Error(ExitCode::failure, "cannot-write",
                  fmt::format("{} could not be written: there is no folder {}", output,
                              without_slash(output).parent_path().string()),
                  "nothing was done; make the folder first");
    if (is_folder(output)) continue;
    check_replaceable(path, output);  // through a link, too
  }
}

void write_failed_checks(const std::vector<std::string>& outputs, const std::string& command,
                         const Error& error, const OutputOptions& options) {
  Document document;
  document.command = command;
  add_failure(document, command, error);
  for (const std::string& path : outputs) {
    if (!is_folder(path) && format_of_file(path, {}) == "junit")
      write_whole_file(path, find_output_format("junit")->write(document, options));
  }
}

std::vector<std::pair<std::string, std::string>> files_of(const Document& document,
                                                          const std::string& folder,
                                                          const std::string& format,
                                                          const OutputOptions& options) {
  const OutputFormat* form = find_output_format(format);
  const std::string ending(form->ending.empty() ? form->name : form->ending);
  std::vector<std::pair<std::string, std::string>> files;
  for (const Document& part : document.parts) {
    const fs::path path = fs::path(folder) / (part.subject + "." + ending);
    check_replaceable(path, path.string());
    files.emplace_back(path.string(), form->write(part, options));
  }
  return files;
}

void make_folder(const std::filesystem::path& path) {
  std::error_code fault;
  fs::create_directory(without_slash(path), fault);
  std::error_code none;
  if (fault && fs::is_symlink(without_slash(path), none))
    fault = {ENOENT, std::generic_category()};  // it leads nowhere
  if (fault)
    throw Error(ExitCode::failure, "cannot-write",
                fmt::format("{} could not be made: {}", path.string(), fault.message()));
}

void write_whole_file(const std::filesystem::path& path, const std::string& text) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ExitCode::failure, "cannot-write",
                fmt::format("{} could not be written: {}", path.string(), why));
  };
  // A device or a pipe (-o /dev/stderr) cannot be replaced by a file, only written to.
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  const bool replace = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  std::filesystem::path target = path;
  if (replace && std::filesystem::is_symlink(path, ignored)) {
    target = std::filesystem::weakly_canonical(path, ignored);
    if (ignored) target = path;
  }
  std::filesystem::path written = target;
  if (replace) written += fmt::format(".{}.tmp", getpid());
  // A pipe that nobody reads would be waited for; while this is open it is not.
  const FileHandle pipe(std::filesystem::is_fifo(status) ? path : std::filesystem::path{});
  if (std::filesystem::is_fifo(status) && !pipe.is_open()) refuse("nobody reads that pipe");
  std::ofstream file(written, std::ios::binary | std::ios::trunc);
  if (!file) refuse(strerror(errno));
  file << text << std::flush;
  const bool whole = file.good();
  const int fault = errno;
  file.close();
  if (!whole) {
    if (replace) std::filesystem::remove(written, ignored);
    refuse(strerror(fault));
  }
  if (!replace) return;
  std::error_code renamed;
  std::filesystem::rename(written, target, renamed);
  if (renamed) {
    std::filesystem::remove(written, ignored);
    refuse(renamed.message());
  }
}

}  // namespace collab
