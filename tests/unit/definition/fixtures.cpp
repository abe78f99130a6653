#include "unit/definition/fixtures.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace collab::testing {

const std::vector<KindShape>& kinds() {
  static const std::vector<KindShape> kinds{
      {.name = "mean",
       .unit_fields = {"value"},
       .summary_forms = {{"n", "mean", "sd"}, {"n", "sum", "sum_squares"}},
       .optional_statistics = {"covariate_sum", "covariate_sum_squares", "units"}},
      {.name = "proportion",
       .unit_fields = {"value"},
       .summary_forms = {{"successes", "n"}},
       .optional_statistics = {"units"},
       .points = true},
      {.name = "quantile", .unit_fields = {"value"}},
      {.name = "rate",
       .unit_fields = {"events", "exposure"},
       .summary_forms = {{"events", "exposure"}},
       .points = true},
      {.name = "ratio",
       .unit_fields = {"numerator", "denominator"},
       .summary_forms = {{"n", "sum", "sum_squares", "denominator_sum"}}},
      {.name = "score", .unit_fields = {"value"}, .summary_forms = {{"level"}}},
      {.name = "value", .summary_forms = {{"value"}}, .compared = false},
  };
  return kinds;
}

std::filesystem::path data() { return std::filesystem::path(COLLAB_TEST_DATA) / "definition"; }

const ProgramFile& program() {
  static const ProgramFile file = load_program(data() / "collab.yaml", kinds(), "collab.yaml");
  return file;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "collab-test-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, std::string_view text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path_ / name;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string by_hand(std::string_view from, std::string_view to) {
  return replaced(replaced(read(data() / "good" / "by-hand.yaml"), "id: by-hand", "id: trial"),
                  from, to);
}

ExperimentFile trial(std::string_view from, std::string_view to) {
  const TemporaryFolder folder;
  return load_experiment(folder.write("trial.yaml", by_hand(from, to)), program(), kinds(),
                         "experiments/trial.yaml");
}

std::vector<std::string> slugs(const std::vector<Diagnostic>& findings) {
  std::vector<std::string> slugs;
  for (const Diagnostic& finding : findings) slugs.push_back(finding.slug);
  return slugs;
}

}  // namespace collab::testing
