#include "feeds/text_checks.hpp"

#include <fmt/format.h>

#include <cstring>

#include "collab/model/utf8.hpp"

namespace collab {

void check_text(Record& record, FaultList& faults) {
  const std::string_view raw = record.raw;
  if (raw.empty()) {
    record.simple = true;
    return;
  }
  if (const void* nul = std::memchr(raw.data(), 0, raw.size())) {
    const auto offset = static_cast<std::size_t>(static_cast<const char*>(nul) - raw.data());
    faults.fatal(record, offset, 0, "nul-byte", "a NUL byte: this is not text",
                 "save the file as UTF-8 text");
  }
  if (is_ascii(raw)) {
    record.simple = std::memchr(raw.data(), '\n', raw.size()) == nullptr;
    return;
  }
  record.simple = false;
  if (const std::size_t offset = bad_utf8(raw); offset != std::string_view::npos) {
    // Without the excerpt, which would carry the bad bytes to the terminal.
    record.raw = raw.substr(0, offset);
    faults.fatal(record, offset, 0, "bad-utf8",
                 fmt::format("byte 0x{:02x} is not UTF-8 here",
                             static_cast<unsigned>(static_cast<unsigned char>(raw[offset]))),
                 "save the file as UTF-8 (spreadsheets: \"CSV UTF-8\"; or `iconv -t UTF-8`)");
  }
}

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

}  // namespace collab
