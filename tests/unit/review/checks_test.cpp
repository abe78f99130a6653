// Checks that look for broken assignment, and for effects that are not what they seem.
#include <cmath>

#include "unit/review/lab.hpp"

using namespace collab;
using doctest::Approx;

namespace {

Observation counted(const char* variant, const char* period, double successes, double n) {
  return row("visit", variant, period, {{"n", n}, {"successes", successes}, {"units", n}});
}

Experiment visits(std::vector<Days> looks = {Days{28}}) {
  Experiment plan = two_variants({goal("visit", "proportion", ">= +5%")});
  plan.looks = {Looks::Form::days, std::move(looks)};
  plan.feeds.front().counts = Counts::once;
  return plan;
}

Observation spend(const char* variant, double n, double mean, double sd, double before) {
  const double before_sd = 10;
  const double squares = before_sd * before_sd * (n - 1) + n * before * before;
  return row("spend", variant, "2026-11-01",
             {{"n", n},
              {"mean", mean},
              {"sd", sd},
              {"covariate_sum", n * before},
              {"covariate_sum_squares", squares},
              {"main_covariate_sum_product", n * before * mean}});
}

Experiment spending() {
  Experiment plan = two_variants({goal("spend", "mean", ">= +5%")});
  plan.metrics.front().covariate = "spend_before";
  return plan;
}

const TrustFinding& found(const Review& review, const char* check) {
  const TrustFinding* one = finding(review, check);
  REQUIRE(one != nullptr);
  return *one;
}

}  // namespace

TEST_CASE("sample-ratio: chi-square at a cycle's one look, sequential before it and with more") {
  // 52 : 48 of 10,000 units: p is 6e-5 by chi-square, 0.026 by the sequential test.
  const std::vector<Observation> rows{counted("control", "2026-10-10", 520, 5200),
                                      counted("answers", "2026-10-10", 480, 4800)};
  Lab lab;
  const Cycle cycle = lab.plan(visits());
  lab.record(cycle, rows);
  const Review night = lab.review(cycle, "2026-10-20");
  CHECK(found(night, "sample-ratio").status == TrustFinding::Status::ok);
  CHECK(found(night, "sample-ratio").p_value.value() == Approx(0.00635047).epsilon(1e-5));
  CHECK(found(night, "sample-ratio").message.find("sequential test") != std::string::npos);
  const Review end = lab.review(cycle, "2026-11-02");
  CHECK(found(end, "sample-ratio").status == TrustFinding::Status::failed);
  CHECK(found(end, "sample-ratio").p_value.value() == Approx(6.334e-5).epsilon(1e-3));
  CHECK(found(end, "sample-ratio").message.find("chi-square") != std::string::npos);

  Lab watched;
  const Cycle several = watched.plan(visits({Days{14}, Days{28}}));
  watched.record(several, rows);
  CHECK(found(watched.review(several, "2026-11-02"), "sample-ratio").status ==
        TrustFinding::Status::ok);
}

TEST_CASE("sample-ratio: what the sequential test finds spoils verdicts") {
  Lab lab;
  const Cycle cycle = lab.plan(visits({Days{14}, Days{28}}));
  lab.record(cycle, {counted("control", "2026-10-10", 1040, 10400),
                     counted("answers", "2026-10-10", 1920, 9600)});
  const Review review = lab.review(cycle, "2026-10-20");
  CHECK(found(review, "sample-ratio").status == TrustFinding::Status::failed);
  CHECK(outcome(review, "visit").verdict == Verdict::unclear);
  CHECK(outcome(review, "visit").reason == "sample-ratio-mismatch");
}

TEST_CASE("sample-ratio: where stores were assigned, stores are counted, not who shops in them") {
  Experiment plan = visits();
  plan.assigned_by = "store";
  std::vector<Observation> rows;
  for (int store = 0; store < 13; ++store) {
    // Unlike sizes: 2,020 against 2,450 shoppers would fail, six stores against six do not.
    const bool treated = store % 2 == 1;
    const double n = treated ? 250 + 60 * store : 200 + 45 * store;
    rows.push_back(counted(treated ? "answers" : "control", "2026-10-10", n / 10, n));
    rows.back().location = "store " + std::to_string(store);
  }
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  lab.record(cycle, rows);
  const TrustFinding ratio = found(lab.review(cycle, "2026-11-02"), "sample-ratio");
  CHECK(ratio.status == TrustFinding::Status::ok);
  CHECK(ratio.p_value.value() == Approx(0.781511).epsilon(1e-5));  // chi-square 1/13, scipy 1.10
  CHECK(ratio.message.find("stores fit the planned shares: control 7") != std::string::npos);
}

TEST_CASE("covariate-imbalance: arms that differed before exposure") {
  Lab lab;
  const Cycle cycle = lab.plan(spending());
  SUBCASE("apart") {
    lab.record(cycle, {spend("control", 1000, 41, 18, 40), spend("answers", 1000, 44, 18, 42)});
    const Review review = lab.review(cycle, "2026-11-02");
    CHECK(found(review, "covariate-imbalance").status == TrustFinding::Status::warning);
    // z = 2 / (10 sqrt(2 / 1000)) = 4.47
    CHECK(found(review, "covariate-imbalance").p_value.value() == Approx(8.2e-6).epsilon(0.02));
    CHECK(found(review, "covariate-imbalance").message.find("spend_before: 40 in control, 42") ==
          0);
  }
  SUBCASE("alike") {
    lab.record(cycle, {spend("control", 1000, 41, 18, 40), spend("answers", 1000, 44, 18, 40.5)});
    CHECK(found(lab.review(cycle, "2026-11-02"), "covariate-imbalance").status ==
          TrustFinding::Status::ok);
  }
  SUBCASE("not recorded") {
    CHECK(found(lab.review(cycle, "2026-11-02"), "covariate-imbalance").status ==
          TrustFinding::Status::not_checkable);
  }
}

TEST_CASE("covariate-imbalance: where stores were assigned, stores are compared") {
  // Store means 36 to 45 in control, 37 to 46 in answers: t = 1 / (3.03 sqrt(2 / 10)) = 0.74 on 18,
  // p 0.47 (scipy); units alone would have z = 1 / (10.4 sqrt(2 / 2000)) = 3 and more.
  Experiment plan = spending();
  plan.assigned_by = "store";
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  std::vector<Observation> rows;
  for (int store = 0; store < 10; ++store)
    for (const char* variant : {"control", "answers"}) {
      const bool control = std::string_view(variant) == "control";
      rows.push_back(spend(variant, 1000, 41 + store, 18, (control ? 36 : 37) + store));
      rows.back().location = fmt::format("{}-{}", control ? "c" : "a", store);
    }
  lab.record(cycle, rows);
  const Review review = lab.review(cycle, "2026-11-02");
  CHECK(found(review, "covariate-imbalance").status == TrustFinding::Status::ok);
  CHECK(found(review, "covariate-imbalance").p_value.value() == Approx(0.4697).epsilon(0.001));
}

TEST_CASE("segment-imbalance: variants with another mix of levels") {
  Experiment plan = visits();
  plan.segments = {"tier"};
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  const auto rows = [](double gold) {
    return std::vector<Observation>{
        share("visit", "control", "2026-11-01", 200, 2000, Counts::once, "tier=gold"),
        share("visit", "control", "2026-11-01", 800, 8000, Counts::once, "tier=plain"),
        share("visit", "answers", "2026-11-01", gold / 10, gold, Counts::once, "tier=gold"),
        share("visit", "answers", "2026-11-01", 1000 - gold / 10, 10000 - gold, Counts::once,
              "tier=plain")};
  };
  SUBCASE("20 % and 22 % of 10000: chi-square 12.06 (scipy, without correction)") {
    lab.record(cycle, rows(2200));
    const Review review = lab.review(cycle, "2026-11-02");
    CHECK(found(review, "segment-imbalance").p_value.value() == Approx(0.00051641).epsilon(0.001));
    CHECK(found(review, "segment-imbalance")
              .message.starts_with("tier=gold is 20% of control and 22% of answers; "));
    CHECK(finding(lab.review(cycle, "2026-10-20"), "segment-imbalance") == nullptr);
  }
  SUBCASE("20 % and 21 %") {
    lab.record(cycle, rows(2100));
    CHECK(finding(lab.review(cycle, "2026-11-02"), "segment-imbalance") == nullptr);
  }
}

TEST_CASE("reversal: kidney stones (Charig et al. 1986, BMJ 292:879)") {
  // Open surgery 81/87 and 192/263, percutaneous 234/270 and 55/80; ten times as many patients.
  Experiment plan = visits();
  plan.segments = {"stone"};
  Lab lab;
  const Cycle cycle = lab.plan(plan);
  const auto rows = [&](double large_control) {
    return std::vector<Observation>{
        share("visit", "control", "2026-11-01", 8100, 8700, Counts::once, "stone=small"),
        share("visit", "control", "2026-11-01", large_control, 26300, Counts::once, "stone=large"),
        share("visit", "answers", "2026-11-01", 23400, 27000, Counts::once, "stone=small"),
        share("visit", "answers", "2026-11-01", 5500, 8000, Counts::once, "stone=large")};
  };
  SUBCASE("every level says the opposite of the total") {
    lab.record(cycle, rows(19200));
    const Review review = lab.review(cycle, "2026-11-02");
    CHECK(found(review, "reversal").status == TrustFinding::Status::warning);
    CHECK(found(review, "reversal")
              .message.find("visit of answers is up in total and down in every level of stone") ==
          0);
  }
  SUBCASE("one level agrees with the total") {
    lab.record(cycle, rows(17000));
    CHECK(finding(lab.review(cycle, "2026-11-02"), "reversal") == nullptr);
  }
}

TEST_CASE("novelty: the effect of the first look's window against what came after") {
  const auto review = [](Experiment plan, double later) {
    Lab lab;
    const Cycle cycle = lab.plan(plan);
    lab.record(cycle, {counted("control", "2026-10-10", 1000, 10000),
                       counted("answers", "2026-10-10", 1400, 10000),
                       counted("control", "2026-10-25", 1000, 10000),
                       counted("answers", "2026-10-25", later, 10000)});
    return lab.review(cycle, "2026-11-02");
  };
  const Experiment plan = visits({Days{14}, Days{28}});
  const Review fading = review(plan, 1050);
  CHECK(found(fading, "novelty")
            .message.find(
                "visit of answers is fading: +4.00 pp up to 2026-10-18, +0.50 pp after") == 0);
  // Standard errors by the score interval, near sqrt(p0 q0 / n + p1 q1 / n): z = 5.5.
  CHECK(found(fading, "novelty").p_value.value() < 1e-6);
  CHECK(found(review(plan, 1800), "novelty").message.find("growing") != std::string::npos);
  CHECK(finding(review(plan, 1400), "novelty") == nullptr);
  // With one look, or figures to date, the periods cannot be told apart.
  CHECK(finding(review(visits(), 1050), "novelty") == nullptr);
  Experiment to_date = plan;
  to_date.feeds.front().counts = Counts::to_date;
  CHECK(finding(review(to_date, 1050), "novelty") == nullptr);
}

TEST_CASE("suspicious-effect: too large a change, or a standard error given as sd") {
  Lab lab;
  SUBCASE("beyond 50 %") {
    const Cycle cycle = lab.plan(visits());
    lab.record(cycle, {counted("control", "2026-10-10", 1000, 10000),
                       counted("answers", "2026-10-10", 1600, 10000)});
    CHECK(found(lab.review(cycle, "2026-11-02"), "suspicious-effect").message ==
          "visit of answers changed by +60%; check the data before believing");
  }
  SUBCASE("large by chance alone") {
    const Cycle cycle = lab.plan(visits());
    lab.record(cycle, {counted("control", "2026-10-10", 2, 100),
                       counted("answers", "2026-10-10", 4, 100)});
    CHECK(finding(lab.review(cycle, "2026-11-02"), "suspicious-effect") == nullptr);
  }
  SUBCASE("sd") {
    const Cycle cycle = lab.plan(spending());
    lab.record(cycle, {spend("control", 1000, 41, 0.57, 40), spend("answers", 1000, 42, 18, 40)});
    CHECK(found(lab.review(cycle, "2026-11-02"), "suspicious-effect")
              .message.find("units of spend differ by only 1.39% in control") == 0);
  }
}
