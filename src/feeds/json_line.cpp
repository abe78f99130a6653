#include "feeds/json_line.hpp"

#include <rapidjson/error/error.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "collab/model/error.hpp"

namespace collab {
namespace {

bool deeper_than(const JsonValue& value, int levels) {
  const auto deeper = [&](const JsonValue& child) { return deeper_than(child, levels - 1); };
  if (value.IsArray()) {
    return levels == 0 || std::any_of(value.Begin(), value.End(), deeper);
  }
  if (value.IsObject()) {
    return levels == 0 || std::any_of(value.MemberBegin(), value.MemberEnd(),
                                      [&](const auto& member) { return deeper(member.value); });
  }
  return false;
}

}  // namespace

JsonFault JsonLine::parse(std::string_view line) {
  using rapidjson::ParseFlag;
  constexpr unsigned flags = ParseFlag::kParseValidateEncodingFlag |
                             ParseFlag::kParseFullPrecisionFlag | ParseFlag::kParseIterativeFlag;
  // To RapidJSON a NUL is the end, and a mark before the text is none of its business.
  if (line.find('\0') != std::string_view::npos || line.starts_with("\xEF\xBB\xBF")) {
    return JsonFault::unsound;
  }
  document_.reset();
  pool_.Clear();
  document_.emplace(&pool_);
  document_->Parse<flags>(line.data(), line.size());
  if (!document_->HasParseError()) return JsonFault::none;
  switch (document_->GetParseError()) {
    case rapidjson::kParseErrorNumberTooBig:
    case rapidjson::kParseErrorNumberMissFraction:
    case rapidjson::kParseErrorNumberMissExponent:
      return JsonFault::bad_number;
    case rapidjson::kParseErrorStringInvalidEncoding:
      return JsonFault::bad_utf8;
    default:
      return JsonFault::unsound;
  }
}

std::string json_written(const JsonValue& value) {
  if (deeper_than(value, 64))
    throw Error(ExitCode::invalid, "bad-json", "a value is nested more than 64 deep");
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace collab
