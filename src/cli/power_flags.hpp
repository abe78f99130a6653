#pragma once
// What the flags of `power` say: a plan of their own, or what if about one that is defined.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collab/model/experiment.hpp"
#include "collab/review/planning.hpp"

namespace collab {

struct PowerFlags {
  std::string experiment, metric;
  std::string kind = "proportion";
  std::string baseline, effect, target, margin, better;
  std::string power = "80%", confidence, shares, units, cycle, looks;
  std::optional<std::int64_t> treatments, goals;
  std::optional<double> sd, correlation, dispersion, cluster_size, icc, cv;
};

/// throws Error(usage, "bad-value"): `--looks is 'x', which is not WANTED`
[[noreturn]] void refuse_flag(std::string_view flag, const std::string& text,
                              std::string_view wanted);

/// What the flags alone describe: one metric, control and treatments.
/// throws Error(usage, "argument-missing" | "bad-value")
Experiment described_plan(const PowerFlags& flags);

/// What is asked about `plan`, once the flags have had their say in it and in what is known.
/// throws Error(usage, "bad-value")
PowerQuestion power_question(const PowerFlags& flags, Experiment& plan, PlanningHistory& history);

}  // namespace collab
