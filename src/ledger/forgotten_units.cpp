// Rows and pseudonyms of units that were forgotten: what is left takes their place.
#include <fmt/format.h>

#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "ledger/blake.hpp"
#include "ledger/impl.hpp"

namespace collab {
namespace {

// What is removed must not stay behind in a page.
constexpr const char* leave_no_trace = "PRAGMA secure_delete = ON";

}  // namespace

void LedgerWriter::forget_rows(const StoredRun& left) {
  impl_->db().run("INSERT INTO unit_forgotten(operation, batch, units, digest) VALUES(?,?,?,?)",
                  impl_->operation.id, left.batch, left.units, left.digest);
  leave_rows(left);
}

void LedgerWriter::leave_rows(const StoredRun& left) {
  impl_->db().execute(leave_no_trace);
  impl_->db().run("UPDATE run SET bytes = ?, bytes_digest = ? WHERE batch = ?",
                  std::span<const std::uint8_t>(left.bytes), blake2b(left.bytes), left.batch);
}

void LedgerWriter::forget_units(const StoredSegment& left) {
  impl_->db().run(
      "INSERT INTO unit_forgotten(operation, segment, units, digest) SELECT ?, id, ?, ? FROM "
      "unit_segment WHERE base = ?",
      impl_->operation.id, static_cast<std::int64_t>(left.count), blake2b(left.bytes),
      static_cast<std::int64_t>(left.base));
  leave_units(left);
}

void LedgerWriter::leave_units(const StoredSegment& left) {
  impl_->db().execute(leave_no_trace);
  impl_->db().run("UPDATE unit_segment SET bytes = ? WHERE base = ?",
                  std::span<const std::uint8_t>(left.bytes), static_cast<std::int64_t>(left.base));
}

}  // namespace collab
