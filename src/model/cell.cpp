#include "collab/model/cell.hpp"

namespace collab {

std::string_view name_of(Basis basis) {
  switch (basis) {
    case Basis::unit:
      return "unit";
    case Basis::cluster:
      return "cluster";
    case Basis::uncapped:
      return "uncapped";
  }
  return "";
}

std::optional<Basis> parse_basis(std::string_view text) {
  for (const Basis basis : {Basis::unit, Basis::cluster, Basis::uncapped}) {
    if (name_of(basis) == text) return basis;
  }
  return std::nullopt;
}

}  // namespace collab
