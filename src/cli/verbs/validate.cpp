// collab validate [FILE…]: every fault of every definition.
#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "collab/definition/definition.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/render/views.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
};

std::string shown(const fs::path& path) {
  const std::string relative = path.lexically_relative(fs::current_path()).string();
  return relative.empty() || relative.starts_with("..") ? path.string() : relative;
}

// The project's folder. Not through Project, which refuses an unsound collab.yaml before the
// experiments' faults could be told too.
fs::path root_of(const Request& request) {
  if (!request.project.empty() && fs::exists(request.project / "collab.yaml")) {
    return fs::absolute(request.project).lexically_normal();
  }
  if (request.project.empty()) {
    if (const std::optional<fs::path> root = find_project(fs::current_path())) return *root;
  }
  return Project(request).root();  // throws, with the words for it
}

std::vector<fs::path> definitions(const fs::path& root, const Options& options) {
  std::vector<fs::path> files;
  for (const std::string& file : options.files) {
    const fs::path path = fs::absolute(file).lexically_normal();
    if (path != root / "collab.yaml") files.push_back(path);
  }
  if (!options.files.empty()) return files;
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(root / "experiments", fault)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  if (fault && fault != std::errc::no_such_file_or_directory)
    throw Error(ExitCode::failure, "cannot-read",
                fmt::format("{} cannot be read: {}", shown(root / "experiments"), fault.message()),
                "may you read that folder?");
  std::sort(files.begin(), files.end());
  return files;
}

/// A file that cannot be read is a fault among the others.
ExperimentFile loaded(const fs::path& path, const ProgramFile& program) {
  try {
    return load_experiment(path, program, kind_shapes(), shown(path));
  } catch (const Error& error) {
    if (error.faults().front().slug == "no-such-file" && !fs::exists(fs::symlink_status(path)))
      throw;
    ExperimentFile file{.path = path, .text = {}, .experiment = {}, .findings = error.faults()};
    for (Diagnostic& finding : file.findings)
      if (finding.at.file.empty()) finding.at.file = shown(path);
    return file;
  }
}

ExitCode run(Context& context, const Options& options) {
  const fs::path root = root_of(context.request());
  const fs::path program_path = root / "collab.yaml";
  ValidateReport report;
  const ProgramFile program = load_program(program_path, kind_shapes(), shown(program_path));
  report.findings = program.findings;
  if (program.program && !is_time_zone(program.program->time_zone)) {
    report.findings.push_back(
        {.slug = "unknown-time-zone",
         .message = fmt::format("there is no time zone '{}'", program.program->time_zone),
         .hint = "a name such as America/Chicago or Europe/Berlin",
         .at = {.file = shown(program_path), .path = "time_zone"}});
  }
  report.files.push_back({.path = shown(program_path),
                          .experiment = {},
                          .valid = !has_errors(report.findings),
                          .metrics = static_cast<int>(program.metrics.size())});
  for (const fs::path& path : definitions(root, options)) {
    const ExperimentFile file = loaded(path, program);
    ValidateReport::File line{.path = shown(path),
                              .experiment = path.stem().string(),
                              .valid = !has_errors(file.findings)};
    if (file.experiment) {
      line.metrics = static_cast<int>(file.experiment->metrics.size());
      line.variants = static_cast<int>(file.experiment->variants.size());
      line.feeds = static_cast<int>(file.experiment->feeds.size());
    }
    report.files.push_back(line);
    report.findings.insert(report.findings.end(), file.findings.begin(), file.findings.end());
  }
  if (has_errors(report.findings)) throw Error(ExitCode::invalid, report.findings);
  context.emit(view(report));
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"FILE", "definitions; none: collab.yaml and all of experiments/",
                         Argument::Count::any, &o->files}},
          .options = {},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab validate", "the whole project"},
    {"collab validate experiments/idea-hub.yaml", "one definition, with collab.yaml"},
    {"collab help errors", "what the words in brackets mean"},
};

}  // namespace

const Verb validate_verb{.name = "validate",
                         .summary = "every fault of every definition, with its place",
                         .group = Group::set_up,
                         .about =
                             "Checks definitions without writing anything. Faults go to standard "
                             "error, one message each, "
                             "with file, line and column, and exit 3.",
                         .examples = examples,
                         .syntax = syntax};

}  // namespace collab
