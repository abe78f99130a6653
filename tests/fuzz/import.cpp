// Lines of an export, imported into a new project: taken in whole, or refused and nothing is there.
#include "fuzz/project.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Folder folder;
  fuzz::make_project(folder, false);
  folder.write("other.ndjson", fuzz::text_of(data, size));
  const fuzz::Answer answer =
      fuzz::collab(folder, {"import", (folder.path() / "other.ndjson").string()});
  fuzz::require(answer.code != 1, "no error without a name");
  if (answer.code != 0) fuzz::require(answer.out.empty(), "a failure has no answer");
  if (std::filesystem::exists(folder.path() / ".collab/ledger.db"))
    fuzz::require(fuzz::collab(folder, {"verify"}).code == 0, "what was taken in is sound");
  return 0;
}
