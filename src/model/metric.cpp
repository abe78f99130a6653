#include "collab/model/metric.hpp"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

#include "collab/model/number.hpp"

namespace collab {
namespace {

bool drop_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<int> read_int(std::string_view& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::goal:
      return "goal";
    case Role::guardrail:
      return "guardrail";
    case Role::secondary:
      break;
  }
  return "secondary";
}

std::string to_string(const Baseline& baseline) {
  switch (baseline.form) {
    case Baseline::Form::control:
      return "control";
    case Baseline::Form::previous:
      return "previous";
    case Baseline::Form::last:
      return fmt::format("last {}d", baseline.last.count());
    case Baseline::Form::value:
      break;
  }
  return "value " + to_string(baseline.value);
}

std::optional<Baseline> parse_baseline(std::string_view text) {
  if (text == "control") return Baseline{.form = Baseline::Form::control};
  if (text == "previous") return Baseline{.form = Baseline::Form::previous};
  if (drop_prefix(text, "last ")) {
    const auto days = parse_days(text);
    if (!days) return std::nullopt;
    return Baseline{.form = Baseline::Form::last, .last = *days};
  }
  if (!drop_prefix(text, "value ")) return std::nullopt;
  auto value = parse_quantity(text);
  if (!value || value->form == Quantity::Form::points_change) return std::nullopt;
  // A baseline is a level even below nought, e.g. a net promoter score of -12.
  value->form = Quantity::Form::level;
  return Baseline{.form = Baseline::Form::value, .value = *value};
}

std::string to_string(const Cap& cap) {
  if (!cap.text.empty()) return cap.text;
  if (!cap.percentile) return to_string(cap.value);
  const Quantity percent{.form = Quantity::Form::points_change, .value = cap.value, .text = {}};
  const std::string text = to_string(percent);  // +99.5pp
  return 'p' + text.substr(1, text.size() - 3);
}

std::optional<Cap> parse_cap(std::string_view text) {
  Cap cap;
  cap.text = text;
  cap.percentile = drop_prefix(text, "p");
  if (cap.percentile) {
    const auto fraction = parse_fraction(std::string(text) + '%');
    if (!fraction) return std::nullopt;
    cap.value = *fraction;
    return cap;
  }
  const ParsedNumber number = parse_number(text);
  if (number.fault != NumberFault::none) return std::nullopt;
  cap.value = number.real;
  return cap;
}

std::string to_string(const Scale& scale) {
  if (scale.nps) return "nps";
  return fmt::format("from {} to {} top {}", scale.from, scale.to, scale.top);
}

std::optional<Scale> parse_scale(std::string_view text) {
  if (text == "nps") return Scale{.nps = true};
  if (!drop_prefix(text, "from ")) return std::nullopt;
  const auto from = read_int(text);
  if (!from || !drop_prefix(text, " to ")) return std::nullopt;
  const auto to = read_int(text);
  if (!to || !drop_prefix(text, " top ")) return std::nullopt;
  const auto top = read_int(text);
  if (!top || !text.empty()) return std::nullopt;
  return Scale{.nps = false, .from = *from, .to = *to, .top = *top};
}

}  // namespace collab
