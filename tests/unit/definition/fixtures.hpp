#pragma once
// What every test of definitions needs: kinds, files, and definitions written in the test.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "collab/definition/definition.hpp"

namespace collab::testing {

/// The shapes of the metric kinds as statistics registers them.
const std::vector<KindShape>& kinds();
std::filesystem::path data();
const ProgramFile& program();

/// A file that lasts as long as the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path write(const std::string& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// The definition good/by-hand.yaml with `from` replaced by `to`, as loaded from trial.yaml.
ExperimentFile trial(std::string_view from = {}, std::string_view to = {});
std::string by_hand(std::string_view from = {}, std::string_view to = {});
std::string replaced(std::string text, std::string_view from, std::string_view to);
std::string read(const std::filesystem::path& path);
std::vector<std::string> slugs(const std::vector<Diagnostic>& findings);

}  // namespace collab::testing
