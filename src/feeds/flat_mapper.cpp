#include "feeds/flat_mapper.hpp"

#include <algorithm>
#include <array>

#include "feeds/limits.hpp"

namespace collab {
namespace {

constexpr std::int64_t million = 1'000'000;

bool digit(char c, std::int64_t& value) {
  const auto number = static_cast<unsigned char>(c - '0');
  value = number;
  return number < 10;
}

/// Two digits, at most `most`.
bool two_digits(const char* text, std::int64_t most, std::int64_t& value) {
  std::int64_t tens = 0, ones = 0;
  const bool good = digit(text[0], tens) && digit(text[1], ones);
  value = tens * 10 + ones;
  return good && value <= most;
}

/// Numbers as machines write them: up to 12 digits, up to 6 behind a point, a minus perhaps. False:
/// parse_number() must say.
bool quick_number(std::string_view text, std::int64_t& millionths) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;
  const char* const first = at;
  std::int64_t value = 0, next = 0;
  while (at != end && digit(*at, next)) {
    value = value * 10 + next;
    if (++at - first > 12) return false;
  }
  if (at == first || (*first == '0' && at - first > 1)) return false;
  value *= million;
  if (at != end) {
    if (*at != '.' || ++at == end || end - at > 6) return false;
    for (std::int64_t scale = million / 10; at != end; ++at, scale /= 10) {
      if (!digit(*at, next)) return false;
      value += next * scale;
    }
  }
  millionths = negative ? -value : value;
  return true;
}

std::vector<std::pair<std::string, std::string>> words_of(const Mapping& mapping,
                                                          const std::string& target) {
  const auto found = mapping.values.find(target);
  if (found == mapping.values.end()) return {};
  return {found->second.begin(), found->second.end()};
}

Categories categories(const Mapping& mapping, const std::vector<std::string>& ours,
                      const std::string& target) {
  const auto found = mapping.values.find(target);
  return found == mapping.values.end() ? Categories(ours, {}) : Categories(ours, found->second);
}

}  // namespace

FlatMapper::FlatMapper(const Mapping& mapping, const std::vector<std::string>& columns)
    : mapping_(mapping),
      plain_numbers_(mapping.number_format.decimal == '.' && mapping.number_format.thousands == 0),
      days_(mapping.time_zone) {
  const auto place = [&](const std::string& column) {
    const auto found = std::ranges::find(columns, column);
    return column.empty() || found == columns.end()
               ? none
               : static_cast<std::size_t>(found - columns.begin());
  };
  unit_ = place(mapping.unit);
  variant_ = place(mapping.variant);
  if (mapping.rows == Grain::event) {
    time_ = place(mapping.time);
    metric_ = place(mapping.metric);
    value_ = place(mapping.value);
    std::vector<std::string> names;
    for (const auto& [name, slot] : mapping.events) names.push_back(name);
    events_ = Words(categories(mapping, names, "metric"));
  } else {
    period_ = place(mapping.period);
  }
  const auto fixed = std::ranges::find(mapping.variants, mapping.fixed_variant);
  if (fixed != mapping.variants.end())
    fixed_variant_ = static_cast<int>(fixed - mapping.variants.begin());
  variants_ = Words(categories(mapping, mapping.variants, "variant"));
  for (std::size_t i = 0; i < mapping.segments.size(); ++i) {
    segments_.push_back(place(mapping.segments[i].second));
    levels_.emplace_back(categories(mapping, mapping.levels[i], mapping.segments[i].first));
  }
  for (const Mapping::Slot& slot : mapping.numbers) {
    if (!slot.column.empty()) columns_of_numbers_.push_back(numbers_.size());
    numbers_.push_back({place(slot.column), words_of(mapping, slot.target), slot.once});
  }
}

bool FlatMapper::take_time(std::string_view text, UnitRow& row) {
  std::int64_t hour = 0, minute = 0, second = 0;
  if (text.size() == 20 && text[10] == 'T' && text[13] == ':' && text[16] == ':' &&
      text[19] == 'Z' && two_digits(text.data() + 11, 23, hour) &&
      two_digits(text.data() + 14, 59, minute) && two_digits(text.data() + 17, 59, second)) {
    const auto place = static_cast<unsigned>(10 * text[8] + text[9]);
    Date& date = dates_[place % dates_.size()];
    if (std::memcmp(date.text.data(), text.data(), date.text.size()) != 0) {
      const auto day = parse_day(text.substr(0, date.text.size()));
      if (!day) return false;
      std::memcpy(date.text.data(), text.data(), date.text.size());
      date.start = std::chrono::microseconds(day->time_since_epoch()).count();
    }
    row.time = date.start + (hour * 3600 + minute * 60 + second) * million;
  } else if (const auto instant = parse_instant(text)) {
    row.time = instant->time_since_epoch().count() * 1000;
  } else if (const auto day = parse_day(text)) {
    row.time = std::chrono::microseconds(day->time_since_epoch()).count();
    row.day = static_cast<std::int32_t>(day->time_since_epoch().count());
    return true;
  } else {
    return false;
  }
  row.day = days_.of(row.time);
  return true;
}

bool FlatMapper::take_period(std::string_view text, UnitRow& row) {
  if (text != period_text_ || text.empty()) {
    std::string name(text);
    if (const auto words = mapping_.values.find("period"); words != mapping_.values.end())
      if (const auto word = words->second.find(name); word != words->second.end())
        name = word->second;
    const auto known = mapping_.periods.find(name);
    const auto day =
        known != mapping_.periods.end() ? std::optional(known->second) : parse_day(name);
    if (!day) return false;
    period_text_ = text;
    period_day_ = static_cast<std::int32_t>(day->time_since_epoch().count());
  }
  row.day = period_day_;
  return true;
}

bool FlatMapper::take_number(const Number& number, std::string_view text, RowBlock& block,
                             std::int64_t& millionths, bool& present) const {
  NumberFormat format = mapping_.number_format;
  bool plain = plain_numbers_;
  if (!number.values.empty()) {
    const auto word = std::ranges::find(
        number.values, text, [](const auto& value) { return std::string_view(value.first); });
    if (word != number.values.end()) {
      text = word->second;
      format = {};
      plain = true;
    }
  }
  present = !text.empty();
  if (!present || (plain && quick_number(text, millionths))) return true;
  const ParsedNumber parsed = parse_number(text, format);
  if (parsed.fault != NumberFault::none || !parsed.fits) return false;
  millionths = parsed.exact.millionths;
  block.rounded += parsed.rounded ? 1 : 0;
  return true;
}

bool FlatMapper::take_event(std::span<const std::string_view> fields, UnitRow& row,
                            RowBlock& block) {
  const int event = events_.find(fields[metric_]);
  if (event == Categories::unknown) return false;
  const int slot = mapping_.events[static_cast<std::size_t>(event)].second;
  if (slot < 0) {
    row.exposed = true;
    return true;
  }
  const Number& number = numbers_[static_cast<std::size_t>(slot)];
  std::int64_t millionths = million;
  bool present = false;
  if (value_ != none && !take_number(number, fields[value_], block, millionths, present))
    return false;
  if (!present && !number.once) return false;
  block.values.push_back({present ? millionths : million, static_cast<std::uint32_t>(slot)});
  return true;
}

bool FlatMapper::map(std::span<const std::string_view> fields, RowBlock& block) {
  UnitRow row;
  row.id = fields[unit_];
  if (row.id.empty() || row.id.size() > limits::unit_id) return false;
  const int variant = variant_ == none ? fixed_variant_ : variants_.find(fields[variant_]);
  if (variant_ != none && variant == Categories::unknown) return false;
  if (variant >= 0) row.variant = static_cast<std::uint8_t>(variant);
  if (time_ != none && !take_time(fields[time_], row)) return false;
  if (period_ != none && !take_period(fields[period_], row)) return false;
  row.exposed = mapping_.all_exposed;
  row.first_value = static_cast<std::uint32_t>(block.values.size());
  // Values in the order of their fields, as the general reader gives them.
  if (metric_ != none && !take_event(fields, row, block)) return false;
  for (const std::size_t i : columns_of_numbers_) {
    std::int64_t millionths = 0;
    bool present = false;
    if (!take_number(numbers_[i], fields[numbers_[i].column], block, millionths, present))
      return false;
    if (present) block.values.push_back({millionths, static_cast<std::uint32_t>(i)});
  }
  row.values = static_cast<std::uint16_t>(block.values.size() - row.first_value);
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const std::string_view text = fields[segments_[i]];
    const int level = levels_[i].find(text);
    if (level == Categories::unknown && !text.empty()) return false;
    block.levels.push_back(static_cast<std::int16_t>(level));
  }
  block.rows.push_back(row);
  return true;
}

}  // namespace collab
