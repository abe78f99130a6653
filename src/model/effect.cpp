#include "collab/model/effect.hpp"

#include <array>

namespace collab {

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::met:
      return "met";
    case Verdict::better:
      return "better";
    case Verdict::unclear:
      return "unclear";
    case Verdict::missed:
      return "missed";
    case Verdict::worse:
      return "worse";
    case Verdict::pending:
      return "pending";
    case Verdict::no_data:
      return "no_data";
    case Verdict::broken:
      return "broken";
    case Verdict::ok:
      break;
  }
  return "ok";
}

std::optional<Verdict> parse_verdict(std::string_view text) {
  using enum Verdict;
  for (const Verdict verdict :
       std::array{met, better, unclear, missed, worse, pending, no_data, broken, ok}) {
    if (text == name_of(verdict)) return verdict;
  }
  return std::nullopt;
}

}  // namespace collab
