#include "collab/model/error.hpp"

#include <doctest/doctest.h>

#include <string>

namespace collab {
namespace {

TEST_CASE("an error carries its code, slug, message and hint") {
  const Error error(ExitCode::not_found, "no-ledger", "there is no ledger", "run collab init");
  CHECK(error.code() == ExitCode::not_found);
  CHECK(std::string(error.what()) == "there is no ledger");
  REQUIRE(error.faults().size() == 1);
  CHECK(error.faults()[0].slug == "no-ledger");
  CHECK(error.faults()[0].hint == "run collab init");
  CHECK(error.faults()[0].severity == Severity::error);
}

TEST_CASE("of several faults the first one is what() says") {
  const Error error(ExitCode::invalid, {{.message = "first"}, {.message = "second"}});
  CHECK(std::string(error.what()) == "first");
  CHECK(error.faults().size() == 2);
}

TEST_CASE("over several experiments the first of 1 7 6 5 3 4 8 10 11 12 0 wins") {
  const std::vector<int> order{1, 7, 6, 5, 3, 4, 8, 10, 11, 12, 0};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = i; j < order.size(); ++j) {
      const ExitCode strong = static_cast<ExitCode>(order[i]);
      const ExitCode weak = static_cast<ExitCode>(order[j]);
      CHECK(worst(strong, weak) == strong);
      CHECK(worst(weak, strong) == strong);
    }
  }
}

TEST_CASE("a usage error outweighs a pass") {
  CHECK(worst(ExitCode::usage, ExitCode::ok) == ExitCode::usage);
}

}  // namespace
}  // namespace collab
