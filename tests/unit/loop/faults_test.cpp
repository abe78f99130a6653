// `collab help errors` lists what the loop says, and nothing that it never says.
#include "collab/loop/faults.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

using namespace collab;

namespace {

/// Slugs in the sources of a layer: in errors, in findings and in faults of rows.
std::set<std::string> slugs_in(const std::string& layer) {
  std::string text;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(COLLAB_SOURCE) / "src" / layer))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
      std::ifstream file(entry.path());
      text.append(std::istreambuf_iterator<char>(file), {});
    }
  const std::regex said(
      R"re((?:ExitCode::[a-z_]+,|\.slug =|row_fault\(|unknown\()\s*"([a-z]+(?:-[a-z]+)*)")re");
  std::set<std::string> slugs;
  for (std::sregex_iterator match(text.begin(), text.end(), said), end; match != end; ++match)
    slugs.insert((*match)[1]);
  return slugs;
}

}  // namespace

TEST_CASE("every slug of the loop is listed, sorted, once") {
  std::set<std::string> listed;
  std::string before;
  for (const auto& [slug, meaning] : loop_faults()) {
    CHECK_MESSAGE(before < slug, slug);
    before = slug;
    listed.insert(before);
    CHECK_MESSAGE(meaning.find("(exit ") != std::string_view::npos, slug);
  }
  const std::set<std::string> said = slugs_in("loop");
  CHECK(said.size() > 40);
  for (const std::string& slug : said) CHECK_MESSAGE(listed.contains(slug), slug);
}

TEST_CASE("every slug that is listed is said somewhere") {
  std::set<std::string> said;
  for (const std::string layer : {"model", "review", "loop"}) said.merge(slugs_in(layer));
  for (const auto& [slug, meaning] : loop_faults())
    CHECK_MESSAGE(said.contains(std::string(slug)), slug);
}
