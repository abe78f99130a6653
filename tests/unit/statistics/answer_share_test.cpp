// Shares of all consumers, from those who answered.
#include "collab/statistics/answer_share.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "collab/statistics/score_interval.hpp"
#include "unit/statistics/voc_cases.hpp"

using namespace collab;
using collab::test::shared_case;
using doctest::Approx;

TEST_CASE("weighted_share: voc-cases post-stratified, back to the mix of consumers") {
  const auto one = shared_case("voc-cases.json", "post-stratified");
  const auto& input = one.at("input");
  const auto& expected = one.at("expected");
  std::vector<SegmentAnswers> segments;
  for (std::size_t i = 0; i < input.at("n").size(); ++i)
    segments.push_back({.population = input.at("population_share")[i].get<double>(),
                        .n = input.at("n")[i].get<double>(),
                        .yes = input.at("k")[i].get<double>()});
  const auto number = [&](const nlohmann::json& value) {
    return Approx(value.get<double>()).epsilon(one.at("tolerance").get<double>());
  };
  const WeightedShare found = weighted_share(segments, 0.05);
  CHECK(found.unweighted == number(expected.at("raw")));
  CHECK(found.share.value.value() == number(expected.at("weighted")));
  CHECK(found.standard_error == number(expected.at("se")));
  CHECK(found.share.low.value() == number(expected.at("ci")[0]));
  CHECK(found.share.high.value() == number(expected.at("ci")[1]));
  CHECK(found.design_effect == number(expected.at("kish_deff")));
  CHECK(found.effective_n == number(expected.at("n_eff")));
  for (auto& segment : segments) segment.population *= 5000;  // consumers in place of shares
  CHECK(*weighted_share(segments, 0.05).share.value == Approx(*found.share.value));
}

TEST_CASE("weighted_share: answers in the population's own mix weigh alike") {
  const std::vector<SegmentAnswers> segments{{0.25, 50, 20}, {0.75, 150, 90}};
  const WeightedShare found = weighted_share(segments, 0.05);
  CHECK(*found.share.value == Approx(found.unweighted));
  CHECK(found.design_effect == Approx(1));
  CHECK(found.effective_n == Approx(200));
}

TEST_CASE("weighted_share: segments that say nothing") {
  const auto reason = [](std::vector<SegmentAnswers> segments) {
    return weighted_share(segments, 0.05).share.reason;
  };
  CHECK(reason({}) == "no-data");
  CHECK(reason({{0.4, 10, 4}, {0.6, 0, 0}}) == "no-data");
  CHECK(reason({{0.4, 10, 4}, {0.6, 1, 1}}) == "too-few");
  CHECK(reason({{0.4, 10, 10}, {0.6, 8, 8}}) == "no-variance");
  CHECK(reason({{1, 10, 4}, {0, 0, 0}}).empty());  // nobody to speak for
}

TEST_CASE("response_bounds: 62 % of the 30 % who answered are happy, so 18.6 to 88.6 % of all") {
  // rr p and rr p + 1 - rr, written out.
  const ResponseBounds found =
      response_bounds({.yes = 186, .answered = 300, .invited = 1000}, 0.05);
  CHECK(*found.low.value == Approx(0.3 * 0.62).epsilon(1e-12));
  CHECK(*found.high.value == Approx(0.3 * 0.62 + 0.7).epsilon(1e-12));
  CHECK(*found.low.low == wilson_interval({186, 1000}, 0.05).low);
  CHECK(*found.high.high == wilson_interval({886, 1000}, 0.05).high);
  const ResponseBounds all = response_bounds({.yes = 62, .answered = 100, .invited = 100}, 0.05);
  CHECK(*all.low.value == *all.high.value);
  CHECK(response_bounds({}, 0.05).low.reason == "no-data");
}

TEST_CASE("wallet_share: voc-cases share-of-wallet-war") {
  const auto one = shared_case("voc-cases.json", "share-of-wallet-war");
  const auto& input = one.at("input");
  for (std::size_t i = 0; i < input.at("rank").size(); ++i)
    CHECK(wallet_share(input.at("rank")[i].get<double>(), input.at("brands")[i].get<double>()) ==
          Approx(one.at("expected").at("share")[i].get<double>())
              .epsilon(one.at("tolerance").get<double>()));
  for (const double brands : {1.0, 2.0, 5.0}) {
    double sum = 0;
    for (double rank = 1; rank <= brands; ++rank) sum += wallet_share(rank, brands);
    CHECK(sum == Approx(1));
  }
}
