#pragma once
// The two orders of verdicts and the rule of a variant (product.md, section 6): what `review` and
// `status` share.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "collab/model/effect.hpp"

namespace collab {

/// Of a variant's goals the first of these decides.
inline constexpr std::array weakest_first{Verdict::worse,   Verdict::missed,  Verdict::no_data,
                                          Verdict::pending, Verdict::unclear, Verdict::better,
                                          Verdict::met};
/// Of several variants the first of these decides.
inline constexpr std::array strongest_first{Verdict::met,     Verdict::better,  Verdict::unclear,
                                            Verdict::pending, Verdict::no_data, Verdict::missed,
                                            Verdict::worse,   Verdict::broken};

constexpr std::size_t place(const auto& order, Verdict verdict) {
  return static_cast<std::size_t>(std::find(order.begin(), order.end(), verdict) - order.begin());
}

/// What fails a gate, and what an amendment does not wash away.
constexpr bool is_failure(Verdict verdict) {
  return verdict == Verdict::missed || verdict == Verdict::worse || verdict == Verdict::broken;
}

/// met, missed and worse stand whatever a later look says.
constexpr bool is_final(Verdict verdict) {
  return verdict == Verdict::met || verdict == Verdict::missed || verdict == Verdict::worse;
}

/// The judgement that stands for a metric of a variant among looks in the order stored: of the last
/// one up to `last_look`, unless an earlier one is final; of one look the last judgement counts.
/// Look 0 is a night on which a guardrail was found broken, which stands too.
template <typename Look>
const Look* standing_among(const std::vector<Look>& looks, std::string_view metric,
                           std::string_view variant, int last_look) {
  const Look* latest = nullptr;
  for (int look = 0; look <= last_look; ++look) {
    const Look* here = nullptr;
    for (const Look& each : looks) {
      if (each.look == look && each.metric == metric && each.variant == variant) here = &each;
    }
    if (here == nullptr) continue;
    if (look == 0 && here->verdict != Verdict::broken) continue;  // a correction took it back
    latest = here;
    if (look == 0 || is_final(latest->verdict)) break;
  }
  return latest;
}

/// A goal or guardrail of a variant, as the rule sees it.
struct Weighed {
  bool goal = false;
  Verdict verdict = Verdict::no_data;
};
struct Weighing {
  Verdict verdict = Verdict::unclear;
  std::optional<std::size_t> decided_by;  ///< which of them; none: there is no goal
};

/// A broken guardrail breaks the variant; else its weakest goal decides; met with a guardrail that
/// is not ok is unclear.
Weighing weigh(const std::vector<Weighed>& metrics);

}  // namespace collab
