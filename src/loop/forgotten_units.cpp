#include "loop/forgotten_units.hpp"

#include <algorithm>
#include <iterator>

#include "collab/review/cells.hpp"
#include "collab/units/run.hpp"

namespace collab {
namespace {

/// names: of every unit number
std::string digest_of(const Run& run, const std::vector<Pseudonym>& names) {
  std::vector<Pseudonym> by_row;
  by_row.reserve(run.numbers.size());
  for (const std::uint32_t number : run.numbers) by_row.push_back(names.at(number));
  return content_digest(run, by_row);
}

void append(std::vector<Pseudonym>& names, const StoredSegment& segment,
            const std::vector<Pseudonym>& units) {
  names.resize(segment.base);
  names.insert(names.end(), units.begin(), units.end());
}

/// Takes units out of a segment. ranks: ascending
void forget_ranks(LedgerWriter& writer, StoredSegment segment, std::vector<Pseudonym>& units,
                  const std::vector<std::uint32_t>& ranks) {
  if (ranks.empty()) return;
  forget_units(units, ranks);
  segment.count = 0;
  for (std::size_t rank = 0; rank < units.size(); ++rank)
    segment.count += is_forgotten(units, rank) ? 0U : 1U;
  segment.bytes = encode_segment(units);
  writer.forget_units(segment);
}

/// Takes them out of the segments. Returns the pseudonym of every number; numbers: of the
/// forgotten.
std::vector<Pseudonym> forget_pseudonyms(const Ledger& ledger, LedgerWriter& writer,
                                         const std::set<Pseudonym>& pseudonyms,
                                         std::vector<std::uint32_t>& numbers,
                                         ForgottenUnits& forgotten) {
  std::vector<Pseudonym> names;
  for (const StoredSegment& segment : ledger.unit_segments()) {
    std::vector<Pseudonym> units = decode_segment(segment.bytes);
    std::vector<std::uint32_t> ranks;
    for (const Pseudonym& pseudonym : pseudonyms) {
      const auto at = std::ranges::lower_bound(units, pseudonym);
      if (at == units.end() || *at != pseudonym) continue;
      ranks.push_back(static_cast<std::uint32_t>(at - units.begin()));
      numbers.push_back(segment.base + ranks.back());
      forgotten.units.insert(pseudonym);
    }
    forget_ranks(writer, segment, units, ranks);
    append(names, segment, units);
  }
  return names;
}

}  // namespace

ForgottenUnits forget_units(const Ledger& ledger, LedgerWriter& writer,
                            const std::set<Pseudonym>& pseudonyms) {
  ForgottenUnits forgotten;
  std::vector<std::uint32_t> numbers;  // ascending: segments are, and pseudonyms within them
  const std::vector<Pseudonym> names =
      forget_pseudonyms(ledger, writer, pseudonyms, numbers, forgotten);
  if (numbers.empty()) return forgotten;
  for (const Batch& batch : ledger.unit_batches()) {
    const Run run = decode_run(ledger.run(batch.id).bytes);
    const Run left = without_units(run, numbers);
    if (left.numbers.size() == run.numbers.size()) continue;
    writer.forget_rows({.batch = batch.id,
                        .digest = digest_of(left, names),
                        .units = static_cast<std::int64_t>(left.numbers.size()),
                        .bytes = encode(left)});
    forgotten.rows += static_cast<std::int64_t>(run.numbers.size() - left.numbers.size());
    ++forgotten.batches;
    forgotten.experiments.insert(batch.experiment);
  }
  std::set<std::string> changed = with_shared_units(ledger);
  changed.insert(forgotten.experiments.begin(), forgotten.experiments.end());
  for (const std::string& experiment : changed) compute_cells(ledger, writer, experiment, {});
  return forgotten;
}

std::int64_t forget_unused_units(const Ledger& ledger, LedgerWriter& writer) {
  std::vector<bool> used;
  for (const Batch& batch : ledger.unit_batches()) {
    const Run run = decode_run(ledger.run(batch.id).bytes);
    if (!run.numbers.empty() && run.numbers.back() >= used.size())
      used.resize(run.numbers.back() + std::size_t{1});
    for (const std::uint32_t number : run.numbers) used[number] = true;
  }
  std::int64_t forgotten = 0;
  for (const StoredSegment& segment : ledger.unit_segments()) {
    std::vector<Pseudonym> units = decode_segment(segment.bytes);
    std::vector<std::uint32_t> ranks;
    for (std::uint32_t rank = 0; rank < units.size(); ++rank) {
      const std::size_t number = segment.base + std::size_t{rank};
      if ((number >= used.size() || !used[number]) && !is_forgotten(units, rank))
        ranks.push_back(rank);
    }
    forget_ranks(writer, segment, units, ranks);
    forgotten += static_cast<std::int64_t>(ranks.size());
  }
  return forgotten;
}

std::set<std::string> leave_fewer(const Ledger& ledger, LedgerWriter& writer,
                                  const std::vector<FewerUnits>& fewer) {
  std::vector<std::uint32_t> forgotten;  // ascending, as segments are
  for (StoredSegment& segment : ledger.unit_segments()) {
    std::vector<Pseudonym> units = decode_segment(segment.bytes);
    std::set<std::uint32_t> gone;
    for (const FewerUnits& one : fewer) {
      if (one.base != segment.base) continue;
      const std::vector<Pseudonym> there = decode_segment(one.bytes);
      for (std::uint32_t rank = 0; rank < std::min(units.size(), there.size()); ++rank)
        if (is_forgotten(there, rank) && !is_forgotten(units, rank)) gone.insert(rank);
    }
    if (!gone.empty()) {
      forget_units(units, std::vector<std::uint32_t>(gone.begin(), gone.end()));
      segment.bytes = encode_segment(units);
      writer.leave_units(segment);
    }
    for (std::uint32_t rank = 0; rank < units.size(); ++rank)
      if (is_forgotten(units, rank)) forgotten.push_back(segment.base + rank);
  }
  std::set<std::string> experiments;
  if (forgotten.empty()) return experiments;
  for (const Batch& batch : ledger.unit_batches()) {
    StoredRun here = ledger.run(batch.id);
    const Run run = decode_run(here.bytes);
    const Run left = without_units(run, forgotten);
    if (left.numbers.size() == run.numbers.size()) continue;
    here.bytes = encode(left);
    writer.leave_rows(here);
    experiments.insert(batch.experiment);
  }
  return experiments;
}

std::set<std::string> with_shared_units(const Ledger& ledger) {
  std::set<std::string> experiments;
  if (ledger.has_joined_units())
    for (const Batch& batch : ledger.unit_batches()) experiments.insert(batch.experiment);
  return experiments;
}

std::string digest_of(const Ledger& ledger, const StoredRun& run) {
  std::vector<Pseudonym> names;
  for (const StoredSegment& segment : ledger.unit_segments())
    append(names, segment, decode_segment(segment.bytes));
  return digest_of(decode_run(run.bytes), names);
}

void compute_cells(const Ledger& ledger, LedgerWriter& writer, const std::string& experiment,
                   const std::optional<std::string>& expect) {
  for (const Cycle& cycle : ledger.cycles(experiment)) {
    CycleCells fresh = cells_as_made(ledger, cycle);
    const Holdings was = ledger.holdings(cycle.id);
    fresh.holdings.generation = was.generation + 1;
    fresh.holdings.expect = expect.value_or(was.expect);
    writer.replace_cells(cycle.id, fresh.cells, fresh.holdings);
    // A closed cycle is not folded on, but charts read its days.
    writer.keep_units(cycle.id, cycle.decision ? std::nullopt : fresh.state, fresh.days);
  }
}

}  // namespace collab
