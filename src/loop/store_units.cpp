// Unit rows meet the ledger: the batch is the natural key, its content digest tells a change.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "collab/model/parallel.hpp"
#include "collab/review/lowest_numbers.hpp"
#include "loop/store.hpp"

namespace collab {
namespace {

template <class T>
void pick(std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  std::vector<T> picked;
  picked.reserve(order.size());
  for (const std::uint32_t i : order) picked.push_back(values[i]);
  values = std::move(picked);
}

/// Rows by unit number. They come by pseudonym, and so ascend within each of the dictionary's
/// segments already.
void sort_by_number(Run& run, const std::vector<std::uint32_t>& bases) {
  if (std::ranges::is_sorted(run.numbers)) return;
  const auto segment_of = [&](std::uint32_t number) {
    return static_cast<std::size_t>(std::ranges::upper_bound(bases, number) - bases.begin());
  };
  std::vector<std::vector<std::uint32_t>> rows(bases.size() + 1);
  for (std::uint32_t i = 0; i < run.numbers.size(); ++i)
    rows[segment_of(run.numbers[i])].push_back(i);
  std::vector<std::uint32_t> order;
  order.reserve(run.numbers.size());
  for (const auto& segment : rows) order.insert(order.end(), segment.begin(), segment.end());
  pick(run.numbers, order);
  pick(run.variant, order);
  for (auto& column : run.level) pick(column, order);
  for (auto& column : run.values) pick(column, order);
  for (auto& column : run.present) pick(column, order);
}

/// Metrics that a part has values of; covariates are none.
std::set<std::string> metrics_of(const Part& part, const Experiment& plan) {
  std::set<std::string> metrics;
  for (std::size_t f = 0; f < part.run->fields.size(); ++f) {
    const std::string& field = part.run->fields[f];
    const std::string metric = field.substr(0, field.find('.'));
    if (plan.metric(metric) != nullptr && std::ranges::count(part.run->present[f], 1) > 0)
      metrics.insert(metric);
  }
  return metrics;
}

}  // namespace

UnitDictionary& Store::dictionary() {
  if (!dictionary_) {
    dictionary_.emplace();
    for (const StoredSegment& segment : ledger_->unit_segments())
      dictionary_->add_segment(segment.base, decode_segment(segment.bytes));
  }
  return *dictionary_;
}

std::vector<std::uint32_t>& Store::numbers_of(const Part& part) {
  auto [numbers, fresh] = numbers_.try_emplace(part.names.get());
  if (fresh) numbers->second = dictionary().find_all(*part.names);
  return numbers->second;
}

std::optional<std::string> Store::repeated_units(const Batch& key, const Part& part,
                                                 const Place& place) {
  // counts: new says that a unit is in exactly one period; a second one would be counted twice.
  const Cycle* cycle = nullptr;
  for (const Cycle& one : in_force_.cycles)
    if (one.number == place.cycle) cycle = &one;
  if (!cycle) return std::nullopt;
  store_pending_runs();
  const std::vector<std::uint32_t>& numbers = numbers_of(part);
  const std::vector<std::uint32_t> lowest = lowest_numbers(*ledger_);
  std::vector<bool> here(dictionary().size());
  for (const std::uint32_t unit : part.units)
    if (numbers[unit] != UnitDictionary::not_there) here[numbers[unit]] = true;
  for (const Batch& other :
       ledger_->batches(key.experiment, cycle->first, cycle->end(), cycle->number)) {
    if (other.feed != key.feed || (other.period == key.period && other.name == key.name)) continue;
    Run run = decode_run(ledger_->run(other.id).bytes);
    use_lowest(run.numbers, lowest);
    const auto again = std::ranges::count_if(
        run.numbers, [&](std::uint32_t number) { return number < here.size() && here[number]; });
    if (again > 0)
      return fmt::format(
          "{} units of this batch were recorded before, {}", again,
          other.period ? "on " + to_string(*other.period) : "for the cycle as a whole");
  }
  return std::nullopt;
}

std::string Store::difference(const Part& part, std::int64_t before) {
  Run was = decode_run(ledger_->run(before).bytes);
  if (const auto lowest = lowest_numbers(*ledger_); !lowest.empty()) {
    use_lowest(was.numbers, lowest);
    was = with_numbers(was, was.numbers);
  }
  const Run& now = *part.run;
  const std::vector<std::uint32_t>& numbers = numbers_of(part);
  std::set<std::string> fields;
  std::size_t same_unit = 0, changed = 0;
  for (std::size_t i = 0; i < part.units.size(); ++i) {
    const auto found = std::ranges::lower_bound(was.numbers, numbers[part.units[i]]);
    if (found == was.numbers.end() || *found != numbers[part.units[i]]) continue;
    ++same_unit;
    const auto row = static_cast<std::size_t>(found - was.numbers.begin());
    bool differs = was.variants[was.variant[row]] != now.variants[now.variant[i]];
    if (differs) fields.insert("variant");
    for (std::size_t f = 0; f < now.fields.size(); ++f) {
      const auto column = std::ranges::find(was.fields, now.fields[f]) - was.fields.begin();
      const auto old = static_cast<std::size_t>(column);
      const bool there = old < was.fields.size() && was.present[old][row] != 0;
      if (there == (now.present[f][i] != 0) && (!there || was.values[old][row] == now.values[f][i]))
        continue;
      differs = true;
      fields.insert(now.fields[f]);
    }
    changed += differs ? 1 : 0;
  }
  std::string text = fmt::format("{} changed", changed);
  if (!fields.empty()) text += fmt::format(" ({})", fmt::join(fields, ", "));
  return text + fmt::format(", {} new, {} gone", part.units.size() - same_unit,
                            was.numbers.size() - same_unit);
}

void Store::take_units(const Intake& intake, const Part& part, const Place& place,
                       BatchReport& batch) {
  const std::int64_t rows = part.rows;
  const std::set<std::string> metrics = metrics_of(part, in_force_.of(place.cycle));
  for (const std::string& metric : metrics)
    if (auto fault = other_grain(place.cycle, metric, true)) return refuse(batch, *fault);
  batch.units = static_cast<std::int64_t>(part.units.size());
  const Batch key{.experiment = in_force_.experiment.id,
                  .feed = intake.feed,
                  .period = part.period,
                  .cycle = part.period ? 0 : place.cycle,
                  .dated = place.dated,
                  .name = part.name,
                  .grain = intake.grain,
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
    if (std::optional<std::string> why = mended(before->operation);
        why && intake.on_conflict != OnConflict::correct && said_before(*before, part.digest)) {
      batch.outcome = BatchReport::Outcome::kept;
      batch.message = std::move(*why);
      report_.tally.kept += rows;
      return;
    }
    const std::string was =
        before->digest.empty()
            ? fmt::format("these rows were retracted in op_{}: {}", before->operation,
                          before->reason)
            : fmt::format(
                  "the batch has {0} {2} with other content than the {1} {2} recorded by {3}: {4}",
                  rows, before->rows, intake.grain == Grain::event ? "events" : "units",
                  who_and_when(*ledger_, before->operation), difference(part, before->id));
    revise = resolve(intake, rows, was, batch);
    if (!revise) return;
  }
  // Of events units may come again: their rows add.
  if (intake.grain == Grain::unit && part.counts == Counts::once && ledger_)
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
  if (revise && place.cycle != 0)
    changes_.corrected[place.cycle].insert(metrics.begin(), metrics.end());
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
  std::vector<std::uint32_t>& numbers = numbers_of(part);
  std::vector<Pseudonym> unknown;  // sorted, as the part is
  for (const std::uint32_t unit : part.units) {
    if (numbers[unit] != UnitDictionary::not_there) continue;
    numbers[unit] = dictionary().size() + static_cast<std::uint32_t>(unknown.size());
    unknown.push_back((*part.names)[unit]);
  }
  if (!unknown.empty()) {
    writer_->add_unit_segment({.base = dictionary().size(),
                               .count = static_cast<std::uint32_t>(unknown.size()),
                               .bytes = encode_segment(unknown)});
    dictionary().add_segment(dictionary().size(), std::move(unknown));
    // Other sources of the same command may have these units too.
    std::erase_if(numbers_, [&](const auto& other) { return other.first != part.names.get(); });
  }
  for (std::size_t i = 0; i < part.units.size(); ++i) part.run->numbers[i] = numbers[part.units[i]];
  pending_.push_back({batch, &part});
  changes_.runs[batch] = part.run;
}

/// Runs are put in order and encoded side by side: a file may bring one of each day.
void Store::store_pending_runs() {
  const std::vector<PendingRun> pending = std::exchange(pending_, {});
  if (pending.empty()) return;
  const std::vector<std::uint32_t> bases = dictionary().bases();
  std::size_t rows = 0;
  for (const PendingRun& one : pending) rows += one.part->units.size();
  std::vector<std::vector<std::uint8_t>> bytes(pending.size());
  deal_out(pending.size(), rows, [&](std::size_t i) {
    Run& run = *pending[i].part->run;
    sort_by_number(run, bases);
    bytes[i] = encode(run);
  });
  for (std::size_t i = 0; i < pending.size(); ++i)
    writer_->add_run({.batch = pending[i].batch,
                      .digest = pending[i].part->digest,
                      .units = static_cast<std::int64_t>(pending[i].part->units.size()),
                      .bytes = std::move(bytes[i])});
}

}  // namespace collab
