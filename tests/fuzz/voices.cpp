// Rows of voices, CSV or NDJSON by the first byte.
#include "collab/definition/definition.hpp"
#include "collab/feeds/voice_rows.hpp"
#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "fuzz/project.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ProgramFile program = [] {
    const fuzz::MemoryFile file(fuzz::program_text());
    return load_program(file.path(), kind_shapes(), "collab.yaml");
  }();
  if (size == 0) return 0;
  const fuzz::MemoryFile file(fuzz::text_of(data + 1, size - 1));
  const Source source{
      .path = file.path(), .shown_as = "voices", .format = data[0] % 2 == 0 ? "csv" : "ndjson"};
  try {
    std::uint64_t rows = 0;
    const ReadResult result = read_voices(source, {}, *program.program, [&](const VoiceRow& row) {
      ++rows;
      fuzz::require(row.line > 0, "a row has a line");
    });
    fuzz::require(result.rows == rows, "the rows told are those handed on");
  } catch (const Error& error) {
    fuzz::require(!error.faults().empty(), "an error has a fault");
  }
  return 0;
}
