#include "render/views/standards.hpp"

#include <fmt/format.h>

namespace collab {

Json standard_data(const Standard& standard) {
  Json checks = Json::array();
  for (const StandardCheck& check : standard.checks)
    checks.push_back({{"day", to_string(check.day)},
                      {"kept", check.kept},
                      {"reason", text_or_null(check.reason)},
                      {"actor", text_or_null(check.actor)},
                      {"next", day_or_null(check.next)}});
  return {{"id", standard.id > 0 ? Json(fmt::format("std_{}", standard.id)) : Json(nullptr)},
          {"experiment", standard.experiment},
          {"cycle", standard.cycle},
          {"variant", text_or_null(standard.variant)},
          {"becomes", text_or_null(standard.becomes)},
          {"where", text_or_null(standard.place)},
          {"since", to_string(standard.since)},
          {"check_on", day_or_null(standard.due())},
          {"checks", std::move(checks)}};
}

std::string standard_text(const Standard& standard) {
  std::string text = standard.becomes;
  if (!standard.place.empty()) text += "; " + standard.place;
  if (const std::optional<Day> due = standard.due())
    text += fmt::format("; to be checked on {}", to_string(*due));
  else
    text += "; lapsed";
  return text;
}

}  // namespace collab
