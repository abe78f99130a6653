// Lines of an export, read back. By hand, as they are written: an object without depth, and an
// export is as large as its ledger.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "collab/model/error.hpp"
#include "collab/render/export_line.hpp"
#include "render/data.hpp"

namespace collab {
namespace {

constexpr std::string_view schema_of_lines = "collab.export/1";

[[noreturn]] void fail(std::string_view what) {
  throw Error(ExitCode::invalid, "bad-export", fmt::format("no line of an export: {}", what),
              "is the file what `collab export` wrote?");
}

void append_code_point(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) {
    out += static_cast<char>(static_cast<unsigned char>(byte));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view line) : left_(line) {}

  bool at_end() {
    skip_blanks();
    return left_.empty();
  }
  bool take(char c) {
    skip_blanks();
    if (left_.empty() || left_.front() != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  void need(char c) {
    if (!take(c)) fail(fmt::format("'{}' is missing", c));
  }
  std::string text() {
    need('"');
    std::string out;
    for (;;) {
      const auto plain = left_.find_first_of("\"\\");
      if (plain == std::string_view::npos) fail("a text has no end");
      out += left_.substr(0, plain);
      const bool ends = left_[plain] == '"';
      left_.remove_prefix(plain + 1);
      if (ends) return out;
      append_escaped(out);
    }
  }
  RecordValue number() {
    const auto end = std::min(left_.find_first_of(",} \t\r\n"), left_.size());
    const std::string_view digits = left_.substr(0, end);
    left_.remove_prefix(end);
    std::int64_t integer = 0;
    double real = 0;
    const bool has_point = digits.find_first_of(".eE") != std::string_view::npos;
    const char* const last = digits.data() + digits.size();
    const auto [stop, fault] = has_point ? std::from_chars(digits.data(), last, real)
                                         : std::from_chars(digits.data(), last, integer);
    if (fault != std::errc() || stop != last) fail(fmt::format("'{}' is no value", digits));
    return has_point ? RecordValue{real} : RecordValue{integer};
  }
  bool take_null() {
    skip_blanks();
    if (!left_.starts_with("null")) return false;
    left_.remove_prefix(4);
    return true;
  }
  char next() {
    skip_blanks();
    return left_.empty() ? '\0' : left_.front();
  }

 private:
  void skip_blanks() {
    left_.remove_prefix(std::min(left_.find_first_not_of(" \t\r\n"), left_.size()));
  }
  std::uint32_t unit() {
    constexpr std::size_t digits = 4;
    std::uint32_t value = 0;
    if (left_.size() < digits) fail("an escape has no end");
    const auto [end, fault] = std::from_chars(left_.data(), left_.data() + digits, value, 16);
    if (fault != std::errc() || end != left_.data() + digits) fail("an escape is no character");
    left_.remove_prefix(digits);
    return value;
  }
  void append_escaped(std::string& out) {
    if (left_.empty()) fail("a text has no end");
    const char what = left_.front();
    left_.remove_prefix(1);
    constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
    if (const auto known = from.find(what); known != std::string_view::npos) {
      out += to[known];
      return;
    }
    if (what != 'u') fail("an escape is not known");
    std::uint32_t code = unit();
    if (code >= 0xD800 && code < 0xDC00) {
      if (!left_.starts_with("\\u")) fail("half a character");
      left_.remove_prefix(2);
      const std::uint32_t low = unit();
      if (low < 0xDC00 || low >= 0xE000) fail("half a character");
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
      fail("half a character");
    }
    append_code_point(out, code);
  }

  std::string_view left_;
};

RecordBytes bytes_of_hex(std::string_view text) {
  RecordBytes bytes(text.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char* digits = text.data() + 2 * i;
    const auto [end, fault] = std::from_chars(digits, digits + 2, bytes[i], 16);
    if (fault != std::errc() || end != digits + 2) fail("bytes are no hexadecimal digits");
  }
  if (text.size() % 2 != 0) fail("bytes have half a byte");
  return bytes;
}

RecordBytes bytes_of_base64(std::string_view text) {
  static const std::array<std::int8_t, 256> values = [] {
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t i = 0; i < digits.size(); ++i)
      table.at(static_cast<unsigned char>(digits[i])) = static_cast<std::int8_t>(i);
    return table;
  }();
  if (text.size() % 4 != 0) fail("bytes are not whole");
  while (text.ends_with('=')) text.remove_suffix(1);
  RecordBytes bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t word = 0, bits = 0;
  for (const char c : text) {
    const std::int8_t value = values.at(static_cast<unsigned char>(c));
    if (value < 0) fail("bytes are no base64");
    word = (word << 6U) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(word >> bits));
  }
  return bytes;
}

/// Which columns hold bytes, the line does not say.
bool is_hex(std::string_view kind, std::string_view name) {
  return name == "key" || name == "seal" || name == "consumer" || name == "salt" ||
         (name == "voice" && kind.starts_with("voice_"));
}

RecordValue read_value(Reader& reader, std::string_view kind, std::string_view name) {
  if (reader.take_null()) return std::monostate{};
  if (reader.take('{')) {
    if (reader.text() != "bytes") fail("a value is an object");
    reader.need(':');
    const RecordBytes bytes = bytes_of_base64(reader.text());
    reader.need('}');
    return std::string(bytes.begin(), bytes.end());
  }
  if (reader.next() != '"') return reader.number();
  std::string text = reader.text();
  if (name == "bytes") return bytes_of_base64(text);
  if (is_hex(kind, name)) return bytes_of_hex(text);
  return text;
}

}  // namespace

bool is_of_kind(std::string_view line, std::string_view kind) {
  constexpr std::string_view start = R"({"schema":"collab.export/1","kind":")";
  if (!line.starts_with(start)) return read_record(line).kind == kind;
  line.remove_prefix(start.size());
  return line.starts_with(kind) && line.substr(kind.size()).starts_with('"');
}

LedgerRecord read_record(std::string_view line) {
  Reader reader(line);
  LedgerRecord record;
  reader.need('{');
  bool more = !reader.take('}');
  while (more) {
    std::string name = reader.text();
    reader.need(':');
    if (name == "schema") {
      if (reader.text() != schema_of_lines)
        fail(fmt::format("its schema is not {}", schema_of_lines));
    } else if (name == "kind") {
      record.kind = reader.text();
    } else {
      // A decision's own kind would hide what kind of record it is.
      if (name == "is") name = "kind";
      RecordValue value = read_value(reader, record.kind, name);
      record.values.emplace_back(std::move(name), std::move(value));
    }
    more = reader.take(',');
    if (!more) reader.need('}');
  }
  if (!reader.at_end()) fail("something follows it");
  if (record.kind.empty()) fail("it has no kind");
  return record;
}

ExportHead read_export_head(std::string_view line) {
  try {
    const Json head = Json::parse(line);
    if (head.at("schema") != schema_of_lines || head.at("kind") != "head")
      fail("the first one is to be of kind head");
    ExportHead result{.format = head.at("format").get<int>(),
                      .experiment = {},
                      .texts = head.at("texts").get<bool>(),
                      .key_fingerprint = {},
                      .heads = {}};
    if (!head.at("experiment").is_null())
      result.experiment = head.at("experiment").get<std::string>();
    if (!head.at("key_fingerprint").is_null())
      result.key_fingerprint = head.at("key_fingerprint").get<std::string>();
    for (const Json& end : head.at("heads"))
      result.heads.push_back({.origin = end.at("origin").get<std::string>(),
                              .sequence = end.at("sequence").get<std::int64_t>(),
                              .digest = end.at("digest").get<std::string>()});
    return result;
  } catch (const Json::exception&) {
    fail("the first one is no head");
  }
}

}  // namespace collab
