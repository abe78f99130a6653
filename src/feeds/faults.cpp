#include "feeds/faults.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "collab/model/error.hpp"

namespace collab {
namespace {

constexpr std::size_t longest_excerpt = 400;  // bytes; a longer line says nothing on a screen

}  // namespace

FaultList::FaultList(std::string file, bool show_source)
    : file_(std::move(file)), show_source_(show_source) {}

Diagnostic FaultList::describe(const Record& record, std::size_t offset, std::size_t size,
                               std::string slug, std::string message, std::string hint) const {
  Diagnostic fault{.severity = Severity::error,
                   .slug = std::move(slug),
                   .message = std::move(message),
                   .hint = std::move(hint),
                   .at = place_of(record, offset, size)};
  fault.at.file = file_;
  if (show_source_) {
    const std::string_view line = line_of(record, offset);
    if (line.size() <= longest_excerpt) fault.excerpt = line;
  }
  return fault;
}

void FaultList::add(const Record& record, std::size_t offset, std::size_t size, std::string slug,
                    std::string message, std::string hint) {
  if (++count_ > most) return;
  first_.push_back(
      describe(record, offset, size, std::move(slug), std::move(message), std::move(hint)));
}

void FaultList::refuse(const Record& record, Diagnostic fault) {
  if (++count_ > most) return;
  fault.at.file = file_;
  fault.at.line = record.line;
  if (show_source_) {
    const std::string_view line = line_of(record, 0);
    if (line.size() <= longest_excerpt) fault.excerpt = line;
  }
  first_.push_back(std::move(fault));
}

void FaultList::fatal(const Record& record, std::size_t offset, std::size_t size, std::string slug,
                      std::string message, std::string hint) {
  ++count_;
  first_.push_back(
      describe(record, offset, size, std::move(slug), std::move(message), std::move(hint)));
  end();
}

void FaultList::end() const { throw Error(ExitCode::invalid, first_); }

std::string shown(std::string_view text) {
  constexpr std::uint64_t most_points = 40;
  std::string result;
  std::uint64_t points = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U && ++points > most_points) return result + "…";
    result += byte < 0x20U || byte == 0x7FU ? ' ' : c;
  }
  return result;
}

std::string columns_hint(const std::string& wanted, const std::vector<std::string>& names) {
  constexpr std::size_t most_names = 20;
  std::string hint;
  if (const std::string near = nearest(wanted, names); !near.empty()) {
    hint = fmt::format("did you mean '{}'? ", shown(near));
  }
  hint += "columns: ";
  for (std::size_t i = 0; i < std::min(names.size(), most_names); ++i) {
    if (i > 0) hint += ", ";
    hint += shown(names[i]);
  }
  if (names.size() > most_names) hint += fmt::format(" and {} more", names.size() - most_names);
  return hint;
}

}  // namespace collab
