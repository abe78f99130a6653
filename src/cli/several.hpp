#pragma once
// One thing done for several experiments: what came of each, and the exit code of all.
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace collab {

template <typename Result>
struct Several {
  std::vector<Result> results;
  std::vector<Error> errors;
  ExitCode code = ExitCode::ok;
};

/// Calls `one` for each item. An Error is kept; the rest goes on only with `keep_going`.
template <typename Items, typename One>
auto for_each_of(const Items& items, bool keep_going, One one) {
  Several<decltype(one(*items.begin()))> several;
  for (const auto& item : items) {
    try {
      several.results.push_back(one(item));
    } catch (const Error& error) {
      several.errors.push_back(error);
      several.code = worst(several.code, error.code());
      if (!keep_going) break;
    }
  }
  return several;
}

/// Reports the errors of `several` and returns its code.
template <typename Result>
ExitCode report_errors(Context& context, const Several<Result>& several) {
  for (const Error& error : several.errors) context.report(error);
  return several.code;
}

}  // namespace collab
