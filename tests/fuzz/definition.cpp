// An experiment's YAML: a definition, or located faults.
#include "collab/definition/definition.hpp"
#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "fuzz/project.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<KindShape> kinds = kind_shapes();
  static const ProgramFile program = [] {
    const fuzz::MemoryFile file(fuzz::program_text());
    return load_program(file.path(), kinds, "collab.yaml");
  }();
  const ExperimentFile read = parse_experiment(std::string(fuzz::text_of(data, size)),
                                               "answers.yaml", program, kinds, "answers.yaml");
  bool errors = false;
  for (const Diagnostic& fault : read.findings) {
    errors |= fault.severity == Severity::error;
    fuzz::require(!fault.slug.empty() && !fault.message.empty(), "a fault says what it is");
  }
  fuzz::require(read.experiment.has_value() != errors,
                "a definition, or a fault that says why not");
  return 0;
}
