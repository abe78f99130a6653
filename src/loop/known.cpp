#include "loop/known.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collab/model/error.hpp"

namespace collab {

void expect_known(const std::string& experiment, const std::vector<std::string>& known) {
  if (std::ranges::find(known, experiment) != known.end()) return;
  const std::string near = nearest(experiment, known);
  throw Error(
      ExitCode::not_found, "no-such-experiment",
      fmt::format("there is no experiment '{}'", experiment),
      near.empty() ? "collab list names the experiments" : fmt::format("did you mean '{}'?", near));
}

}  // namespace collab
