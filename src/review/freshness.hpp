#pragma once
// Is a feed silent? Daily data are stale 36 hours after the period's end, weekly and monthly ones
// three days.
#include <optional>

#include "collab/review/review.hpp"

namespace collab {

/// The oldest period that should have arrived and has not: the first after `through` that is no
/// holiday, in first..last, whose end is longer ago than the grace; nullopt when data are fresh.
/// today: the day that "now" falls on; `options` give the time of day and --stale.
std::optional<Day> stale_period(Day first, Day last, std::optional<Day> through,
                                const Expectation& expected, Day today,
                                const ReviewOptions& options);

/// The experiment's expectations; with --stale and none given, daily. Empty: not checkable.
std::vector<Expectation> expected_of(const std::string& experiment, const ReviewOptions& options);

}  // namespace collab
