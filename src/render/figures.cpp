#include "render/figures.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "render/display.hpp"

namespace collab {
namespace {

constexpr int significant = 4;

int digits_after_point(double magnitude, int digits) {
  if (magnitude == 0) return 0;
  return std::max(0, digits - 1 - static_cast<int>(std::floor(std::log10(magnitude))));
}

std::string with_thousands(std::string digits) {
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  for (std::size_t at = whole; at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

void drop_zeros(std::string& text) {
  if (text.find('.') == std::string::npos) return;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
}

std::string fixed(double value, int after_point, bool sign) {
  const double size = std::abs(value);
  std::string text;
  if (size != 0 && (size >= 1e15 || size < 1e-6)) {
    text = fmt::format("{:.3e}", size);
    std::string mantissa = text.substr(0, text.find('e'));
    drop_zeros(mantissa);
    text = mantissa + text.substr(text.find('e'));
  } else {
    text = fmt::format("{:.{}f}", size, after_point);
    drop_zeros(text);
    // What is not zero is never shown as zero: an interval that clears zero must look so.
    if (text == "0" && size != 0) {
      text = fmt::format("{:.{}f}", size, digits_after_point(size, 2));
      drop_zeros(text);
    }
    text = with_thousands(text);
  }
  if (value < 0) return "-" + text;
  return sign && value > 0 ? "+" + text : text;
}

double scaled(double value, const Notation& notation) { return value * notation.factor; }

std::string reason_or_dash(const Estimate& estimate) {
  return estimate.reason.empty() ? "-" : "[" + estimate.reason + "]";
}

}  // namespace

Notation in_percent() { return {.factor = 100, .unit = "%", .unit_on_each = true}; }
Notation in_points() { return {.factor = 100, .unit = "pp"}; }
Notation in_measure(std::string_view measure) {
  if (measure.empty()) return {};
  return {.factor = 1, .unit = std::string(no_break) + std::string(measure)};
}

std::string confidence_text(double confidence) {
  return confidence > 0.9999 && confidence < 1 ? "99.99%+" : figure(confidence, in_percent());
}

std::string figure(double value, bool sign) { return figure(value, Notation{}, sign); }

std::string figure(double value, const Notation& notation, bool sign) {
  const double shown = scaled(value, notation);
  if (!std::isfinite(shown)) return "-";
  return fixed(shown, digits_after_point(std::abs(shown), significant), sign) + notation.unit;
}

std::string count(double value) {
  if (!std::isfinite(value)) return "-";
  if (value != std::floor(value)) return figure(value);
  return fixed(value, 0, false);
}
std::string count(std::int64_t value) { return count(static_cast<double>(value)); }
std::string count(std::int64_t value, std::string_view noun) {
  return fmt::format("{} {}{}", count(value), noun, value == 1 ? "" : "s");
}

std::string interval(const Estimate& estimate, const Notation& notation, bool sign) {
  const bool bounded = estimate.low || estimate.high;
  if (!estimate.value && !bounded) return reason_or_dash(estimate);
  double largest = 0;
  for (const auto& part : {estimate.value, estimate.low, estimate.high}) {
    if (part) largest = std::max(largest, std::abs(scaled(*part, notation)));
  }
  const int after_point = std::isfinite(largest) ? digits_after_point(largest, significant) : 0;
  const auto part = [&](const std::optional<double>& number, bool unit) -> std::string {
    if (!number || !std::isfinite(*number)) return "…";
    return fixed(scaled(*number, notation), after_point, sign) + (unit ? notation.unit : "");
  };
  const std::string value = estimate.value ? part(estimate.value, true) : reason_or_dash(estimate);
  if (!bounded && estimate.reason.empty()) return value;
  return fmt::format("{} [{},{}{}]", value, part(estimate.low, notation.unit_on_each), no_break,
                     part(estimate.high, notation.unit_on_each));
}

std::string value_of(const Estimate& estimate, const Notation& notation, bool sign) {
  if (!estimate.value) return reason_or_dash(estimate);
  return figure(*estimate.value, notation, sign);
}

std::string day_range(Day first, Day last) {
  return fmt::format("{} to {}", to_string(first), to_string(last));
}

std::string short_digest(std::string_view digest) { return std::string(digest.substr(0, 12)); }

}  // namespace collab
