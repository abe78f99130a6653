#pragma once
// Effects of the kinds that a covariate in column 2 adjusts, by a given slope or their own. Each is
// defined in its kind's file, whose effect it is.
#include <optional>

#include "collab/model/effect.hpp"
#include "collab/model/moments.hpp"
#include "collab/statistics/certainty.hpp"

namespace collab {

Effect mean_effect(const Moments& control, const Moments& treatment, const Certainty& certainty,
                   std::optional<double> slope = {});
/// Where units are too few for an adjusted share, the slope goes unused as the covariate does.
Effect proportion_effect(const Moments& control, const Moments& treatment,
                         const Certainty& certainty, std::optional<double> slope = {});
Effect ratio_effect(const Moments& control, const Moments& treatment, const Certainty& certainty,
                    std::optional<double> slope = {});

}  // namespace collab
