// Summary rows meet the ledger: one natural key an observation, one verdict a period.
#include <fmt/format.h>

#include <algorithm>

#include "collab/review/cells.hpp"
#include "loop/store.hpp"

namespace collab {
namespace {

std::string key_text(const Observation& one) {
  std::string text = fmt::format("{} of {}", one.metric, one.variant);
  if (!one.segment.empty()) text += " for " + one.segment;
  if (!one.location.empty()) text += " at " + one.location;
  return text;
}

/// The rows of a period as they would stand with the new ones in place.
std::vector<Observation> together(std::vector<Observation> there,
                                  const std::vector<Observation>& added) {
  for (const Observation& one : added) {
    const auto same =
        std::ranges::find_if(there, [&](const Observation& o) { return same_key(o, one); });
    if (same == there.end())
      there.push_back(one);
    else
      *same = one;
  }
  return there;
}

}  // namespace

std::optional<Diagnostic> other_span(const Ledger& ledger, const Cycle& cycle,
                                     const std::vector<Observation>& rows) {
  if (rows.empty()) return std::nullopt;
  const bool by_period = rows.front().period.has_value();
  std::vector<Observation> others =
      by_period ? ledger.observations(cycle.experiment, Day::max(), Day::min(), cycle.number)
                : ledger.observations(cycle.experiment, cycle.first, cycle.end(), cycle.number);
  std::erase_if(others,
                [&](const Observation& other) { return other.period.has_value() == by_period; });
  for (const Observation& one : rows) {
    if (one.counts != Counts::once) continue;
    for (const Observation& other : others) {
      if (other.metric != one.metric || other.variant != one.variant ||
          other.segment != one.segment || other.location != one.location)
        continue;
      return Diagnostic{
          .slug = "two-spans",
          .message = fmt::format(
              "{} has a row {}, and this one is {}: counts: new would add both", key_text(one),
              other.period ? "of " + to_string(*other.period)
                           : fmt::format("for cycle {} as a whole", cycle.number),
              by_period ? "of a period" : "for the cycle as a whole"),
          .hint =
              "record a metric by period or once for the cycle, not both; figures to date are "
              "counts: to_date"};
    }
  }
  return std::nullopt;
}

std::optional<Diagnostic> Store::other_span_of(const Part& part, const Place& place) const {
  if (!ledger_) return std::nullopt;
  for (const Cycle& cycle : in_force_.cycles)
    if (cycle.number == place.cycle) return other_span(*ledger_, cycle, part.observations);
  return std::nullopt;
}

void Store::take_summary(const Intake& intake, const Part& part, const Place& place,
                         BatchReport& batch) {
  for (const Observation& one : part.observations)
    if (auto fault = other_grain(place.cycle, one.metric, false)) return refuse(batch, *fault);
  if (auto fault = other_span_of(part, place)) return refuse(batch, *fault);
  std::vector<Observation> fresh, changed;
  std::int64_t same = 0, old_news = 0;
  std::string old_and_new;
  for (Observation one : part.observations) {
    one.dated = place.dated;
    one.cycle = one.period ? 0 : place.cycle;
    one.late = place.late;
    const std::optional<Observation> before =
        ledger_ ? ledger_->observation_like(one) : std::nullopt;
    if (!before) {
      fresh.push_back(std::move(one));
    } else if (before->statistics == one.statistics && before->counts == one.counts) {
      ++same;
    } else if (std::optional<std::string> why = mended(before->operation);
               why && intake.on_conflict != OnConflict::correct &&
               said_before(*before, one.statistics)) {
      if (++old_news == 1) batch.message = std::move(*why);
    } else {
      if (changed.size() < 3)
        old_and_new += fmt::format("{}{} was {} ({}), now {}", changed.empty() ? "" : "; ",
                                   key_text(one), to_text(before->statistics),
                                   before->statistics.empty()
                                       ? fmt::format("op_{}", before->operation)
                                       : "recorded by " + who_and_when(*ledger_, before->operation),
                                   to_text(one.statistics));
      // A correction is the old row put right: it keeps its day, and is not late for coming later.
      one.dated = before->dated;
      one.late = before->late;
      changed.push_back(std::move(one));
    }
  }
  if (changed.size() > 3) old_and_new += fmt::format("; and {} more", changed.size() - 3);

  bool revise = false;
  if (!changed.empty()) {
    revise = resolve(intake, static_cast<std::int64_t>(changed.size()), old_and_new, batch);
    if (batch.outcome == BatchReport::Outcome::conflict) return;  // nothing of this period
  }
  std::vector<Observation> written = fresh;
  if (revise) written.insert(written.end(), changed.begin(), changed.end());
  if (!written.empty()) {
    std::vector<Observation> there;
    if (ledger_) {
      there =
          part.period
              ? ledger_->observations(in_force_.experiment.id, *part.period, *part.period, 0)
              : ledger_->observations(in_force_.experiment.id, Day::max(), Day::min(), place.cycle);
    }
    if (const auto unequal =
            unequal_totals(together(std::move(there), written), project_.program().segments)) {
      if (revise) report_.tally.corrected -= static_cast<std::int64_t>(changed.size());
      refuse(
          batch,
          {.slug = "unequal-totals",
           .message = *unequal,
           .hint = "send either the total or one complete set of segments, or make them add up"});
      return;
    }
  }
  report_.tally.unchanged += same;
  report_.tally.kept += old_news;
  if (old_news > 0) batch.outcome = BatchReport::Outcome::kept;
  if (written.empty()) {
    if (batch.outcome != BatchReport::Outcome::kept)
      batch.outcome = BatchReport::Outcome::unchanged;
    return;
  }
  report_.tally.recorded += static_cast<std::int64_t>(fresh.size());
  count(place, static_cast<std::int64_t>(written.size()),
        place.late ? static_cast<std::int64_t>(fresh.size()) : 0, batch);
  if (revise && place.cycle != 0)
    for (const Observation& one : changed) changes_.corrected[place.cycle].insert(one.metric);
  if (!writer_) return;
  const std::int64_t id = writer_->add_batch({.experiment = in_force_.experiment.id,
                                              .feed = intake.feed,
                                              .period = part.period,
                                              .cycle = part.period ? 0 : place.cycle,
                                              .dated = place.dated,
                                              .name = intake.name,
                                              .grain = Grain::summary,
                                              .counts = part.counts,
                                              .rows = static_cast<std::int64_t>(written.size()),
                                              .source = intake.source,
                                              .late = place.late,
                                              .reason = revise ? options_.reason : ""});
  // What a complete segmentation is may change later; for these rows it is what it is now.
  for (const Observation& one : written)
    for (const auto& [name, level] : parse_segment_set(one.segment))
      for (const auto& [segment, levels] : project_.program().segments)
        if (segment == name) writer_->declare_levels(segment, levels);
  for (Observation& one : written) {
    one.batch = id;
    writer_->add_observation(one);
  }
}

}  // namespace collab
