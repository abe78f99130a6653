#include "ledger/chain.hpp"

#include <array>
#include <map>
#include <string_view>

#include "ledger/blake.hpp"
#include "ledger/canon.hpp"

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
          "SELECT origin_base, units, bytes_digest FROM unit_segment WHERE operation = ? ORDER BY "
          "id"},
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
    // Of a run, by its place, or of a segment, by its first number.
    Owned{"unit_forgotten",
          "SELECT o.origin, o.sequence, b.place, s.origin_base, f.units, f.digest FROM "
          "unit_forgotten f"
          " LEFT JOIN batch b ON b.id = f.batch LEFT JOIN unit_segment s ON s.id = f.segment"
          " JOIN operation o ON o.id = coalesce(b.operation, s.operation)"
          " WHERE f.operation = ? ORDER BY f.id"},
    Owned{"standard",
          "SELECT c.experiment, c.number, s.becomes, s.place, s.check_on FROM standard s"
          " JOIN cycle c ON c.id = s.cycle WHERE s.operation = ? ORDER BY s.id"},
    Owned{"standard_check",
          "SELECT c.experiment, c.number, k.kept, k.reason, k.day, k.check_on"
          " FROM standard_check k JOIN standard s ON s.id = k.standard"
          " JOIN cycle c ON c.id = s.cycle WHERE k.operation = ? ORDER BY k.id"},
    Owned{"purged",
          "SELECT o.origin, o.sequence, p.content FROM purged p JOIN operation o"
          " ON o.id = p.of_operation WHERE p.operation = ? ORDER BY p.id"},
};

/// Rows of an operation that another one had said before, of one table, by their place.
std::map<std::int64_t, std::string> echoes_of(Database& db, std::int64_t operation,
                                              std::string_view table) {
  std::map<std::int64_t, std::string> rows;
  Query query(db, "SELECT place, content FROM echo WHERE operation = ? AND kind = ?", operation,
              table);
  while (query.next()) {
    std::string& row = rows[query.integer(0)];
    if (const auto values = read_kept_row(query.bytes(1)))
      add_row(row, *values);
    else
      row = "damaged";  // no row begins so: it has another digest than any that was written
  }
  return rows;
}

bool has_echoes(Database& db, std::int64_t operation) {
  Query query(db, "SELECT 1 FROM echo WHERE operation = ? LIMIT 1", operation);
  return query.next();
}

}  // namespace

std::string content_digest(Database& database, std::int64_t operation) {
  Blake blake;
  std::string canon;
  const auto add = [&] {
    blake.add(canon.data(), canon.size());
    canon.clear();
  };
  const bool echoes = has_echoes(database, operation);
  for (const auto& [table, rows] : owned_tables) {
    std::map<std::int64_t, std::string> said;
    if (echoes) said = echoes_of(database, operation, table);
    bool named = false;
    const auto name_table = [&] {
      if (!named) add_text(canon, table);
      named = true;
    };
    std::int64_t place = 0;
    const auto add_said = [&](bool all) {
      for (auto next = said.begin(); next != said.end() && (all || next->first == place); ++place) {
        name_table();
        canon += next->second;
        next = said.erase(next);
      }
    };
    Query query(database, rows, operation);
    while (query.next()) {
      add_said(false);
      name_table();
      add_number(canon, '(', static_cast<std::uint64_t>(query.columns()));
      for (int column = 0; column < query.columns(); ++column) add_column(canon, query, column);
      ++place;
      add();
    }
    add_said(true);
    add();
  }
  return blake.finish();
}

std::optional<std::string> content_left(Database& database, std::int64_t operation,
                                        const std::string& recorded) {
  // Two ledgers that purged each its own leave what both left: nobody wrote a digest of that.
  Query query(
      database,
      "SELECT p.content, (SELECT count(DISTINCT o.origin) FROM purged q JOIN operation o ON "
      "o.id = q.operation WHERE q.of_operation = p.of_operation) FROM purged p WHERE "
      "p.of_operation = ? ORDER BY p.id DESC LIMIT 1",
      operation);
  if (!query.next()) return recorded;
  if (query.integer(1) > 1) return std::nullopt;
  return query.text(0);
}

std::string chain_digest(const Operation& operation, const std::string& seen,
                         const std::string& content) {
  std::string canon;
  add_text(canon, operation.previous);
  add_text(canon, operation.origin);
  add_integer(canon, operation.sequence);
  add_text(canon, operation.verb);
  add_text(canon, operation.command);
  add_text(canon, operation.actor);
  add_text(canon, operation.reason);
  add_text(canon, stored_instant(operation.now));
  add_text(canon, stored_instant(operation.wall));
  add_text(canon, content);
  // Operations from before ledgers were joined keep their digests.
  if (!seen.empty()) add_text(canon, seen);
  Blake blake;
  blake.add(canon.data(), canon.size());
  return blake.finish();
}

}  // namespace collab
