// Whether what metrics ask for can be compared: variants, kinds and baselines taken together.
#include <fmt/format.h>

#include <string>

#include "definition/draft.hpp"

namespace collab {

void check_comparisons(const Draft& draft) {
  const Experiment& experiment = draft.experiment;
  if (!draft.variants_known || experiment.variants.size() < 2) return;
  for (std::size_t i = 0; i < draft.metrics.size(); ++i) {
    const Metric& metric = experiment.metrics[i];
    const KindShape* shape = draft.shape(metric.kind);
    const Node* role = get(draft.metrics[i], "role");
    if (shape == nullptr || shape->compared || role == nullptr) continue;
    if (metric.role == Role::secondary) continue;
    draft.findings->add("not-compared", role->at, below(below("evaluate.metrics", i), "role"),
                        fmt::format("a {} of kind {} would never get a verdict between variants",
                                    role->text, metric.kind),
                        "role: secondary, or a kind that is compared");
  }
}

void check_baselines(const Draft& draft) {
  const Experiment& experiment = draft.experiment;
  if (!draft.variants_known || experiment.variants.size() != 1) return;
  const auto check = [&](const Node* map, const Baseline& baseline, const std::string& path) {
    const Node* value = get(map, "baseline");
    if (value == nullptr || baseline.form != Baseline::Form::control) return;
    draft.findings->add("baseline-form", value->at, path,
                        "one variant has no control to be compared with",
                        "previous, {last: 28d} or {value: 3.2%}; or add a control variant");
  };
  check(draft.block("evaluate"), experiment.baseline, "evaluate.baseline");
  for (std::size_t i = 0; i < draft.metrics.size(); ++i) {
    const auto& baseline = experiment.metrics[i].baseline;
    if (baseline)
      check(draft.metrics[i], *baseline, fmt::format("evaluate.metrics[{}].baseline", i));
  }
}

}  // namespace collab
