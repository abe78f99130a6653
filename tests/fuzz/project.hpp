#pragma once
// A small project that has everything: what targets read definitions, feeds and ledgers with.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/target.hpp"
#include "unit/cli/try_project.hpp"
#include "unit/feeds/support.hpp"

namespace collab::fuzz {

/// What the corpus holds; so the project's definitions are seeds as well.
inline std::string seed(const std::string& name) {
  std::ifstream file(COLLAB_SOURCE "/tests/fuzz/corpus/" + name, std::ios::binary);
  require(file.good(), name.c_str());
  return {std::istreambuf_iterator<char>(file), {}};
}
inline std::string program_text() { return seed("program/shop.yaml"); }
inline std::string experiment_text() { return seed("definition/answers.yaml"); }

/// `collab -C FOLDER ARGUMENTS…` in this process, on a day of its own.
inline test::Answer collab(const test::Scratch& project, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"-C", project.folder().string(), "--now", "2026-03-20T08:00:00Z"});
  return test::collab_run(arguments);
}

/// The project with its definitions; `with_rows`: planned, and with summary and unit rows.
inline void make_project(const test::Scratch& project, bool with_rows) {
  project.write("collab.yaml", program_text());
  project.write("experiments/answers.yaml", experiment_text());
  if (!with_rows) return;
  // A seed's first byte says which feed it is of.
  const std::string nights =
      project.write("data/nights.csv", seed("feed/summary.csv").substr(1)).string();
  const std::string members =
      project.write("data/members.csv", seed("feed/unit.csv").substr(1)).string();
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"plan", "answers"},
        {"record", "answers", "--feed", "nights", "--from", nights},
        {"record", "answers", "--feed", "members", "--from", members}}) {
    const test::Answer answer = collab(project, command);
    require(answer.code == 0, answer.err.c_str());
  }
}

}  // namespace collab::fuzz
