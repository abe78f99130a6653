#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unordered_map>

#include "collab/model/error.hpp"
#include "collab/review/voices.hpp"
#include "collab/statistics/participation.hpp"
#include "collab/statistics/waiting.hpp"
#include "review/voice_figures.hpp"
#include "review/voice_groups.hpp"

namespace collab {
namespace {

/// What is counted of one group while the voices are read.
struct Tally {
  VoiceMeasures measures;
  std::vector<Wait> waits;
  std::vector<std::uint32_t> speakers;
  Ratings ratings;
};

class Measuring {
 public:
  Measuring(const VoiceFacts& facts, const std::vector<std::int64_t>& adopted,
            const VoiceMeasuresRequest& request)
      : facts_(facts), adopted_(adopted), request_(request), groups_(facts, request.by) {
    now_ = std::chrono::floor<std::chrono::seconds>(request.now).time_since_epoch().count();
  }

  VoiceMeasuresReport report() {
    const VoiceSelection selected(facts_, request_.filter);
    auto adopted = adopted_.begin();
    std::map<std::uint32_t, CountedShare> months;
    for (std::size_t i = 0; i < facts_.voices.size(); ++i) {
      const VoiceFact& fact = facts_.voices[i];
      if (!selected(fact)) continue;
      const auto id = static_cast<std::int64_t>(i + 1);
      while (adopted != adopted_.end() && *adopted < id) ++adopted;
      const bool was_adopted = adopted != adopted_.end() && *adopted == id;
      Tally& tally = tally_of(fact);
      count(tally, fact, was_adopted);
      if (fact.kind != VoiceKind::idea) continue;
      CountedShare& month = months[month_number(fact.day)];
      ++month.of;
      month.count += was_adopted ? 1 : 0;
    }
    return finish(months);
  }

 private:
  Tally& tally_of(const VoiceFact& fact) {
    const std::uint64_t key = groups_.key(fact);
    if (last_ != nullptr && key == last_key_) return *last_;
    last_key_ = key;
    last_ = &tallies_[key];
    return *last_;
  }

  void count(Tally& tally, const VoiceFact& fact, bool was_adopted) const {
    VoiceMeasures& m = tally.measures;
    ++m.voices;
    switch (fact.kind) {
      case VoiceKind::question:
        ++m.questions;
        break;
      case VoiceKind::idea:
        ++m.ideas;
        ++m.adopted.of;
        m.adopted.count += was_adopted ? 1 : 0;
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
    if (fact.consumer > 0) tally.speakers.push_back(fact.consumer);
    tally.ratings.add(fact);
    if (!awaits_answer(fact.kind)) return;
    // An answer that is still to come at the time asked for has not come.
    const std::int64_t waited = std::max<std::int64_t>(0, now_ - fact.said);
    const bool answered = fact.first_answer >= 0 && fact.first_answer <= waited;
    ++m.answered.of;
    ++m.told.of;
    m.answered.count += answered ? 1 : 0;
    m.told.count += fact.told >= 0 && fact.told <= waited ? 1 : 0;
    m.competitor += answered ? fact.competitor : 0;
    tally.waits.push_back({static_cast<double>(answered ? fact.first_answer : waited), answered});
  }

  VoiceMeasuresReport finish(const std::map<std::uint32_t, CountedShare>& months) {
    VoiceMeasuresReport report{.by = request_.by,
                               .groups = {},
                               .cohorts = {},
                               .first = request_.filter.first,
                               .last = request_.filter.last,
                               .scope = {},
                               .promise = request_.promise,
                               .confidence = request_.confidence,
                               .now = request_.now,
                               .notes = {}};
    const double alpha = 1 - request_.confidence;
    if (tallies_.empty() && request_.by.empty()) tallies_[0];
    std::vector<std::pair<std::vector<std::string>, Tally*>> named;
    for (auto& [key, tally] : tallies_) named.emplace_back(groups_.names(key), &tally);
    std::ranges::sort(named, {}, [](const auto& each) { return each.first; });
    for (auto& [names, tally] : named) report.groups.push_back(measures_of(names, *tally, alpha));
    for (auto [month, share] : months) {
      share.share = share_of(share.count, share.of, alpha);
      report.cohorts.push_back({.month = month_name(month), .adopted = share});
    }
    report.notes = {
        fmt::format("Intervals: {:g}%. They take voices as independent of one another; where few "
                    "consumers say much, the true ones are wider.",
                    100 * request_.confidence)};
    return report;
  }

  VoiceMeasures measures_of(const std::vector<std::string>& names, Tally& tally, double alpha) {
    VoiceMeasures m = std::move(tally.measures);
    m.group = names;
    for (CountedShare* share : {&m.answered, &m.told, &m.adopted})
      share->share = share_of(share->count, share->of, alpha);
    const WaitingCurve curve = waiting_curve(tally.waits);
    if (curve.censored == 0) {
      std::vector<double> sorted;
      sorted.reserve(tally.waits.size());
      for (const auto& wait : tally.waits) sorted.push_back(wait.time);
      std::ranges::sort(sorted);
      m.first_response = median_of(sorted, alpha);
      m.first_response_method = "order-statistics";
    } else {
      m.first_response = waiting_quantile(curve, 0.5, alpha);
      m.first_response_method = "kaplan-meier";
    }
    m.in_time = over_by(curve, static_cast<double>(request_.promise.count()), alpha);
    tally.ratings.write(m, alpha);
    const auto exposure = request_.exposure.find(fmt::format("{}", fmt::join(names, ",")));
    if (exposure != request_.exposure.end()) {
      m.exposure = exposure->second;
      m.complaint_rate = rate_of(static_cast<double>(m.complaints), exposure->second, alpha);
    } else {
      m.complaint_rate.reason = "no-exposure";
    }
    add_participation(m, tally.speakers, alpha);
    return m;
  }

  void add_participation(VoiceMeasures& m, const std::vector<std::uint32_t>& speakers,
                         double alpha) {
    for (const std::uint32_t speaker : speakers) {
      if (speaker >= spoke_.size()) spoke_.resize(speaker + std::size_t{1});
      ++spoke_[speaker];
    }
    std::vector<double> often;  // members by how often, up to a bound that most stay below
    for (const std::uint32_t speaker : speakers) {
      const std::uint32_t times = std::exchange(spoke_[speaker], 0);
      if (times == 0) continue;
      if (times >= often.size()) often.resize(times + std::size_t{1});
      ++often[times];
    }
    std::vector<std::pair<double, double>> each;
    for (std::size_t times = 1; times < often.size(); ++times)
      if (often[times] > 0) each.emplace_back(static_cast<double>(times), often[times]);
    const Participation found = participation(each, alpha);
    m.consumers = found.members;
    m.top_share = found.top_share;
    m.gini = found.gini;
    m.effective_consumers = found.effective;
  }

  const VoiceFacts& facts_;
  const std::vector<std::int64_t>& adopted_;
  const VoiceMeasuresRequest& request_;
  VoiceGroups groups_;
  std::int64_t now_ = 0;
  std::unordered_map<std::uint64_t, Tally> tallies_;
  std::uint64_t last_key_ = 0;
  Tally* last_ = nullptr;
  std::vector<std::uint32_t> spoke_;  ///< by consumer, emptied after each group
};

}  // namespace

VoiceMeasuresReport voice_measures(const VoiceFacts& facts,
                                   const std::vector<std::int64_t>& adopted,
                                   const VoiceMeasuresRequest& request) {
  return Measuring(facts, adopted, request).report();
}

VoiceMeasuresReport voice_measures(const Ledger& ledger, const VoiceMeasuresRequest& request) {
  return voice_measures(ledger.voice_facts(), ledger.adopted_voices(), request);
}

}  // namespace collab
