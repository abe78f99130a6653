#pragma once
// What operations knew of each other, and the one order that follows from it: a ledger is the same
// whatever way its operations came to it.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/sqlite.hpp"

namespace collab {

using ChainPlace = std::pair<std::string, std::int64_t>;  ///< origin, sequence

/// Ends of chains, `ORIGIN/12 ORIGIN/3`; nullopt for anything that no ledger writes.
std::optional<std::vector<ChainPlace>> read_seen(std::string_view text);
std::string seen_text(const std::vector<ChainPlace>& ends);

/// What the next operation will have seen, which then is seen.
std::string take_unseen(Database& db);

/// Operations of all origins, whole chains from their beginning.
class History {
 public:
  struct Link {
    std::string origin;
    std::int64_t sequence = 0;
    std::string now;        ///< as stored: sorts as time does
    std::string seen;       ///< of other origins, as stored
    std::int64_t id = 0;    ///< in this ledger; 0: not there
    std::size_t place = 0;  ///< among those offered
  };
  /// In any order. throws Error(invalid, "bad-export") for what `seen` cannot be
  explicit History(std::vector<Link> links);

  /// What is missing before or for one that is there, first one first.
  struct Gap {
    ChainPlace missing, needed_by;
  };
  std::optional<Gap> gap() const;

  /// Each behind the one before it of its origin and behind all that it had seen; where that leaves
  /// a choice, the earliest by (now, origin, sequence). More operations never change the order of
  /// those that were there. Only without a gap.
  const std::vector<Link>& in_order();
  const Link& at(std::size_t place) const { return links_[place]; }
  /// Whether the operation at `later` of in_order() was written knowing of that at `earlier`.
  bool knows(std::size_t later, std::size_t earlier) const;
  /// The last operation of each origin that the end of `origin` does not know of, and that no other
  /// of these knows of; sorted.
  std::vector<ChainPlace> unseen_by(const std::string& origin) const;

 private:
  using Known = std::map<std::size_t, std::int64_t>;  ///< by origin: up to which of its operations
  std::optional<std::size_t> find(const ChainPlace& place) const;
  bool knows(std::size_t later, std::size_t origin, std::int64_t sequence) const;

  std::vector<Link> links_;
  std::vector<std::vector<ChainPlace>> seen_;               ///< of each link
  std::vector<std::size_t> origin_;                         ///< of each link
  std::map<std::string, std::vector<std::size_t>> chains_;  ///< links by origin, in sequence
  std::vector<std::shared_ptr<const Known>> known_;         ///< of other origins, by link in order
};

}  // namespace collab
