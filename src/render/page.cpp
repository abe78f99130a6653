#include "render/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/quantity.hpp"
#include "render/display.hpp"

namespace collab {

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
    case Verdict::better:
    case Verdict::ok:
      return Tone::good;
    case Verdict::missed:
    case Verdict::worse:
    case Verdict::broken:
      return Tone::bad;
    case Verdict::unclear:
      return Tone::caution;
    case Verdict::pending:
    case Verdict::no_data:
      break;
  }
  return Tone::dim;
}

std::string word_of(Verdict verdict) {
  return verdict == Verdict::no_data ? "no data" : std::string(name_of(verdict));
}

Tone tone_of(CycleState state) {
  switch (state) {
    case CycleState::due:
      return Tone::caution;
    case CycleState::running:
      return Tone::strong;
    case CycleState::planned:
    case CycleState::closed:
      break;
  }
  return Tone::plain;
}

MetricNotation notation_of(std::string_view kind, std::string_view measure, const Side& base,
                           const Side& arm) {
  const auto below_one = [](const Side& side) {
    return !side.level.value || (*side.level.value >= 0 && *side.level.value < 1);
  };
  const bool rare = kind == "rate" && measure.empty() && below_one(base) && below_one(arm);
  if (kind == "proportion" || rare) return {in_percent(), in_points()};
  return {in_measure(measure), in_measure(measure)};
}

EffectText effect_text(const Effect& effect, const MetricNotation& notation,
                       std::string_view target) {
  const std::string relative = interval(effect.relative, in_percent(), true);
  const std::string absolute = interval(effect.absolute, notation.change, true);
  const std::optional<Target> goal = parse_target(target);
  const bool wants_absolute = goal && goal->quantity.form != Quantity::Form::relative_change;
  // Without a relative change (a baseline of zero) the absolute one is still worth reading.
  const bool has_relative = effect.relative.value || effect.relative.low || effect.relative.high;
  const bool has_absolute = effect.absolute.value || effect.absolute.low || effect.absolute.high;
  if (wants_absolute || (!has_relative && has_absolute)) return {absolute, relative, false};
  return {relative, absolute, true};
}

std::string sizes(const Side& base, const Side& arm) {
  // A constant baseline has no size.
  std::string text =
      base.n > 0 ? fmt::format("{} → {}", count(base.n), count(arm.n)) : count(arm.n);
  if (!arm.n_of.empty() && arm.n_of != "units") text += " " + arm.n_of;
  return text;
}

Facts::Facts() { table_.columns = {{.title = ""}, {.title = "", .wrap = true}}; }

void Facts::add(std::string title, std::string value, Tone tone) {
  if (value.empty()) return;
  table_.rows.push_back({{std::move(title), Tone::dim}, {std::move(value), tone}});
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  return fmt::format("{}", fmt::join(texts, between));
}

std::string unbroken(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ')
      out += no_break;
    else
      out += c;
  }
  return out;
}

std::string capital(std::string text) {
  // `when_met asks for it` begins with a name, which stays as it is.
  if (text.substr(0, text.find(' ')).find('_') != std::string::npos) return text;
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

void drop_column(Table& table, std::size_t column) {
  const auto at = static_cast<std::ptrdiff_t>(column);
  table.columns.erase(table.columns.begin() + at);
  for (auto& row : table.rows) row.erase(row.begin() + at);
}

void add_looks(Page& page, const std::vector<LookResult>& looks) {
  for (const LookResult& look : looks) {
    page.push_back(Paragraph{fmt::format("Look {} ({}): {}, {}: {}", look.look, to_string(look.day),
                                         look.metric, look.variant, word_of(look.verdict)),
                             tone_of(look.verdict)});
  }
}

void add_next(Page& page, const std::string& command, std::string_view lead) {
  if (command.empty()) return;
  page.push_back(Paragraph{std::string(lead)});
  page.push_back(Command{command});
}

}  // namespace collab
