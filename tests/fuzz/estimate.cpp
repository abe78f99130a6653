// Lines for `collab estimate`: each is answered by a line of JSON, whatever it holds.
#include <nlohmann/json.hpp>

#include "collab/feeds/estimate_lines.hpp"
#include "collab/model/error.hpp"
#include "collab/render/estimate_line.hpp"
#include "collab/statistics/estimate.hpp"
#include "fuzz/target.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::MemoryFile file(fuzz::text_of(data, size));
  try {
    read_estimate_lines({.path = file.path(), .shown_as = "lines"}, [](EstimateLine&& line) {
      if (!line.request) return;
      std::string out;
      try {
        append_estimate(out, line.id, estimate(*line.request));
      } catch (const Error&) {
        return;  // said as a line of its own
      }
      const nlohmann::json answer = nlohmann::json::parse(out);
      fuzz::require(answer.contains("status"), "an answer has a status");
    });
  } catch (const Error& error) {
    fuzz::require(!error.faults().empty(), "an error has a fault");
  }
  return 0;
}
