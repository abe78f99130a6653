#include "definition/file.hpp"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <system_error>

#include "collab/model/error.hpp"
#include "definition/walk.hpp"

namespace collab {

std::string read_bytes(const std::filesystem::path& path, const std::string& shown_as) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  const bool is_folder = std::filesystem::is_directory(status);
  // A pipe would be waited for, and a device may never end.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
    throw Error(
        ExitCode::invalid,
        {Diagnostic{.slug = is_folder ? "is-a-folder" : "not-a-file",
                    .message = is_folder ? "is a folder" : "is a pipe, a socket or a device",
                    .hint = "a definition is a regular file",
                    .at = {.file = shown_as, .path = {}}}});
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw Error(ExitCode::not_found, "no-such-file", fmt::format("{} cannot be opened", shown_as),
                "check the name and whether you may read it");
  }
  // A file may grow, or be larger than it says: what counts is what is read.
  std::string text;
  std::array<char, 16384> part{};
  while (text.size() <= largest_file && file) {
    file.read(part.data(), part.size());
    text.append(part.data(), static_cast<std::size_t>(file.gcount()));
  }
  return text;
}

std::optional<Node> read_document(const SourceText& source, Findings& findings,
                                  std::string_view schema, const std::vector<KindShape>& kinds) {
  if (source.text().size() > largest_file) {
    findings.add_without_place("file-too-large", "the file is larger than 1 MiB",
                               "a definition is text written by people: is this the right file?");
    return std::nullopt;
  }
  if (!check_text(source, findings)) return std::nullopt;
  std::optional<Node> document = read_yaml(source, findings);
  if (!document) return std::nullopt;
  if (document->kind == Node::Kind::null) {
    findings.add_without_place("empty-file", "the file holds no definition",
                               "start with `collab new` or `collab init`");
    return std::nullopt;
  }
  std::vector<std::string> names;
  for (const KindShape& kind : kinds) names.emplace_back(kind.name);
  walk(*document, compiled_schema(schema), findings, {{"kinds", names}});
  const Node* version = document->find("schema");
  if (document->faulty || !document->is_map() || (version != nullptr && version->faulty))
    return std::nullopt;
  return document;
}

}  // namespace collab
