#include "review/voice_groups.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "collab/model/error.hpp"
#include "collab/review/voices.hpp"

namespace collab {
namespace {

Day day_of(std::int32_t number) { return Day{Days{number}}; }

// Days before 1970 come out as large numbers, and back again.
std::uint32_t day_number(const VoiceFact& fact) { return static_cast<std::uint32_t>(fact.day); }
std::uint32_t week_number(const VoiceFact& fact) {
  const std::chrono::weekday weekday{day_of(fact.day)};
  return static_cast<std::uint32_t>(fact.day) - (weekday.iso_encoding() - 1);
}
std::uint32_t quarter_number(const VoiceFact& fact) { return month_number(fact.day) / 3; }

struct Grouping {
  enum class Names { days, months, quarters, names, kinds };
  const char* name;
  std::uint32_t (*number)(const VoiceFact&);
  Names names;
};

constexpr std::array groupings{
    Grouping{"day", day_number, Grouping::Names::days},
    Grouping{"week", week_number, Grouping::Names::days},
    Grouping{"month", [](const VoiceFact& fact) { return month_number(fact.day); },
             Grouping::Names::months},
    Grouping{"quarter", quarter_number, Grouping::Names::quarters},
    Grouping{"touch_point", [](const VoiceFact& fact) { return fact.touch_point; },
             Grouping::Names::names},
    Grouping{"location", [](const VoiceFact& fact) { return fact.location; },
             Grouping::Names::names},
    Grouping{"variant", [](const VoiceFact& fact) { return fact.variant; }, Grouping::Names::names},
    Grouping{"theme", [](const VoiceFact& fact) { return fact.theme; }, Grouping::Names::names},
    Grouping{"segment", [](const VoiceFact& fact) { return fact.segment; }, Grouping::Names::names},
    Grouping{"kind", [](const VoiceFact& fact) { return static_cast<std::uint32_t>(fact.kind); },
             Grouping::Names::kinds},
};

const Grouping* find_grouping(const std::string& name) {
  const auto found =
      std::ranges::find_if(groupings, [&](const Grouping& each) { return each.name == name; });
  return found == groupings.end() ? nullptr : &*found;
}

std::string name_of_number(const Grouping& grouping, const std::vector<std::string>& names,
                           std::uint32_t number) {
  switch (grouping.names) {
    case Grouping::Names::days:
      return to_string(day_of(static_cast<std::int32_t>(number)));
    case Grouping::Names::months:
      return month_name(number);
    case Grouping::Names::quarters:
      return fmt::format("{:04}-Q{}", number / 4, number % 4 + 1);
    case Grouping::Names::names:
      return names.at(number);
    case Grouping::Names::kinds:
      return std::string(name_of(static_cast<VoiceKind>(number)));
  }
  return {};
}

}  // namespace

std::uint32_t month_number(std::int32_t day) {
  const std::chrono::year_month_day date{day_of(day)};
  return static_cast<std::uint32_t>(static_cast<int>(date.year())) * 12 +
         (static_cast<unsigned>(date.month()) - 1);
}

std::string month_name(std::uint32_t number) {
  return fmt::format("{:04}-{:02}", number / 12, number % 12 + 1);
}

const std::vector<std::string>& voice_groupings() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Grouping& each : groupings) all.emplace_back(each.name);
    return all;
  }();
  return names;
}

VoiceSelection::VoiceSelection(const std::vector<std::string>& names, const VoiceFilter& filter)
    : first_(std::numeric_limits<std::int32_t>::min()),
      last_(std::numeric_limits<std::int32_t>::max()),
      answered_(filter.answered),
      closed_(filter.closed) {
  if (filter.first) first_ = static_cast<std::int32_t>(filter.first->time_since_epoch().count());
  if (filter.last) last_ = static_cast<std::int32_t>(filter.last->time_since_epoch().count());
  if (!filter.kinds.empty()) kinds_ = 0;
  for (const VoiceKind kind : filter.kinds) kinds_ |= 1U << static_cast<unsigned>(kind);
  const auto named = [&](std::uint32_t VoiceFact::*field, const std::optional<std::string>& name) {
    if (!name) return;
    const auto found = std::ranges::find(names, *name);
    none_ = none_ || found == names.end();
    names_.push_back({field, static_cast<std::uint32_t>(found - names.begin())});
  };
  named(&VoiceFact::touch_point, filter.touch_point);
  named(&VoiceFact::location, filter.location);
  named(&VoiceFact::variant, filter.variant);
  named(&VoiceFact::theme, filter.theme);
  named(&VoiceFact::segment, filter.segment);
}

bool VoiceSelection::operator()(const VoiceFact& fact) const {
  if (none_ || fact.day < first_ || fact.day > last_) return false;
  if ((kinds_ & (1U << static_cast<unsigned>(fact.kind))) == 0) return false;
  for (const Name& name : names_)
    if (fact.*name.field != name.number) return false;
  if (answered_ && *answered_ != (fact.first_answer >= 0)) return false;
  return !closed_ || *closed_ == (fact.told >= 0);
}

VoiceGroups::VoiceGroups(const std::vector<std::string>& names, const std::vector<std::string>& by)
    : names_(names), by_(by) {
  if (by.size() > 2)
    throw Error(ExitCode::usage, "too-many-groupings", "voices are grouped by at most two things",
                "--by month,touch_point");
  for (const std::string& name : by) {
    const Grouping* grouping = find_grouping(name);
    if (grouping == nullptr) {
      const std::string near = nearest(name, voice_groupings());
      throw Error(ExitCode::usage, "unknown-grouping",
                  fmt::format("voices cannot be grouped by '{}'", name),
                  near.empty() ? fmt::format("{}", fmt::join(voice_groupings(), ", "))
                               : fmt::format("did you mean '{}'?", near));
    }
    numbers_.push_back(grouping->number);
  }
}

std::vector<std::string> VoiceGroups::names(std::uint64_t key) const {
  std::vector<std::string> names(by_.size());
  for (std::size_t i = by_.size(); i-- > 0; key >>= 32U)
    names[i] = name_of_number(*find_grouping(by_[i]), names_, static_cast<std::uint32_t>(key));
  return names;
}

}  // namespace collab
