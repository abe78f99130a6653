// collab backup FILE: a verified copy of a ledger in use.
#include "collab/loop/backup.hpp"
#include "cli/context.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::string file;
  bool force = false;
};

ExitCode run(Context& context, const Options& options) {
  context.emit(view(back_up(context.request(), {.file = options.file, .force = options.force})));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"FILE", "where to; its folder must be there", Argument::Count::one, &o->file}},
      .options = {{"--force", "", "replace a file that is there", &o->force}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab backup /mnt/backups/ledger-2026-11-28.db", "tonight's; others may write meanwhile"},
    {"collab backup ../ledger.db --force --json", "always the same file: the old or the whole new"},
};

}  // namespace

const Verb backup_verb{
    .name = "backup",
    .summary = "a verified copy of the ledger, while others write",
    .group = Group::move,
    .about =
        "Copies what is committed to a file beside FILE, verifies the copy as `collab verify` "
        "does, "
        "and renames it: FILE is the old one or the whole new one. Only its owner may read it. It "
        "holds nothing that forget removed; what is forgotten later is still in it, so replace old "
        "backups then. The key of the pseudonyms is never in it: keep a copy of the key elsewhere. "
        "To go back to a backup, put it in the ledger's place while nobody writes, and remove "
        "ledger.db-wal and ledger.db-shm.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
