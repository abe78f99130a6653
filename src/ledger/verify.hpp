#pragma once
// The parts of Ledger::verify(), one file each.
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/verification.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

/// What to do about rows that operations own: they cannot be computed again.
inline constexpr std::string_view go_back =
    "keep a copy of the file, go back to the last backup, and record again what came after it";
/// What to do about what is computed from them.
inline constexpr std::string_view compute_again =
    "what is recorded is not touched by it: the next recording of the cycle computes it anew";

/// The findings of one check: no more than a person reads.
class Findings {
 public:
  explicit Findings(std::vector<LedgerFinding>& all) : all_(all) {}
  void add(std::string where, std::string what, std::string_view hint = go_back);
  /// Ends a check; those of the next one are counted anew.
  void end_check();

 private:
  std::vector<LedgerFinding>& all_;
  std::size_t found_ = 0;
};

void check_plans(Database& db, Findings& findings);   ///< sealed texts, and what rests on them
void check_tables(Database& db, Findings& findings);  ///< their definitions, against the program's
void check_rows(Database& db, Findings& findings);  ///< what collab-ledger(5) says of single tables
void check_voices(Database& db, Findings& findings);  ///< seals, what was forgotten, pages, index

}  // namespace collab
