#pragma once
// Numbers as people read them: four significant digits, signs on changes, percent and points.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collab/model/effect.hpp"
#include "collab/model/time.hpp"

namespace collab {

/// How a number is shown: its factor and unit.
struct Notation {
  double factor = 1;
  std::string unit;           ///< "%", "pp", " USD"; a blank in it is a no-break space
  bool unit_on_each = false;  ///< in an interval: on every number, not only on the first
};
Notation in_percent();
Notation in_points();
Notation in_measure(std::string_view measure);

/// Four significant digits, without exponent between 1e-6 and 1e15, thousands apart.
std::string figure(double value, bool sign = false);
std::string figure(double value, const Notation& notation, bool sign = false);

/// `97.5%`; beyond 99.99 % `99.99%+`: no interval is one of 100 %.
std::string confidence_text(double confidence);

/// Whole numbers with thousands apart: `14,002`.
std::string count(double value);
std::string count(std::int64_t value);
/// `1 goal`, `2 goals`.
std::string count(std::int64_t value, std::string_view noun);

/// `+5.2% [+1.1%, +9.3%]`; an absent bound is `…`, an absent value its reason in brackets, nothing
/// at all `-`. The digits after the point follow the largest of the three.
std::string interval(const Estimate& estimate, const Notation& notation, bool sign);
/// The value of an estimate alone; its reason, or `-`, when absent.
std::string value_of(const Estimate& estimate, const Notation& notation, bool sign);

/// `2026-10-05 to 2026-11-01`.
std::string day_range(Day first, Day last);

/// The first 12 digits of a digest.
std::string short_digest(std::string_view digest);

}  // namespace collab
