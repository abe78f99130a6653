#include "cli/context.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <iterator>
#include <ostream>
#include <utility>

#include "cli/output_files.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/render/checks.hpp"
#include "collab/render/output_format.hpp"

namespace collab {
namespace {

Instant wall_clock() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// It shows the page, in whatever form.
bool shows_page(const std::string& format) {
  return format == "table" || format == "md" || format == "html";
}
bool carries_warnings(const std::string& format) {
  return format == "json" || format == "md" || format == "html";
}

}  // namespace

Context::Context(const GlobalOptions& global, Request request, const Environment& environment,
                 GithubStep& step, std::ostream& out, std::ostream& err)
    : global_(global),
      request_(std::move(request)),
      environment_(environment),
      step_(step),
      out_(out),
      err_(err) {}

Project& Context::project() {
  if (!project_) project_ = std::make_unique<Project>(request_);
  return *project_;
}

Ledger& Context::ledger() {
  Ledger* ledger = project().ledger_if_there();
  if (ledger == nullptr) {
    throw Error(ExitCode::not_found, "no-ledger",
                fmt::format("there is no ledger at {}: nothing was planned yet",
                            project().shown(project().ledger_path())),
                "collab plan");
  }
  return *ledger;
}

ReviewOptions Context::review_options() {
  const Clock& clock = project().clock();
  return {.clock = clock, .day_began = start_of(clock.today, project().program().time_zone)};
}

void Context::expect_data(ReviewOptions& options, const std::string& experiment) {
  if (!std::filesystem::exists(project().definition_path(experiment))) return;
  const ExperimentFile file = project().read(experiment);
  if (file.experiment) options.expects[experiment] = expectations(*file.experiment);
}

OutputOptions Context::output_options() const {
  OutputOptions options;
  options.width = output_width(environment_);
  options.ascii = ascii_only(environment_);
  options.fields = split_commas(global_.fields);
  options.version = COLLAB_VERSION;
  options.generated_at = request_.now.value_or(wall_clock());
  return options;
}

// An experiment's checks are about its definition; a reader of annotations opens that.
void Context::locate_checks(Document& document) {
  if (document.fill) std::exchange(document.fill, {})(document);
  if (!project_ || !document.suites) return;
  for (CheckSuite& suite : *document.suites) {
    std::error_code none;
    const std::filesystem::path definition = project_->definition_path(suite.name);
    if (!std::filesystem::is_regular_file(definition, none)) continue;
    for (Check& check : suite.checks) {
      if (check.at.file.empty()) check.at.file = project_->shown(definition);
    }
  }
}

void Context::write_files(const Document& document, bool only_checks) {
  const std::string chosen = chosen_format(global_);
  const OutputOptions options = output_options();
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& path : global_.outputs) {
    if (is_folder(path)) {
      if (only_checks) continue;
      std::ranges::move(
          files_of(document, path, chosen == "table" && global_.format.empty() ? "html" : chosen,
                   options),
          std::back_inserter(files));
      make_folder(path);
      continue;
    }
    const std::string format = format_of_file(path, chosen);
    if (only_checks && format != "junit") continue;
    files.emplace_back(path, find_output_format(format)->write(document, options));
  }
  for (const auto& [path, text] : files) write_whole_file(path, text);
}

void Context::tell(const Document& document, bool gated) {
  const std::string chosen = chosen_format(global_);
  const bool page_is_printed = global_.outputs.empty() && shows_page(chosen);
  if (!page_is_printed && !global_.quiet && !step_.wanted())
    for (const std::string& alert : document.alerts) err_ << "alert: " << alert << '\n';
  if (step_.wanted()) {
    Document placed = document;
    locate_checks(placed);
    step_.answer(placed, output_options(), gated);
  } else if (gated) {
    for (const std::string& line : gate_lines(document)) note(line);
  }
}

void Context::emit_checks(const Document& document) { write_files(document, true); }

void Context::emit_of_failure(const Document& document, bool gated) {
  const std::string chosen = chosen_format(global_);
  if (global_.outputs.empty()) {
    OutputOptions options = output_options();
    options.color = use_color(global_, environment_, environment_.err_is_terminal);
    options.terminal = environment_.err_is_terminal;
    // Faults are one object a line there, each with its schema, and so is this.
    const std::string form = chosen == "json" ? "ndjson" : chosen;
    err_ << step_.guarded(find_output_format(form)->write(document, options)) << std::flush;
  } else {
    write_files(document, false);
  }
  tell(document, gated);
  if (chosen == "json" || chosen == "ndjson" || global_.quiet) return;
  for (const std::string& warning : document.warnings)
    err_ << step_.guarded("warning: " + warning + '\n');
}

void Context::emit(const Document& document, bool gated) {
  try {
    put_out(document, gated);
  } catch (const Error& error) {
    constexpr std::array<std::string_view, 14> writing{
        "ack",   "archive", "correct", "decide",  "forget", "import", "plan",
        "purge", "record",  "restore", "retract", "run",    "undo",   "voice"};
    const Diagnostic& fault = error.faults().front();
    if (fault.slug != "cannot-write" || std::ranges::count(writing, document.command) == 0) throw;
    throw Error(error.code(), fault.slug, fault.message,
                "what the command recorded is in the ledger all the same: collab log --limit 1");
  }
}

void Context::put_out(const Document& document, bool gated) {
  const std::string chosen = chosen_format(global_);
  if (global_.outputs.empty()) {
    OutputOptions options = output_options();
    options.color = use_color(global_, environment_, environment_.out_is_terminal);
    options.terminal = environment_.out_is_terminal;
    std::string text = find_output_format(chosen)->write(document, options);
    if (shows_page(chosen)) text = step_.guarded(text);
    if (chosen != "table" || !paged(text)) write(text);
  } else {
    write_files(document, false);
  }
  tell(document, gated);
  if (carries_warnings(chosen) && global_.outputs.empty()) return;
  if (global_.quiet) return;
  for (const std::string& warning : document.warnings)
    err_ << step_.guarded("warning: " + warning + '\n');
}

bool Context::paged(const std::string& text) const {
  if (!environment_.out_is_terminal || !environment_.pager || global_.no_pager) return false;
  const auto rows = std::ranges::count(text, '\n');
  if (environment_.terminal_rows == 0 || rows < environment_.terminal_rows) return false;
  const auto said = environment_.variables.find("PAGER");
  const std::string command = said == environment_.variables.end() ? "less -FRX" : said->second;
  if (command.empty() || command == "cat") return false;
  return environment_.pager(command, text);
}

void Context::write(const std::string& text) {
  errno = 0;
  out_ << text << std::flush;
  if (out_) return;
  if (errno == EPIPE) throw Error(ExitCode::failure, "broken-pipe", "nobody reads the answer");
  throw Error(
      ExitCode::failure, "cannot-write",
      fmt::format("the answer could not be written to standard output: {}", strerror(errno)));
}

void Context::report(const Error& error) {
  const std::string format = chosen_format(global_);
  err_ << step_.guarded(error_text(error, format == "json" || format == "ndjson",
                                   use_color(global_, environment_, environment_.err_is_terminal)))
       << std::flush;
  if (!step_.wanted() || !project_) return step_.report(error);
  std::vector<Diagnostic> faults = error.faults();
  for (Diagnostic& fault : faults) {
    // Feeds' files are named from the project's folder, others from here.
    std::error_code none;
    const std::filesystem::path in_project = project_->root() / fault.at.file;
    if (!fault.at.file.empty() && !std::filesystem::exists(fault.at.file, none) &&
        std::filesystem::exists(in_project, none))
      fault.at.file = project_->shown(in_project);
  }
  step_.report(Error(error.code(), std::move(faults)));
}

Progress Context::progress() {
  if (!environment_.err_is_terminal || global_.quiet) return {};
  auto line = std::make_shared<ProgressLine>(err_);
  return [line](std::uint64_t bytes, std::uint64_t all, std::uint64_t rows) {
    line->tell(bytes, all, rows);
  };
}

bool Context::asks() const {
  return environment_.in_is_terminal && environment_.err_is_terminal && !global_.yes &&
         !global_.no_input && !request_.dry_run;
}

void Context::ask(const Document& preview, const std::string& question) {
  OutputOptions options = output_options();
  options.color = use_color(global_, environment_, environment_.err_is_terminal);
  err_ << find_output_format("table")->write(preview, options) << question << " [y/N] "
       << std::flush;
  std::string answer;
  if (!std::getline(std::cin, answer)) err_ << '\n';
  if (answer == "y" || answer == "Y" || answer == "yes") return;
  throw Error(ExitCode::failure, "not-confirmed", "nothing was written", "answer y, or give --yes");
}

void Context::note(const std::string& text) {
  if (!global_.quiet && chosen_format(global_) == "table") err_ << text << '\n';
}

std::string error_text(const Error& error, bool json, bool color) {
  std::string text = json ? errors_as_json(error) : errors_as_text(error, color);
  if (!text.empty() && text.back() != '\n') text += '\n';
  return text;
}

}  // namespace collab
