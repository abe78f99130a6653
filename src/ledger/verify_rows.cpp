// What collab-ledger(5) says of its tables, a query a sentence: each answers where it does not
// hold.
#include <fmt/format.h>

#include <array>
#include <chrono>

#include "ledger/migrate.hpp"
#include "ledger/verify.hpp"

namespace collab {
namespace {

struct Invariant {
  std::string_view what;   ///< what is wrong where the query finds a row
  std::string_view where;  ///< a query with one column: the place
  std::string_view hint = go_back;
};

constexpr std::array invariants{
    Invariant{"operations are numbered without gaps, and one before it is missing",
              "SELECT 'op_' || id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM "
              "operation) WHERE id <> place LIMIT 1"},
    Invariant{"a ledger has one origin, 32 hexadecimal digits",
              "SELECT 'setting origin' WHERE (SELECT count(*) FROM setting WHERE name = 'origin' "
              "AND operation IS NULL AND length(value) = 32 AND value NOT GLOB '*[^0-9a-f]*') <> 1 "
              "OR (SELECT count(*) FROM setting WHERE name = 'origin') <> 1"},
    Invariant{"a key fingerprint is 16 hexadecimal digits, one for all",
              "SELECT 'setting ' || id FROM setting s WHERE name = 'key_fingerprint' AND "
              "(length(value) <> 16 OR value GLOB '*[^0-9a-f]*' OR value <> (SELECT value FROM "
              "setting WHERE name = 'key_fingerprint' ORDER BY id LIMIT 1))"},
    Invariant{
        "no setting has that name, or not such a value",
        "SELECT 'setting ' || id FROM setting WHERE name NOT IN ('origin', "
        "'key_fingerprint') AND (name NOT GLOB 'levels of ?*' OR NOT json_valid(value)) AND (name "
        "NOT GLOB 'archived ?*' AND name NOT GLOB 'purged ?*' OR value NOT IN ('yes', 'no'))"},
    Invariant{"its number does not follow the cycle before",
              "SELECT experiment || '@' || number FROM (SELECT experiment, number, row_number() "
              "OVER (PARTITION BY experiment ORDER BY number) AS place FROM cycle) "
              "WHERE number <> place"},
    Invariant{"it begins before an earlier cycle has ended",
              "WITH ended AS (SELECT experiment, number, first, CASE WHEN decided < last THEN "
              "decided ELSE last END AS end FROM current_cycle) "
              "SELECT b.experiment || '@' || b.number FROM ended a JOIN ended b ON b.experiment = "
              "a.experiment AND b.number > a.number AND b.first <= a.end AND a.end >= a.first"},
    Invariant{"the versions of its plan are not numbered from 0 without gaps",
              "SELECT c.experiment || '@' || c.number FROM (SELECT cycle, version, row_number() "
              "OVER (PARTITION BY cycle ORDER BY version) - 1 AS place FROM plan) p JOIN cycle c "
              "ON c.id = p.cycle WHERE p.version <> p.place"},
    Invariant{"its plan was amended without a reason",
              "SELECT c.experiment || '@' || c.number FROM plan p JOIN cycle c ON c.id = p.cycle "
              "WHERE p.version > 0 AND trim(p.reason) = ''"},
    Invariant{
        "its plan was amended after it was decided",
        "SELECT c.experiment || '@' || c.number FROM plan p JOIN cycle c ON c.id = p.cycle "
        "JOIN decision d ON d.cycle = c.id WHERE p.version > 0 AND p.operation > d.operation"},
    Invariant{"its days are not those of its first plan",
              "SELECT c.experiment || '@' || c.number FROM cycle c JOIN plan p ON p.cycle = c.id "
              "AND p.version = 0 WHERE p.first <> c.first OR p.last <> c.last"},
    Invariant{"there is no such decision",
              "SELECT c.experiment || '@' || c.number FROM decision d JOIN cycle c ON c.id = "
              "d.cycle WHERE d.kind NOT IN ('adopt', 'adapt', 'extend', 'abandon')"},
    Invariant{"a standard belongs to the operation that decided to adopt its cycle",
              "SELECT 'std_' || s.id FROM standard s WHERE NOT EXISTS (SELECT 1 FROM decision d "
              "WHERE d.cycle = s.cycle AND d.operation = s.operation AND d.kind = 'adopt')"},
    Invariant{"a standard is to be checked after the day of its decision",
              "SELECT 'std_' || s.id FROM standard s JOIN decision d ON d.cycle = s.cycle AND "
              "d.operation = s.operation WHERE s.check_on <= d.day"},
    Invariant{"a check of it came before the standard",
              "SELECT 'std_' || s.id FROM standard_check k JOIN standard s ON s.id = k.standard "
              "WHERE k.operation <= s.operation"},
    Invariant{"a check says when to look again, after its day, exactly if the standard is kept",
              "SELECT 'std_' || standard FROM standard_check WHERE kept <> (check_on IS NOT NULL) "
              "OR check_on <= day"},
    Invariant{
        "its period, cycle and day do not fit each other",
        "SELECT 'batch ' || id FROM batch WHERE CASE WHEN period IS NULL THEN cycle_number < 1 "
        "ELSE cycle_number <> 0 OR dated <> period END"},
    Invariant{"there is no such grain, or no such way for rows to add up",
              "SELECT 'batch ' || id FROM batch WHERE grain NOT IN ('summary', 'unit', 'event') OR "
              "counts NOT IN ('new', 'to_date', 'repeated')"},
    Invariant{
        "its place is not the next one in its operation",
        "SELECT 'batch ' || id FROM (SELECT id, place, row_number() OVER (PARTITION BY "
        "operation ORDER BY id) AS next, operation FROM batch) WHERE place < next OR (place > "
        "next AND NOT EXISTS (SELECT 1 FROM echo e WHERE e.operation = +operation AND "
        "e.kind = 'batch'))"},
    Invariant{"unit and event rows are a run of the batch's digest; summary rows, and those taken "
              "back, are none",
              "SELECT 'batch ' || b.id FROM batch b LEFT JOIN run r ON r.batch = b.id WHERE CASE "
              "WHEN b.grain = 'summary' THEN r.batch IS NOT NULL OR b.digest <> '' WHEN b.digest = "
              "'' THEN r.batch IS NOT NULL OR b.replaces IS NULL ELSE r.batch IS NULL OR r.digest "
              "<> b.digest OR r.operation <> b.operation END"},
    Invariant{
        "it does not replace the batch before it with its feed, period and name",
        "SELECT 'batch ' || id FROM (SELECT id, replaces, lag(id) OVER (PARTITION BY "
        "experiment, feed, period, cycle_number, name ORDER BY id) AS before FROM batch WHERE "
        "grain <> 'summary') WHERE replaces IS NOT before UNION ALL "
        "SELECT 'batch ' || id FROM batch WHERE grain = 'summary' AND replaces IS NOT NULL"},
    Invariant{
        "it does not revise the observation before it with its key",
        "SELECT 'observation ' || id FROM (SELECT id, replaces, revision, lag(id) OVER same AS "
        "before, row_number() OVER same AS place FROM observation WINDOW same AS (PARTITION "
        "BY experiment, metric, variant, period, cycle_number, segment, location ORDER BY "
        "id)) WHERE replaces IS NOT before OR revision > place OR (revision < place AND (SELECT "
        "count(DISTINCT origin) FROM operation) = 1)"},
    Invariant{
        "no such table's rows can be said twice",
        "SELECT 'op_' || operation FROM echo WHERE kind NOT IN ('cycle', 'plan', 'decision', "
        "'batch', 'observation', 'run', 'look_result', 'voice', 'voice_answer', 'voice_link', "
        "'voice_forgotten', 'unit_forgotten', 'standard')"},
    Invariant{
        "what is yet to be seen is not there",
        "SELECT 'unseen ' || u.origin FROM unseen u WHERE NOT EXISTS (SELECT 1 FROM operation "
        "o WHERE o.origin = u.origin AND o.sequence = u.sequence)"},
    Invariant{
        "it is not of its batch",
        "SELECT 'observation ' || o.id FROM observation o JOIN batch b ON b.id = o.batch WHERE "
        "b.operation <> o.operation OR b.grain <> 'summary' OR b.experiment <> o.experiment OR "
        "b.period IS NOT o.period OR b.cycle_number <> o.cycle_number OR o.counts NOT IN "
        "('new', 'to_date', 'repeated')"},
    Invariant{"its statistics are no numbers by name",
              "SELECT 'observation ' || o.id FROM observation o WHERE CASE WHEN NOT "
              "json_valid(statistics) THEN 1 WHEN json_type(statistics) <> 'object' THEN 1 ELSE "
              "EXISTS (SELECT 1 FROM json_each(statistics) WHERE type NOT IN ('integer', 'real')) "
              "END"},
    Invariant{"it takes back what was never recorded",
              "SELECT 'observation ' || id FROM observation WHERE statistics = '{}' AND replaces "
              "IS NULL"},
    Invariant{"a look gave no such verdict",
              "SELECT c.experiment || '@' || c.number FROM look_result l JOIN cycle c ON c.id = "
              "l.cycle WHERE l.verdict NOT IN ('met', 'better', 'unclear', 'missed', 'worse', "
              "'pending', 'no_data', 'broken', 'ok')"},
    Invariant{
        "a look was judged that no version of its plan has",
        "SELECT c.experiment || '@' || c.number FROM look_result l JOIN cycle c ON c.id = "
        "l.cycle WHERE l.look < 0 OR l.look > (SELECT max(json_array_length(looks)) FROM plan "
        "WHERE cycle = c.id)"},
    Invariant{"it was acknowledged before it was noticed",
              "SELECT 'con_' || e.id FROM acknowledgement a JOIN contingency_event e ON e.id = "
              "a.event WHERE a.operation <= e.operation"},
    Invariant{
        "voices are numbered without gaps, and one before it is missing",
        "SELECT 'voice_' || id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM "
        "voice) WHERE id <> place LIMIT 1"},
    Invariant{
        "it was answered before it was said",
        "SELECT 'voice_' || v.id FROM voice_answer a JOIN voice v ON v.id = a.voice WHERE a.at "
        "< v.said"},
    Invariant{"it was purged before it was written",
              "SELECT 'op_' || of_operation FROM purged WHERE of_operation >= operation"},
    Invariant{"units of it were forgotten that it did not have",
              "SELECT CASE WHEN f.batch IS NULL THEN 'unit segment from ' || s.base ELSE 'batch ' "
              "|| f.batch END FROM unit_forgotten f LEFT JOIN run r ON r.batch = f.batch LEFT JOIN "
              "unit_segment s ON s.id = f.segment WHERE f.units >= coalesce(r.units, s.units, 0) "
              "OR coalesce(r.operation, s.operation) >= f.operation"},
    Invariant{"it was forgotten before it was said",
              "SELECT 'voice_' || v.id FROM voice_forgotten f JOIN voice v ON v.id = f.voice WHERE "
              "f.operation <= v.operation"},
    Invariant{
        "what the cycle holds does not end with its cells",
        "SELECT c.experiment || '@' || c.number FROM holding h JOIN cycle c ON c.id = h.cycle "
        "WHERE h.generation < 1 OR (EXISTS (SELECT 1 FROM cell WHERE cycle = h.cycle) AND "
        "h.data_through IS NOT (SELECT max(through) FROM cell WHERE cycle = h.cycle AND "
        "periods > 0))",
        compute_again},
};

struct Column {
  std::string_view table, column;
};
constexpr std::array days{
    Column{"cycle", "first"},
    Column{"cycle", "last"},
    Column{"plan", "day"},
    Column{"plan", "first"},
    Column{"plan", "last"},
    Column{"decision", "day"},
    Column{"batch", "period"},
    Column{"batch", "dated"},
    Column{"observation", "period"},
    Column{"observation", "dated"},
    Column{"contingency_event", "since"},
    Column{"contingency_event", "period"},
    Column{"standard", "check_on"},
    Column{"standard_check", "day"},
    Column{"standard_check", "check_on"},
    Column{"voice", "day"},
};
constexpr std::array instants{
    Column{"operation", "now"},
    Column{"operation", "wall"},
    Column{"voice", "said"},
    Column{"voice_answer", "at"},
};
/// Those whose rows stand in the order of their operations, which digests rest on.
constexpr std::array in_order{"setting",         "cycle",          "plan",
                              "decision",        "batch",          "observation",
                              "unit_segment",    "look_result",    "contingency_event",
                              "acknowledgement", "unit_forgotten", "standard",
                              "standard_check",  "voice",          "voice_answer",
                              "voice_link",      "purged"};

/// The definitions of tables, indexes, triggers and views, by name.
constexpr std::string_view definitions =
    "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE "
    "'sqlite!_%' ESCAPE '!' ORDER BY type, name";

}  // namespace

void check_tables(Database& db, Findings& findings) {
  Database ours(":memory:", Database::Access::read_write, std::chrono::milliseconds{0});
  migrate(ours);
  Query there(db, definitions), known(ours, definitions);
  bool more = there.next(), wanted = known.next();
  while (more || wanted) {
    const int order = !more ? 1 : !wanted ? -1 : there.view(0).compare(known.view(0));
    if (order < 0) {
      findings.add(there.text(0), "no version of collab makes it",
                   "look at what it does, and drop it");
    } else if (order > 0) {
      findings.add(known.text(0), "it is missing");
    } else if (there.view(1) != known.view(1)) {
      findings.add(there.text(0), "it is not as collab makes it");
    }
    if (order <= 0) more = there.next();
    if (order >= 0) wanted = known.next();
  }
}

void check_rows(Database& db, Findings& findings) {
  for (const Invariant& invariant : invariants) {
    Query query(db, invariant.where);
    while (query.next()) findings.add(query.text(0), std::string(invariant.what), invariant.hint);
    findings.end_check();
  }
  const auto each = [&](const std::string& sql, const std::string& what) {
    Query query(db, sql);
    while (query.next()) findings.add(query.text(0), what);
    findings.end_check();
  };
  for (const auto& [table, column] : days)
    each(fmt::format("SELECT '{0} ' || rowid FROM {0} WHERE date({1}, '+0 days') IS NOT {1}", table,
                     column),
         fmt::format("its {} is no day", column));
  for (const auto& [table, column] : instants)
    each(fmt::format(
             "SELECT '{0} ' || rowid FROM {0} WHERE strftime('%Y-%m-%dT%H:%M:%fZ', {1}, '+0 days') "
             "IS NOT {1}",
             table, column),
         fmt::format("its {} is no instant", column));
  for (const std::string_view table : in_order)
    each(
        fmt::format("SELECT '{0} ' || id FROM (SELECT id, operation, lag(operation) OVER (ORDER BY "
                    "id) AS before FROM {0}) WHERE operation < before",
                    table),
        "it stands behind rows of a later operation");
}

}  // namespace collab
