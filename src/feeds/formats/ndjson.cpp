// NDJSON: one JSON object a line, flat. RapidJSON says whether a line is sound and decodes it; a
// walk over the sound text finds where each value stands and keeps numbers as they are written.
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "collab/model/error.hpp"
#include "feeds/input_format.hpp"
#include "feeds/json_line.hpp"
#include "feeds/limits.hpp"
#include "feeds/text_checks.hpp"

namespace collab {
namespace {

/// Steps through the members of an object that is known to be valid JSON.
class MemberWalk {
 public:
  explicit MemberWalk(std::string_view line) : line_(line), at_(line.find('{') + 1) {}

  struct Value {
    std::size_t offset = 0, size = 0;  ///< of the value's text; quotes not included
  };
  Value next() {
    at_ = line_.find('"', at_);
    skip_string();
    at_ = line_.find(':', at_) + 1;
    at_ = line_.find_first_not_of(" \t\r", at_);
    const std::size_t start = at_;
    if (line_[at_] == '"') {
      skip_string();
      return {start + 1, at_ - start - 2};
    }
    if (line_[at_] == '{' || line_[at_] == '[') {
      skip_nested();
    } else {
      at_ = line_.find_first_of(",} \t\r", at_);
    }
    return {start, at_ - start};
  }

 private:
  void skip_string() {
    for (++at_; line_[at_] != '"'; ++at_) {
      if (line_[at_] == '\\') ++at_;
    }
    ++at_;
  }
  void skip_nested() {
    std::size_t depth = 0;
    do {
      const char c = line_[at_];
      if (c == '"') {
        skip_string();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
    } while (depth > 0);
  }
  std::string_view line_;
  std::size_t at_;
};

class NdjsonReader final : public RecordReader {
 public:
  NdjsonReader(ByteBuffer& bytes, const FormatOptions& options, FaultList& faults)
      : bytes_(bytes),
        wanted_(options.columns),
        required_(std::min(options.required, options.columns.size())),
        faults_(faults) {
    seen_.assign(wanted_.size(), false);
    bytes_.consume(bytes_.unread().size() - without_mark(bytes_.unread()).size());
  }

  bool next(Record& record) override {
    record.fields.assign(wanted_.size(), Field{});
    if (!next_line(record)) {
      report_never_seen();
      return false;
    }
    record.broken = !take_apart(record);
    return true;
  }

 private:
  bool next_line(Record& record) {
    bytes_.consume(std::exchange(consumed_, 0));
    for (;;) {
      const std::string_view unread = bytes_.unread();
      const std::size_t end = unread.find('\n');
      if ((end == std::string_view::npos && !bytes_.ended()) && unread.size() <= limits::line) {
        bytes_.more();
        continue;
      }
      if (unread.empty()) return false;
      record.line = ++line_;
      record.raw = unread.substr(0, end);
      if (record.raw.ends_with('\r')) record.raw.remove_suffix(1);
      if (record.raw.size() > limits::line) {
        record.raw = record.raw.substr(0, 0);
        faults_.fatal(record, 0, 0, "line-too-long",
                      fmt::format("a line of more than {} bytes", limits::line),
                      "NDJSON holds one object a line");
      }
      const std::size_t consumed = end == std::string_view::npos ? unread.size() : end + 1;
      if (record.raw.find_first_not_of(" \t") == std::string_view::npos) {
        bytes_.consume(consumed);
        continue;
      }
      consumed_ = consumed;
      check_text(record, faults_);
      return true;
    }
  }

  bool take_apart(Record& record) {
    if (const JsonFault fault = json_.parse(record.raw); fault != JsonFault::none) {
      faults_.add(record, 0, 0, "bad-json",
                  fault == JsonFault::bad_number ? "a number that JSON does not know, or too large"
                                                 : "this line is not sound JSON",
                  "one complete object a line, strings in double quotes");
      return false;
    }
    if (!json_.root().IsObject()) {
      faults_.add(record, 0, 0, "not-an-object", "this line holds no object",
                  "one object a line: {\"variant\": \"control\", …}");
      return false;
    }
    MemberWalk walk(record.raw);
    bool good = true;
    for (const auto& member : json_.root().GetObject()) {
      const MemberWalk::Value where = walk.next();
      const std::string_view key = json_text(member.name);
      remember(key);
      const auto wanted = std::find(wanted_.begin(), wanted_.end(), key);
      if (wanted == wanted_.end()) continue;
      const auto slot = static_cast<std::size_t>(wanted - wanted_.begin());
      good = fill(record, slot, member.value, where) && good;
    }
    return good;
  }

  bool fill(Record& record, std::size_t slot, const JsonValue& value,
            const MemberWalk::Value& where) {
    Field& field = record.fields[slot];
    if (seen_now(slot, record.line)) {
      faults_.add(record, where.offset, where.size, "duplicate-column",
                  fmt::format("'{}' stands twice in this object", shown(wanted_[slot])));
      return false;
    }
    field.offset = where.offset;
    field.size = where.size;
    field.there = true;
    if (where.size > limits::field) {
      faults_.add(record, where.offset, 0, "field-too-long",
                  fmt::format("a value of {} bytes for '{}'; {} is the most", where.size,
                              wanted_[slot], limits::field));
      return false;
    }
    switch (value.GetType()) {
      case rapidjson::kStringType:
        field.text = json_text(value);
        return true;
      case rapidjson::kTrueType:
      case rapidjson::kFalseType:
        field.text = value.IsTrue() ? "1" : "0";
        field.written_plainly = true;
        return true;
      case rapidjson::kNullType:
        field.there = false;
        return true;
      case rapidjson::kNumberType:
        field.text = record.raw.substr(where.offset, where.size);
        field.written_plainly = true;
        return true;
      case rapidjson::kArrayType:
      case rapidjson::kObjectType:
        break;
    }
    faults_.add(record, where.offset, 0, "nested-value",
                fmt::format("'{}' is a list or an object; a row is flat", shown(wanted_[slot])),
                "send a number, a string, true, false or null");
    return false;
  }

  /// True when this line has given the column before.
  bool seen_now(std::size_t slot, std::uint64_t line) {
    seen_[slot] = true;
    last_seen_.resize(wanted_.size(), 0);
    return std::exchange(last_seen_[slot], line) == line;
  }

  /// The first lines' keys will do for the hint.
  void remember(std::string_view key) {
    constexpr std::size_t most = 200;
    if (line_ > 100 || keys_.size() >= most ||
        std::find(keys_.begin(), keys_.end(), key) != keys_.end())
      return;
    keys_.emplace_back(key);
  }

  /// A key may be left out where it is missing, but one that never occurs is misspelt.
  void report_never_seen() {
    if (line_ == 0 || keys_.empty()) return;
    Record start;
    start.line = 1;
    bool any = false;
    for (std::size_t i = 0; i < required_; ++i) {
      if (seen_[i]) continue;
      any = true;
      faults_.add(start, 0, 0, "missing-column", fmt::format("no line has '{}'", shown(wanted_[i])),
                  columns_hint(wanted_[i], keys_));
    }
    if (any) faults_.end();
  }

  ByteBuffer& bytes_;
  std::vector<std::string> wanted_;
  std::size_t required_;
  FaultList& faults_;
  JsonLine json_;
  std::vector<bool> seen_;
  std::vector<std::uint64_t> last_seen_;  ///< by wanted column: the last line that had it
  std::vector<std::string> keys_;         ///< what there is, for the hint
  std::size_t consumed_ = 0;
  std::uint64_t line_ = 0;
};

std::unique_ptr<RecordReader> open_ndjson(ByteBuffer& bytes, const FormatOptions& options,
                                          FaultList& faults) {
  return std::make_unique<NdjsonReader>(bytes, options, faults);
}

}  // namespace

extern const InputFormat ndjson_input;
const InputFormat ndjson_input{"ndjson", {".ndjson", ".jsonl"}, open_ndjson};

}  // namespace collab
