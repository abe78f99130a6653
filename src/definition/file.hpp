#pragma once
// Definition files on disk, as text.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/metric.hpp"
#include "definition/source.hpp"
#include "definition/tree.hpp"

namespace collab {

/// The largest definition that is read.
constexpr std::size_t largest_file = std::size_t{1} << 20U;

/// Its bytes; of one that is larger than `largest_file` not all. throws
/// Error(not_found, "no-such-file"), Error(invalid, "is-a-folder" | "not-a-file")
std::string read_bytes(const std::filesystem::path& path, const std::string& shown_as);

/// The document, checked against the named schema; nullopt when it is no use to look closer.
std::optional<Node> read_document(const SourceText& source, Findings& findings,
                                  std::string_view schema, const std::vector<KindShape>& kinds);

}  // namespace collab
