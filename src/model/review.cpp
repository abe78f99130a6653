#include "collab/model/review.hpp"

namespace collab {

std::string_view name_of(TrustFinding::Status status) {
  switch (status) {
    case TrustFinding::Status::ok:
      return "ok";
    case TrustFinding::Status::warning:
      return "warning";
    case TrustFinding::Status::failed:
      return "failed";
    case TrustFinding::Status::not_checkable:
      break;
  }
  return "not_checkable";
}

}  // namespace collab
