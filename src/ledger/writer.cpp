// Writing: one operation, one transaction, under the writer lock.
#include <fmt/format.h>

#include <stdexcept>
#include <system_error>
#include <utility>

#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "ledger/blake.hpp"
#include "ledger/chain.hpp"
#include "ledger/history.hpp"
#include "ledger/impl.hpp"
#include "ledger/json.hpp"
#include "ledger/voice_pages.hpp"

namespace collab {
namespace {

/// The WAL is copied into the file when it has grown beyond this: a few nights of a busy ledger.
constexpr std::uintmax_t wal_limit = 4U << 20U;

std::string origin_of(Database& db) {
  Query query(db, "SELECT value FROM setting WHERE name = 'origin' ORDER BY id DESC LIMIT 1");
  if (!query.next()) fail_value(db, "setting", "no origin");
  return query.text(0);
}

/// Gives the operation its place at the end of its origin's chain.
void link(Database& db, Operation& operation) {
  if (operation.origin.empty()) operation.origin = origin_of(db);
  Query last(db, "SELECT max(id) FROM operation");
  last.next();
  operation.id = last.integer(0) + 1;
  Query before(db,
               "SELECT sequence, digest FROM operation WHERE origin = ? "
               "ORDER BY sequence DESC LIMIT 1",
               operation.origin);
  const bool first = !before.next();
  operation.sequence = first ? 1 : before.integer(0) + 1;
  operation.previous = first ? std::string{} : before.text(1);
  operation.digest.clear();
}

/// Rows of a file that was read were taken back: it is read again, and says what became of them.
void drop_file_stamps(Database& db, std::string_view experiment) {
  db.run("DELETE FROM file_stamp WHERE experiment = ?", experiment);
}

/// Rows of a batch and the batch are written by one operation: references in digests rest on it.
void require_own_batch(Database& db, std::int64_t batch, std::int64_t operation) {
  Query query(db, "SELECT operation FROM batch WHERE id = ?", batch);
  if (!query.next() || query.integer(0) != operation) {
    throw std::logic_error(fmt::format("batch {} is not of operation {}", batch, operation));
  }
}

}  // namespace

LedgerWriter Ledger::write(const Operation& operation) {
  LedgerWriter writer = gather(operation);
  LedgerWriter::Impl& impl = *writer.impl_;
  Operation& own = impl.operation;
  own = operation;
  link(impl.db(), own);
  impl.seen = take_unseen(impl.db());
  impl.db().run(
      "INSERT INTO operation(id, origin, sequence, verb, command, actor, reason, now, wall, "
      "previous, seen, content, digest) VALUES(?,?,?,?,?,?,?,?,?,?,?,'','')",
      own.id, own.origin, own.sequence, own.verb, own.command, own.actor, own.reason,
      stored_instant(own.now), stored_instant(own.wall), own.previous, impl.seen);
  return writer;
}

LedgerWriter Ledger::gather(const Operation& operation) {
  Impl& ledger = *impl_;
  if (ledger.snapshots > 0 || ledger.writing) {
    throw std::logic_error("a ledger is written outside of snapshots and by one writer");
  }
  if (ledger.options.read_only || ledger.db().read_only()) {
    throw Error(ExitCode::failure, "ledger-not-writable",
                fmt::format("{} may not be written", ledger.shown.string()),
                "check who owns the file and its folder");
  }
  WriterLock lock(ledger.path, {.actor = operation.actor, .verb = operation.verb},
                  ledger.options.timeout);
  // A copied ledger may have left WAL mode; and only writers need to wait for the disk.
  ledger.db().execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
  ledger.writing = true;
  auto impl = std::unique_ptr<LedgerWriter::Impl>(
      new LedgerWriter::Impl{.ledger = &ledger, .lock = std::move(lock), .operation = {}});
  return LedgerWriter(std::move(impl));
}

LedgerWriter::Impl::~Impl() {
  if (!open) return;
  ledger->writing = false;
  sqlite3_exec(db().handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

LedgerWriter::LedgerWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  hasten_digests();
}
LedgerWriter::LedgerWriter(LedgerWriter&&) noexcept = default;
LedgerWriter::~LedgerWriter() = default;

std::int64_t LedgerWriter::operation() const { return impl_->operation.id; }

Cycle LedgerWriter::add_cycle(std::string_view experiment, int number, Day first, Day last) {
  impl_->db().run("INSERT INTO cycle(operation, experiment, number, first, last) VALUES(?,?,?,?,?)",
                  impl_->operation.id, experiment, number, first, last);
  return {.id = impl_->db().last_id(),
          .experiment = std::string(experiment),
          .number = number,
          .first = first,
          .last = last,
          .decision = {}};
}

void LedgerWriter::add_plan(const Plan& plan) {
  // Status shows the next look without reading the plan.
  const Experiment experiment = plan.experiment();
  std::vector<std::string> goals;
  for (const Metric& metric : experiment.metrics) {
    if (metric.role == Role::goal) goals.push_back(metric.id);
  }
  // A plan that names no days is for those that the cycle was added with.
  const bool own_days = plan.last != Day{};
  const std::optional<Day> none;
  impl_->db().run(
      "INSERT INTO plan(operation, cycle, version, day, first, last, retrospective, title, owner, "
      "touch_point, tags, looks, goals, reason, sha256, sealed, yaml) VALUES(?,?,?,?,"
      "coalesce(?,(SELECT first FROM cycle WHERE id = ?2)),"
      "coalesce(?,(SELECT last FROM cycle WHERE id = ?2)),?,?,?,?,?,?,?,?,?,?,?)",
      impl_->operation.id, plan.cycle, plan.version, plan.day,
      own_days ? std::optional(plan.first) : none, own_days ? std::optional(plan.last) : none,
      plan.retrospective, plan.title, plan.owner, plan.touch_point, to_json(plan.tags),
      to_json(look_days(experiment.looks, experiment.cycle)), to_json(goals), plan.reason,
      plan.sha256, plan.sealed, plan.yaml);
}

void LedgerWriter::add_decision(std::int64_t cycle, const Decision& decision) {
  impl_->db().run(
      "INSERT INTO decision(operation, cycle, kind, variant, reason, early, day) "
      "VALUES(?,?,?,?,?,?,?)",
      impl_->operation.id, cycle, name_of(decision.kind), decision.variant, decision.reason,
      decision.early, decision.day);
}

std::int64_t LedgerWriter::add_batch(const Batch& batch) {
  Database& db = impl_->db();
  const int cycle = batch.period ? 0 : batch.cycle;
  std::optional<std::int64_t> replaces;
  // A summary batch adds rows; what replaces what is settled row by row.
  if (batch.grain != Grain::summary) {
    Query like(db,
               "SELECT id FROM batch WHERE experiment = ? AND feed = ? AND period IS ? AND "
               "cycle_number = ? AND name = ? AND grain <> 'summary' ORDER BY id DESC LIMIT 1",
               batch.experiment, batch.feed, batch.period, cycle, batch.name);
    if (like.next()) replaces = like.integer(0);
    if (batch.digest.empty()) drop_file_stamps(db, batch.experiment);
  }
  db.run(
      "INSERT INTO batch(operation, place, experiment, feed, period, cycle_number, dated, name, "
      "grain, counts, digest, rows, source, late, reason, replaces) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      impl_->operation.id, ++impl_->batches, batch.experiment, batch.feed, batch.period, cycle,
      batch.period ? *batch.period : batch.dated, batch.name, name_of(batch.grain),
      name_of(batch.counts), batch.digest, batch.rows, batch.source, batch.late, batch.reason,
      replaces);
  return db.last_id();
}

void LedgerWriter::add_observation(const Observation& observation) {
  Database& db = impl_->db();
  require_own_batch(db, observation.batch, impl_->operation.id);
  if (observation.statistics.empty()) drop_file_stamps(db, observation.experiment);
  const int cycle = observation.period ? 0 : observation.cycle;
  std::optional<std::int64_t> replaces;
  std::int64_t revision = 1;
  {
    Query like(db,
               "SELECT id, revision FROM observation WHERE experiment = ? AND period IS ? AND "
               "cycle_number = ? AND metric = ? AND variant = ? AND segment = ? AND location = ? "
               "ORDER BY id DESC LIMIT 1",
               observation.experiment, observation.period, cycle, observation.metric,
               observation.variant, observation.segment, observation.location);
    if (like.next()) {
      replaces = like.integer(0);
      revision = like.integer(1) + 1;
    }
  }
  db.run(
      "INSERT INTO observation(operation, batch, experiment, metric, variant, period, "
      "cycle_number, dated, segment, location, statistics, counts, late, revision, replaces) "
      "VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      impl_->operation.id, observation.batch, observation.experiment, observation.metric,
      observation.variant, observation.period, cycle,
      observation.period ? *observation.period : observation.dated, observation.segment,
      observation.location, to_json(observation.statistics), name_of(observation.counts),
      observation.late, revision, replaces);
}

void LedgerWriter::add_run(const StoredRun& run) {
  require_own_batch(impl_->db(), run.batch, impl_->operation.id);
  impl_->db().run(
      "INSERT INTO run(batch, operation, digest, units, bytes_digest, bytes) VALUES(?,?,?,?,?,?)",
      run.batch, impl_->operation.id, run.digest, run.units, blake2b(run.bytes),
      std::span<const std::uint8_t>(run.bytes));
}

void LedgerWriter::add_unit_segment(const StoredSegment& segment) {
  impl_->db().run(
      "INSERT INTO unit_segment(operation, base, origin_base, units, bytes_digest, bytes) "
      "VALUES(?,?,?,?,?,?)",
      impl_->operation.id, static_cast<std::int64_t>(segment.base),
      static_cast<std::int64_t>(segment.base), static_cast<std::int64_t>(segment.count),
      blake2b(segment.bytes), std::span<const std::uint8_t>(segment.bytes));
}

void LedgerWriter::set_key_fingerprint(std::string_view fingerprint) {
  impl_->db().run("INSERT INTO setting(operation, name, value) VALUES(?,'key_fingerprint',?)",
                  impl_->operation.id, fingerprint);
}

void LedgerWriter::set_archived(std::string_view experiment, bool archived) {
  impl_->db().run("INSERT INTO setting(operation, name, value) VALUES(?,?,?)", impl_->operation.id,
                  fmt::format("archived {}", experiment), archived ? "yes" : "no");
}

void LedgerWriter::declare_levels(std::string_view segment,
                                  const std::vector<std::string>& levels) {
  const std::string name = "levels of " + std::string(segment);
  const std::string value = to_json(levels);
  {
    Query last(impl_->db(), "SELECT value FROM setting WHERE name = ? ORDER BY id DESC LIMIT 1",
               name);
    if (last.next() && last.text(0) == value) return;
  }
  impl_->db().run("INSERT INTO setting(operation, name, value) VALUES(?,?,?)", impl_->operation.id,
                  name, value);
}

Operation LedgerWriter::commit() {
  Database& db = impl_->db();
  Operation& own = impl_->operation;
  refresh_voice_pages(db, impl_->voice_pages);
  if (own.id != 0) {
    const std::string content = content_digest(db, own.id);
    own.digest = chain_digest(own, impl_->seen, content);
    db.run("UPDATE operation SET content = ?, digest = ? WHERE id = ?", content, own.digest,
           own.id);
  }
  db.execute("COMMIT");
  impl_->open = false;
  impl_->ledger->writing = false;
  impl_->ledger->wrote = true;
  std::error_code ignored;
  const auto wal = std::filesystem::file_size(impl_->ledger->path.string() + "-wal", ignored);
  if (!ignored && wal > wal_limit) db.checkpoint();
  Operation finished = own;
  impl_.reset();  // gives the lock away
  return finished;
}

}  // namespace collab
