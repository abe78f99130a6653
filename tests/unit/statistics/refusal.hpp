#pragma once
#include <string>

#include "collab/model/error.hpp"

namespace collab::test {

/// The slug with which `action` is refused; empty when it is not.
template <typename Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.code() == ExitCode::invalid ? error.faults().front().slug : "not-invalid";
  }
  return {};
}

}  // namespace collab::test
