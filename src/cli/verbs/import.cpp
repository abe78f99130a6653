// collab import FILE…: operations of other ledgers join this one.
#include "collab/loop/import.hpp"
#include "cli/context.hpp"
#include "cli/export_files.hpp"
#include "collab/render/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace collab {
namespace {

struct Options {
  std::vector<std::string> files;
};

std::string said_by(const ImportSide& side) {
  return fmt::format("{} ({} at {}, {}/{})", side.value, side.actor, to_string(side.now),
                     side.origin.substr(0, 8), side.sequence);
}

std::string hint_of(const ImportConflict& conflict) {
  if (conflict.kind == "operation")
    return "a ledger's file was copied, and both went on: give each runner a ledger of its own "
           "(collab init, then collab import base.ndjson), and record again what one of the two "
           "has of its own";
  if (conflict.first.value == "purged" || conflict.second.value == "purged")
    return "nothing was written; archive and purge it in the other ledger too, and export that "
           "again";
  return "nothing was written; agree on one value, correct the other where it was recorded "
         "(collab correct, or collab retract where it was taken back), export that ledger again";
}

[[noreturn]] void fail(const ImportReport& report) {
  constexpr std::size_t most = 20;
  std::vector<Diagnostic> faults;
  for (const ImportConflict& one : report.conflicts) {
    const bool fork = one.kind == "operation";
    if (faults.size() == most) {
      faults.back().message +=
          fmt::format("; {} more conflicts are not shown", report.conflicts.size() - most);
      break;
    }
    faults.push_back(
        {.slug = fork ? "ledger-forked" : "conflict",
         .message =
             fork ? fmt::format("{} was written twice: as {} and as {}", one.what,
                                said_by(one.first), said_by(one.second))
                  : fmt::format("{}: {} and {}", one.what, said_by(one.first), said_by(one.second)),
         .hint = hint_of(one)});
  }
  throw Error(ExitCode::conflict, std::move(faults));
}

ExitCode run(Context& context, const Options& options) {
  if (std::ranges::count(options.files, "-") > 1)
    throw Error(ExitCode::usage, "given-twice", "standard input can be read once",
                "collab import - < FILE");
  ImportReport report = import_operations(context.project(), read_exports(options.files));
  report.files = options.files;
  if (!report.conflicts.empty()) fail(report);
  context.emit(view(report));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"FILE", "what collab export wrote; - for standard input",
                         Argument::Count::some, &o->files}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab import runners/*.ndjson", "what many runners recorded, in any order and any overlap"},
    {"collab import base.ndjson", "in a new folder: a runner that knows what was recorded before"},
    {"ssh shop collab export | collab import -", "the ledger of another machine"},
};

}  // namespace

const Verb import_verb{
    .name = "import",
    .summary = "join operations of other ledgers with this one",
    .group = Group::move,
    .about =
        "Takes in exports of whole ledgers. The joined ledger holds every operation once, whatever "
        "came first and however often, in one order: each behind those that it was written knowing "
        "of, else by time. So numbers such as op_41 may move; digests stay. Every digest is "
        "computed again. Where two ledgers say different things of the same, and neither knew of "
        "the "
        "other, both values are shown (exit 5) and nothing is written; the same said twice is one. "
        "What was forgotten in one is forgotten here. Nothing is judged: the next collab run is.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
