#include "ledger/chain.hpp"

#include <array>
#include <bit>
#include <string_view>

#include "ledger/blake.hpp"

namespace collab {
namespace {

/// Tables in the order digested. Adding a table behind them, or a column to none of these lists,
/// leaves old digests as they are. References are by what stays the same in another ledger.
struct Owned {
  std::string_view table;
  std::string_view rows;
};

constexpr std::array owned_tables{
    Owned{"setting", "SELECT name, value FROM setting WHERE operation = ? ORDER BY id"},
    Owned{"cycle",
          "SELECT experiment, number, first, last FROM cycle WHERE operation = ? ORDER BY id"},
    Owned{"plan",
          "SELECT c.experiment, c.number, p.version, p.day, p.first, p.last, p.retrospective, "
          "p.title, p.owner,"
          " p.touch_point, p.tags, p.looks, p.goals, p.reason, p.sha256, p.sealed, p.yaml"
          " FROM plan p JOIN cycle c ON c.id = p.cycle WHERE p.operation = ? ORDER BY p.id"},
    Owned{"decision",
          "SELECT c.experiment, c.number, d.kind, d.variant, d.reason, d.early, d.day"
          " FROM decision d JOIN cycle c ON c.id = d.cycle WHERE d.operation = ? ORDER BY d.id"},
    Owned{
        "batch",
        "SELECT b.place, b.experiment, b.feed, b.period, b.cycle_number, b.dated, b.name, b.grain,"
        " b.counts, b.digest, b.rows, b.source, b.late, b.reason, o.origin, o.sequence, r.place"
        " FROM batch b LEFT JOIN batch r ON r.id = b.replaces"
        " LEFT JOIN operation o ON o.id = r.operation WHERE b.operation = ? ORDER BY b.id"},
    Owned{"observation",
          "SELECT b.place, v.experiment, v.metric, v.variant, v.period, v.cycle_number, v.dated,"
          " v.segment, v.location, v.statistics, v.counts, v.late, v.revision"
          " FROM observation v JOIN batch b ON b.id = v.batch WHERE v.operation = ? ORDER BY v.id"},
    Owned{"run",
          "SELECT b.place, r.digest, r.units FROM run r JOIN batch b ON b.id = r.batch"
          " WHERE r.operation = ? ORDER BY b.id"},
    Owned{"unit_segment",
          "SELECT base, units, bytes_digest FROM unit_segment WHERE operation = ? ORDER BY id"},
    Owned{"look_result",
          "SELECT c.experiment, c.number, l.look, l.metric, l.variant, l.verdict, l.reason,"
          " l.correction, l.confidence, l.absolute, l.absolute_low, l.absolute_high,"
          " l.absolute_reason, l.relative, l.relative_low, l.relative_high, l.relative_reason,"
          " l.p_value, l.standard_error, l.df, l.method, l.judged, l.arm, l.arm_n, l.arm_n_of,"
          " l.arm_level, l.arm_low, l.arm_high, l.arm_reason, l.base, l.base_n, l.base_n_of,"
          " l.base_level, l.base_low, l.base_high, l.base_reason"
          " FROM look_result l JOIN cycle c ON c.id = l.cycle WHERE l.operation = ? ORDER BY l.id"},
    Owned{"contingency_event",
          "SELECT c.experiment, c.number, e.contingency, e.metric, e.variant, e.condition, e.since,"
          " e.period, e.value, e.lag, e.evidence, e.action, e.owner"
          " FROM contingency_event e JOIN cycle c ON c.id = e.cycle WHERE e.operation = ?"
          " ORDER BY e.id"},
    Owned{"acknowledgement",
          "SELECT c.experiment, c.number, e.contingency, e.metric, e.variant, e.since, o.origin,"
          " o.sequence, a.reason FROM acknowledgement a"
          " JOIN contingency_event e ON e.id = a.event JOIN cycle c ON c.id = e.cycle"
          " JOIN operation o ON o.id = e.operation WHERE a.operation = ? ORDER BY a.id"},
    // Of texts and pseudonyms only their seal, so that they can be removed.
    Owned{"voice",
          "SELECT key, reference, kind, said, day, touch_point, location, segment, variant, theme,"
          " nps, csat, ces, seal FROM voice WHERE operation = ? ORDER BY id"},
    Owned{"voice_answer",
          "SELECT v.key, a.at, a.answered_by, a.closes, a.competitor, a.seal FROM voice_answer a"
          " JOIN voice v ON v.id = a.voice WHERE a.operation = ? ORDER BY a.id"},
    Owned{"voice_link",
          "SELECT v.key, l.experiment, l.cycle_number, l.role, l.reason FROM voice_link l"
          " JOIN voice v ON v.id = l.voice WHERE l.operation = ? ORDER BY l.id"},
    Owned{"voice_forgotten",
          "SELECT v.key FROM voice_forgotten f JOIN voice v ON v.id = f.voice"
          " WHERE f.operation = ? ORDER BY f.voice"},
    Owned{"standard",
          "SELECT c.experiment, c.number, s.becomes, s.place, s.check_on FROM standard s"
          " JOIN cycle c ON c.id = s.cycle WHERE s.operation = ? ORDER BY s.id"},
    Owned{"standard_check",
          "SELECT c.experiment, c.number, k.kept, k.reason, k.day, k.check_on"
          " FROM standard_check k JOIN standard s ON s.id = k.standard"
          " JOIN cycle c ON c.id = s.cycle WHERE k.operation = ? ORDER BY k.id"},
};

/// Values one behind the other, each with its type and length, so that no two contents look alike.
class Canon {
 public:
  void number(char tag, std::uint64_t value) {
    std::array<unsigned char, 9> bytes{static_cast<unsigned char>(tag)};
    for (std::size_t i = 1; i < bytes.size(); ++i) {
      bytes.at(i) = static_cast<unsigned char>(value >> (64 - 8 * i));
    }
    blake_.add(bytes.data(), bytes.size());
  }
  void text(std::string_view value) {
    number('T', value.size());
    blake_.add(value.data(), value.size());
  }
  void integer(std::int64_t value) { number('I', std::bit_cast<std::uint64_t>(value)); }
  void null() { blake_.add("N", 1); }
  void column(const Query& query, int column) {
    switch (query.type(column)) {
      case SQLITE_NULL:
        return null();
      case SQLITE_INTEGER:
        return integer(query.integer(column));
      case SQLITE_FLOAT:
        return number('R', std::bit_cast<std::uint64_t>(query.real(column)));
      default:
        return text(query.view(column));
    }
  }
  std::string finish() { return blake_.finish(); }

 private:
  Blake blake_;
};

}  // namespace

std::string content_digest(Database& database, std::int64_t operation) {
  Canon canon;
  for (const auto& [table, rows] : owned_tables) {
    Query query(database, rows, operation);
    bool named = false;
    while (query.next()) {
      if (!named) canon.text(table);
      named = true;
      canon.number('(', static_cast<std::uint64_t>(query.columns()));
      for (int column = 0; column < query.columns(); ++column) canon.column(query, column);
    }
  }
  return canon.finish();
}

std::string chain_digest(const Operation& operation, const std::string& content) {
  Canon canon;
  canon.text(operation.previous);
  canon.text(operation.origin);
  canon.integer(operation.sequence);
  canon.text(operation.verb);
  canon.text(operation.command);
  canon.text(operation.actor);
  canon.text(operation.reason);
  canon.text(stored_instant(operation.now));
  canon.text(stored_instant(operation.wall));
  canon.text(content);
  return canon.finish();
}

}  // namespace collab
