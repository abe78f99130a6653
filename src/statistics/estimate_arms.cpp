#include "statistics/estimate_arms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "collab/model/diagnostic.hpp"
#include "collab/model/error.hpp"
#include "collab/model/number.hpp"
#include "collab/statistics/distributions.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "statistics/delta_arm.hpp"
#include "statistics/summary_row.hpp"

namespace collab {
namespace {

using Names = std::vector<std::string_view>;

const Names mean_covariate{"covariate_sum", "covariate_sum_squares", "main_covariate_sum_product"};
const Names ratio_covariate{"covariate_sum",
                            "covariate_sum_squares",
                            "denominator_pre_sum",
                            "denominator_pre_sum_squares",
                            "main_covariate_sum_product",
                            "main_post_denominator_pre_sum_product",
                            "main_pre_denominator_post_sum_product",
                            "main_pre_denominator_pre_sum_product",
                            "denominator_post_denominator_pre_sum_product"};
const Names cluster_sums{"n_clusters",
                         "sum",
                         "sum_squares",
                         "denominator_sum",
                         "denominator_sum_squares",
                         "main_denominator_sum_product"};

/// What an arm of a kind must give, and what it may give, all or none of it.
struct ArmForm {
  KindShape shape;
  Names together;
};

ArmForm form(std::string_view name, Names needed, Names together, const Names& others = {}) {
  ArmForm form;
  form.together = std::move(together);
  form.shape.name = name;
  form.shape.summary_forms = {std::move(needed)};
  form.shape.optional_statistics = form.together;
  form.shape.optional_statistics.insert(form.shape.optional_statistics.end(), others.begin(),
                                        others.end());
  return form;
}

const ArmForm* find_form(std::string_view kind) {
  static const std::vector<ArmForm> forms{
      form("proportion", {"n", "sum"}, mean_covariate, {"sum_squares"}),
      form("mean", {"n", "sum", "sum_squares"}, mean_covariate),
      form("ratio",
           {"n", "sum", "sum_squares", "denominator_sum", "denominator_sum_squares",
            "main_denominator_sum_product"},
           ratio_covariate),
      form("rate", {"events", "exposure"}, {}, {"n"}),
      form("quantile", {"n", "n_star", "nu", "quantile", "quantile_lower", "quantile_upper"},
           cluster_sums),
      form("score", {}, {}),
  };
  for (const ArmForm& form : forms) {
    if (form.shape.name == kind) return &form;
  }
  return nullptr;
}

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Sums of squares of zeros and ones need not be given.
Statistics completed(const EstimateRequest& request, const Statistics& arm) {
  Statistics all = arm;
  if (request.kind != "proportion") return all;
  for (const auto& [sum, squares] :
       {std::pair{"sum", "sum_squares"}, std::pair{"covariate_sum", "covariate_sum_squares"}}) {
    const std::optional<double> given = find(arm, sum);
    if (given && !find(arm, squares)) all.emplace_back(squares, *given);
  }
  std::sort(all.begin(), all.end());
  return all;
}

[[noreturn]] void refuse(const char* slug, std::string_view side, const std::string& message,
                         const std::string& hint = {}) {
  throw Error(ExitCode::invalid, slug, fmt::format("{}: {}", side, message), hint);
}

void check_names(const ArmForm& form, const Statistics& arm, std::string_view side) {
  const Names& needed = form.shape.summary_forms[0];
  for (const auto& [name, value] : arm) {
    if (!contains(needed, name) && !contains(form.shape.optional_statistics, name)) {
      std::vector<std::string> known(needed.begin(), needed.end());
      known.insert(known.end(), form.shape.optional_statistics.begin(),
                   form.shape.optional_statistics.end());
      const std::string near = nearest(name, known);
      refuse("unknown-statistic", side,
             fmt::format("a {} has no statistic '{}'", form.shape.name, name),
             near.empty() ? fmt::format("a {} takes {}", form.shape.name, fmt::join(known, ", "))
                          : fmt::format("did you mean '{}'?", near));
    }
  }
  Names missing;
  for (std::string_view name : needed) {
    if (!find(arm, name)) missing.push_back(name);
  }
  const auto given = std::count_if(form.together.begin(), form.together.end(),
                                   [&](std::string_view name) { return find(arm, name); });
  for (std::string_view name : form.together) {
    if (given > 0 && !find(arm, name)) missing.push_back(name);
  }
  if (!missing.empty()) {
    refuse("missing-statistic", side,
           fmt::format("a {} needs {}", form.shape.name, fmt::join(missing, ", ")));
  }
}

}  // namespace

void check_kind(const EstimateRequest& request) {
  if (find_form(request.kind) != nullptr) return;
  const std::vector<std::string> kinds{"mean", "proportion", "quantile", "rate", "ratio", "score"};
  const std::string near = nearest(request.kind, kinds);
  throw Error(ExitCode::invalid, "unknown-kind", fmt::format("there is no kind '{}'", request.kind),
              near.empty() ? fmt::format("{}", fmt::join(kinds, ", "))
                           : fmt::format("did you mean '{}'?", near));
}

void check_arm(const EstimateRequest& request, const Statistics& arm, std::string_view side) {
  for (const auto& [name, value] : arm) {
    if (!std::isfinite(value)) {
      refuse("not-finite", side, fmt::format("{} is not a finite number", name));
    }
  }
  if (request.kind == "score") {
    if (arm.empty()) refuse("missing-statistic", side, "a score needs counts: {level: n}");
    return;
  }
  check_names(*find_form(request.kind), completed(request, arm), side);
}

Metric metric_of(const EstimateRequest& request) {
  Metric metric;
  metric.id = "metric";
  metric.kind = request.kind;
  if (request.kind == "score") metric.scale = request.scale.value_or(Scale{.nps = true});
  return metric;
}

double units_of(const Statistics& arm) { return find(arm, "n").value_or(0); }

Moments moments_of(const EstimateRequest& request, const Statistics& arm) {
  if (request.kind == "score" || request.kind == "rate") {
    Statistics own = arm;
    if (request.kind == "rate") std::erase_if(own, [](const auto& s) { return s.first == "n"; });
    return find_metric_kind(request.kind)->from_statistics(metric_of(request), own);
  }
  const Statistics all = completed(request, arm);
  const GivenStatistics row(find_form(request.kind)->shape, all);
  Moments moments;
  moments.n = row.count("n");
  if (request.kind == "proportion" && row.count("sum") > moments.n) {
    throw Error(ExitCode::invalid, "successes-above-n",
                fmt::format("sum {} is more than n {}", to_string(row.number("sum")),
                            to_string(moments.n)));
  }
  row.add_column(moments, 0, "sum", "sum_squares");
  const bool ratio = request.kind == "ratio";
  if (ratio) {
    row.not_negative("denominator_sum");
    row.add_column(moments, 1, "denominator_sum", "denominator_sum_squares");
    row.add_product(moments, 0, 1, "main_denominator_sum_product");
  }
  if (!row.has("covariate_sum")) return moments;
  row.add_column(moments, 2, "covariate_sum", "covariate_sum_squares");
  row.add_product(moments, 0, 2, "main_covariate_sum_product");
  if (ratio) {
    row.add_column(moments, 3, "denominator_pre_sum", "denominator_pre_sum_squares");
    row.add_product(moments, 0, 3, "main_post_denominator_pre_sum_product");
    row.add_product(moments, 1, 2, "main_pre_denominator_post_sum_product");
    row.add_product(moments, 2, 3, "main_pre_denominator_pre_sum_product");
    row.add_product(moments, 1, 3, "denominator_post_denominator_pre_sum_product");
  }
  return moments;
}

ArmSums sums_of(const EstimateRequest& request, const Statistics& arm) {
  ArmSums sums;
  if (request.kind == "score") {
    const Moments moments = moments_of(request, arm);
    sums.n = moments.n;
    sums.sum[0] = moments.sum[0];
    if (sums.n > 0) sums.products[0] = moments.centred[0] + moments.sum[0] / sums.n * sums.sum[0];
    sums.binary[0] = request.scale && !request.scale->nps;
    return sums;
  }
  const Statistics all = completed(request, arm);
  const auto number = [&](std::string_view name) { return find(all, name).value_or(0); };
  const auto set = [&](std::size_t i, std::size_t j, std::string_view name) {
    sums.products[Moments::index(i, j)] = number(name);
  };
  sums.n = number("n");
  sums.sum = {number("sum"), number("denominator_sum"), number("covariate_sum"),
              number("denominator_pre_sum")};
  set(0, 0, "sum_squares");
  set(1, 1, "denominator_sum_squares");
  set(2, 2, "covariate_sum_squares");
  set(3, 3, "denominator_pre_sum_squares");
  set(0, 1, "main_denominator_sum_product");
  set(0, 2, "main_covariate_sum_product");
  set(0, 3, "main_post_denominator_pre_sum_product");
  set(1, 2, "main_pre_denominator_post_sum_product");
  set(2, 3, "main_pre_denominator_pre_sum_product");
  set(1, 3, "denominator_post_denominator_pre_sum_product");
  if (request.kind == "proportion") {
    sums.products[0] = sums.sum[0];
    sums.binary = {true, false, true, false};
  }
  return sums;
}

DeltaMetric delta_metric_of(const EstimateRequest& request) {
  const Statistics& arm = request.strata.empty() ? request.control : request.strata[0].control;
  return {.ratio = request.kind == "ratio", .adjusted = find(arm, "covariate_sum").has_value()};
}

ArmQuantile quantile_of(const Statistics& arm) {
  const auto number = [&](std::string_view name) { return find(arm, name).value_or(0); };
  ArmQuantile quantile{.n = number("n"),
                       .n_star = number("n_star"),
                       .nu = number("nu"),
                       .quantile = number("quantile"),
                       .lower = number("quantile_lower"),
                       .upper = number("quantile_upper"),
                       .clusters = {}};
  if (find(arm, "n_clusters")) {
    ArmSums clusters;
    clusters.n = number("n_clusters");
    clusters.sum = {number("sum"), number("denominator_sum"), 0, 0};
    clusters.products[Moments::index(0, 0)] = number("sum_squares");
    clusters.products[Moments::index(1, 1)] = number("denominator_sum_squares");
    clusters.products[Moments::index(0, 1)] = number("main_denominator_sum_product");
    quantile.clusters = clusters;
  }
  return quantile;
}

ArmValue quantile_value(const ArmQuantile& arm) {
  return {.value = arm.quantile,
          .variance = arm.n > 0 ? quantile_spread(arm) / arm.n : 0,
          .n = arm.clusters ? arm.clusters->n : arm.n};
}

}  // namespace collab
