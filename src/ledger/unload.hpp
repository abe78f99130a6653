#pragma once
// The end of a ledger taken out of its tables, to be put back with other operations in between.
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "ledger/sqlite.hpp"

namespace collab {

/// While it lives rows may be changed and deleted, which triggers forbid otherwise.
struct Unguarded {
  explicit Unguarded(Database& db);
  Unguarded(const Unguarded&) = delete;
  Unguarded& operator=(const Unguarded&) = delete;
  ~Unguarded();
  Database& db;
};

/// Unguarded as long as it lives.
class Unloaded {
 public:
  /// Takes out every row of the operations behind `kept`, and what is computed of voices.
  Unloaded(Database& db, std::int64_t kept);
  Unloaded(const Unloaded&) = delete;
  Unloaded& operator=(const Unloaded&) = delete;

  /// Gives the cycles that were taken out their cells again, under the numbers they have now.
  void restore_caches();
  /// Pages of voices that were taken out, as far as there are voices now.
  const std::set<std::int64_t>& voice_pages() const { return voice_pages_; }

 private:
  struct Moved {
    std::string experiment;
    std::int64_t number = 0, id = 0;
  };
  Database& db_;
  Unguarded unguarded_;
  std::vector<Moved> cycles_;
  std::int64_t first_voice_ = 0;  ///< taken out; 0: none
  std::set<std::int64_t> voice_pages_;
};

}  // namespace collab
