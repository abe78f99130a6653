#include "collab/model/quantity.hpp"

#include <fmt/format.h>

#include "collab/model/number.hpp"

namespace collab {
namespace {

/// `text` as a number times 10^shift, correctly rounded: 0.1 % is 0.001, not 0.1 / 100.
std::optional<double> shifted(std::string_view text, int shift) {
  const bool has_exponent = text.find_first_of("eE") != std::string_view::npos;
  if (has_exponent && shift != 0) return std::nullopt;
  std::string number(text);
  if (shift != 0) number += 'e' + std::to_string(shift);
  const ParsedNumber parsed = parse_number(number);
  if (parsed.fault != NumberFault::none) return std::nullopt;
  return parsed.real;
}

bool drop_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::string percent(double value) {
  const std::string text = to_string(value);
  if (const auto number = shifted(text, 2)) return to_string(*number);
  return to_string(value * 100);
}

}  // namespace

std::optional<Quantity> parse_quantity(std::string_view text) {
  Quantity quantity;
  quantity.text = text;
  const bool has_sign = text.starts_with('+') || text.starts_with('-');
  const bool is_points = drop_suffix(text, "pp");
  const bool is_percent = !is_points && drop_suffix(text, "%");
  const auto value = shifted(text, is_points || is_percent ? -2 : 0);
  if (!value || (is_points && !has_sign)) return std::nullopt;
  quantity.value = *value;
  if (is_points) {
    quantity.form = Quantity::Form::points_change;
  } else if (has_sign) {
    quantity.form = is_percent ? Quantity::Form::relative_change : Quantity::Form::absolute_change;
  }
  return quantity;
}

std::string to_string(const Quantity& quantity) {
  if (!quantity.text.empty()) return quantity.text;
  const char* sign = quantity.is_change() && quantity.value >= 0 ? "+" : "";
  switch (quantity.form) {
    case Quantity::Form::relative_change:
      return fmt::format("{}{}%", sign, percent(quantity.value));
    case Quantity::Form::points_change:
      return fmt::format("{}{}pp", sign, percent(quantity.value));
    case Quantity::Form::absolute_change:
    case Quantity::Form::level:
      break;
  }
  return fmt::format("{}{}", sign, to_string(quantity.value));
}

std::string Target::text() const {
  return fmt::format("{} {}", at_least ? ">=" : "<=", to_string(quantity));
}

std::optional<Target> parse_target(std::string_view text) {
  Target target;
  target.at_least = text.starts_with(">=");
  if (!target.at_least && !text.starts_with("<=")) return std::nullopt;
  text.remove_prefix(2);
  while (text.starts_with(' ')) text.remove_prefix(1);
  const auto quantity = parse_quantity(text);
  if (!quantity) return std::nullopt;
  target.quantity = *quantity;
  return target;
}

std::optional<double> parse_fraction(std::string_view text) {
  const auto quantity = parse_quantity(text);
  if (!quantity || quantity->form != Quantity::Form::level) return std::nullopt;
  if (quantity->value <= 0 || quantity->value >= 1) return std::nullopt;
  return quantity->value;
}

}  // namespace collab
