// Lines of an export, imported into a new project: taken in whole, or refused and nothing is there.
#include "fuzz/project.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const test::Scratch project;
  fuzz::make_project(project, false);
  project.write("other.ndjson", fuzz::text_of(data, size));
  const test::Answer answer =
      fuzz::collab(project, {"import", (project.folder() / "other.ndjson").string()});
  fuzz::require(answer.code != 1, "no error without a name");
  if (answer.code != 0) fuzz::require(answer.out.empty(), "a failure has no answer");
  if (std::filesystem::exists(project.folder() / ".collab/ledger.db"))
    fuzz::require(fuzz::collab(project, {"verify"}).code == 0, "what was taken in is sound");
  return 0;
}
