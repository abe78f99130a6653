#include "ledger/row_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collab/model/error.hpp"
#include "ledger/blake.hpp"
#include "ledger/canon.hpp"
#include "ledger/chain.hpp"
#include "ledger/json.hpp"
#include "ledger/purge.hpp"
#include "ledger/rows.hpp"

namespace collab {
namespace {

void bind_value(Query& query, const RecordValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value))
    query.bind(*integer);
  else if (const auto* real = std::get_if<double>(&value))
    query.bind(*real);
  else if (const auto* text = std::get_if<std::string>(&value))
    query.bind(*text);
  else if (const auto* bytes = std::get_if<RecordBytes>(&value))
    query.bind(std::span<const std::uint8_t>(*bytes));
  else
    query.bind_null();
}

std::string name_of_cycle(const LedgerRecord& record, std::string_view number) {
  return fmt::format("{}@{}", text_of(record, "experiment"), integer_of(record, number));
}

std::string figures(std::string_view statistics, std::string_view counts) {
  const auto parsed = parse_statistics(statistics);
  return fmt::format("{}{}", parsed ? to_text(*parsed) : std::string(statistics),
                     counts == "new" ? "" : fmt::format(" ({})", counts));
}

std::string name_of_figure(std::string_view metric, std::string_view variant,
                           std::string_view segment, std::string_view location,
                           std::string_view period, std::int64_t cycle,
                           std::string_view experiment) {
  return fmt::format(
      "{} of {}{}{} {} ({})", metric, variant,
      segment.empty() ? "" : fmt::format(" for {}", segment),
      location.empty() ? "" : fmt::format(" at {}", location),
      period.empty() ? fmt::format("for cycle {} as a whole", cycle) : fmt::format("on {}", period),
      experiment);
}

}  // namespace

void complete_segment(LedgerRecord& record) {
  const bool there =
      std::ranges::any_of(record.values, [](const auto& value) { return value.first == "first"; });
  if (!there) record.values.emplace_back("first", value_of(record, "base"));
}

RowImport::RowImport(Database& db, const History& history, ImportReport& report,
                     const UnitBases& bases, UnitNumbers& numbers)
    : db_(db), history_(history), report_(report), bases_(bases), numbers_(numbers) {
  Query query(db_, "SELECT substr(name, 8), operation FROM setting WHERE name GLOB 'purged ?*'");
  while (query.next()) purged_[query.text(0)] = query.integer(1);
}

bool RowImport::knows(std::int64_t operation) const {
  const auto earlier = static_cast<std::size_t>(operation - 1);
  return earlier == place_ || history_.knows(place_, earlier);
}

ImportSide RowImport::side(std::int64_t operation, std::string value) const {
  Query query(db_, "SELECT actor, now, origin, sequence FROM operation WHERE id = ?", operation);
  query.next();
  return {.value = std::move(value),
          .actor = query.text(0),
          .now = query.instant(1),
          .origin = query.text(2),
          .sequence = query.integer(3)};
}

void RowImport::conflict(const LedgerRecord& record, std::string what, std::int64_t first,
                         std::string first_value, std::string second_value) {
  report_.conflicts.push_back(
      {.kind = record.kind,
       .what = std::move(what),
       .first = side(first, std::move(first_value)),
       .second = side(static_cast<std::int64_t>(place_) + 1, std::move(second_value))});
}

void RowImport::echo(const Imported& table, const LedgerRecord& record) {
  const std::string row =
      kept_row(std::span(record.values).first(static_cast<std::size_t>(table.digested)));
  db_.run("INSERT INTO echo(operation, kind, place, content) VALUES(?,?,?,?)",
          static_cast<std::int64_t>(place_) + 1, table.kind, rows_[table.kind],
          std::span(reinterpret_cast<const std::uint8_t*>(row.data()), row.size()));
  if (is_new_) ++report_.repeated;
}

void RowImport::insert(const Imported& table, const LedgerRecord& record,
                       std::optional<RecordValue> last) {
  Query query(db_, table.insert, static_cast<std::int64_t>(place_) + 1);
  // What is bound is what the statement names: texts of voices go to tables of their own.
  const int named = query.parameters() - 1 - (last ? 1 : 0);
  for (int i = 0; i < named; ++i)
    bind_value(query, record.values.at(static_cast<std::size_t>(i)).second);
  if (last) bind_value(query, *last);
  query.run();
}

void RowImport::add(std::size_t place, std::vector<LedgerRecord>& records,
                    std::optional<std::size_t> head) {
  place_ = place;
  is_new_ = head.has_value();
  head_ = head.value_or(0);
  rows_.clear();
  said_batches_.clear();
  strangers_.clear();
  purging_.clear();
  const std::int64_t id = static_cast<std::int64_t>(place) + 1;
  const LedgerRecord& operation = records.front();
  {
    Query query(db_,
                "INSERT INTO operation(id, origin, sequence, verb, command, actor, reason, now, "
                "wall, previous, seen, content, digest) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
                id);
    for (const char* column : {"origin", "sequence", "verb", "command", "actor", "reason", "now",
                               "wall", "previous", "seen", "content", "digest"})
      bind_value(query, value_of(operation, column));
    query.run();
  }
  for (LedgerRecord& record : std::span(records).subspan(1)) {
    const Imported* table = imported_table(record.kind);
    if (table == nullptr)
      throw Error(ExitCode::invalid, "bad-export",
                  fmt::format("there are no records of kind '{}'", record.kind),
                  "is the file of a later version of collab?");
    if (record.kind == "unit_segment") complete_segment(record);
    check_columns(*table, record);
    try {
      add_row(*table, record);
    } catch (const Error& error) {
      if (error.faults().front().slug != "ledger-rule") throw;
      throw Error(ExitCode::invalid, "bad-export",
                  fmt::format("operation {} of {}: a record of kind {} cannot be taken in: {}",
                              integer_of(operation, "sequence"), text_of(operation, "origin"),
                              record.kind, error.faults().front().message));
    }
    ++rows_[table->kind];
  }
  check_digests(operation, id);
  if (!is_new_) return;
  for (const auto& [kind, rows] : rows_) {
    const auto known = std::ranges::find(
        report_.rows, kind, [](const auto& one) { return std::string_view(one.first); });
    if (known == report_.rows.end())
      report_.rows.emplace_back(kind, rows);
    else
      known->second += rows;
  }
}

void RowImport::check_digests(const LedgerRecord& operation, std::int64_t id) {
  if (content_digest(db_, id) == text_of(operation, "content")) return;
  // It may be that rows of it were purged since, which a later operation says.
  doubted_[id] = text_of(operation, "content");
}

void RowImport::settle_digests() {
  for (const auto& [id, recorded] : doubted_) {
    const auto left = content_left(db_, id, recorded);
    if (!left || content_digest(db_, id) == *left) continue;
    const auto& place = history_.at(static_cast<std::size_t>(id - 1));
    if (place.id != 0)
      throw Error(ExitCode::ledger_format, "damaged-ledger",
                  fmt::format("what operation {} of this ledger wrote was changed", place.sequence),
                  "collab verify says all that is wrong");
    throw Error(ExitCode::invalid, "digests-differ",
                fmt::format("the rows of operation {} of {} are not those of its digest",
                            place.sequence, place.origin),
                "the file was changed or cut off on its way: export it again");
  }
}

void RowImport::add_row(const Imported& table, LedgerRecord& record) {
  using Add = void (RowImport::*)(const Imported&, LedgerRecord&);
  constexpr std::array<std::pair<std::string_view, Add>, 15> careful{{
      {"cycle", &RowImport::add_cycle},
      {"plan", &RowImport::add_plan},
      {"decision", &RowImport::add_decision},
      {"standard", &RowImport::add_standard},
      {"batch", &RowImport::add_batch},
      {"observation", &RowImport::add_observation},
      {"run", &RowImport::add_run},
      {"unit_segment", &RowImport::add_unit_segment},
      {"look_result", &RowImport::add_look},
      {"voice", &RowImport::add_voice},
      {"voice_answer", &RowImport::add_answer},
      {"voice_link", &RowImport::add_link},
      {"voice_forgotten", &RowImport::forget},
      {"unit_forgotten", &RowImport::forget_units},
      {"purged", &RowImport::add_purged},
  }};
  if (of_purged(record)) return;
  for (const auto& [kind, add] : careful)
    if (kind == table.kind) return (this->*add)(table, record);
  insert(table, record);
}

void RowImport::add_cycle(const Imported& table, LedgerRecord& record) {
  if (is_new_) experiments_.insert(text_of(record, "experiment"));
  Query there(db_, "SELECT operation, first, last FROM cycle WHERE experiment = ? AND number = ?",
              text_of(record, "experiment"), integer_of(record, "number"));
  if (!there.next()) return insert(table, record);
  if (there.view(1) != text_of(record, "first") || there.view(2) != text_of(record, "last"))
    conflict(record, fmt::format("the days of {}", name_of_cycle(record, "number")),
             there.integer(0), fmt::format("{}..{}", there.view(1), there.view(2)),
             fmt::format("{}..{}", text_of(record, "first"), text_of(record, "last")));
  echo(table, record);
}

void RowImport::add_plan(const Imported& table, LedgerRecord& record) {
  if (is_new_) experiments_.insert(text_of(record, "experiment"));
  Query there(db_,
              "SELECT p.operation, p.sha256, p.first, p.last FROM plan p JOIN cycle c ON c.id = "
              "p.cycle WHERE c.experiment = ? AND c.number = ? AND p.version = ?",
              text_of(record, "experiment"), integer_of(record, "cycle"),
              integer_of(record, "version"));
  if (!there.next()) return insert(table, record);
  const auto plan = [](std::string_view digest, std::string_view first, std::string_view last) {
    return fmt::format("plan {} for {}..{}", digest.substr(0, 12), first, last);
  };
  const std::string one = plan(there.view(1), there.view(2), there.view(3)),
                    other = plan(text_of(record, "sha256"), text_of(record, "first"),
                                 text_of(record, "last"));
  say_again(table, record,
            fmt::format("the plan of {}, version {}", name_of_cycle(record, "cycle"),
                        integer_of(record, "version")),
            there.integer(0), one, other);
}

void RowImport::say_again(const Imported& table, const LedgerRecord& record, std::string what,
                          std::int64_t first, const std::string& one, const std::string& other) {
  if (one != other) conflict(record, std::move(what), first, one, other);
  echo(table, record);
}

void RowImport::add_decision(const Imported& table, LedgerRecord& record) {
  if (is_new_) experiments_.insert(text_of(record, "experiment"));
  Query there(
      db_,
      "SELECT d.operation, d.kind, d.variant FROM decision d JOIN cycle c ON c.id = d.cycle "
      "WHERE c.experiment = ? AND c.number = ? ORDER BY d.id LIMIT 1",
      text_of(record, "experiment"), integer_of(record, "cycle"));
  if (!there.next()) return insert(table, record);
  const auto said = [](std::string_view kind, std::string_view variant) {
    return fmt::format("{}{}{}", kind, variant.empty() ? "" : " ", variant);
  };
  const std::string one = said(there.view(1), there.view(2)),
                    other = said(text_of(record, "kind"), text_of(record, "variant"));
  say_again(table, record, fmt::format("the decision on {}", name_of_cycle(record, "cycle")),
            there.integer(0), one, other);
}

void RowImport::add_standard(const Imported& table, LedgerRecord& record) {
  Query there(
      db_,
      "SELECT s.operation, s.becomes, s.place FROM standard s JOIN cycle c ON c.id = s.cycle "
      "WHERE c.experiment = ? AND c.number = ?",
      text_of(record, "experiment"), integer_of(record, "cycle"));
  if (!there.next()) return insert(table, record);
  const auto said = [](std::string_view becomes, std::string_view place) {
    return fmt::format("{}{}{}", becomes, place.empty() ? "" : " in ", place);
  };
  const std::string one = said(there.view(1), there.view(2)),
                    other = said(text_of(record, "becomes"), text_of(record, "place"));
  say_again(table, record, fmt::format("the standard of {}", name_of_cycle(record, "cycle")),
            there.integer(0), one, other);
}

void RowImport::add_observation(const Imported& table, LedgerRecord& record) {
  if (is_new_) experiments_.insert(text_of(record, "experiment"));
  Query there(db_,
              "SELECT id, operation, statistics, counts FROM observation WHERE experiment = ? AND "
              "metric = ? AND variant = ? AND period IS ? AND cycle_number = ? AND segment = ? AND "
              "location = ? ORDER BY id DESC LIMIT 1");
  Key key;
  for (const char* column :
       {"experiment", "metric", "variant", "period", "cycle_number", "segment", "location"}) {
    key.push_back(value_of(record, column));
    bind_value(there, key.back());
  }
  if (!there.next()) return insert(table, record, RecordValue{});
  if (there.view(2) == text_of(record, "statistics") && there.view(3) == text_of(record, "counts"))
    return echo(table, record);
  insert(table, record, RecordValue{there.integer(0)});
  if (!knows(there.integer(1))) contested_.insert(std::move(key));
}

void RowImport::settle() {
  if (report_.conflicts.empty()) {
    settle_digests();
    check_stripped();
  }
  if (contested_.empty()) return;
  struct Figure {
    std::int64_t operation = 0;
    std::string value;
    bool said_before = false;
  };
  std::map<Key, std::vector<Figure>> figures_of;
  for (const Key& key : contested_) {
    Query rows(
        db_,
        "SELECT operation, statistics, counts FROM observation WHERE experiment = ? AND "
        "metric = ? AND variant = ? AND period IS ? AND cycle_number = ? AND segment = ? AND "
        "location = ? ORDER BY id");
    for (const RecordValue& value : key) bind_value(rows, value);
    while (rows.next())
      figures_of[key].push_back(
          {.operation = rows.integer(0), .value = figures(rows.view(1), rows.view(2))});
  }
  // Who said the same again, knowing of another figure, has put that right too.
  Query echoes(db_, "SELECT operation, content FROM echo WHERE kind = 'observation'");
  while (echoes.next()) {
    auto row = read_kept_row(echoes.bytes(1));
    constexpr std::size_t columns = 13;
    if (!row || row->size() != columns) continue;
    const Key key{(*row)[1], (*row)[2], (*row)[3], (*row)[4], (*row)[5], (*row)[7], (*row)[8]};
    if (const auto found = figures_of.find(key); found != figures_of.end())
      found->second.push_back({.operation = echoes.integer(0), .said_before = true});
  }
  for (const auto& [key, figures_here] : figures_of) {
    std::vector<const Figure*> standing;
    for (const Figure& figure : figures_here) {
      const bool put_right = std::ranges::any_of(figures_here, [&](const Figure& later) {
        return later.operation > figure.operation &&
               history_.knows(static_cast<std::size_t>(later.operation - 1),
                              static_cast<std::size_t>(figure.operation - 1));
      });
      if (!figure.said_before && !put_right) standing.push_back(&figure);
    }
    const auto other = std::ranges::find_if(
        standing, [&](const Figure* figure) { return figure->value != standing.back()->value; });
    if (other == standing.end()) continue;
    report_.conflicts.push_back(
        {.kind = "observation",
         .what = name_of_figure(shown(key[1]), shown(key[2]), shown(key[5]), shown(key[6]),
                                std::holds_alternative<std::monostate>(key[3]) ? "" : shown(key[3]),
                                std::get<std::int64_t>(key[4]), shown(key[0])),
         .first = side((*other)->operation, (*other)->value),
         .second = side(standing.back()->operation, standing.back()->value)});
  }
}

void RowImport::add_batch(const Imported& table, LedgerRecord& record) {
  if (is_new_) experiments_.insert(text_of(record, "experiment"));
  if (text_of(record, "grain") == "summary") return insert(table, record);
  std::optional<std::int64_t> claimed;
  if (!is_null(record, "replaces_origin")) {
    Query query(
        db_,
        "SELECT b.id FROM batch b JOIN operation o ON o.id = b.operation WHERE o.origin = ? "
        "AND o.sequence = ? AND b.place = ?",
        text_of(record, "replaces_origin"), integer_of(record, "replaces_sequence"),
        integer_of(record, "replaces_place"));
    if (query.next()) claimed = query.integer(0);
  }
  Query there(
      db_,
      "SELECT id, operation, digest, counts, rows FROM batch WHERE experiment = ? AND feed = "
      "? AND period IS ? AND cycle_number = ? AND name = ? AND grain <> 'summary' ORDER BY "
      "id DESC LIMIT 1");
  for (const char* column : {"experiment", "feed", "period", "cycle_number", "name"})
    bind_value(there, value_of(record, column));
  const bool replaces = there.next();
  if (replaces ? claimed == there.integer(0) : is_null(record, "replaces_origin"))
    return insert(table, record);
  const bool same = replaces && there.view(2) == text_of(record, "digest") &&
                    there.view(3) == text_of(record, "counts");
  if (!same)
    conflict(record,
             fmt::format("the rows of feed {} {} ({})", text_of(record, "feed"),
                         is_null(record, "period")
                             ? fmt::format("for cycle {}", integer_of(record, "cycle_number"))
                             : "of " + text_of(record, "period"),
                         text_of(record, "experiment")),
             replaces ? there.integer(1) : static_cast<std::int64_t>(place_) + 1,
             replaces
                 ? fmt::format("{} rows, digest {}", there.integer(4), there.view(2).substr(0, 12))
                 : "none",
             fmt::format("{} rows, digest {}", integer_of(record, "rows"),
                         text_of(record, "digest").substr(0, 12)));
  said_batches_.insert(integer_of(record, "place"));
  echo(table, record);
}

void RowImport::add_run(const Imported& table, LedgerRecord& record) {
  if (said_batches_.contains(integer_of(record, "batch"))) return echo(table, record);
  constexpr std::size_t bytes = 3;
  if (const auto* there = std::get_if<RecordBytes>(&record.values.at(bytes).second)) {
    std::optional<RecordBytes> here = is_new_ ? numbers_.run(head_, *there) : *there;
    if (!here)
      throw Error(ExitCode::invalid, "bad-export",
                  "a run cannot be read, or has rows of a unit that is not in the export");
    record.values.at(bytes).second = std::move(*here);
  } else if (is_null(record, "bytes")) {
    // A run that was an echo where it comes from: another one has its rows.
    Query same(db_, "SELECT bytes FROM run WHERE digest = ? LIMIT 1", text_of(record, "digest"));
    if (same.next())
      record.values.at(bytes).second = RecordBytes(same.bytes(0).begin(), same.bytes(0).end());
  }
  const auto* content = std::get_if<RecordBytes>(&record.values.at(bytes).second);
  if (content == nullptr)
    throw Error(ExitCode::invalid, "bad-export", "a run comes without its rows");
  insert(table, record, RecordValue{blake2b(*content)});
}

void RowImport::add_unit_segment(const Imported& table, LedgerRecord& record) {
  const auto* content = std::get_if<RecordBytes>(&value_of(record, "bytes"));
  if (content == nullptr)
    throw Error(ExitCode::invalid, "bad-export", "units come without their pseudonyms");
  RecordValue& first = record.values.at(3).second;
  if (is_new_) {
    const auto here =
        bases_.find({ChainPlace{history_.at(place_).origin, history_.at(place_).sequence},
                     integer_of(record, "base")});
    if (here == bases_.end())
      throw Error(ExitCode::invalid, "bad-export", "units come where none were announced",
                  "lines of an export keep their order and their keys");
    first = here->second;
  }
  if (blake2b(*content) != text_of(record, "bytes_digest"))
    stripped_.insert(std::get<std::int64_t>(first));
  insert(table, record);
}

void RowImport::forget_units(const Imported& table, LedgerRecord& record) {
  const ChainPlace of{text_of(record, "of_origin"), integer_of(record, "of_sequence")};
  if (!is_null(record, "batch")) {
    Query there(db_,
                "SELECT b.experiment FROM batch b JOIN operation o ON o.id = b.operation JOIN run "
                "r ON r.batch = b.id WHERE o.origin = ? AND o.sequence = ? AND b.place = ?",
                of.first, of.second, integer_of(record, "batch"));
    // Rows that another operation had said before, and that are not kept twice.
    if (!there.next()) return echo(table, record);
    if (is_new_) experiments_.insert(there.text(0));
  } else if (is_new_) {
    fewer_.emplace(of, integer_of(record, "base"));
  }
  insert(table, record);
  if (is_new_) report_.forgotten = true;
}

bool RowImport::of_purged(const LedgerRecord& record) {
  if (purged_.empty()) return false;
  for (const auto& [column, value] : record.values) {
    const auto* name = column == "experiment" ? std::get_if<std::string>(&value) : nullptr;
    const auto found = name == nullptr ? purged_.end() : purged_.find(*name);
    if (found == purged_.end() || knows(found->second)) continue;
    conflict(record, fmt::format("the experiment {}", *name), found->second, "purged",
             fmt::format("a {} of it", record.kind));
    if (record.kind == "batch") said_batches_.insert(integer_of(record, "place"));
    return true;
  }
  return false;
}

void RowImport::add_purged(const Imported& table, LedgerRecord& record) {
  const std::int64_t own = static_cast<std::int64_t>(place_) + 1;
  std::vector<std::string> experiments;
  {
    Query names(db_,
                "SELECT substr(name, 8) FROM setting WHERE operation = ? AND name GLOB 'purged ?*'",
                own);
    while (names.next()) experiments.push_back(names.text(0));
  }
  for (const std::string& experiment : experiments) purge(experiment);
  insert(table, record);
}

void RowImport::purge(const std::string& experiment) {
  if (!purging_.insert(experiment).second) return;
  const std::int64_t own = static_cast<std::int64_t>(place_) + 1;
  purged_[experiment] = own;
  for (const std::int64_t operation : operations_of(db_, experiment)) {
    if (knows(operation)) continue;
    report_.conflicts.push_back({.kind = "purged",
                                 .what = fmt::format("the experiment {}", experiment),
                                 .first = side(operation, "recorded"),
                                 .second = side(own, "purged")});
    return;
  }
  delete_experiment(db_, experiment);
  if (is_new_) report_.forgotten = true;
}

void RowImport::check_stripped() const {
  for (const std::int64_t base : stripped_) {
    Query query(db_, "SELECT bytes_digest, bytes FROM current_unit_segment WHERE base = ?", base);
    if (query.next() && (query.is_null(0) || query.view(0) == blake2b(query.bytes(1)))) continue;
    throw Error(ExitCode::invalid, "digests-differ",
                "pseudonyms of units are not those of their digest",
                "the file was changed on its way: export it again");
  }
}

void RowImport::add_look(const Imported& table, LedgerRecord& record) {
  Query there(db_,
              "SELECT l.operation, l.verdict, l.reason FROM look_result l JOIN cycle c ON c.id = "
              "l.cycle WHERE c.experiment = ? AND c.number = ? AND l.look = ? AND l.metric = ? AND "
              "l.variant = ? ORDER BY l.id DESC LIMIT 1");
  for (const char* column : {"experiment", "cycle", "look", "metric", "variant"})
    bind_value(there, value_of(record, column));
  Query plan(db_,
             "SELECT p.operation FROM plan p JOIN cycle c ON c.id = p.cycle WHERE c.experiment = ? "
             "AND c.number = ? ORDER BY p.version DESC LIMIT 1",
             text_of(record, "experiment"), integer_of(record, "cycle"));
  const bool judged = there.next() && !knows(there.integer(0));
  const bool amended = plan.next() && !knows(plan.integer(0));
  if (!judged && !amended) return insert(table, record);
  echo(table, record);
  // The first judgement stands, as it does when rows come late.
  if (!is_new_ || !judged || there.view(1) == text_of(record, "verdict")) return;
  report_.set_aside.push_back(
      {.kind = record.kind,
       .what = fmt::format("look {} of {}: {} of {}", integer_of(record, "look"),
                           name_of_cycle(record, "cycle"), text_of(record, "metric"),
                           text_of(record, "variant")),
       .first = side(there.integer(0), there.text(1)),
       .second = side(static_cast<std::int64_t>(place_) + 1, text_of(record, "verdict"))});
}

}  // namespace collab
