#pragma once
// What charts of single values share: moving ranges, limits, and what is measured of the baseline.
#include <optional>
#include <span>
#include <vector>

#include "statistics/charts.hpp"

namespace collab {

struct Spread {
  std::optional<double> sigma;  ///< absent below two values
  std::size_t ranges = 0, screened_out = 0;
};

/// Mean moving range over d2, with or without Nelson's screening; of a funnel the standard
/// deviation. Constant values: 0.
/// source  Nelson 1982, J. Quality Technology 14:172; Montgomery 2009, section 6.4
Spread spread_of(std::span<const double> values, const ChartSettings& settings);

/// Takes the series' own values as the points', marks gaps, and returns those of the baseline.
/// throws  Error(invalid, "not-finite"), and "count-negative" where lowest is 0
std::vector<double> take_values(PhaseDrawing& drawing, bool not_negative);

/// Centre -/+ 3 sigma, within lowest .. highest.
void set_limits(ChartPoint& point, double centre, double sigma, double lowest, double highest);

/// What stands in the phase's reason when the spread is absent or 0.
std::string_view reason_of(const Spread& spread, std::size_t baseline);

/// Centre and sigma of single values as the settings have them: known or estimated, adjusted for
/// autocorrelation where asked. Fills in the phase.
/// values  of the baseline, without gaps
/// scores  of the phase's points, absent outside of the baseline: what r is measured on
struct CentreAndSigma {
  double centre = 0;
  std::optional<double> sigma;
};
CentreAndSigma estimate(PhaseDrawing& drawing, std::span<const double> values,
                        std::span<const std::optional<double>> scores);

/// The same, where what r is measured on are the values themselves.
CentreAndSigma estimate(PhaseDrawing& drawing, std::span<const double> values);

double mean_of(std::span<const double> values);
/// throws nothing; values not empty
double median_of(std::vector<double> values);

}  // namespace collab
