#include "loop/voice_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "collab/model/error.hpp"

namespace collab {
namespace {

/// How much a voice counts in a column.
using Count = std::function<bool(const VoiceFact&)>;

std::optional<int> number_behind(std::string_view text, std::string_view prefix,
                                 std::string_view suffix = {}) {
  if (!text.starts_with(prefix) || !text.ends_with(suffix) ||
      text.size() <= prefix.size() + suffix.size())
    return std::nullopt;
  text = text.substr(prefix.size(), text.size() - prefix.size() - suffix.size());
  int number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

Count kind_is(VoiceKind kind) {
  return [kind](const VoiceFact& fact) { return fact.kind == kind; };
}

Count count_of(const std::string& column, std::int64_t now) {
  static const std::map<std::string, Count, std::less<>> plain{
      {"voices", [](const VoiceFact&) { return true; }},
      {"questions", kind_is(VoiceKind::question)},
      {"ideas", kind_is(VoiceKind::idea)},
      {"complaints", kind_is(VoiceKind::complaint)},
      {"praise", kind_is(VoiceKind::praise)},
      {"ratings", kind_is(VoiceKind::rating)},
      {"awaiting", [](const VoiceFact& fact) { return awaits_answer(fact.kind); }},
      {"answered",
       [](const VoiceFact& fact) { return awaits_answer(fact.kind) && fact.first_answer >= 0; }},
      {"told", [](const VoiceFact& fact) { return awaits_answer(fact.kind) && fact.told >= 0; }}};
  if (const auto found = plain.find(column); found != plain.end()) return found->second;
  if (const auto hours = number_behind(column, "due_within_", "h"))
    return [now, wait = std::int64_t{*hours} * 3600](const VoiceFact& fact) {
      return awaits_answer(fact.kind) && now - fact.said >= wait;
    };
  if (const auto hours = number_behind(column, "answered_within_", "h"))
    return [now, wait = std::int64_t{*hours} * 3600](const VoiceFact& fact) {
      return awaits_answer(fact.kind) && now - fact.said >= wait && fact.first_answer >= 0 &&
             fact.first_answer <= wait;
    };
  if (const auto level = number_behind(column, "nps_"))
    return [level](const VoiceFact& fact) { return fact.nps == *level; };
  if (const auto level = number_behind(column, "csat_"))
    return [level](const VoiceFact& fact) { return fact.csat == *level; };
  if (const auto level = number_behind(column, "ces_"))
    return [level](const VoiceFact& fact) { return fact.ces == *level; };
  std::vector<std::string> known;
  for (const auto& [name, count] : plain) known.push_back(name);
  const std::string near = nearest(column, known);
  throw Error(ExitCode::invalid, "unknown-voice-column",
              fmt::format("voices have no column '{}'", column),
              near.empty() ? fmt::format("{}, due_within_2h, answered_within_2h, nps_0 to nps_10, "
                                         "csat_1 to csat_5, ces_1 to ces_7",
                                         fmt::join(known, ", "))
                           : fmt::format("did you mean '{}'?", near));
}

/// Numbers of a metric that say nothing: shares of none, rates over none.
void leave_out_empty(const Mapping& mapping, Row& row) {
  for (std::size_t i = 0; i < row.numbers.size(); ++i) {
    bool any = false;
    std::size_t slots = 0;
    for (std::size_t j = 0; j < row.numbers.size(); ++j) {
      if (mapping.numbers[j].target != mapping.numbers[i].target) continue;
      any = any || row.numbers[j].real > 0;
      ++slots;
    }
    row.numbers[i].present = any || slots == 1;
  }
}

}  // namespace

bool is_voice_feed(const Feed& feed) { return feed.file == "$voices"; }

void read_voice_feed(const Ledger* ledger, const Experiment& experiment, const Mapping& mapping,
                     const PeriodRange& days, Instant now, const RowSink& sink) {
  const std::vector<std::string> names =
      ledger != nullptr ? ledger->voice_names() : std::vector<std::string>{""};
  const auto number_of = [&](const std::string& name) {
    return static_cast<std::uint32_t>(std::ranges::find(names, name) - names.begin());
  };
  std::vector<Count> counts;
  const std::int64_t seconds =
      std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  for (const Mapping::Slot& slot : mapping.numbers)
    counts.push_back(count_of(slot.column, seconds));
  const bool several = mapping.variants.size() > 1;
  std::map<std::uint32_t, std::size_t> variants;
  for (std::size_t i = 0; i < mapping.variants.size(); ++i)
    variants[number_of(mapping.variants[i])] = i;
  const std::uint32_t touch_point = number_of(experiment.touch_point);
  const auto first = static_cast<std::int32_t>(days.first.time_since_epoch().count());
  const auto last = static_cast<std::int32_t>(days.last.time_since_epoch().count());
  if (last < first) return;
  const std::size_t columns = counts.size();
  const auto cell = [&](std::int32_t day, std::size_t variant) {
    return (static_cast<std::size_t>(day - first) * mapping.variants.size() + variant) * columns;
  };
  std::vector<double> sums(cell(last, mapping.variants.size() - 1) + columns);
  const auto add = [&](std::span<const VoiceFact> voices) {
    for (const VoiceFact& fact : voices) {
      if (fact.day < first || fact.day > last) continue;
      if (!experiment.touch_point.empty() && fact.touch_point != touch_point) continue;
      const auto variant = variants.find(fact.variant);
      if (several && variant == variants.end()) continue;
      const std::size_t begin = cell(fact.day, several ? variant->second : 0);
      for (std::size_t i = 0; i < columns; ++i) sums[begin + i] += counts[i](fact) ? 1 : 0;
    }
  };
  if (ledger != nullptr) ledger->each_voice(add);
  Row row;
  for (std::int32_t day = first; day <= last; ++day) {
    for (std::size_t variant = 0; variant < mapping.variants.size(); ++variant) {
      ++row.number;
      row.line = row.number;
      row.variant = static_cast<int>(variant);
      row.period = Day{Days{day}};
      row.levels.assign(mapping.segments.size(), -1);
      row.numbers.assign(columns, {});
      for (std::size_t i = 0; i < columns; ++i) {
        const double sum = sums[cell(day, variant) + i];
        row.numbers[i] = {
            .present = true, .real = sum, .exact = {static_cast<std::int64_t>(sum) * 1'000'000}};
      }
      leave_out_empty(mapping, row);
      sink(row);
    }
  }
}

}  // namespace collab
