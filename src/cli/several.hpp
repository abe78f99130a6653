#pragma once
// One thing done for several experiments: what came of each, and the exit code of all.
#include <cstddef>
#include <string>
#include <vector>

#include "cli/context.hpp"
#include "collab/render/checks.hpp"

namespace collab {

template <typename Result>
struct Several {
  std::vector<Result> results;
  std::vector<Error> errors;
  std::vector<std::size_t> failed;  ///< which items they are of
  ExitCode code = ExitCode::ok;
};

/// Calls `one` for each item. An Error is kept; the rest goes on only with `keep_going`.
template <typename Items, typename One>
auto for_each_of(const Items& items, bool keep_going, One one) {
  Several<decltype(one(*items.begin()))> several;
  std::size_t at = 0;
  for (const auto& item : items) {
    try {
      several.results.push_back(one(item));
    } catch (const Error& error) {
      several.errors.push_back(error);
      several.failed.push_back(at);
      several.code = worst(several.code, error.code());
      if (!keep_going) break;
    }
    ++at;
  }
  return several;
}

/// Adds the errors to an answer's checks, each in the suite that `name_of_item` says.
template <typename Result, typename Items, typename Name>
void add_failures(Document& document, const Several<Result>& several, const Items& items,
                  Name name_of_item) {
  for (std::size_t i = 0; i < several.errors.size(); ++i)
    add_failure(document, name_of_item(items[several.failed[i]]), several.errors[i]);
}

/// Reports the errors of `several` and returns its code.
template <typename Result>
ExitCode report_errors(Context& context, const Several<Result>& several) {
  for (const Error& error : several.errors) context.report(error);
  return several.code;
}

}  // namespace collab
