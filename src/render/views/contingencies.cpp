#include "render/views/contingencies.hpp"

#include <fmt/format.h>

#include "render/page.hpp"

namespace collab {
namespace {

std::string name_of_event(const ContingencyEvent& event) {
  return event.id > 0 ? fmt::format("con_{}", event.id) : "not stored yet";
}

std::string standing(const ContingencyEvent& event) {
  std::string text;
  if (event.state == ContingencyEvent::State::over) text = "; over";
  if (event.state == ContingencyEvent::State::undone) text = "; no longer true after a correction";
  if (event.acknowledged) {
    text += fmt::format("; acknowledged by {}", event.acknowledged->actor);
    if (!event.acknowledged->reason.empty())
      text += fmt::format(" ({})", event.acknowledged->reason);
  }
  return text;
}

/// `con_1: complaints of fast above 5%, 2026-08-24`
std::string happening(const ContingencyEvent& event) {
  std::string text = fmt::format("{}: {}", name_of_event(event), event.condition);
  if (!event.variant.empty() && event.condition.find(event.variant) == std::string::npos)
    text += fmt::format(" ({})", event.variant);
  return text + fmt::format(", {}", to_string(event.period));
}

}  // namespace

Json contingency_data(const ContingencyEvent& event) {
  const auto& noted = event.acknowledged;
  return {{"id", event.id > 0 ? Json(fmt::format("con_{}", event.id)) : Json(nullptr)},
          {"experiment", event.experiment},
          {"cycle", event.cycle},
          {"contingency", event.contingency},
          {"metric", text_or_null(event.metric)},
          {"variant", text_or_null(event.variant)},
          {"condition", event.condition},
          {"since", to_string(event.since)},
          {"period", to_string(event.period)},
          {"value", number(event.value)},
          {"lag_seconds", event.id > 0 ? Json(event.lag.count()) : Json(nullptr)},
          {"state", name_of(event.state)},
          {"action", event.then},
          {"owner", event.owner},
          {"evidence", event.evidence.empty() ? Json(nullptr) : Json::parse(event.evidence)},
          {"acknowledged", noted ? Json{{"actor", noted->actor},
                                        {"reason", text_or_null(noted->reason)},
                                        {"at", to_string(noted->at)}}
                                 : Json(nullptr)}};
}

std::string alert_of(const ContingencyEvent& event) {
  return fmt::format("{}: {}: {} ({})", event.experiment, happening(event), event.then,
                     event.owner);
}

void add_contingencies(Page& page, const std::vector<ContingencyEvent>& events) {
  for (const ContingencyEvent& event : events) {
    const bool open = !event.acknowledged;
    std::string text = happening(event);
    if (event.id > 0) text += fmt::format(", noticed {} later", duration_text(event.lag));
    page.push_back(Paragraph{text + standing(event), open ? Tone::bad : Tone::dim});
    if (open)
      page.push_back(Paragraph{fmt::format("{} ({})", event.then, event.owner), Tone::strong, 2});
  }
}

}  // namespace collab
