#pragma once
// What a Ledger and its writer hold, for the files that share their members.
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "collab/ledger/ledger.hpp"
#include "ledger/lock.hpp"
#include "ledger/sqlite.hpp"

namespace collab {

struct Ledger::Impl {
  std::filesystem::path shown;  ///< as it was named
  std::filesystem::path path;   ///< with links resolved, so that all lock the same file
  LedgerOptions options;
  std::unique_ptr<Database> database;
  int snapshots = 0;
  bool writing = false;
  bool wrote = false;

  Database& db() const { return *database; }
  ~Impl();
};

struct LedgerWriter::Impl {
  Ledger::Impl* ledger;
  WriterLock lock;
  Operation operation;
  std::string seen{};  ///< ends of other origins' chains that it is written knowing of
  int batches = 0;
  std::set<std::int64_t> voice_pages{};       ///< whose figures this operation changed
  std::map<Token, std::int64_t> consumers{};  ///< of voices, that it has met
  bool open = true;

  Database& db() const { return ledger->db(); }
  ~Impl();
};

/// A filter that lets every operation pass.
inline std::int64_t bound_of(Ledger::AsOf as_of) { return as_of.value_or(INT64_MAX); }

/// throws Error(ledger_format, "damaged-ledger"): a column holds what no version ever wrote.
[[noreturn]] void fail_value(const Database& database, std::string_view column,
                             std::string_view value);

/// parse(text), or fail_value().
template <class Parse>
auto parsed(const Database& database, std::string_view column, std::string_view value,
            const Parse& parse) {
  auto result = parse(value);
  if (!result) fail_value(database, column, value);
  return *std::move(result);
}

}  // namespace collab
