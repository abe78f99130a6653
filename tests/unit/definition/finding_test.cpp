// Where findings stand, how many there are, and what they say.
#include <doctest/doctest.h>

#include <sys/stat.h>

#include <chrono>
#include <filesystem>

#include "collab/model/error.hpp"
#include "unit/definition/fixtures.hpp"

namespace collab {
namespace {

using testing::by_hand;
using testing::kinds;
using testing::slugs;
using testing::trial;

TEST_CASE("a fault is laid out as the product page shows") {
  const ExperimentFile file = trial("kind: proportion", "kind: proportoin");
  REQUIRE(file.findings.size() == 1);
  const Diagnostic& finding = file.findings.front();
  CHECK(finding.severity == Severity::error);
  CHECK(finding.slug == "metric-kind");
  CHECK(finding.message == "kind 'proportoin' is not known");
  CHECK(finding.hint ==
        "did you mean 'proportion'? kinds: mean, proportion, quantile, rate, ratio, score, value");
  CHECK(finding.at.file == "experiments/trial.yaml");
  CHECK(finding.at.line == 10);
  CHECK(finding.at.column == 32);
  CHECK(finding.at.length == 10);
  CHECK(finding.at.path == "evaluate.metrics[0].kind");
  CHECK(finding.excerpt.starts_with("    - {id: return_visit, kind: proportoin"));
}

TEST_CASE("every fault of a file at once, in file order") {
  std::string text = by_hand("owner: ana@shop.example", "owner: [ana]");
  text = testing::replaced(text, "role: goal", "role: gaol");
  text = testing::replaced(text, "starts: 2026-10-05", "starts: 2026-02-30");
  text = testing::replaced(text, "at_most: 4", "at_most: 0");
  text = testing::replaced(text, "title:", "titel:");
  const testing::TemporaryFolder folder;
  const ExperimentFile file =
      load_experiment(folder.write("trial.yaml", text), testing::program(), kinds(), "trial.yaml");
  CHECK(slugs(file.findings) == std::vector<std::string>{"unknown-key", "wrong-type", "bad-value",
                                                         "bad-date", "bad-value"});
  for (std::size_t i = 1; i < file.findings.size(); ++i) {
    CHECK(file.findings[i - 1].at.line < file.findings[i].at.line);
  }
  CHECK_FALSE(file.experiment);
}

TEST_CASE("columns and lengths count code points, not bytes") {
  const ExperimentFile file =
      trial("{share: 50%, does: The usual letter}", "{does: \"Üblich 😀\", share: 5Ö%}");
  REQUIRE(file.findings.size() == 1);
  CHECK(file.findings[0].at.column == 40);
  CHECK(file.findings[0].at.length == 3);
}

TEST_CASE("a byte order mark and Windows line ends do not shift places") {
  std::string text = by_hand("title: A letter that asks for ideas", "titel: A letter");
  const std::string unix = text;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.replace(at, 1, "\r\n");
  }
  const testing::TemporaryFolder folder;
  const auto load = [&](const std::string& bytes) {
    return load_experiment(folder.write("trial.yaml", bytes), testing::program(), kinds(), "t");
  };
  const ExperimentFile plain = load(unix);
  const ExperimentFile windows = load("\xEF\xBB\xBF" + text);
  REQUIRE(plain.findings.size() == 1);
  REQUIRE(windows.findings.size() == 1);
  CHECK(plain.findings[0].at.line == windows.findings[0].at.line);
  CHECK(plain.findings[0].at.column == windows.findings[0].at.column);
  CHECK(plain.findings[0].excerpt == windows.findings[0].excerpt);
}

TEST_CASE("a duplicate is reported at its second place") {
  const ExperimentFile file = trial("owner:", "title: Another\nowner:");
  REQUIRE(file.findings.size() == 1);
  CHECK(file.findings[0].slug == "duplicate-key");
  CHECK(file.findings[0].at.line == 4);
  CHECK(file.findings[0].message == "'title' was given in line 3 already");
}

TEST_CASE("one mistake, one message") {
  // The misspelt key is the missing one; the misspelt variant is not unknown as well.
  CHECK(trial("  cycle: 28d", "  cycel: 28d").findings.size() == 1);
  CHECK(trial("  hypothesis:", "  hypotesis:").findings.size() == 1);
  CHECK(trial("role: goal", "role: gaol").findings.size() == 1);
  CHECK(trial("id: complaints", "id: com plaints").findings.size() == 1);
  CHECK(trial("    ideas:", "    new ideas:").findings.size() == 1);
  CHECK(trial("better: lower", "better: less").findings.size() == 1);
  CHECK(trial("cycle: 28d", "cycle: soon").findings.size() == 1);
}

TEST_CASE("what an empty key lacks is said at the key") {
  const ExperimentFile file = trial("title: A letter that asks for ideas", "title:");
  REQUIRE(file.findings.size() == 1);
  CHECK(file.findings[0].slug == "empty-value");
  CHECK(file.findings[0].at.line == 3);
  CHECK(file.findings[0].at.column == 1);
  CHECK(file.findings[0].at.length == 5);
}

TEST_CASE("a file that is not there is not found, and a folder is none") {
  const testing::TemporaryFolder folder;
  const auto refused = [](const std::filesystem::path& path, ExitCode code, std::string_view slug) {
    try {
      load_experiment(path, testing::program(), kinds(), "b.yaml");
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == code);
      CHECK(error.faults().front().slug == slug);
    }
  };
  refused(folder.write("a.yaml", "x").parent_path() / "b.yaml", ExitCode::not_found,
          "no-such-file");
  refused(testing::data(), ExitCode::invalid, "is-a-folder");
}

TEST_CASE("a pipe or a device is refused by name, not waited for") {
  const testing::TemporaryFolder folder;
  const auto pipe = folder.write("trial.yaml", "").parent_path() / "pipe.yaml";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::filesystem::path& path : {pipe, std::filesystem::path("/dev/zero")}) {
    try {
      load_experiment(path, testing::program(), kinds(), "odd.yaml");
      FAIL("accepted");
    } catch (const Error& error) {
      CHECK(error.code() == ExitCode::invalid);
      CHECK(error.faults().front().slug == "not-a-file");
      CHECK(error.faults().front().at.file == "odd.yaml");
    }
  }
}

TEST_CASE("a file of more than 1 MiB is not read") {
  const testing::TemporaryFolder folder;
  const std::string large = by_hand("title: A letter that asks for ideas", "title: A") + "#" +
                            std::string(1024 * 1024, 'x');
  const ExperimentFile file =
      load_experiment(folder.write("trial.yaml", large), testing::program(), kinds(), "trial.yaml");
  CHECK(slugs(file.findings) == std::vector<std::string>{"file-too-large"});
}

TEST_CASE("texts as long as a file are no danger") {
  for (const char* key : {"owner: ana@shop.example", "id: trial", "cycle: 28d"}) {
    const std::string name = std::string(key).substr(0, std::string(key).find(' '));
    const ExperimentFile file = trial(key, name + ' ' + std::string(500'000, 'x'));
    CHECK(file.findings.size() == (name == "owner:" ? 0 : 1));
  }
}

TEST_CASE("brackets without end are refused, not followed") {
  const testing::TemporaryFolder folder;
  for (const char* opening : {"[", "{", "{a: ", "- ", "? ", "&a [*a, "}) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += opening;
    const ExperimentFile file = load_experiment(folder.write("trial.yaml", text),
                                                testing::program(), kinds(), "trial.yaml");
    CHECK(file.findings.size() == 1);
    CHECK_FALSE(file.experiment);
  }
}

TEST_CASE("any beginning of a sound file is refused without harm") {
  const std::string text = by_hand("owner:", "owner:");
  const testing::TemporaryFolder folder;
  const std::size_t last = text.find("at_most");
  for (std::size_t size = 0; size < last; size += 7) {
    const ExperimentFile file = load_experiment(folder.write("trial.yaml", text.substr(0, size)),
                                                testing::program(), kinds(), "trial.yaml");
    CHECK_FALSE(file.findings.empty());
  }
}

TEST_CASE("a definition is read in milliseconds once its schema is") {
  trial("owner:", "owner:");
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) trial("owner:", "owner:");
  const std::chrono::duration<double, std::milli> each =
      (std::chrono::steady_clock::now() - start) / 10;
  // About a millisecond when optimised; sanitizers and a busy machine take their share.
  CHECK(each.count() < 500);
}

}  // namespace
}  // namespace collab
