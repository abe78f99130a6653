// collab report [EXP…]: a page to hand to others.
#include "collab/review/report_page.hpp"

#include <algorithm>

#include "cli/board.hpp"
#include "cli/selection.hpp"
#include "collab/model/error.hpp"
#include "collab/render/views.hpp"

namespace collab {
namespace {

struct Options {
  std::vector<std::string> experiments;
};

/// The lines of those that were named, in their order; without names of all that were planned.
std::vector<StatusLine> chosen(Context& context, const StatusBoard& board,
                               const std::vector<std::string>& named) {
  std::vector<StatusLine> lines;
  if (named.empty()) {
    std::ranges::copy_if(board.lines, std::back_inserter(lines),
                         [](const StatusLine& line) { return line.cycle > 0; });
    return lines;
  }
  std::vector<StatusLine> known = board.lines;
  known.insert(known.end(), board.archived.begin(), board.archived.end());
  for (const std::string& text : named) {
    const std::string experiment = experiment_named(context.project(), text);
    // Says what there is when there is none.
    cycle_number(context.ledger(), {.experiment = experiment, .which = Reference::Which::current});
    const auto told = [&](const StatusLine& line) { return line.experiment == experiment; };
    const auto found = std::ranges::find_if(known, told);
    if (found != known.end() && std::ranges::none_of(lines, told)) lines.push_back(*found);
  }
  return lines;
}

ExitCode run(Context& context, const Options& options) {
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  ReportPage report{.board = status_board(context, std::nullopt),
                    .day = context.project().clock().today,
                    .chapters = {}};
  report.board.lines = chosen(context, report.board, options.experiments);
  ReviewOptions reading = context.review_options();
  for (const StatusLine& line : report.board.lines) {
    context.expect_data(reading, line.experiment);
    report.chapters.push_back(report_chapter(ledger, line.experiment, reading));
  }
  context.emit(view(report));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXP", "experiments; none: every one that was planned and not put away",
                         Argument::Count::any, &o->experiments}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab report -o report.html", "one page, to hand to others"},
    {"collab report -o site/", "an index and a page for each experiment, to publish"},
    {"collab report answers-in-two-hours -o answers.md", "one experiment, in Markdown"},
};

}  // namespace

const Verb report_verb{
    .name = "report",
    .summary = "a page of the program to hand to others",
    .group = Group::look,
    .about =
        "Where every experiment stands; then, for each, its latest cycle with data as an A3, what "
        "its closed cycles taught, and the charts of its goals and guardrails. With -o FILE one "
        "page; with -o FOLDER/ an index and a page for each experiment, as HTML unless -f says "
        "otherwise. Everything comes from the ledger; nothing is typed twice. Writes nothing into "
        "it.",
    .examples = examples,
    .writes_folder = true,
    .syntax = syntax};

}  // namespace collab
