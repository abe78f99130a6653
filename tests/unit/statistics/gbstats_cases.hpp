#pragma once
// tests/data/gbstats-cases.json: what gbstats 0.8.0 prints, as requests and expected answers.
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "collab/model/estimate.hpp"

namespace collab::test {

using Json = nlohmann::json;

inline const Json& gbstats_cases() {
  static const Json cases = Json::parse(std::ifstream(COLLAB_TEST_DATA "/gbstats-cases.json"));
  return cases;
}

inline const Json& gbstats_case(const std::string& id) {
  for (const Json& one : gbstats_cases().at("cases")) {
    if (one.at("id") == id) return one;
  }
  throw std::runtime_error("no case " + id);
}

inline Statistics statistics_of(const Json& arm) {
  Statistics statistics;
  for (const auto& [name, value] : arm.items()) {
    if (value.is_number()) statistics.emplace_back(name, value.get<double>());
  }
  return statistics;
}

inline std::string kind_of(const Json& one) {
  const std::string kind = one.at("kind");
  return kind.substr(0, kind.find('_'));
}

/// `scaled` is asked as absolute: it is the absolute effect times a constant.
inline EstimateRequest request_of(const Json& one) {
  const Json& params = one.at("params");
  EstimateRequest request;
  request.delta = true;
  request.kind = kind_of(one);
  request.alpha = params.at("alpha");
  request.relative = one.at("difference_type") == "relative";
  const std::string test = one.at("test");
  if (test == "bayesian") {
    const Json& prior = params.at("prior");
    request.inference = Inference::bayesian;
    request.prior = {.mean = prior.at("mean"),
                     .stddev = prior.at("stddev"),
                     .proper = prior.at("proper"),
                     .relative = prior.at("type") == "relative"};
    if (params.value("inverse", false)) request.alternative = Alternative::less;
  }
  if (test.starts_with("sequential")) {
    request.inference = Inference::anytime;
    request.tuning = params.at("sequential_tuning_parameter");
  }
  if (test.ends_with("greater")) request.alternative = Alternative::greater;
  if (test.ends_with("less")) request.alternative = Alternative::less;
  if (one.contains("strata")) {
    for (const Json& stratum : one.at("strata")) {
      request.strata.push_back({.control = statistics_of(stratum.at("control")),
                                .treatment = statistics_of(stratum.at("treatment"))});
    }
  } else {
    request.control = statistics_of(one.at("control"));
    request.treatment = statistics_of(one.at("treatment"));
  }
  return request;
}

}  // namespace collab::test
