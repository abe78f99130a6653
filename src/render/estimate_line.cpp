#include "collab/render/estimate_line.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "render/invisible.hpp"

namespace collab {
namespace {

void append(std::string& out, const char* key, const std::optional<double>& value) {
  out += ",\"";
  out += key;
  out += "\":";
  if (!value || !std::isfinite(*value)) {
    out += "null";
    return;
  }
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, *value);
  out.append(text, written.ptr);
}

/// Our own words: nothing to escape.
void append(std::string& out, const char* key, std::string_view word) {
  out += ",\"";
  out += key;
  out += "\":";
  if (word.empty()) {
    out += "null";
    return;
  }
  out += '"';
  out += word;
  out += '"';
}

/// As it came, but for what a terminal would obey instead of showing.
void append_id(std::string& out, const std::string& id) {
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) { return c >= ' ' && c < 127; });
  out += plain ? id : without_invisible(id);
}

}  // namespace

void append_estimate(std::string& out, const std::string& id, const EstimateResult& result) {
  out += "{\"id\":";
  append_id(out, id);
  append(out, "estimate", result.estimate);
  append(out, "low", result.low);
  append(out, "high", result.high);
  append(out, "low_reason", std::string_view{result.low_reason});
  append(out, "high_reason", std::string_view{result.high_reason});
  append(out, "se", result.standard_error);
  append(out, "p_value", result.p_value);
  append(out, "chance_to_win", result.chance_to_win);
  append(out, "expected_loss", result.expected_loss);
  append(out, "df", result.df);
  append(out, "method", std::string_view{result.method});
  append(out, "status", std::string_view{result.status});
  out += "}\n";
}

void append_invalid(std::string& out, const std::string& id, const Diagnostic& fault,
                    std::uint64_t line) {
  const std::string error = fault.hint.empty() ? fault.message : fault.message + "; " + fault.hint;
  out += "{\"id\":";
  append_id(out, id);
  out += ",\"status\":\"invalid\",\"error\":";
  out += without_invisible(
      nlohmann::json(error).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  append(out, "code", std::string_view{fault.slug});
  out += ",\"line\":";
  out += std::to_string(line);
  out += "}\n";
}

}  // namespace collab
