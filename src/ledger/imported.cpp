#include "ledger/imported.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collab/model/error.hpp"

namespace collab {
namespace {

/// References are found by what means the same in every ledger (exporter.cpp).
constexpr std::array tables{
    Imported{"setting", "name value", 2,
             "INSERT INTO setting(operation, name, value) VALUES(?1, ?2, ?3)"},
    Imported{"cycle", "experiment number first last", 4,
             "INSERT INTO cycle(operation, experiment, number, first, last) VALUES(?1, ?2, ?3, "
             "?4, ?5)"},
    Imported{"plan",
             "experiment cycle version day first last retrospective title owner touch_point tags "
             "looks goals reason sha256 sealed yaml",
             17,
             "INSERT INTO plan(operation, cycle, version, day, first, last, retrospective, "
             "title, owner, touch_point, tags, looks, goals, reason, sha256, sealed, yaml) "
             "VALUES(?1, (SELECT id FROM cycle WHERE experiment = ?2 AND number = ?3), ?4, ?5, "
             "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"},
    Imported{"decision", "experiment cycle kind variant reason early day", 7,
             "INSERT INTO decision(operation, cycle, kind, variant, reason, early, day) "
             "VALUES(?1, (SELECT id FROM cycle WHERE experiment = ?2 AND number = ?3), ?4, ?5, "
             "?6, ?7, ?8)"},
    Imported{"batch",
             "place experiment feed period cycle_number dated name grain counts digest rows "
             "source late reason replaces_origin replaces_sequence replaces_place",
             17,
             "INSERT INTO batch(operation, place, experiment, feed, period, cycle_number, dated, "
             "name, grain, counts, digest, rows, source, late, reason, replaces) VALUES(?1, ?2, "
             "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, (SELECT b.id FROM batch "
             "b JOIN operation o ON o.id = b.operation WHERE o.origin = ?16 AND o.sequence = ?17 "
             "AND b.place = ?18))"},
    Imported{"observation",
             "batch experiment metric variant period cycle_number dated segment location "
             "statistics counts late revision",
             13,
             "INSERT INTO observation(operation, batch, experiment, metric, variant, period, "
             "cycle_number, dated, segment, location, statistics, counts, late, revision, "
             "replaces) VALUES(?1, (SELECT id FROM batch WHERE operation = ?1 AND place = ?2), "
             "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"},
    Imported{"run", "batch digest units bytes", 3,
             "INSERT INTO run(operation, batch, digest, units, bytes, bytes_digest) VALUES(?1, "
             "(SELECT id FROM batch WHERE operation = ?1 AND place = ?2), ?3, ?4, ?5, ?6)"},
    Imported{"unit_segment", "base units bytes_digest first bytes", 3,
             "INSERT INTO unit_segment(operation, origin_base, units, bytes_digest, base, bytes) "
             "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"},
    Imported{"look_result",
             "experiment cycle look metric variant verdict reason correction confidence absolute "
             "absolute_low absolute_high absolute_reason relative relative_low relative_high "
             "relative_reason p_value standard_error df method judged arm arm_n arm_n_of "
             "arm_level arm_low arm_high arm_reason base base_n base_n_of base_level base_low "
             "base_high base_reason",
             36,
             "INSERT INTO look_result(operation, cycle, look, metric, variant, verdict, reason, "
             "correction, confidence, absolute, absolute_low, absolute_high, absolute_reason, "
             "relative, relative_low, relative_high, relative_reason, p_value, standard_error, "
             "df, method, judged, arm, arm_n, arm_n_of, arm_level, arm_low, arm_high, "
             "arm_reason, base, base_n, base_n_of, base_level, base_low, base_high, base_reason) "
             "VALUES(?1, (SELECT id FROM cycle WHERE experiment = ?2 AND number = ?3), ?4, ?5, "
             "?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
             "?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37)"},
    Imported{"contingency_event",
             "experiment cycle contingency metric variant condition since period value lag "
             "evidence action owner",
             13,
             "INSERT INTO contingency_event(operation, cycle, contingency, metric, variant, "
             "condition, since, period, value, lag, evidence, action, owner) VALUES(?1, (SELECT "
             "id FROM cycle WHERE experiment = ?2 AND number = ?3), ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
             "?11, ?12, ?13, ?14)"},
    Imported{"acknowledgement",
             "experiment cycle contingency metric variant since event_origin event_sequence "
             "reason",
             9,
             "INSERT INTO acknowledgement(operation, event, reason) VALUES(?1, (SELECT e.id FROM "
             "contingency_event e JOIN cycle c ON c.id = e.cycle JOIN operation o ON o.id = "
             "e.operation WHERE c.experiment = ?2 AND c.number = ?3 AND e.contingency = ?4 AND "
             "e.metric = ?5 AND e.variant = ?6 AND e.since = ?7 AND o.origin = ?8 AND o.sequence "
             "= ?9), ?10)"},
    Imported{"voice",
             "key reference kind said day touch_point location segment variant theme nps csat "
             "ces seal consumer salt text",
             14,
             "INSERT INTO voice(operation, key, reference, kind, said, day, touch_point, "
             "location, segment, variant, theme, nps, csat, ces, seal, consumer) VALUES(?1, ?2, "
             "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, (SELECT id FROM "
             "voice_consumer WHERE pseudonym = ?16))"},
    Imported{"voice_answer", "voice at answered_by closes competitor seal salt text", 6,
             "INSERT INTO voice_answer(operation, voice, at, answered_by, closes, competitor, "
             "seal) VALUES(?1, (SELECT id FROM voice WHERE key = ?2), ?3, ?4, ?5, ?6, ?7)"},
    Imported{"voice_link", "voice experiment cycle_number role reason", 5,
             "INSERT INTO voice_link(operation, voice, experiment, cycle_number, role, reason) "
             "VALUES(?1, (SELECT id FROM voice WHERE key = ?2), ?3, ?4, ?5, ?6)"},
    Imported{"voice_forgotten", "voice", 1,
             "INSERT INTO voice_forgotten(operation, voice) VALUES(?1, (SELECT id FROM voice "
             "WHERE key = ?2))"},
    Imported{
        "unit_forgotten", "of_origin of_sequence batch base units digest", 6,
        "INSERT INTO unit_forgotten(operation, batch, segment, units, digest) VALUES(?1, "
        "(SELECT b.id FROM batch b JOIN operation o ON o.id = b.operation WHERE o.origin = ?2 "
        "AND o.sequence = ?3 AND b.place = ?4), (SELECT s.id FROM unit_segment s JOIN operation o "
        "ON o.id = s.operation WHERE o.origin = ?2 AND o.sequence = ?3 AND s.origin_base = "
        "?5), ?6, ?7)"},
    Imported{"standard", "experiment cycle becomes place check_on", 5,
             "INSERT INTO standard(operation, cycle, becomes, place, check_on) VALUES(?1, "
             "(SELECT id FROM cycle WHERE experiment = ?2 AND number = ?3), ?4, ?5, ?6)"},
    Imported{"standard_check", "experiment cycle kept reason day check_on", 6,
             "INSERT INTO standard_check(operation, standard, kept, reason, day, check_on) "
             "VALUES(?1, (SELECT s.id FROM standard s JOIN cycle c ON c.id = s.cycle WHERE "
             "c.experiment = ?2 AND c.number = ?3), ?4, ?5, ?6, ?7)"},
    Imported{"purged", "of_origin of_sequence content", 3,
             "INSERT INTO purged(operation, of_operation, content) VALUES(?1, (SELECT id FROM "
             "operation WHERE origin = ?2 AND sequence = ?3), ?4)"},
};

[[noreturn]] void fail(const LedgerRecord& record, std::string_view column, std::string_view what) {
  throw Error(ExitCode::invalid, "bad-export",
              fmt::format("a record of kind {}: {} {}", record.kind, column, what),
              "is the file what `collab export` wrote?");
}

}  // namespace

std::span<const Imported> imported_tables() { return tables; }

const Imported* imported_table(std::string_view kind) {
  const auto* found = std::ranges::find(tables, kind, &Imported::kind);
  return found == tables.end() ? nullptr : found;
}

void check_columns(const Imported& table, LedgerRecord& record) {
  std::size_t place = 0;
  std::string_view left = table.columns;
  while (!left.empty()) {
    const std::string_view name = left.substr(0, left.find(' '));
    left.remove_prefix(std::min(left.size(), name.size() + 1));
    const auto found = std::ranges::find_if(
        record.values.begin() + static_cast<std::ptrdiff_t>(std::min(place, record.values.size())),
        record.values.end(), [&](const auto& value) { return value.first == name; });
    if (found == record.values.end()) fail(record, name, "is missing");
    std::iter_swap(record.values.begin() + static_cast<std::ptrdiff_t>(place++), found);
  }
  if (place < record.values.size()) fail(record, record.values[place].first, "is not known");
}

const RecordValue& value_of(const LedgerRecord& record, std::string_view column) {
  const auto found =
      std::ranges::find_if(record.values, [&](const auto& value) { return value.first == column; });
  if (found == record.values.end()) fail(record, column, "is missing");
  return found->second;
}

std::string text_of(const LedgerRecord& record, std::string_view column) {
  const auto* text = std::get_if<std::string>(&value_of(record, column));
  if (text == nullptr) fail(record, column, "is no text");
  return *text;
}

std::int64_t integer_of(const LedgerRecord& record, std::string_view column) {
  const auto* integer = std::get_if<std::int64_t>(&value_of(record, column));
  if (integer == nullptr) fail(record, column, "is no integer");
  return *integer;
}

bool is_null(const LedgerRecord& record, std::string_view column) {
  return std::holds_alternative<std::monostate>(value_of(record, column));
}

std::string shown(const RecordValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* bytes = std::get_if<RecordBytes>(&value)) {
    std::string hex;
    for (const std::uint8_t byte : *bytes) hex += fmt::format("{:02x}", byte);
    return hex;
  }
  return "null";
}

}  // namespace collab
