// collab verify: is the ledger what was written?
#include "collab/loop/verify.hpp"
#include "cli/context.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> heads;
};

ExitCode run(Context& context, const Options& options) {
  const VerifyReport report = verify(context.request(), options.heads);
  context.emit(view(report));
  return report.findings.empty() ? ExitCode::ok : ExitCode::ledger_format;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {},
      .options = {{"--head", "DIGEST",
                   "a head digest that plan or review printed, at least its first 8 digits; may "
                   "be repeated",
                   &o->heads}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab verify", "all that is recorded, and all that was computed from it"},
    {"collab verify --head 3f9a0c41d7be", "is what was there then still there, unchanged?"},
    {"collab verify --ledger /mnt/backups/ledger.db", "a backup; no project is needed"},
};

}  // namespace

const Verb verify_verb{
    .name = "verify",
    .summary = "is the ledger what was written?",
    .group = Group::move,
    .about =
        "Checks the file, the tables, the chain of digests and what every operation wrote, unit "
        "rows, voices against their seals, and computes cells and the state of units anew, to "
        "compare them bit for bit. Says where something is not as it should be and what to do "
        "(exit 7). It finds accidents, and editors of the file who leave the digests alone; "
        "against one who computes them anew, keep a head digest elsewhere and give it with --head. "
        "Nothing is written, and the file need not be writable.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
