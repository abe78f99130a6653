// Every file in tests/data/definition: the good ones are accepted, and each bad one has exactly the
// fault that its name begins with.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "unit/definition/fixtures.hpp"

namespace collab {
namespace {

using testing::data;
using testing::kinds;

std::vector<std::filesystem::path> files(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(data() / folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool is_program(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return name == "collab.yaml" || name.ends_with(".program.yaml");
}

std::vector<Diagnostic> findings(const std::filesystem::path& path, bool& read) {
  if (is_program(path)) {
    const ProgramFile file = load_program(path, kinds(), path.filename().string());
    read = file.program.has_value();
    return file.findings;
  }
  // The product page's example has a program of its own.
  const ProgramFile own = load_program(data() / "good" / "collab.yaml", kinds(), "collab.yaml");
  const bool example = path.stem() == "answers-in-two-hours";
  const ExperimentFile file =
      load_experiment(path, example ? own : testing::program(), kinds(), path.filename().string());
  read = file.experiment.has_value();
  return file.findings;
}

TEST_CASE("every good file is accepted") {
  const auto good = files("good");
  CHECK(good.size() >= 20);
  for (const auto& path : good) {
    bool read = false;
    const auto found = findings(path, read);
    INFO(path.filename().string(), found.empty() ? "" : "\n" + to_text(found.front()));
    CHECK(found.empty());
    CHECK(read);
  }
}

TEST_CASE("every bad file has the fault in its name, with a place, and no other") {
  std::set<std::string> seen;
  const auto bad = files("bad");
  CHECK(bad.size() >= 80);
  for (const auto& path : bad) {
    bool read = true;
    const auto found = findings(path, read);
    std::string all = path.filename().string();
    for (const Diagnostic& finding : found) all += "\n" + to_text(finding);
    INFO(all);
    CHECK_FALSE(read);
    REQUIRE_FALSE(found.empty());
    const std::string& slug = found.front().slug;
    seen.insert(slug);
    CHECK(path.filename().string().starts_with(slug + "-"));
    CHECK(std::all_of(found.begin(), found.end(),
                      [&](const Diagnostic& other) { return other.slug == slug; }));
    CHECK(found.size() <=
          (path.filename().string().find("two-lines") == std::string::npos ? 1 : 2));
    CHECK((found.front().at.line > 0 || slug == "empty-file" || slug == "file-too-large"));
    CHECK_FALSE(found.front().message.ends_with('.'));
  }
  // Every fault has a file that shows it; the two left out are shown in other tests.
  for (const FaultEntry& fault : definition_faults()) {
    if (fault.slug == "file-too-large" || fault.slug == "no-locations") continue;
    INFO(fault.slug);
    CHECK(seen.contains(std::string(fault.slug)));
  }
}

TEST_CASE("faults are listed once, in order, with what they mean") {
  const auto& faults = definition_faults();
  for (std::size_t i = 0; i < faults.size(); ++i) {
    CHECK_FALSE(faults[i].meaning.empty());
    if (i > 0) CHECK(faults[i - 1].slug < faults[i].slug);
  }
}

TEST_CASE("the schemas name only faults that are listed") {
  for (const std::string name : {"experiment", "program"}) {
    const std::string text(schema_text(name));
    REQUIRE_FALSE(text.empty());
    for (std::size_t at = text.find("\"x-fault\": \""); at != std::string::npos;
         at = text.find("\"x-fault\": \"", at + 1)) {
      const std::size_t begin = at + 12;
      const std::string slug = text.substr(begin, text.find('"', begin) - begin);
      INFO(slug);
      CHECK(std::any_of(definition_faults().begin(), definition_faults().end(),
                        [&](const FaultEntry& fault) { return fault.slug == slug; }));
    }
  }
}

TEST_CASE("schemas are found by name and sorted") {
  CHECK(schema_text("no-such-schema").empty());
  CHECK(schema_text("experiment").starts_with("{"));
  const auto& all = schemas();
  CHECK(std::is_sorted(all.begin(), all.end()));
}

}  // namespace
}  // namespace collab
