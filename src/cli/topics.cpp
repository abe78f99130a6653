#include "cli/topics.hpp"

#include "cli/help.hpp"
#include "collab/definition/definition.hpp"
#include "collab/feeds/reader.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/loop/faults.hpp"
#include "collab/review/verdict.hpp"
#include "collab/statistics/reasons.hpp"

namespace collab {
namespace {

std::string section(const char* heading, const Slugs& slugs, int width) {
  std::vector<std::pair<std::string, std::string>> lines;
  for (const auto& [slug, meaning] : slugs) lines.emplace_back(slug, meaning);
  return std::string{heading} + '\n' + two_columns(lines, width);
}

std::string errors(int width) {
  Slugs definitions;
  for (const FaultEntry& fault : definition_faults()) {
    definitions.emplace_back(fault.slug, fault.meaning);
  }
  return section("Definitions (exit 3)", definitions, width) + '\n' +
         section("Feeds and rows (exit 3)", feed_faults(), width) + '\n' +
         section("Numbers that cannot be (exit 3)", statistics_faults(), width) + '\n' +
         section("The loop", loop_faults(), width) + '\n' +
         section("The ledger", ledger_faults(), width) + '\n' +
         section("The command line (exit 2)", command_line_faults(), width) + '\n' +
         section("Why a review gives no number (no error)", statistics_reasons(), width) + '\n' +
         section("Why a review gives no verdict (no error)", review_reasons(), width);
}

std::string exit_codes(int width) {
  return two_columns({{"0", "ok"},
                      {"1", "error; nothing is half-written"},
                      {"2", "usage: the command line"},
                      {"3", "invalid definition or input"},
                      {"4", "not found, or nothing selected"},
                      {"5", "conflict: other numbers, or another plan, are recorded already"},
                      {"6", "busy: another process is writing; the only one worth retrying"},
                      {"7", "the ledger is not one, is damaged, or is newer than this program"},
                      {"8", "partial: the good rows were recorded, the others were not"},
                      {"10", "with --gate: a target missed or worse, or a guardrail broken"},
                      {"11",
                       "with --gate: a stale feed or no data; with --gate-on unclear also "
                       "unclear"},
                      {"12", "with --gate-on warn: a trust check warns"},
                      {"130, 141", "interrupted; nobody read the output"}},
                     width) +
         '\n' +
         wrapped(
             "1 to 9: it could not be done. 10 and more: it was done, and the answer is not a "
             "pass. "
             "Over several experiments the first of 1, 7, 6, 5, 3, 4, 8, 10, 11, 12, 0 counts.",
             width);
}

std::string words(int width) {
  return two_columns(
      {{"program", "the retailer's collaboration program: collab.yaml"},
       {"experiment", "one change tried with consumers at a touch point: experiments/ID.yaml"},
       {"cycle",
        "one pass plan-do-check-act of an experiment, from 1: planned, running, due, closed"},
       {"plan", "the sealed snapshot of the definition for one cycle"},
       {"variant, control", "what a unit gets; control is the one the others are compared with"},
       {"unit", "what is assigned and analysed: a consumer, household, store"},
       {"exposure", "a unit meets its variant at a time"},
       {"touch point", "where it happens"},
       {"segment, location", "a group of consumers; a store or region"},
       {"metric", "a measured quantity: goal, guardrail (must not get worse) or secondary"},
       {"observation", "one recorded fact: a metric of a variant in a period"},
       {"feed", "a declared source of observations"},
       {"counts",
        "how rows of several periods add up. new: each unit in one period, rows add; to_date: "
        "each period's rows replace the ones before; repeated: the same units again each "
        "period, no verdict"},
       {"batch, operation", "what one feed delivered for one period; what one command did"},
       {"look", "a moment at which targets may be judged"},
       {"effect", "variant minus control, with an interval"},
       {"verdict",
        "of a goal: met, better, unclear, missed, worse, pending, no_data; of a guardrail: "
        "ok, unclear, broken, pending, no_data"},
       {"decision", "adopt, adapt, extend or abandon, with a reason"},
       {"prediction", "what was expected, sealed with the plan, scored when the cycle closes"},
       {"contingency", "trigger, action and owner agreed in advance"}},
      width);
}

constexpr Topic table[] = {
    {.name = "errors", .summary = "what every error's name means", .text = errors},
    {.name = "exit-codes", .summary = "what a script may rely on", .text = exit_codes},
    {.name = "words", .summary = "cycle, look, guardrail and the others", .text = words},
};

}  // namespace

std::span<const Topic> topics() { return table; }

const Slugs& command_line_faults() {
  static const Slugs faults{
      {"all-and-some", "--all and named experiments contradict each other"},
      {"argument-missing", "the verb needs an argument"},
      {"bad-environment", "a COLLAB_ variable holds what its flag would not take"},
      {"bad-lines", "lines of a stream were not understood (exit 8)"},
      {"bad-pair", "not of the form NAME=VALUE"},
      {"bad-period", "not a day, a range DAY..DAY, or yesterday"},
      {"bad-reference", "not EXP, EXP@3, EXP@latest, EXP@previous, EXP@3:variant or op_41"},
      {"bad-usage", "the command line cannot be read"},
      {"bad-value", "a flag does not take that value"},
      {"given-twice", "a flag or value is given twice"},
      {"ids-on-command-line", "consumers' ids are read from standard input"},
      {"no-checks", "nothing in the answer passes or fails, so it cannot be junit"},
      {"no-memory", "there is not enough memory (exit 1)"},
      {"no-rows", "the answer has no rows, so it cannot be csv"},
      {"no-such-shell", "there is no completion for that shell (exit 4)"},
      {"no-value-taken", "the flag takes no value"},
      {"not-confirmed", "the question was not answered with y (exit 1)"},
      {"not-in-project", "the file is no definition of this project"},
      {"output-protected", "-o names a ledger, its key or a definition"},
      {"starts-without-next", "--starts needs --next"},
      {"too-many-arguments", "the verb has no use for an argument"},
      {"too-many-groupings", "voices are grouped by at most two things"},
      {"two-formats", "--json and --format contradict each other"},
      {"unknown-action", "voice has no such action"},
      {"unknown-column", "the list has no such column"},
      {"unknown-decision", "not adopt, adapt, extend or abandon"},
      {"unknown-field", "--fields names what the answer does not have"},
      {"unknown-flag", "the verb has no such flag"},
      {"unknown-form", "there is no such worksheet"},
      {"unknown-format", "there is no such output format"},
      {"unknown-grouping", "voices cannot be grouped by that"},
      {"unknown-list", "there is no such list"},
      {"unknown-topic", "there is no help on that"},
      {"unknown-verb", "there is no such verb"},
      {"value-missing", "the flag needs a value"},
      {"wrong-form", "flags of both forms of record are mixed"},
  };
  return faults;
}

}  // namespace collab
