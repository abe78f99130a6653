#include "collab/render/export_line.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "render/data.hpp"
#include "render/invisible.hpp"

namespace collab {
namespace {

void append_base64(std::string& out, std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  out.reserve(out.size() + bytes.size() / 3 * 4 + 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k)
      word = (word << 8U) | (k < left ? bytes[i + k] : std::uint8_t{0});
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= left ? digits[(word >> (18 - 6 * k)) & 63U] : '=';
  }
}

void append_text(std::string& out, const std::string& text) {
  try {
    // What a terminal would obey is escaped, as in every answer.
    out += without_invisible(Json(text).dump());
  } catch (const Json::exception&) {
    // Not UTF-8: a command line may be anything, and its digest is over its bytes.
    out += R"({"bytes":")";
    append_base64(out, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    out += "\"}";
  }
}

void append_value(std::string& out, std::monostate) { out += "null"; }
void append_value(std::string& out, std::int64_t value) { out += fmt::format("{}", value); }
void append_value(std::string& out, double value) {
  if (!std::isfinite(value)) return append_value(out, std::monostate{});
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  const std::string_view digits(text, static_cast<std::size_t>(written.ptr - text));
  out += digits;
  // A number with a point is a double there too: columns have the type they were written with.
  if (digits.find_first_of(".e") == std::string_view::npos) out += ".0";
}
void append_value(std::string& out, const std::string& value) { append_text(out, value); }
void append_value(std::string& out, const RecordBytes& value) {
  out += '"';
  for (const std::uint8_t byte : value) out += fmt::format("{:02x}", byte);
  out += '"';
}

}  // namespace

void append_export_head(std::string& out, const ExportHead& head, const std::string& version) {
  Json heads = Json::array();
  for (const ExportHead::Head& one : head.heads)
    heads.push_back({{"origin", one.origin}, {"sequence", one.sequence}, {"digest", one.digest}});
  const Json line{
      {"schema", "collab.export/1"},
      {"kind", "head"},
      {"version", version},
      {"format", head.format},
      {"experiment", text_or_null(head.experiment)},
      {"texts", head.texts},
      {"key_fingerprint", head.key_fingerprint ? Json(*head.key_fingerprint) : Json(nullptr)},
      {"heads", std::move(heads)}};
  out += without_invisible(compact(line));
  out += '\n';
}

void append_record(std::string& out, const LedgerRecord& record) {
  out += R"({"schema":"collab.export/1","kind":")";
  out += record.kind;
  out += '"';
  for (const auto& [name, value] : record.values) {
    // A decision's own kind would hide what kind of record it is.
    out += name == "kind" ? ",\"is\":" : ",\"" + name + "\":";
    if (const auto* bytes = std::get_if<RecordBytes>(&value); bytes && name == "bytes") {
      out += '"';
      append_base64(out, *bytes);
      out += '"';
      continue;
    }
    std::visit([&](const auto& one) { append_value(out, one); }, value);
  }
  out += "}\n";
}

}  // namespace collab
