#include <fmt/format.h>

#include "collab/review/alpha.hpp"
#include "collab/review/cells.hpp"
#include "review/trust.hpp"
#include "review/trusted.hpp"

namespace collab {
namespace {

std::string counts(const TrustContext& context) {
  std::string text;
  for (const Variant& variant : context.plan.variants) {
    text += fmt::format("{}{} {:.0f} ({} planned)", text.empty() ? "" : ", ", variant.id,
                        assigned(context.cells, context.plan, 0, variant.id).value_or(0),
                        percent(variant.share.value_or(0)));
  }
  return text;
}

std::optional<TrustFinding> find(const TrustContext& context) {
  if (context.plan.variants.size() < 2) return std::nullopt;
  TrustFinding finding{.check = "sample-ratio", .message = {}, .p_value = {}};
  const RatioTest test = ratio_test(context.plan, last_due(context));
  finding.p_value = sample_ratio(context.cells, context.plan, 0, test);
  if (!finding.p_value) {
    finding.status = TrustFinding::Status::not_checkable;
    finding.message =
        context.plan.by_cluster()
            ? fmt::format("rows do not name each {0}, or {0}s are too few",
                          context.plan.assigned_by)
            : "distinct units are not known or too few; unit rows or a `units` column would tell";
    return finding;
  }
  const bool failed = *finding.p_value < sample_ratio_alpha;
  finding.status = failed ? TrustFinding::Status::failed : TrustFinding::Status::ok;
  finding.message = fmt::format(
      "{} {}: {} ({}){}", context.plan.by_cluster() ? context.plan.assigned_by + "s" : "units",
      failed ? "do not have the planned shares" : "fit the planned shares", counts(context),
      test == RatioTest::once ? "chi-square" : "sequential test",
      failed ? "; find where units are lost or added before believing any effect" : "");
  return finding;
}

}  // namespace

extern const TrustCheck sample_ratio_check;
const TrustCheck sample_ratio_check{1, find};

}  // namespace collab
