#pragma once
// A command line run in this process, and a folder to run it in.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "collab/cli/run_command.hpp"

namespace collab::test {

struct Answer {
  int code = 0;
  std::string out, err;
};

inline Answer collab_run(const std::vector<std::string>& arguments,
                         const std::map<std::string, std::string>& variables = {}) {
  std::ostringstream out, err;
  Environment environment;
  environment.variables = variables;
  environment.variables.emplace("COLLAB_ACTOR", "ana");
  const int code = run_command(arguments, out, err, environment);
  return {.code = code, .out = out.str(), .err = err.str()};
}

/// The same at a terminal, where `typed` is what a person answers.
inline Answer at_terminal(const std::vector<std::string>& arguments, const std::string& typed,
                          const std::map<std::string, std::string>& variables = {}) {
  std::ostringstream out, err;
  Environment environment;
  environment.variables = variables;
  environment.variables.emplace("COLLAB_ACTOR", "ana");
  environment.in_is_terminal = environment.err_is_terminal = true;
  std::istringstream keys(typed);
  std::streambuf* const before = std::cin.rdbuf(keys.rdbuf());
  std::cin.clear();
  const int code = run_command(arguments, out, err, environment);
  std::cin.rdbuf(before);
  std::cin.clear();
  return {.code = code, .out = out.str(), .err = err.str()};
}

/// A folder of its own, the working directory as long as this lives.
class TryFolder {
 public:
  TryFolder() : before_(std::filesystem::current_path()) {
    std::string name = (std::filesystem::temp_directory_path() / "collab-cli-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::filesystem::current_path(folder_);
  }
  ~TryFolder() {
    std::error_code ignored;
    std::filesystem::current_path(before_, ignored);
    std::filesystem::remove_all(folder_, ignored);
  }
  TryFolder(const TryFolder&) = delete;
  TryFolder& operator=(const TryFolder&) = delete;

  static std::string read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }

 private:
  std::filesystem::path before_, folder_;
};

}  // namespace collab::test
