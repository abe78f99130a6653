// forget: consumers' rows, words and names leave the ledger; that somebody spoke stays.
#include <set>

#include "collab/loop/voice.hpp"
#include "collab/model/error.hpp"
#include "loop/forgotten_units.hpp"
#include "loop/traces.hpp"

namespace collab {
ForgetReport forget_consumers(Project& project, const std::vector<std::string>& consumers) {
  ForgetReport report{.dry_run = project.request().dry_run};
  Ledger* ledger = project.ledger_if_there();
  const std::set<std::string> distinct(consumers.begin(), consumers.end());
  if (ledger == nullptr) {
    report.unknown = static_cast<std::int64_t>(distinct.size());
    return report;
  }
  const Key key = project.key();
  Operation operation = project.operation("forget");
  operation.command = "collab forget -";  // never whom
  {
    LedgerWriter writer = ledger->write(operation);
    std::set<Pseudonym> pseudonyms;
    for (const std::string& consumer : distinct) pseudonyms.insert(key.pseudonym(consumer));
    const ForgottenUnits units = forget_units(*ledger, writer, pseudonyms);
    report.units = static_cast<std::int64_t>(units.units.size());
    report.rows = units.rows;
    report.batches = units.batches;
    report.experiments.assign(units.experiments.begin(), units.experiments.end());
    for (const std::string& consumer : distinct) {
      const auto voices = writer.forget_voices(consumer_token(key, consumer));
      if (voices) {
        report.voices += voices->voices;
        report.answers += voices->answers;
      }
      ++(voices || units.units.contains(key.pseudonym(consumer)) ? report.consumers
                                                                 : report.unknown);
    }
    if (report.consumers > 0 && !report.dry_run) report.operation = writer.commit().id;
  }
  // Also when nobody was known: an earlier forget may have been kept from finishing this.
  if (!report.dry_run) report.warnings = remove_traces(project, *ledger, "forget");
  return report;
}

}  // namespace collab
