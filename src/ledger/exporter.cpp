#include "collab/ledger/exporter.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "collab/model/error.hpp"
#include "ledger/canon.hpp"
#include "ledger/imported.hpp"
#include "ledger/migrate.hpp"
#include "ledger/open.hpp"

namespace collab {
namespace {

struct Exported {
  std::string_view kind;
  std::string_view rows;  ///< ?1: the operation, ?2: whether texts go with it; columns by name
};

/// As in the digests (chain.cpp), with what they leave out because it may be removed.
constexpr std::array exported{
    Exported{"operation",
             "SELECT origin, sequence, verb, command, actor, reason, now, wall, previous, seen, "
             "content, digest FROM operation WHERE id = ?1"},
    Exported{"setting", "SELECT name, value FROM setting WHERE operation = ?1 ORDER BY id"},
    Exported{"cycle",
             "SELECT experiment, number, first, last FROM cycle WHERE operation = ?1 ORDER BY id"},
    Exported{"plan",
             "SELECT c.experiment, c.number AS cycle, p.version, p.day, p.first, p.last, "
             "p.retrospective, p.title, p.owner, p.touch_point, p.tags, p.looks, p.goals, "
             "p.reason, p.sha256, p.sealed, p.yaml FROM plan p JOIN cycle c ON c.id = p.cycle "
             "WHERE p.operation = ?1 ORDER BY p.id"},
    Exported{"decision",
             "SELECT c.experiment, c.number AS cycle, d.kind, d.variant, d.reason, d.early, d.day "
             "FROM decision d JOIN cycle c ON c.id = d.cycle WHERE d.operation = ?1 ORDER BY d.id"},
    Exported{"batch",
             "SELECT b.place, b.experiment, b.feed, b.period, b.cycle_number, b.dated, b.name, "
             "b.grain, b.counts, b.digest, b.rows, b.source, b.late, b.reason, o.origin AS "
             "replaces_origin, o.sequence AS replaces_sequence, r.place AS replaces_place FROM "
             "batch b LEFT JOIN batch r ON r.id = b.replaces LEFT JOIN operation o ON o.id = "
             "r.operation WHERE b.operation = ?1 ORDER BY b.id"},
    Exported{"observation",
             "SELECT b.place AS batch, v.experiment, v.metric, v.variant, v.period, "
             "v.cycle_number, v.dated, v.segment, v.location, v.statistics, v.counts, v.late, "
             "v.revision FROM observation v JOIN batch b ON b.id = v.batch WHERE v.operation = ?1 "
             "ORDER BY v.id"},
    Exported{"run",
             "SELECT b.place AS batch, r.digest, r.units, r.bytes FROM run r JOIN batch b ON b.id "
             "= r.batch WHERE r.operation = ?1 ORDER BY b.id"},
    Exported{"unit_segment",
             "SELECT origin_base AS base, units, bytes_digest, base AS first, bytes FROM "
             "unit_segment WHERE operation = ?1 ORDER "
             "BY id"},
    Exported{"look_result",
             "SELECT c.experiment, c.number AS cycle, l.look, l.metric, l.variant, l.verdict, "
             "l.reason, l.correction, l.confidence, l.absolute, l.absolute_low, l.absolute_high, "
             "l.absolute_reason, l.relative, l.relative_low, l.relative_high, l.relative_reason, "
             "l.p_value, l.standard_error, l.df, l.method, l.judged, l.arm, l.arm_n, l.arm_n_of, "
             "l.arm_level, l.arm_low, l.arm_high, l.arm_reason, l.base, l.base_n, l.base_n_of, "
             "l.base_level, l.base_low, l.base_high, l.base_reason FROM look_result l JOIN cycle c "
             "ON c.id = l.cycle WHERE l.operation = ?1 ORDER BY l.id"},
    Exported{"contingency_event",
             "SELECT c.experiment, c.number AS cycle, e.contingency, e.metric, e.variant, "
             "e.condition, e.since, e.period, e.value, e.lag, e.evidence, e.action, e.owner FROM "
             "contingency_event e JOIN cycle c ON c.id = e.cycle WHERE e.operation = ?1 ORDER BY "
             "e.id"},
    Exported{"acknowledgement",
             "SELECT c.experiment, c.number AS cycle, e.contingency, e.metric, e.variant, e.since, "
             "o.origin AS event_origin, o.sequence AS event_sequence, a.reason FROM "
             "acknowledgement a JOIN contingency_event e ON e.id = a.event JOIN cycle c ON c.id = "
             "e.cycle JOIN operation o ON o.id = e.operation WHERE a.operation = ?1 ORDER BY a.id"},
    Exported{"voice",
             "SELECT v.key, v.reference, v.kind, v.said, v.day, v.touch_point, v.location, "
             "v.segment, v.variant, v.theme, v.nps, v.csat, v.ces, v.seal, CASE WHEN ?2 THEN "
             "c.pseudonym END AS consumer, CASE WHEN ?2 THEN t.salt END AS salt, CASE WHEN ?2 THEN "
             "t.text END AS text FROM voice v LEFT JOIN voice_consumer c ON c.id = v.consumer LEFT "
             "JOIN voice_text t ON t.voice = v.id WHERE v.operation = ?1 ORDER BY v.id"},
    Exported{"voice_answer",
             "SELECT v.key AS voice, a.at, a.answered_by, a.closes, a.competitor, a.seal, CASE "
             "WHEN ?2 THEN t.salt END AS salt, CASE WHEN ?2 THEN t.text END AS text FROM "
             "voice_answer a JOIN voice v ON v.id = a.voice LEFT JOIN voice_answer_text t ON "
             "t.answer = a.id WHERE a.operation = ?1 ORDER BY a.id"},
    Exported{
        "voice_link",
        "SELECT v.key AS voice, l.experiment, l.cycle_number, l.role, l.reason FROM voice_link "
        "l JOIN voice v ON v.id = l.voice WHERE l.operation = ?1 ORDER BY l.id"},
    Exported{"voice_forgotten",
             "SELECT v.key AS voice FROM voice_forgotten f JOIN voice v ON v.id = f.voice WHERE "
             "f.operation = ?1 ORDER BY f.voice"},
    Exported{"unit_forgotten",
             "SELECT o.origin AS of_origin, o.sequence AS of_sequence, b.place AS batch, "
             "s.origin_base AS "
             "base, "
             "f.units, f.digest FROM unit_forgotten f LEFT JOIN batch b ON b.id = f.batch LEFT "
             "JOIN unit_segment s ON s.id = f.segment JOIN operation o ON o.id = "
             "coalesce(b.operation, s.operation) WHERE f.operation = ?1 ORDER BY f.id"},
    Exported{"standard",
             "SELECT c.experiment, c.number AS cycle, s.becomes, s.place, s.check_on FROM standard "
             "s JOIN cycle c ON c.id = s.cycle WHERE s.operation = ?1 ORDER BY s.id"},
    Exported{"standard_check",
             "SELECT c.experiment, c.number AS cycle, k.kept, k.reason, k.day, k.check_on FROM "
             "standard_check k JOIN standard s ON s.id = k.standard JOIN cycle c ON c.id = s.cycle "
             "WHERE k.operation = ?1 ORDER BY k.id"},
    Exported{
        "purged",
        "SELECT o.origin AS of_origin, o.sequence AS of_sequence, p.content FROM purged p JOIN "
        "operation o ON o.id = p.of_operation WHERE p.operation = ?1 ORDER BY p.id"},
};

RecordValue value_of(const Query& query, int column) {
  switch (query.type(column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return query.integer(column);
    case SQLITE_FLOAT:
      return query.real(column);
    case SQLITE_BLOB: {
      const auto bytes = query.bytes(column);
      return RecordBytes{bytes.begin(), bytes.end()};
    }
    default:
      return query.text(column);
  }
}

LedgerRecord row_of(std::string_view kind, const Query& query) {
  LedgerRecord record{.kind = std::string(kind), .values = {}};
  for (int column = 0; column < query.columns(); ++column)
    record.values.emplace_back(query.name(column), value_of(query, column));
  return record;
}

/// A row that another operation had said before, as the operation had it; what is removable is left
/// out.
LedgerRecord said_row(Database& db, const Imported& table, std::span<const std::uint8_t> content) {
  LedgerRecord record{.kind = std::string(table.kind), .values = {}};
  auto values = read_kept_row(content);
  if (!values || values->size() != static_cast<std::size_t>(table.digested))
    throw Error(ExitCode::ledger_format, "damaged-ledger",
                "a row that was said twice cannot be read",
                "run `collab verify` to see what else was touched");
  std::string_view left = table.columns;
  for (std::size_t i = 0; !left.empty(); ++i) {
    const std::string_view name = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(left.size(), name.size() + 1));
    record.values.emplace_back(name, i < values->size() ? std::move((*values)[i]) : RecordValue{});
  }
  if (table.kind == "run") {
    Query same(db, "SELECT bytes FROM run WHERE digest = ? LIMIT 1",
               std::get<std::string>(record.values[1].second));
    if (same.next()) record.values.back().second = value_of(same, 0);
  }
  return record;
}

}  // namespace

struct LedgerExporter::Impl {
  std::unique_ptr<Database> database;
  ExportRequest request;
  ExportHead head;
  std::vector<std::int64_t> operations;
};

LedgerExporter::LedgerExporter(LedgerExporter&&) noexcept = default;
LedgerExporter::~LedgerExporter() = default;

LedgerExporter::LedgerExporter(const std::filesystem::path& ledger, const LedgerOptions& options,
                               const ExportRequest& request)
    : impl_(std::make_unique<Impl>()) {
  LedgerOptions reading = options;
  reading.read_only = true;
  // Refuses what is no ledger, or an older one, as every other command does.
  const Ledger checked = Ledger::open(ledger, reading);
  Impl& impl = *impl_;
  ExportHead& head = impl.head;
  impl.database = open_database(std::filesystem::canonical(ledger), reading, head.format);
  impl.request = request;
  Database& db = *impl.database;
  db.execute("BEGIN; SELECT 1 FROM sqlite_schema");
  head.experiment = request.experiment;
  head.texts = request.texts;
  head.key_fingerprint = checked.key_fingerprint();
  std::optional<std::set<std::int64_t>> wanted;
  if (!request.experiment.empty()) {
    wanted.emplace();
    for (const Operation& one : checked.operations(request.experiment, INT64_MAX))
      wanted->insert(one.id);
    if (wanted->empty())
      throw Error(ExitCode::not_found, "no-such-experiment",
                  "no operation touched '" + request.experiment + "'",
                  "collab list names the experiments; without one the whole ledger is exported");
  }
  Query all(db, "SELECT id, origin, sequence, digest FROM operation ORDER BY origin, sequence");
  while (all.next()) {
    if (!wanted || wanted->contains(all.integer(0))) impl.operations.push_back(all.integer(0));
    if (head.heads.empty() || head.heads.back().origin != all.view(1)) head.heads.emplace_back();
    head.heads.back() = {.origin = all.text(1), .sequence = all.integer(2), .digest = all.text(3)};
  }
}

const ExportHead& LedgerExporter::head() const { return impl_->head; }

const std::vector<std::int64_t>& LedgerExporter::operations() const { return impl_->operations; }

std::vector<LedgerRecord> LedgerExporter::records(std::int64_t operation) const {
  Database& db = *impl_->database;
  std::vector<LedgerRecord> records;
  bool echoes = false;
  {
    Query any(db, "SELECT 1 FROM echo WHERE operation = ? LIMIT 1", operation);
    echoes = any.next();
  }
  for (const auto& [kind, rows] : exported) {
    const auto begin = static_cast<std::ptrdiff_t>(records.size());
    Query query(db, rows, operation);
    if (rows.find("?2") != std::string_view::npos) query.bind(impl_->request.texts);
    while (query.next()) records.push_back(row_of(kind, query));
    if (!echoes) continue;
    // Each back to its place among the rows of its table.
    Query said(db,
               "SELECT place, content FROM echo WHERE operation = ? AND kind = ? ORDER BY place",
               operation, kind);
    while (said.next())
      records.insert(records.begin() + begin +
                         std::min(static_cast<std::ptrdiff_t>(said.integer(0)),
                                  static_cast<std::ptrdiff_t>(records.size()) - begin),
                     said_row(db, *imported_table(kind), said.bytes(1)));
  }
  return records;
}

}  // namespace collab
