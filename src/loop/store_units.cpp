// Unit rows meet the ledger: the batch is the natural key, its content digest tells a change.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "loop/rows.hpp"
#include "loop/store.hpp"

namespace collab {
namespace {

UnitDictionary dictionary_of(const Ledger& ledger) {
  UnitDictionary dictionary;
  for (const StoredSegment& segment : ledger.unit_segments())
    dictionary.add_segment(segment.base, decode_segment(segment.bytes));
  return dictionary;
}

}  // namespace

std::optional<std::string> Store::repeated_units(const Batch& key, const Part& part,
                                                 const Place& place) const {
  // counts: new says that a unit is in exactly one period; a second one would be counted twice.
  const Cycle* cycle = nullptr;
  for (const Cycle& one : in_force_.cycles)
    if (one.number == place.cycle) cycle = &one;
  if (!cycle) return std::nullopt;
  const UnitDictionary dictionary = dictionary_of(*ledger_);
  std::vector<bool> here(dictionary.size());
  for (const Pseudonym& unit : part.pseudonyms)
    if (const auto number = dictionary.find(unit)) here[*number] = true;
  for (const Batch& other :
       ledger_->batches(key.experiment, cycle->first, cycle->end(), cycle->number)) {
    if (other.feed != key.feed || (other.period == key.period && other.name == key.name)) continue;
    const Run run = decode_run(ledger_->run(other.id).bytes);
    const auto again = std::ranges::count_if(
        run.numbers, [&](std::uint32_t number) { return number < here.size() && here[number]; });
    if (again > 0)
      return fmt::format(
          "{} units of this batch were recorded before, {}", again,
          other.period ? "on " + to_string(*other.period) : "for the cycle as a whole");
  }
  return std::nullopt;
}

void Store::take_units(const Intake& intake, const Part& part, const Place& place,
                       BatchReport& batch) {
  const auto rows = static_cast<std::int64_t>(part.pseudonyms.size());
  std::set<std::string> metrics;
  for (const std::string& field : part.run.fields) {
    const std::string metric = field.substr(0, field.find('.'));
    if (!in_force_.of(place.cycle).metric(metric)) continue;  // a covariate
    metrics.insert(metric);
    if (auto fault = other_grain(place.cycle, metric, true)) return refuse(batch, *fault);
  }
  batch.units = rows;
  const Batch key{.experiment = in_force_.experiment.id,
                  .feed = intake.feed,
                  .period = part.period,
                  .cycle = part.period ? 0 : place.cycle,
                  .dated = place.dated,
                  .name = intake.name,
                  .grain = Grain::unit,
                  .counts = part.counts,
                  .digest = part.digest,
                  .rows = rows,
                  .source = intake.source,
                  .late = place.late};
  const std::optional<Batch> before = ledger_ ? ledger_->batch_like(key) : std::nullopt;
  bool revise = false;
  if (before) {
    if (before->digest == part.digest) {
      batch.outcome = BatchReport::Outcome::unchanged;
      report_.tally.unchanged += rows;
      return;
    }
    revise = resolve(intake, rows,
                     fmt::format("the batch has {} units with other content than the {} units {}",
                                 rows, before->rows, who_and_when(before->operation)),
                     batch);
    if (!revise) return;
  }
  if (part.counts == Counts::once && ledger_)
    if (const auto again = repeated_units(key, part, place)) {
      if (revise) report_.tally.corrected -= rows;
      refuse(batch,
             {.slug = "unit-again",
              .message = *again,
              .hint = "counts: new promises each unit in one period; where later rows replace "
                      "earlier ones say counts: to_date"});
      return;
    }
  if (!revise) report_.tally.recorded += rows;
  count(place, rows, place.late && !revise ? rows : 0, batch);
  if (revise && place.cycle != 0) corrected_[place.cycle].insert(metrics.begin(), metrics.end());
  if (!writer_) return;
  Batch stored = key;
  if (before) {
    stored.dated = before->dated;
    stored.late = before->late;
  }
  stored.reason = revise ? options_.reason : "";
  store_run(writer_->add_batch(stored), part);
}

void Store::store_run(std::int64_t batch, const Part& part) {
  if (!ledger_->key_fingerprint()) writer_->set_key_fingerprint(project_.key().fingerprint());
  UnitDictionary dictionary = dictionary_of(*ledger_);
  std::vector<Pseudonym> unknown;  // sorted, as the part is
  for (const Pseudonym& unit : part.pseudonyms)
    if (!dictionary.find(unit)) unknown.push_back(unit);
  if (!unknown.empty()) {
    writer_->add_unit_segment({.base = dictionary.size(),
                               .count = static_cast<std::uint32_t>(unknown.size()),
                               .bytes = encode_segment(unknown)});
    dictionary.add_segment(dictionary.size(), unknown);
  }
  Run run = part.run;
  run.numbers.clear();
  for (const Pseudonym& unit : part.pseudonyms) run.numbers.push_back(*dictionary.find(unit));
  std::vector<std::size_t> order(run.numbers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return run.numbers[i]; });
  run = reordered(run, order);
  writer_->add_run({.batch = batch,
                    .digest = part.digest,
                    .units = static_cast<std::int64_t>(run.numbers.size()),
                    .bytes = encode(run)});
}

}  // namespace collab
