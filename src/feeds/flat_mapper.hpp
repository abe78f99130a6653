#pragma once
// Fields of unit and event rows to a RowBlock, without looking where a fault would be: what is not
// good is left to RowMapper. One mapper serves one thread.
#include <array>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/observation.hpp"
#include "collab/model/unit_rows.hpp"
#include "feeds/categories.hpp"
#include "feeds/local_days.hpp"

namespace collab {

class FlatMapper {
 public:
  /// columns: names of the fields that map() gets, in its order. The mapping must outlive the
  /// mapper.
  FlatMapper(const Mapping& mapping, const std::vector<std::string>& columns);

  /// False when the row is not good. The block then holds half of it and is to be thrown away.
  bool map(std::span<const std::string_view> fields, RowBlock& block);

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  /// Names and what they stand for; where they are few, looked at one by one.
  class Words {
   public:
    Words() = default;
    explicit Words(Categories categories) : categories_(std::move(categories)) {}
    int find(std::string_view text) const {
      constexpr std::size_t few = 8;
      const auto& names = categories_.names();
      if (names.size() > few) return categories_.find(text);
      for (const auto& [name, index] : names)
        if (name.size() == text.size() &&
            (text.empty() || (name.front() == text.front() &&
                              std::memcmp(name.data(), text.data(), text.size()) == 0)))
          return index;
      return Categories::unknown;
    }

   private:
    Categories categories_;
  };
  /// A column of numbers, as NumberColumn has it.
  struct Number {
    std::size_t column = none;
    std::vector<std::pair<std::string, std::string>> values;
    bool once = false;
  };

  bool take_time(std::string_view text, UnitRow& row);
  bool take_period(std::string_view text, UnitRow& row);
  bool take_event(std::span<const std::string_view> fields, UnitRow& row, RowBlock& block);
  /// present: false where the text is empty.
  bool take_number(const Number& number, std::string_view text, RowBlock& block,
                   std::int64_t& millionths, bool& present) const;

  const Mapping& mapping_;
  bool plain_numbers_;
  std::size_t unit_ = none, variant_ = none, period_ = none, time_ = none, metric_ = none,
              value_ = none;
  int fixed_variant_ = -1;
  Words variants_, events_;
  std::vector<std::size_t> segments_;
  std::vector<Words> levels_;
  std::vector<Number> numbers_;
  std::vector<std::size_t> columns_of_numbers_;  ///< those with a column of their own

  /// Dates as rows write them, by their last digits: rows of a feed are of few days.
  struct Date {
    std::array<char, 10> text{};
    std::int64_t start = 0;  ///< microseconds since 1970
  };
  std::array<Date, 64> dates_{};
  std::string period_text_;
  std::int32_t period_day_ = 0;
  LocalDays days_;
};

}  // namespace collab
