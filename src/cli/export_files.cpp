#include "cli/export_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string_view>

#include "collab/model/error.hpp"
#include "collab/render/export_line.hpp"

namespace collab {
namespace {

struct Read {
  std::string name, text;
};

/// An operation and its rows: lines of a file.
struct Stretch {
  std::size_t file = 0, begin = 0, end = 0;
  std::uint64_t line = 0;  ///< its first
};

struct Exports {
  std::vector<Read> files;
  std::vector<Stretch> stretches;
};

std::string contents(const std::string& name) {
  if (name == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::error_code fault;
  if (!std::filesystem::exists(name, fault))
    throw Error(ExitCode::not_found, "no-such-file", fmt::format("there is no file '{}'", name),
                "write it with: collab export -o " + name);
  std::ifstream file(name, std::ios::binary | std::ios::ate);
  std::string text;
  if (file) {
    text.resize(static_cast<std::size_t>(std::max<std::streamoff>(file.tellg(), 0)));
    file.seekg(0);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
  }
  if (!file || std::filesystem::is_directory(name, fault))
    throw Error(ExitCode::failure, "cannot-read",
                fmt::format("'{}' cannot be read: {}", name, std::strerror(errno)));
  return text;
}

/// read(), its faults with their place.
auto located(const Read& file, std::uint64_t line, const auto& read) {
  try {
    return read();
  } catch (const Error& error) {
    std::vector<Diagnostic> faults = error.faults();
    for (Diagnostic& fault : faults) {
      fault.at.file = file.name;
      fault.at.line = line;
    }
    throw Error(error.code(), std::move(faults));
  }
}

/// The next line, without its end; a last one that has none was cut off.
std::string_view take_line(const Read& file, std::size_t& at, std::uint64_t line) {
  const std::size_t end = file.text.find('\n', at);
  if (end == std::string::npos)
    throw Error(ExitCode::invalid, {{.slug = "export-cut-off",
                                     .message = "the last line has no end",
                                     .hint = "the file is not whole: export it again",
                                     .at = {.file = file.name, .line = line}}});
  const std::string_view text = std::string_view(file.text).substr(at, end - at);
  at = end + 1;
  return text;
}

void index(Exports& exports, std::size_t number, ImportOffer& offer) {
  const Read& file = exports.files[number];
  std::size_t at = 0;
  std::uint64_t line = 0;
  bool has_head = false;
  while (at < file.text.size()) {
    const std::size_t begin = at;
    const std::string_view text = take_line(file, at, ++line);
    located(file, line, [&] {
      if (is_of_kind(text, "head")) {  // exports may stand one behind the other
        offer.heads.push_back(read_export_head(text));
        has_head = true;
        return;
      }
      if (!has_head)
        throw Error(ExitCode::invalid, "bad-export", "the first line of an export is missing",
                    "is the file what `collab export` wrote?");
      if (is_of_kind(text, "operation")) {
        offer.operations.push_back(
            offered_operation(read_record(text), exports.stretches.size(), offer.heads.size() - 1));
        exports.stretches.push_back({.file = number, .begin = begin, .end = at, .line = line});
      } else if (!exports.stretches.empty() && exports.stretches.back().file == number) {
        exports.stretches.back().end = at;
        if (is_of_kind(text, "unit_segment")) offer.operations.back().has_units = true;
      } else {
        throw Error(ExitCode::invalid, "bad-export", "rows stand before their operation",
                    "lines of an export keep their order");
      }
    });
  }
  if (!has_head)
    throw Error(ExitCode::invalid, {{.slug = "export-cut-off",
                                     .message = "the file is empty",
                                     .hint = "write it with: collab export -o FILE",
                                     .at = {.file = file.name}}});
}

std::vector<LedgerRecord> records_of(const Exports& exports, std::size_t place) {
  const Stretch& stretch = exports.stretches.at(place);
  const Read& file = exports.files[stretch.file];
  std::vector<LedgerRecord> records;
  std::size_t at = stretch.begin;
  for (std::uint64_t line = stretch.line; at < stretch.end; ++line) {
    const std::string_view text = take_line(file, at, line);
    records.push_back(located(file, line, [&] { return read_record(text); }));
  }
  return records;
}

}  // namespace

ImportOffer read_exports(const std::vector<std::string>& files) {
  const auto exports = std::make_shared<Exports>();
  ImportOffer offer;
  for (const std::string& name : files) exports->files.push_back({name, contents(name)});
  for (std::size_t i = 0; i < files.size(); ++i) index(*exports, i, offer);
  offer.records = [exports](std::size_t place) { return records_of(*exports, place); };
  return offer;
}

}  // namespace collab
