#pragma once
// A small real ledger in a temporary folder, and experiments to put into it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "collab/ledger/digest.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/model/seal.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/looks.hpp"
#include "collab/review/review.hpp"
#include "collab/units/run.hpp"

namespace collab {

inline Day day(const char* text) { return parse_day(text).value(); }

inline Metric goal(const std::string& id, const std::string& kind, const char* target,
                   bool higher = true) {
  Metric metric;
  metric.id = id;
  metric.kind = kind;
  metric.role = Role::goal;
  metric.higher_is_better = higher;
  metric.target = parse_target(target);
  return metric;
}

inline Metric guardrail(const std::string& id, const std::string& kind, const char* limit,
                        bool higher = false) {
  Metric metric;
  metric.id = id;
  metric.kind = kind;
  metric.role = Role::guardrail;
  metric.higher_is_better = higher;
  metric.limit = parse_target(limit);
  return metric;
}

inline Metric secondary(const std::string& id, const std::string& kind) {
  Metric metric;
  metric.id = id;
  metric.kind = kind;
  return metric;
}

/// Two halves, 28 days from 2026-10-05, one look at the end; a feed `feed`.
inline Experiment two_variants(std::vector<Metric> metrics) {
  Experiment experiment;
  experiment.id = "answers";
  experiment.title = "Answers in two hours";
  experiment.owner = "ana@shop.example";
  experiment.problem = "few return";
  experiment.hypothesis = "more return";
  experiment.metrics = std::move(metrics);
  experiment.variants = {{"control", 0.5, "50%", "waits"}, {"answers", 0.5, "50%", "answered"}};
  experiment.control = "control";
  experiment.starts = day("2026-10-05");
  experiment.cycle = Days{28};
  Feed feed;
  feed.id = "feed";
  experiment.feeds = {feed};
  experiment.repeat.at_least = 1;
  experiment.repeat.at_most = 6;
  return experiment;
}

inline Experiment one_variant(std::vector<Metric> metrics, const char* baseline) {
  Experiment experiment = two_variants(std::move(metrics));
  experiment.variants = {{"shop", std::nullopt, "", "does"}};
  experiment.control.clear();
  experiment.baseline = parse_baseline(baseline).value();
  return experiment;
}

/// `key` names metric and variant: "visit/answers".
inline Observation row(const std::string& metric, const std::string& variant, const char* period,
                       Statistics statistics, Counts counts = Counts::once,
                       const std::string& segment = {}, const std::string& location = {}) {
  Observation observation;
  observation.metric = metric;
  observation.variant = variant;
  if (period != nullptr) {
    observation.period = day(period);
    observation.dated = *observation.period;
  }
  std::sort(statistics.begin(), statistics.end());
  observation.statistics = std::move(statistics);
  observation.counts = counts;
  observation.segment = segment;
  observation.location = location;
  return observation;
}

/// A proportion's row.
inline Observation share(const std::string& metric, const std::string& variant, const char* period,
                         double successes, double n, Counts counts = Counts::once,
                         const std::string& segment = {}) {
  return row(metric, variant, period, {{"n", n}, {"successes", successes}}, counts, segment);
}

class Lab {
 public:
  Lab() : folder_(make_folder()), ledger_(Ledger::create(folder_ / "ledger.db")) {}
  ~Lab() { std::filesystem::remove_all(folder_); }
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;

  const Ledger& ledger() const { return ledger_; }

  Cycle plan(const Experiment& experiment, int number = 1, const char* first = nullptr,
             const std::string& amendment = {}) {
    const Day start = first == nullptr ? experiment.starts : day(first);
    LedgerWriter writer = begin("plan");
    std::optional<Cycle> cycle = ledger_.cycle(experiment.id, number);
    const bool fresh = !cycle;
    if (fresh)
      cycle = writer.add_cycle(experiment.id, number, start, start + experiment.cycle - Days{1});
    Plan plan;
    plan.cycle = cycle->id;
    plan.version = fresh ? 0 : static_cast<int>(ledger_.plans(cycle->id).size());
    plan.sealed = seal(experiment);
    plan.sha256 = sha256(plan.sealed);
    plan.title = experiment.title;
    plan.owner = experiment.owner;
    plan.touch_point = experiment.touch_point;
    plan.day = fresh ? start - Days{1} : start + Days{11};
    plan.first = cycle->first;
    plan.last = cycle->last;
    plan.reason = amendment;
    plan.retrospective = retrospective;
    writer.add_plan(plan);
    writer.commit();
    return *cycle;
  }

  /// One batch of summary rows, then the cycle's cells anew.
  void record(const Cycle& cycle, const std::vector<Observation>& rows,
              const std::string& feed = {}) {
    LedgerWriter writer = begin("record");
    Batch batch;
    batch.experiment = cycle.experiment;
    batch.feed = feed;
    batch.cycle = cycle.number;
    batch.dated = cycle.last;
    batch.rows = static_cast<std::int64_t>(rows.size());
    const std::int64_t id = writer.add_batch(batch);
    for (Observation each : rows) {
      each.experiment = cycle.experiment;
      each.batch = id;
      if (!each.period) {
        each.cycle = cycle.number;
        if (each.dated == Day{}) each.dated = cycle.last;
      }
      writer.add_observation(each);
    }
    refresh(writer, cycle);
    writer.commit();
  }

  /// A unit batch, then the cycle's cells anew. Without a period: of the whole cycle.
  void record_units(const Cycle& cycle, const char* period, const Run& run,
                    Counts counts = Counts::once, const std::string& feed = "members") {
    LedgerWriter writer = begin("record");
    Batch batch;
    batch.experiment = cycle.experiment;
    batch.feed = feed;
    batch.cycle = cycle.number;
    batch.dated = cycle.last;
    if (period != nullptr) {
      batch.period = day(period);
      batch.dated = *batch.period;
    }
    batch.grain = Grain::unit;
    batch.counts = counts;
    batch.rows = static_cast<std::int64_t>(run.numbers.size());
    batch.digest = fmt::format("{}{}", feed, ++runs_);
    const std::int64_t id = writer.add_batch(batch);
    writer.add_run({id, batch.digest, batch.rows, encode(run)});
    refresh(writer, cycle);
    writer.commit();
  }

  void store_look(const Cycle& cycle, int look, bool correction = false) {
    LedgerWriter writer = begin("run");
    const Experiment plan = ledger_.plan_in_force(cycle.id)->experiment();
    for (StoredLook& each : judge_look(ledger_, cycle, plan, ledger_.cells(cycle.id), look)) {
      each.correction = correction;
      writer.add_look(cycle.id, each);
    }
    writer.commit();
  }

  Cycle decide(const Cycle& cycle, DecisionKind kind, const char* on) {
    LedgerWriter writer = begin("decide");
    Decision decision;
    decision.kind = kind;
    decision.reason = "because";
    decision.day = day(on);
    writer.add_decision(cycle.id, decision);
    refresh(writer, cycle);
    writer.commit();
    return *ledger_.cycle(cycle.experiment, cycle.number);
  }

  Review review(const Cycle& cycle, const char* today) const {
    return collab::review(ledger_, cycle.experiment, cycle.number, on(today));
  }

  static ReviewOptions on(const char* today) {
    ReviewOptions options;
    options.clock.today = day(today);
    options.clock.now = Instant(day(today)) + std::chrono::hours{9};
    options.clock.wall = options.clock.now;
    return options;
  }

  CycleCells compute(const Cycle& cycle) const {
    return compute_cells(ledger_, *ledger_.cycle(cycle.experiment, cycle.number),
                         ledger_.plan_in_force(cycle.id)->experiment());
  }

  bool retrospective = false;
  std::string expect;              ///< Holdings::expect of what is recorded
  const char* now = "2026-10-04";  ///< the day on which operations happen

 private:
  static std::filesystem::path make_folder() {
    static std::atomic<int> next{0};
    const auto folder = std::filesystem::temp_directory_path() /
                        fmt::format("collab-review-{}-{}", ::getpid(), ++next);
    std::filesystem::create_directories(folder);
    return folder;
  }

  LedgerWriter begin(const std::string& verb) {
    Operation operation;
    operation.verb = verb;
    operation.actor = "ana";
    operation.now = operation.wall = Instant(day(now)) + std::chrono::hours{9};
    return ledger_.write(operation);
  }

  void refresh(LedgerWriter& writer, const Cycle& cycle) {
    const Cycle current = *ledger_.cycle(cycle.experiment, cycle.number);
    CycleCells cells =
        compute_cells(ledger_, current, ledger_.plan_in_force(cycle.id)->experiment());
    cells.holdings.expect = expect;
    writer.replace_cells(cycle.id, cells.cells, cells.holdings);
  }

  std::filesystem::path folder_;
  Ledger ledger_;
  int runs_ = 0;
};

inline const Outcome& outcome(const Review& review, const std::string& metric,
                              const std::string& variant = "answers") {
  for (const Outcome& each : review.outcomes) {
    if (each.metric == metric && each.variant == variant) return each;
  }
  FAIL("no outcome of " << metric << " for " << variant);
  return review.outcomes.front();
}

inline const TrustFinding* finding(const Review& review, const std::string& check) {
  for (const TrustFinding& each : review.trust) {
    if (each.check == check) return &each;
  }
  return nullptr;
}

}  // namespace collab
