#include "collab/model/experiment.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace collab {
namespace {

template <typename Enum, std::size_t N>
std::optional<Enum> parse(std::string_view text, const std::array<Enum, N>& all) {
  for (const Enum value : all) {
    if (text == name_of(value)) return value;
  }
  return std::nullopt;
}

template <typename Item>
const Item* find_id(const std::vector<Item>& items, std::string_view id) {
  const auto found =
      std::find_if(items.begin(), items.end(), [id](const Item& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name_of(Grain grain) {
  switch (grain) {
    case Grain::summary:
      return "summary";
    case Grain::unit:
      return "unit";
    case Grain::event:
      break;
  }
  return "event";
}

std::string_view name_of(Counts counts) {
  switch (counts) {
    case Counts::once:
      return "new";
    case Counts::to_date:
      return "to_date";
    case Counts::repeated:
      break;
  }
  return "repeated";
}

std::string_view name_of(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::adopt:
      return "adopt";
    case DecisionKind::adapt:
      return "adapt";
    case DecisionKind::extend:
      return "extend";
    case DecisionKind::abandon:
      break;
  }
  return "abandon";
}

std::optional<Grain> parse_grain(std::string_view text) {
  return parse(text, std::array{Grain::summary, Grain::unit, Grain::event});
}

std::optional<Counts> parse_counts(std::string_view text) {
  return parse(text, std::array{Counts::once, Counts::to_date, Counts::repeated});
}

std::optional<DecisionKind> parse_decision(std::string_view text) {
  return parse(text, std::array{DecisionKind::adopt, DecisionKind::adapt, DecisionKind::extend,
                                DecisionKind::abandon});
}

const Metric* Experiment::metric(std::string_view metric_id) const {
  return find_id(metrics, metric_id);
}

const Feed* Experiment::feed(std::string_view feed_id) const { return find_id(feeds, feed_id); }

bool Experiment::has_variant(std::string_view variant_id) const {
  return find_id(variants, variant_id) != nullptr;
}

std::vector<std::string> Experiment::treatments() const {
  std::vector<std::string> ids;
  for (const Variant& variant : variants) {
    if (variants.size() == 1 || variant.id != control) ids.push_back(variant.id);
  }
  return ids;
}

std::vector<Days> look_days(const Looks& looks, Days cycle) {
  std::vector<Days> days;
  if (looks.form == Looks::Form::weekly) {
    for (Days day{7}; day < cycle; day += Days{7}) days.push_back(day);
  }
  if (looks.form == Looks::Form::anytime) {
    for (Days day{1}; day < cycle; ++day) days.push_back(day);
  }
  if (looks.form == Looks::Form::days) {
    std::copy_if(looks.days.begin(), looks.days.end(), std::back_inserter(days),
                 [cycle](Days day) { return day > Days{0} && day < cycle; });
  }
  days.push_back(cycle);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace collab
