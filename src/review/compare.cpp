#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"
#include "collab/review/cells.hpp"
#include "collab/review/review.hpp"
#include "review/comparison.hpp"

namespace collab {
namespace {

constexpr double confidence = 0.95;

/// A cycle with what it holds; perhaps one variant of it.
struct Subject {
  Cycle cycle;
  Experiment plan;
  std::vector<Cell> cells;
  std::string variant;  ///< empty: each treatment

  std::string name(const std::string& arm) const {
    return fmt::format("{}@{}:{}", cycle.experiment, cycle.number, arm);
  }
};

Subject subject_of(const Ledger& ledger, const Reference& reference, const ReviewOptions& options) {
  Subject subject;
  const int number = cycle_number(ledger, reference);
  const std::optional<Cycle> cycle = ledger.cycle(reference.experiment, number, options.as_of);
  const std::optional<Plan> plan =
      cycle ? ledger.plan_in_force(cycle->id, options.as_of) : std::nullopt;
  if (!plan)
    throw Error(ExitCode::not_found, "no-such-cycle",
                fmt::format("{}@{} was not planned yet then", reference.experiment, number));
  subject.cycle = *cycle;
  subject.plan = plan->experiment();
  subject.variant = reference.variant;
  if (!subject.variant.empty() && !subject.plan.has_variant(subject.variant)) {
    std::vector<std::string> known;
    for (const Variant& variant : subject.plan.variants) known.push_back(variant.id);
    throw Error(
        ExitCode::not_found, "no-such-variant",
        fmt::format("{}@{} has no variant '{}'", reference.experiment, number, subject.variant),
        fmt::format("its variants: {}", fmt::join(known, ", ")));
  }
  if (!options.as_of) subject.cells = ledger.cells(cycle->id, 0);
  if (subject.cells.empty())
    subject.cells = compute_cells(ledger, *cycle, subject.plan, options.as_of).cells;
  return subject;
}

/// The arm of `base` that an arm of a later reference is set against: the one named, the one of the
/// same name, else the first treatment.
std::string base_arm(const Subject& base, const std::string& arm) {
  if (!base.variant.empty()) return base.variant;
  return base.plan.has_variant(arm) ? arm : base.plan.treatments().front();
}

void add_rows(CompareReport& report, const Subject& base, const Subject& other) {
  const bool same_cycle = base.cycle.id == other.cycle.id;
  const std::vector<std::string> arms =
      other.variant.empty() ? other.plan.treatments() : std::vector<std::string>{other.variant};
  int common = 0;
  for (const std::string& arm : arms) {
    const std::string against = base_arm(base, arm);
    for (const Metric& metric : other.plan.metrics) {
      const Metric* theirs = base.plan.metric(metric.id);
      if (theirs == nullptr) continue;
      if (theirs->kind != metric.kind) {
        report.notes.push_back(fmt::format("{} is a {} in {} and a {} in {}: not compared",
                                           metric.id, theirs->kind, base.name(against), metric.kind,
                                           other.name(arm)));
        continue;
      }
      ++common;
      Comparison found = compare_cells(metric, find_cell(other.cells, 0, metric.id, arm),
                                       find_cell(base.cells, 0, metric.id, against),
                                       other.name(arm), base.name(against), 1 - confidence);
      CompareRow row;
      row.metric = metric.id;
      row.kind = metric.kind;
      row.measure = metric.measure;
      row.higher_is_better = metric.higher_is_better;
      row.reference = other.name(arm);
      row.arm = std::move(found.arm);
      row.base = std::move(found.base);
      row.effect = std::move(found.effect);
      row.confidence = confidence;
      row.observational = !same_cycle;
      row.note = !found.missing.empty() ? found.missing : found.refused;
      report.rows.push_back(std::move(row));
    }
  }
  if (common == 0)
    report.notes.push_back(fmt::format("{}@{} and {}@{} have no metric in common",
                                       base.cycle.experiment, base.cycle.number,
                                       other.cycle.experiment, other.cycle.number));
}

}  // namespace

CompareReport compare(const Ledger& ledger, const std::vector<Reference>& references,
                      const ReviewOptions& options) {
  if (references.size() < 2)
    throw Error(ExitCode::usage, "too-few-references", "compare needs two references or more",
                "for example: collab compare EXP@1 EXP@2");
  std::vector<Subject> subjects;
  for (const Reference& reference : references)
    subjects.push_back(subject_of(ledger, reference, options));
  CompareReport report;
  const auto label = [](const Subject& subject) {
    return subject.variant.empty()
               ? fmt::format("{}@{}", subject.cycle.experiment, subject.cycle.number)
               : subject.name(subject.variant);
  };
  report.base = label(subjects.front());
  for (std::size_t i = 1; i < subjects.size(); ++i) {
    report.references.push_back(label(subjects[i]));
    add_rows(report, subjects.front(), subjects[i]);
  }
  std::vector<std::string> observational;
  for (const CompareRow& row : report.rows) {
    const bool listed =
        std::find(observational.begin(), observational.end(), row.reference) != observational.end();
    if (row.observational && !listed) observational.push_back(row.reference);
  }
  const bool all = std::all_of(report.rows.begin(), report.rows.end(),
                               [](const CompareRow& row) { return row.observational; });
  if (!observational.empty())
    report.notes.push_back(fmt::format(
        "observational{}: units were not assigned between cycles or experiments, so what differs "
        "may have other causes",
        all ? "" : fmt::format(" ({})", fmt::join(observational, ", "))));
  return report;
}

}  // namespace collab
