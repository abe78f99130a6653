// Recomputing everything that an accident or an editor of the file could have changed.
#include <fmt/format.h>

#include <map>

#include "collab/ledger/digest.hpp"
#include "collab/ledger/ledger.hpp"
#include "ledger/blake.hpp"
#include "ledger/chain.hpp"
#include "ledger/impl.hpp"
#include "ledger/rows.hpp"
#include "ledger/voice_seal.hpp"

namespace collab {
namespace {

using Findings = std::vector<std::string>;

void check_file(Database& db, Findings& findings) {
  Query integrity(db, "PRAGMA integrity_check(20)");
  while (integrity.next()) {
    if (integrity.view(0) != "ok") findings.push_back(fmt::format("file: {}", integrity.view(0)));
  }
  Query references(db, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 20");
  while (references.next()) {
    findings.push_back(fmt::format("{} {} belongs to {} that is gone", references.view(0),
                                   references.integer(1), references.view(2)));
  }
}

void check_chain(Database& db, Findings& findings) {
  struct Link {
    std::int64_t sequence = 0;
    std::string digest;
  };
  std::map<std::string, Link> ends;
  Query query(db,
              "SELECT id, origin, sequence, verb, command, actor, reason, now, wall, digest, "
              "previous, content FROM operation ORDER BY origin, sequence");
  while (query.next()) {
    const Operation operation = read_operation(query);
    const std::string name = fmt::format("op_{}", operation.id);
    Link& end = ends[operation.origin];
    if (operation.sequence != end.sequence + 1) {
      findings.push_back(fmt::format("before {} operations {} to {} are missing", name,
                                     end.sequence + 1, operation.sequence - 1));
    } else if (operation.previous != end.digest) {
      findings.push_back(fmt::format("{} does not follow the operation before it", name));
    }
    const std::string content = query.text(11);
    if (content_digest(db, operation.id) != content) {
      findings.push_back(fmt::format("what {} wrote was changed", name));
    }
    if (chain_digest(operation, content) != operation.digest) {
      findings.push_back(fmt::format("{} itself was changed", name));
    }
    end = {.sequence = operation.sequence, .digest = operation.digest};
  }
}

void check_plans(Database& db, Findings& findings) {
  Query query(db,
              "SELECT c.experiment, c.number, p.version, p.sealed, p.sha256 "
              "FROM plan p JOIN cycle c ON c.id = p.cycle ORDER BY p.id");
  while (query.next()) {
    if (sha256(query.view(3)) == query.view(4)) continue;
    findings.push_back(fmt::format("the sealed plan {}@{}, version {}, does not have its SHA-256",
                                   query.view(0), query.integer(1), query.integer(2)));
  }
}

void check_bytes(Database& db, Findings& findings) {
  Query runs(db, "SELECT batch, bytes_digest, bytes FROM run ORDER BY batch");
  while (runs.next()) {
    if (blake2b(runs.bytes(2)) == runs.view(1)) continue;
    findings.push_back(fmt::format("the unit rows of batch {} were changed", runs.integer(0)));
  }
  Query segments(db, "SELECT base, bytes_digest, bytes, units FROM unit_segment ORDER BY base");
  std::int64_t next = 0;
  while (segments.next()) {
    const std::int64_t base = segments.integer(0);
    if (blake2b(segments.bytes(2)) != segments.view(1)) {
      findings.push_back(fmt::format("the unit segment from {} was changed", base));
    }
    if (base != next) {
      findings.push_back(fmt::format("unit segments leave out or repeat units from {}", next));
    }
    next = base + segments.integer(3);
  }
}

void check_revisions(Database& db, Findings& findings) {
  Query query(db,
              "SELECT later.id FROM observation later LEFT JOIN observation o ON o.id = "
              "later.replaces WHERE later.replaces IS NOT NULL AND (o.id IS NULL OR "
              "o.id >= later.id OR o.experiment <> later.experiment OR o.metric <> later.metric OR "
              "o.variant <> later.variant OR o.period IS NOT later.period OR "
              "o.cycle_number <> later.cycle_number OR o.segment <> later.segment OR "
              "o.location <> later.location OR o.revision <> later.revision - 1) LIMIT 20");
  while (query.next()) {
    findings.push_back(
        fmt::format("observation {} does not revise what it says it does", query.integer(0)));
  }
}

void check_voices(Database& db, Findings& findings) {
  Query voices(db,
               "SELECT v.id, v.seal, t.salt, c.pseudonym, t.text, f.voice FROM voice v LEFT JOIN "
               "voice_text t ON t.voice = v.id LEFT JOIN voice_consumer c ON c.id = v.consumer "
               "LEFT JOIN voice_forgotten f ON f.voice = v.id ORDER BY v.id");
  while (voices.next()) {
    const bool forgotten = !voices.is_null(5);
    const bool sealed = !voices.bytes(1).empty();
    if (voices.is_null(2) && (forgotten || !sealed)) continue;
    const bool sound =
        !voices.is_null(2) && !forgotten &&
        is_sealed_as(voices.bytes(1), voices.bytes(2), voices.bytes(3), voices.view(4));
    if (!sound) {
      findings.push_back(fmt::format("the text of voice_{} was changed", voices.integer(0)));
    }
  }
  Query answers(db,
                "SELECT a.voice, a.seal, t.salt, t.text, f.voice FROM voice_answer a LEFT JOIN "
                "voice_answer_text t ON t.answer = a.id LEFT JOIN voice_forgotten f ON f.voice = "
                "a.voice ORDER BY a.id");
  while (answers.next()) {
    if (answers.is_null(2) && (!answers.is_null(4) || answers.bytes(1).empty())) continue;
    if (!answers.is_null(2) &&
        is_sealed_as(answers.bytes(1), answers.bytes(2), {}, answers.view(3)))
      continue;
    findings.push_back(fmt::format("an answer to voice_{} was changed", answers.integer(0)));
  }
}

}  // namespace

std::vector<std::string> Ledger::verify() const {
  Database& db = impl_->db();
  // One state for all checks, unless a snapshot or the writer already sees one.
  std::optional<Transaction> state;
  if (impl_->snapshots == 0 && !impl_->writing) state.emplace(db, "BEGIN");
  Findings findings;
  check_file(db, findings);
  check_chain(db, findings);
  check_plans(db, findings);
  check_bytes(db, findings);
  check_revisions(db, findings);
  check_voices(db, findings);
  return findings;
}

}  // namespace collab
