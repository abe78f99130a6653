// A program's YAML (collab.yaml): a program, or located faults.
#include "collab/definition/definition.hpp"
#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "fuzz/target.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<KindShape> kinds = kind_shapes();
  const fuzz::MemoryFile file(fuzz::text_of(data, size));
  const ProgramFile read = load_program(file.path(), kinds, "collab.yaml");
  bool errors = false;
  for (const Diagnostic& fault : read.findings) errors |= fault.severity == Severity::error;
  fuzz::require(read.program.has_value() != errors, "a program, or a fault that says why not");
  return 0;
}
