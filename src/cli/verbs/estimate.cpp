// collab estimate FILE|-: comparisons from sufficient statistics, a line in, a line out.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "collab/feeds/estimate_lines.hpp"
#include "collab/render/estimate_line.hpp"
#include "collab/statistics/estimate.hpp"

namespace collab {
namespace {

struct Options {
  std::string file;
};

void check_output(const GlobalOptions& global) {
  const std::string format = chosen_format(global);
  const bool lines =
      (format == "table" && global.format.empty()) || format == "json" || format == "ndjson";
  if (lines && global.outputs.empty() && global.fields.empty()) return;
  throw Error(ExitCode::usage, "bad-value",
              "collab estimate writes all its fields as NDJSON to standard output",
              "redirect it, or choose with jq: `collab estimate - | jq -c '{id, p_value}'`");
}

ExitCode run(Context& context, const Options& options) {
  check_output(context.global());
  constexpr std::size_t block = std::size_t{1} << 16;
  std::string out;
  std::uint64_t lines = 0, invalid = 0;
  const Source source{.path = options.file,
                      .shown_as = options.file == "-" ? "standard input" : options.file,
                      .format = "ndjson"};
  read_estimate_lines(source, [&](EstimateLine&& line) {
    ++lines;
    if (line.request) {
      try {
        append_estimate(out, line.id, estimate(*line.request));
      } catch (const Error& error) {
        line.request.reset();
        line.fault = error.faults().front();
      } catch (const std::exception& error) {
        // One line's arithmetic must not end the stream.
        line.request.reset();
        line.fault = {.slug = "internal", .message = error.what()};
      }
    }
    if (!line.request) {
      append_invalid(out, line.id, line.fault, line.line);
      ++invalid;
    }
    if (out.size() < block) return;
    context.write(out);
    out.clear();
  });
  context.write(out);
  if (invalid == 0) return ExitCode::ok;
  context.report(Error(ExitCode::partial, "bad-lines",
                       fmt::format("{} of {} lines were not understood", invalid, lines),
                       "their answers have status invalid, and say why"));
  return ExitCode::partial;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"FILE", "NDJSON, an object a line; - is standard input",
                         Argument::Count::one, &o->file}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab estimate -", "comparisons from standard input"},
    {"collab estimate comparisons.ndjson", "from a file"},
    {"collab schema estimate-request", "what a line may say"},
    {"collab schema estimate", "what an answer says"},
};

}  // namespace

const Verb estimate_verb{
    .name = "estimate",
    .summary = "effects from sufficient statistics, a line in, a line out",
    .group = Group::set_up,
    .about =
        "Computes comparisons of two arms from their sufficient statistics, in any number: an "
        "object a line in, an object a line out. It needs no project and keeps nothing. A line "
        "that is not understood is answered with status invalid, the others go on, and the exit "
        "code is 8.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
