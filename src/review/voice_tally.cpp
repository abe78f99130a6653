#include "review/voice_tally.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "collab/statistics/participation.hpp"
#include "collab/statistics/waiting.hpp"

namespace collab {
namespace {

/// Sorts seconds by their digits: a million of them is common, and comparing them is what takes
/// the time.
void sort_seconds(std::vector<std::uint32_t>& seconds) {
  constexpr std::size_t few = 4096;
  if (seconds.size() < few) {
    std::ranges::sort(seconds);
    return;
  }
  constexpr unsigned bits = 11;
  constexpr std::uint32_t mask = (1U << bits) - 1;
  const std::uint32_t highest = std::ranges::max(seconds);
  std::vector<std::uint32_t> sorted(seconds.size());
  for (unsigned shift = 0; shift < 32 && highest >> shift != 0; shift += bits) {
    std::array<std::uint32_t, mask + 2> begin{};
    for (const std::uint32_t each : seconds) ++begin.at(((each >> shift) & mask) + 1);
    for (std::size_t i = 1; i < begin.size(); ++i) begin.at(i) += begin.at(i - 1);
    for (const std::uint32_t each : seconds) sorted[begin.at((each >> shift) & mask)++] = each;
    seconds.swap(sorted);
  }
}

/// Waits by their length, ascending; those of one second are counted together.
std::vector<Wait> waits_of(const std::vector<std::uint32_t>& over,
                           const std::vector<std::uint32_t>& still) {
  std::vector<Wait> waits;
  for (std::size_t i = 0, j = 0; i < over.size() || j < still.size();) {
    const bool next_is_over = j == still.size() || (i < over.size() && over[i] <= still[j]);
    const std::vector<std::uint32_t>& from = next_is_over ? over : still;
    std::size_t& place = next_is_over ? i : j;
    const std::size_t first = place;
    while (place < from.size() && from[place] == from[first]) ++place;
    waits.push_back({.time = static_cast<double>(from[first]),
                     .over = next_is_over,
                     .count = static_cast<double>(place - first)});
  }
  return waits;
}

}  // namespace

void VoiceTally::add(const VoiceFact& fact, bool adopted, std::int64_t now) {
  VoiceMeasures& m = counted_;
  ++m.voices;
  switch (fact.kind) {
    case VoiceKind::question:
      ++m.questions;
      break;
    case VoiceKind::idea:
      ++m.ideas;
      ++m.adopted.of;
      m.adopted.count += adopted ? 1 : 0;
      break;
    case VoiceKind::complaint:
      ++m.complaints;
      break;
    case VoiceKind::praise:
      ++m.praise;
      break;
    case VoiceKind::rating:
      ++m.ratings;
      break;
  }
  if (fact.consumer > 0) speakers_.push_back(fact.consumer);
  ratings_.add(fact);
  if (!awaits_answer(fact.kind)) return;
  // An answer that is still to come at the time asked for has not come.
  const std::int64_t waited = std::clamp<std::int64_t>(now - fact.said, 0, UINT32_MAX);
  const bool answered = fact.first_answer >= 0 && fact.first_answer <= waited;
  ++m.answered.of;
  ++m.told.of;
  m.answered.count += answered ? 1 : 0;
  m.told.count += fact.told >= 0 && fact.told <= waited ? 1 : 0;
  m.competitor += answered ? fact.competitor : 0;
  if (answered)
    answered_after_.push_back(static_cast<std::uint32_t>(fact.first_answer));
  else
    waiting_for_.push_back(static_cast<std::uint32_t>(waited));
}

VoiceMeasures VoiceTally::measures(const Scale& scale) {
  VoiceMeasures m = std::move(counted_);
  for (CountedShare* share : {&m.answered, &m.told, &m.adopted})
    share->share = share_of(share->count, share->of, scale.alpha);
  add_waiting(m, scale);
  ratings_.write(m, scale.alpha);
  add_participation(m, scale);
  return m;
}

void VoiceTally::add_waiting(VoiceMeasures& m, const Scale& scale) {
  sort_seconds(answered_after_);
  sort_seconds(waiting_for_);
  const WaitingCurve curve = waiting_curve(waits_of(answered_after_, waiting_for_));
  if (waiting_for_.empty()) {
    const std::vector<double> sorted(answered_after_.begin(), answered_after_.end());
    m.first_response = median_of(sorted, scale.alpha);
    m.first_response_method = "order-statistics";
  } else {
    m.first_response = waiting_quantile(curve, 0.5, scale.alpha);
    m.first_response_method = "kaplan-meier";
  }
  m.in_time = over_by(curve, scale.promise, scale.alpha);
}

void VoiceTally::add_participation(VoiceMeasures& m, const Scale& scale) const {
  for (const std::uint32_t speaker : speakers_) {
    if (speaker >= scale.spoke.size()) scale.spoke.resize(speaker + std::size_t{1});
    ++scale.spoke[speaker];
  }
  std::vector<double> often;  // members by how often, up to a bound that most stay below
  for (const std::uint32_t speaker : speakers_) {
    const std::uint32_t times = std::exchange(scale.spoke[speaker], 0);
    if (times == 0) continue;
    if (times >= often.size()) often.resize(times + std::size_t{1});
    ++often[times];
  }
  std::vector<std::pair<double, double>> each;
  for (std::size_t times = 1; times < often.size(); ++times)
    if (often[times] > 0) each.emplace_back(static_cast<double>(times), often[times]);
  const Participation found = participation(each, scale.alpha);
  m.consumers = found.members;
  m.top_share = found.top_share;
  m.gini = found.gini;
  m.effective_consumers = found.effective;
}

}  // namespace collab
