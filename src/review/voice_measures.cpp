#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <unordered_map>

#include "collab/review/voices.hpp"
#include "review/voice_groups.hpp"
#include "review/voice_tally.hpp"

namespace collab {
namespace {

class Measuring {
 public:
  Measuring(const std::vector<std::string>& names, const std::vector<std::int64_t>& adopted,
            const VoiceMeasuresRequest& request)
      : request_(request),
        selected_(names, request.filter),
        groups_(names, request.by),
        adopted_(adopted) {
    now_ = std::chrono::floor<std::chrono::seconds>(request.now).time_since_epoch().count();
  }

  /// The next voices, in the order of their ids.
  void add(std::span<const VoiceFact> voices) {
    for (const VoiceFact& fact : voices) {
      ++id_;
      if (!selected_(fact)) continue;
      while (next_ < adopted_.size() && adopted_[next_] < id_) ++next_;
      const bool was_adopted = next_ < adopted_.size() && adopted_[next_] == id_;
      tally_of(fact).add(fact, was_adopted, now_);
      if (fact.kind != VoiceKind::idea) continue;
      CountedShare& month = months_[month_number(fact.day)];
      ++month.of;
      month.count += was_adopted ? 1 : 0;
    }
  }

  VoiceMeasuresReport report() {
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
    std::vector<std::pair<std::vector<std::string>, VoiceTally*>> named;
    for (auto& [key, tally] : tallies_) named.emplace_back(groups_.names(key), &tally);
    std::ranges::sort(named, {}, [](const auto& each) { return each.first; });
    std::vector<std::uint32_t> spoke;
    for (auto& [names, tally] : named) {
      VoiceMeasures& m = report.groups.emplace_back(
          tally->measures({.promise = static_cast<double>(request_.promise.count()),
                           .alpha = alpha,
                           .spoke = spoke}));
      m.group = names;
      add_complaint_rate(m, alpha);
    }
    for (auto [month, share] : months_) {
      share.share = share_of(share.count, share.of, alpha);
      report.cohorts.push_back({.month = month_name(month), .adopted = share});
    }
    report.notes = {
        fmt::format("Intervals: {:g}%. They take voices as independent of one another; where few "
                    "consumers say much, the true ones are wider.",
                    100 * request_.confidence)};
    return report;
  }

 private:
  VoiceTally& tally_of(const VoiceFact& fact) {
    const std::uint64_t key = groups_.key(fact);
    if (last_ != nullptr && key == last_key_) return *last_;
    last_key_ = key;
    last_ = &tallies_[key];
    return *last_;
  }

  void add_complaint_rate(VoiceMeasures& m, double alpha) const {
    const auto exposure = request_.exposure.find(fmt::format("{}", fmt::join(m.group, ",")));
    if (exposure == request_.exposure.end()) {
      m.complaint_rate.reason = "no-exposure";
      return;
    }
    m.exposure = exposure->second;
    m.complaint_rate = rate_of(static_cast<double>(m.complaints), exposure->second, alpha);
  }

  const VoiceMeasuresRequest& request_;
  VoiceSelection selected_;
  VoiceGroups groups_;
  const std::vector<std::int64_t>& adopted_;
  std::size_t next_ = 0;  ///< of adopted_
  std::int64_t id_ = 0, now_ = 0;
  std::unordered_map<std::uint64_t, VoiceTally> tallies_;
  std::map<std::uint32_t, CountedShare> months_;
  std::uint64_t last_key_ = 0;
  VoiceTally* last_ = nullptr;
};

}  // namespace

VoiceMeasuresReport voice_measures(std::span<const VoiceFact> voices,
                                   const std::vector<std::string>& names,
                                   const std::vector<std::int64_t>& adopted,
                                   const VoiceMeasuresRequest& request) {
  Measuring measuring(names, adopted, request);
  measuring.add(voices);
  return measuring.report();
}

VoiceMeasuresReport voice_measures(const Ledger& ledger, const VoiceMeasuresRequest& request) {
  const std::vector<std::string> names = ledger.voice_names();
  const std::vector<std::int64_t> adopted = ledger.adopted_voices();
  Measuring measuring(names, adopted, request);
  ledger.each_voice([&](std::span<const VoiceFact> voices) { measuring.add(voices); });
  return measuring.report();
}

}  // namespace collab
