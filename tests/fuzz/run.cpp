// Stored unit rows and segments of the dictionary: decoded, or refused; and what is decoded is
// encoded and decoded again as the same.
#include "collab/units/run.hpp"
#include "collab/model/error.hpp"
#include "fuzz/target.hpp"

using namespace collab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  try {
    const Run run = decode_run(bytes);
    fuzz::require(decode_run(encode(run)) == run, "a run is encoded as it is");
  } catch (const Error& error) {
    fuzz::require(error.code() == ExitCode::ledger_format, "bad bytes are of a damaged ledger");
  }
  try {
    const auto segment = decode_segment(bytes);
    fuzz::require(decode_segment(encode_segment(segment)) == segment,
                  "a segment is encoded as it is");
  } catch (const Error& error) {
    fuzz::require(error.code() == ExitCode::ledger_format, "bad bytes are of a damaged ledger");
  }
  return 0;
}
