// Recomputing everything that an accident or an editor of the file could have changed.
#include "ledger/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "collab/ledger/digest.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "ledger/blake.hpp"
#include "ledger/chain.hpp"
#include "ledger/history.hpp"
#include "ledger/impl.hpp"
#include "ledger/json.hpp"
#include "ledger/migrate.hpp"
#include "ledger/rows.hpp"

namespace collab {
namespace {

constexpr std::size_t most_listed = 20;  // of one check

void check_file(Database& db, Findings& findings) {
  Query integrity(db, "PRAGMA integrity_check(21)");
  while (integrity.next()) {
    if (integrity.view(0) != "ok") findings.add("file", integrity.text(0));
  }
  Query references(db, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 21");
  while (references.next()) {
    findings.add(fmt::format("{} {}", references.view(0), references.integer(1)),
                 fmt::format("it belongs to a row of {} that is gone", references.view(2)));
  }
}

/// Who knew of an operation stands behind it.
void check_seen(Database& db, const Operation& operation, std::string_view seen,
                Findings& findings) {
  const auto ends = read_seen(seen);
  const std::string name = fmt::format("op_{}", operation.id);
  if (!ends) return findings.add(name, "what it had seen cannot be read");
  for (const auto& [origin, sequence] : *ends) {
    Query query(db, "SELECT id FROM operation WHERE origin = ? AND sequence = ?", origin, sequence);
    if (!query.next())
      findings.add(name,
                   fmt::format("it was written knowing of operation {} of {}, which is missing",
                               sequence, origin));
    else if (query.integer(0) >= operation.id)
      findings.add(name, fmt::format("it stands before op_{}, which it knew of", query.integer(0)));
  }
}

void check_chain(Database& db, Findings& findings) {
  struct Link {
    std::int64_t sequence = 0, id = 0;
    std::string digest;
  };
  std::map<std::string, Link> ends;
  Query query(db,
              "SELECT id, origin, sequence, verb, command, actor, reason, now, wall, digest, "
              "previous, seen, content FROM operation ORDER BY origin, sequence");
  while (query.next()) {
    const Operation operation = read_operation(query);
    const std::string name = fmt::format("op_{}", operation.id);
    Link& end = ends[operation.origin];
    if (operation.sequence != end.sequence + 1) {
      findings.add(name, fmt::format("before it operations {} to {} of its origin are missing",
                                     end.sequence + 1, operation.sequence - 1));
    } else if (operation.previous != end.digest) {
      findings.add(name, "it does not follow the operation before it");
    }
    if (operation.id < end.id)
      findings.add(name, fmt::format("it stands before op_{}, which it follows", end.id));
    const std::string seen = query.text(11);
    check_seen(db, operation, seen, findings);
    const std::string content = query.text(12);
    const auto left = content_left(db, operation.id, content);
    if (left && content_digest(db, operation.id) != *left) {
      findings.add(name, "what it wrote was changed");
    }
    if (chain_digest(operation, seen, content) != operation.digest) {
      findings.add(name, "it was itself changed");
    }
    end = {.sequence = operation.sequence, .id = operation.id, .digest = operation.digest};
  }
}

/// What the versions of a cycle's plan speak of.
struct Planned {
  std::set<std::string> metrics, variants;
  std::size_t contingencies = 0;
};

/// The columns that were read from the sealed text must say what it says.
void check_sealed(const Query& query, const std::string& name, Planned& planned,
                  Findings& findings) {
  const Plan plan{.sealed = query.text(4)};
  const Experiment experiment = plan.experiment();
  std::vector<std::string> goals;
  for (const Metric& metric : experiment.metrics) {
    planned.metrics.insert(metric.id);
    if (metric.role == Role::goal) goals.push_back(metric.id);
  }
  for (const Variant& variant : experiment.variants) planned.variants.insert(variant.id);
  planned.contingencies = std::max(planned.contingencies, experiment.contingencies.size());
  if (to_json(look_days(experiment.looks, experiment.cycle)) != query.view(6) ||
      to_json(goals) != query.view(7))
    findings.add(name, fmt::format("version {} has other looks or goals than its sealed plan",
                                   query.integer(3)));
}

}  // namespace

void check_plans(Database& db, Findings& findings) {
  std::map<std::int64_t, Planned> plans;
  Query query(
      db,
      "SELECT c.id, c.experiment, c.number, p.version, p.sealed, p.sha256, p.looks, p.goals "
      "FROM plan p JOIN cycle c ON c.id = p.cycle ORDER BY p.id");
  while (query.next()) {
    const std::string name = fmt::format("{}@{}", query.view(1), query.integer(2));
    if (sha256(query.view(4)) != query.view(5))
      findings.add(name, fmt::format("its sealed plan, version {}, does not have its SHA-256",
                                     query.integer(3)));
    try {
      check_sealed(query, name, plans[query.integer(0)], findings);
    } catch (const Error& error) {
      findings.add(name, fmt::format("its sealed plan, version {}, cannot be read: {}",
                                     query.integer(3), error.faults().front().message));
    }
  }
  Query looks(
      db,
      "SELECT DISTINCT c.id, c.experiment, c.number, l.metric, l.variant FROM look_result l "
      "JOIN cycle c ON c.id = l.cycle");
  while (looks.next()) {
    const Planned& planned = plans[looks.integer(0)];
    if (!planned.metrics.contains(looks.text(3)) || !planned.variants.contains(looks.text(4)))
      findings.add(fmt::format("{}@{}", looks.view(1), looks.integer(2)),
                   fmt::format("a look judged {} of {}, which its plan does not have",
                               looks.view(3), looks.view(4)));
  }
  Query events(db, "SELECT id, cycle, contingency, metric, variant FROM contingency_event");
  while (events.next()) {
    const Planned& planned = plans[events.integer(1)];
    const auto known = [](const std::set<std::string>& names, const std::string& name) {
      return name.empty() || names.contains(name);
    };
    if (static_cast<std::size_t>(events.integer(2)) > planned.contingencies ||
        !known(planned.metrics, events.text(3)) || !known(planned.variants, events.text(4)))
      findings.add(fmt::format("con_{}", events.integer(0)),
                   "the plan of its cycle has no such contingency");
  }
}

namespace {

void check_bytes(Database& db, Findings& findings) {
  Query runs(db, "SELECT batch, bytes_digest, bytes FROM run ORDER BY batch");
  while (runs.next()) {
    if (blake2b(runs.bytes(2)) == runs.view(1)) continue;
    findings.add(fmt::format("batch {}", runs.integer(0)), "its unit rows were changed");
  }
  Query segments(db,
                 "SELECT base, bytes_digest, bytes, units FROM current_unit_segment ORDER BY base");
  std::int64_t next = 0;
  while (segments.next()) {
    const std::int64_t base = segments.integer(0);
    const std::string name = fmt::format("unit segment from {}", base);
    if (!segments.is_null(1) && blake2b(segments.bytes(2)) != segments.view(1)) {
      findings.add(name, "its pseudonyms were changed");
    }
    if (base != next) {
      findings.add(name, fmt::format("units from {} are left out or there twice", next));
    }
    next = base + segments.integer(3);
  }
}

}  // namespace

void Findings::add(std::string where, std::string what, std::string_view hint) {
  if (found_++ < most_listed)
    all_.push_back({.where = std::move(where), .what = std::move(what), .hint = std::string(hint)});
}

void Findings::end_check() {
  if (found_ > most_listed)
    all_.push_back({.where = all_.back().where,
                    .what = fmt::format("and {} more of its kind", found_ - most_listed),
                    .hint = all_.back().hint});
  found_ = 0;
}

std::vector<LedgerFinding> Ledger::verify() const {
  hasten_digests();
  Database& db = impl_->db();
  // One state for all checks, unless a snapshot or the writer already sees one.
  std::optional<Transaction> state;
  if (impl_->snapshots == 0 && !impl_->writing) state.emplace(db, "BEGIN");
  std::vector<LedgerFinding> found;
  Findings findings(found);
  for (const auto check : {check_file, check_tables, check_chain, check_plans, check_bytes,
                           check_rows, check_voices}) {
    try {
      check(db, findings);
    } catch (const Error& error) {
      // What cannot be read is a finding too; the other checks go on.
      if (error.code() != ExitCode::ledger_format) throw;
      findings.add("file", error.faults().front().message);
    }
    findings.end_check();
  }
  return found;
}

int Ledger::format() const { return version_of(impl_->db()); }

LedgerCounts Ledger::counts() const {
  Query query(impl_->db(),
              "SELECT (SELECT count(*) FROM operation), (SELECT count(*) FROM cycle), "
              "(SELECT count(*) FROM plan), (SELECT count(*) FROM decision), "
              "(SELECT count(*) FROM observation), (SELECT count(*) FROM run), "
              "(SELECT coalesce(sum(units), 0) FROM current_run), "
              "(SELECT coalesce(sum(left_units), 0) FROM current_unit_segment), "
              "(SELECT count(*) FROM look_result), (SELECT count(*) FROM cell), "
              "(SELECT count(*) FROM voice), (SELECT count(*) FROM voice_answer)");
  query.next();
  return {.operations = query.integer(0),
          .cycles = query.integer(1),
          .plans = query.integer(2),
          .decisions = query.integer(3),
          .observations = query.integer(4),
          .runs = query.integer(5),
          .unit_rows = query.integer(6),
          .units = query.integer(7),
          .looks = query.integer(8),
          .cells = query.integer(9),
          .voices = query.integer(10),
          .answers = query.integer(11)};
}

}  // namespace collab
