#pragma once
// What `collab review` answers, as data (product.md, section 6).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collab/model/contingency.hpp"
#include "collab/model/cycle.hpp"
#include "collab/model/effect.hpp"

namespace collab {

/// One trust check's answer.
struct TrustFinding {
  enum class Status { ok, warning, failed, not_checkable };
  std::string check;  ///< sample-ratio, freshness, units-in-two-variants, amended-plan, ...
  Status status = Status::ok;
  std::string message;
  std::optional<double> p_value;
};
std::string_view name_of(TrustFinding::Status status);

/// One side of a comparison.
struct Side {
  std::string name;  ///< a variant; or `previous`, `last 28d`, `value 3.2%`
  double n = 0;      ///< units; for a rate from summary rows, exposures
  std::string n_of;  ///< "units", "exposures", "periods"
  Estimate level;    ///< its own value with interval
};

/// A prediction beside what came. Numbers are on the prediction's scale: fraction, points or
/// measure.
struct PredictionOutcome {
  std::string change, low, high, confidence;  ///< as sealed; low, high and confidence may be empty
  std::optional<double> observed;
  std::optional<double> error;           ///< observed - predicted
  std::optional<bool> inside;            ///< observed lies within low..high
  std::optional<double> interval_score;  ///< of the range at its confidence; less is better
};

/// The same comparison made another way, to show what an adjustment did. Nothing is judged by it.
struct OtherWay {
  std::string name;  ///< without-covariate, uncapped, by-unit, post-stratified, all-data
  std::string by;    ///< post-stratified: the segment
  Effect effect;
  double confidence = 0;  ///< level of its intervals; 0: the outcome's
  /// Variance of the effect as compared over that of this one: 0.8 = a fifth less.
  std::optional<double> variance_ratio;
};

/// What a Bayesian would say of the effect, from a flat prior: a reading, never a verdict.
struct Reading {
  double chance_better = 0;  ///< that the effect lies in the better direction
  double expected_loss = 0;  ///< of choosing the variant, in the metric's measure
  double low = 0, high = 0;  ///< central credible interval of the absolute effect
  double credible = 0;       ///< its level: the plan's confidence
};

/// A metric of a treatment: what changed, and what it means.
struct Outcome {
  std::string metric, kind, measure;
  Role role = Role::secondary;
  bool higher_is_better = true;
  std::string variant;
  Side arm, base;
  Effect effect;
  double confidence = 0;  ///< level of the intervals, a fraction: 0.975
  std::string target;     ///< target or limit as sealed; empty for secondary
  Verdict verdict = Verdict::no_data;
  std::string reason;          ///< slug behind the verdict; may be empty
  std::string why;             ///< a sentence for people
  int look = 0;                ///< the look that the verdict comes from; 0 = none
  int days_of = 0;             ///< of a secondary metric, the look whose days it shows; 0 = all
  bool provisional = false;    ///< the look is due but its result is not stored yet
  bool untrusted = false;      ///< broken on a mismatched sample
  bool observational = false;  ///< before/after
  bool still_better = false;   ///< missed, yet clears the baseline
  bool final = false;          ///< met, missed or worse at an interim look
  bool always_valid = false;   ///< between looks: the effect is of all data, the interval may be
                               ///< looked at any night; the verdict is the look's
  std::vector<OtherWay> alternatives;
  std::optional<Reading> reading;
  std::optional<PredictionOutcome> prediction;
  /// Where variants are compared with control, the other baseline that the plan names; goals and
  /// guardrails.
  std::optional<Side> beside{};
};

struct SegmentOutcome {
  std::string segment, level;
  std::string metric, variant;
  Side arm, base;
  Effect effect;
  double confidence = 0;
  Estimate shrunken;  ///< the absolute effect pulled towards that of all levels, by its error
  std::optional<double> shrunken_error;  ///< its standard error
};

/// Whether the effect on a metric differs between a segment's levels.
struct SegmentInteraction {
  std::string segment, metric, variant;
  int levels = 0;  ///< whose effects are compared
  std::optional<double> q, df, p_value;
  std::optional<double> adjusted_p;  ///< goals: Holm over segments, goals and variants
  std::optional<double> variance;    ///< between levels beyond chance, absolute scale squared
  bool differ = false;               ///< adjusted_p (else p_value) below 1 - confidence
  bool declared_late = false;        ///< the segment was sealed after data began
  std::string reason;                ///< slug: why there is no test
};

struct LookState {
  int number = 0;  ///< from 1
  Day day{};
  bool due = false;
  bool stored = false;
};

/// A metric of an earlier cycle beside this one.
struct PastOutcome {
  int cycle = 0;
  std::string metric, variant;
  Estimate relative, absolute;
  Verdict verdict = Verdict::no_data;
};
struct PastCycle {
  int number = 0;
  Day first{}, last{};
  std::optional<Decision> decision;
};

/// A feature of a cycle that is done by the method, and whether this one has it.
struct FidelityPoint {
  std::string name;          ///< prediction-before-data, iteration, ...
  std::optional<bool> kept;  ///< absent: cannot be told yet
  std::string said;          ///< a sentence for people
};

/// One cycle's part in a pooled effect.
struct PooledPart {
  std::string experiment;
  int cycle = 0;
  double effect = 0, standard_error = 0;  ///< on the pooled scale
  std::optional<double> shrunken;         ///< pulled towards the pooled effect
};

/// What several cycles say together of one metric.
struct PooledOutcome {
  std::string metric, kind, measure, variant;  ///< variant is empty over several experiments
  bool higher_is_better = true;
  bool relative = false;  ///< fractions of the baseline, pooled as logarithms of ratios; else the
                          ///< absolute effect
  std::vector<PooledPart> parts;        ///< those that are in it, earliest first
  Estimate effect;                      ///< pooled, random effects
  Estimate next;                        ///< what a further cycle is expected to show
  std::optional<double> between;        ///< standard deviation of the effects between cycles
  std::optional<double> share_between;  ///< I^2: of the variance, what is not chance
  std::optional<double> p_heterogeneity;
  double confidence = 0.95;
  std::string method;
  std::string reason;             ///< slug: why nothing is pooled; empty
  std::vector<std::string> left;  ///< cycles that are not in it, with the reason: `answers@1: ...`
};

struct VariantVerdict {
  std::string variant;
  Verdict verdict = Verdict::no_data;
  std::string why;
};

struct Recommendation {
  std::optional<DecisionKind> decision;  ///< absent: nothing to decide yet
  std::string variant;
  std::string why;
  std::string command;  ///< the exact next command
};

struct Amendment {
  int day_of_cycle = 0;
  Day day{};
  std::string reason, actor;
};

struct Review {
  std::string experiment, title, owner;
  int cycle = 0;
  CycleState state = CycleState::planned;
  Day first{}, last{};
  int day_of_cycle = 0, cycle_days = 0;
  std::optional<Day> data_through;
  std::string plan_sha256;
  bool retrospective = false;
  std::vector<Amendment> amendments;
  std::vector<LookState> looks;
  std::vector<TrustFinding> trust;
  std::vector<Outcome> outcomes;
  std::string by;  ///< the cut that segments are of, where one was asked for
  std::vector<SegmentOutcome> segments;
  std::vector<SegmentInteraction> interactions;
  std::vector<PastCycle> past;
  std::vector<PastOutcome> past_outcomes;
  std::vector<PooledOutcome> pooled;  ///< goals, over the closed cycles and this one
  std::vector<FidelityPoint> fidelity;
  std::vector<VariantVerdict> variants;
  std::vector<ContingencyEvent> contingencies;  ///< that came true and nobody acknowledged
  Recommendation next;
  std::optional<Decision> decision;  ///< of a closed cycle
  double confidence = 0.95;
  double family_wise = 0;      ///< bound on the chance of any false goal verdict
  double family_wise_all = 0;  ///< the same with guardrails
  std::vector<std::string>
      notes;  ///< how alpha was split, what is observational, what is exploratory
  std::optional<Operation> as_of;
  std::string head;  ///< digest of the ledger's last operation
};

}  // namespace collab
