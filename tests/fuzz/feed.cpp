// Rows of a feed. The first byte says which: summary, unit or event rows, CSV or NDJSON. Each row
// is taken or has a located fault, and the quick way through a file has the same rows.
#include <atomic>

#include "collab/definition/definition.hpp"
#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "fuzz/project.hpp"

using namespace collab;

namespace {

std::vector<Mapping> mappings() {
  const std::vector<KindShape> kinds = kind_shapes();
  const fuzz::MemoryFile file(fuzz::program_text());
  const ProgramFile program = load_program(file.path(), kinds, "collab.yaml");
  const ExperimentFile experiment =
      parse_experiment(fuzz::experiment_text(), "answers.yaml", program, kinds, "answers.yaml");
  fuzz::require(experiment.experiment.has_value(), "the targets' definition is good");
  std::vector<Mapping> all;
  for (const Feed& feed : experiment.experiment->feeds)
    all.push_back(make_mapping(feed, *experiment.experiment, *program.program, kinds));
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Mapping> known = mappings();
  if (size == 0) return 0;
  const Mapping& mapping = known.at(data[0] / 2 % known.size());
  const bool csv = data[0] % 2 == 0;
  const fuzz::MemoryFile file(fuzz::text_of(data + 1, size - 1));
  const Source source{.path = file.path(), .shown_as = "rows", .format = csv ? "csv" : "ndjson"};
  std::uint64_t rows = 0;
  bool good = false;
  try {
    const ReadResult result = read_feed(
        source, mapping, [&](const Row&) { ++rows; }, true);
    fuzz::require(result.rows == rows, "the rows told are those handed on");
    fuzz::require(result.fault_count >= result.rejected.size(), "who is rejected has a fault");
    for (const Diagnostic& fault : result.faults)
      fuzz::require(fault.at.line > 0 && fault.at.column > 0, "a fault has a place");
    good = result.fault_count == 0;
  } catch (const Error& error) {
    fuzz::require(!error.faults().empty(), "an error has a fault");
  }
  try {
    std::atomic<std::uint64_t> quick = 0;
    const auto count = read_blocks(source, mapping, 1, [&](std::size_t, RowBlock& block) {
      quick += block.rows.size();
      return true;
    });
    if (count) {
      fuzz::require(good, "the quick way refuses what has a fault");
      fuzz::require(*count == rows, "both ways read the same rows");
    }
  } catch (const Error&) {
    fuzz::require(!good, "the quick way reads what is good");
  }
  return 0;
}
