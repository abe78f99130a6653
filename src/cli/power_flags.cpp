#include "cli/power_flags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/values.hpp"
#include "collab/model/error.hpp"
#include "collab/model/number.hpp"

namespace collab {
namespace {

/// `50/50`, `20/40/40`: control first.
std::vector<Variant> variants_of(const PowerFlags& flags) {
  std::vector<Variant> variants{{.id = "control"}};
  const std::int64_t treatments = flags.treatments.value_or(1);
  std::vector<double> shares;
  if (!flags.shares.empty()) {
    for (std::string part : split_commas({[&] {
           std::string text = flags.shares;
           std::replace(text.begin(), text.end(), '/', ',');
           return text;
         }()})) {
      if (part.ends_with('%')) part.pop_back();
      const ParsedNumber number = parse_number(part);
      if (number.fault != NumberFault::none || !(number.real > 0))
        refuse_flag("--shares", flags.shares, "shares such as 50/50, control first");
      shares.push_back(number.real);
    }
    if (shares.size() < 2 ||
        (flags.treatments && shares.size() != static_cast<std::size_t>(treatments) + 1))
      refuse_flag("--shares", flags.shares, "one share a variant, control first");
  } else {
    if (treatments < 1 || treatments > 100)
      refuse_flag("--treatments", std::to_string(treatments), "a number from 1 to 100");
    shares.assign(static_cast<std::size_t>(treatments) + 1, 1);
  }
  double sum = 0;
  for (const double share : shares) sum += share;
  variants.clear();
  for (std::size_t i = 0; i < shares.size(); ++i)
    variants.push_back(
        {.id = i == 0 ? "control" : fmt::format("treatment{}", i), .share = shares[i] / sum});
  return variants;
}

}  // namespace

void refuse_flag(std::string_view flag, const std::string& text, std::string_view wanted) {
  throw Error(ExitCode::usage, "bad-value",
              fmt::format("{} is '{}', which is not {}", flag, text, wanted));
}

Experiment described_plan(const PowerFlags& flags) {
  if (flags.baseline.empty() || (flags.effect.empty() && flags.target.empty() &&
                                 flags.margin.empty() && flags.units.empty())) {
    throw Error(ExitCode::usage, "argument-missing",
                "collab power needs an experiment, or --baseline with --effect or --units",
                "collab power --baseline 3.2% --effect +5% --units 600/day");
  }
  Metric metric;
  metric.id = flags.kind;
  metric.kind = flags.kind;
  if (metric.kind == "nps") {
    metric.kind = "score";
    metric.scale = Scale{.nps = true};
  } else if (metric.kind == "score") {
    metric.scale = Scale{.nps = false, .from = 1, .to = 5, .top = 2};
  }
  Experiment plan;
  plan.variants = variants_of(flags);
  plan.control = "control";
  plan.cycle = Days{28};
  metric.role = flags.margin.empty() ? Role::goal : Role::guardrail;
  plan.metrics = {metric};
  // Other goals share the error; they are only counted.
  for (std::int64_t other = 1; other < std::min<std::int64_t>(flags.goals.value_or(1), 1000);
       ++other) {
    plan.metrics.push_back({.id = fmt::format("goal {}", other + 1), .role = Role::goal});
  }
  return plan;
}

}  // namespace collab
