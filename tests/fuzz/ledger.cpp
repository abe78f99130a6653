// A ledger file with changed bytes. The input is a list of changes: four bytes where (of the file's
// size), one byte what; the first byte cuts the file off when it is below 16. Every verb answers or
// refuses.
#include "fuzz/project.hpp"

using namespace collab;

namespace {

const std::string& sound_ledger() {
  static const std::string bytes = [] {
    const test::Scratch project;
    fuzz::make_project(project, true);
    std::ifstream file(project.folder() / ".collab/ledger.db", std::ios::binary);
    return std::string{std::istreambuf_iterator<char>(file), {}};
  }();
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes = sound_ledger();
  for (std::size_t at = 0; at + 5 <= size; at += 5) {
    std::size_t where = 0;
    for (std::size_t i = 0; i < 4; ++i) where = where << 8 | data[at + i];
    bytes[where % bytes.size()] = static_cast<char>(data[at + 4]);
  }
  if (size > 0 && data[0] < 16) bytes.resize(bytes.size() * data[0] / 16);
  const bool changed = bytes != sound_ledger();
  const test::Scratch project;
  fuzz::make_project(project, false);
  project.write(".collab/ledger.db", bytes);
  for (const char* verb : {"status", "review", "monitor", "log", "list"}) {
    std::vector<std::string> arguments{verb};
    if (arguments[0] == "monitor") arguments.emplace_back("answers");
    const test::Answer answer = fuzz::collab(project, arguments);
    fuzz::require(answer.code == 0 || !answer.err.empty(), "who fails says why");
    if (!changed) fuzz::require(answer.code != 7, "a sound ledger is read");
  }
  const int verified = fuzz::collab(project, {"verify"}).code;
  if (!changed) fuzz::require(verified == 0, "a sound ledger is sound");
  return 0;
}
