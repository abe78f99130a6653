#include "cli/github_step.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "collab/render/workflow_command.hpp"

namespace collab {
namespace {

namespace fs = std::filesystem;

// "each step is restricted to a maximum size of 1MiB" (Workflow commands, Job summaries).
constexpr std::uintmax_t largest_summary = std::uintmax_t{1} << 20U;

/// An output's value is one line.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return text;
}

/// Feeds' faults are told with their places, as errors; only silence is told by the check.
bool tells_more_than_faults(const Check& check) {
  const bool counts = check.result == Check::Result::failed || check.result == Check::Result::error;
  if (!counts || check.group == "fault") return false;
  return check.group != "feed" || check.slug == "stale";
}

}  // namespace

GithubStep::GithubStep(bool wanted, const Environment& environment, std::ostream& err)
    : wanted_(wanted), environment_(environment), err_(err) {}

std::string GithubStep::variable(const char* name) const {
  const auto found = environment_.variables.find(name);
  return found == environment_.variables.end() ? std::string{} : found->second;
}

// Annotations name files from the repository's root, wherever the step works.
std::string GithubStep::from_workspace(const std::string& file) const {
  const std::string workspace = variable("GITHUB_WORKSPACE");
  if (file.empty() || file == "-" || workspace.empty()) return file;
  std::error_code fault;
  const fs::path whole = fs::weakly_canonical(fs::absolute(file), fault);
  const fs::path root = fs::weakly_canonical(workspace, fault);
  const std::string relative = whole.lexically_relative(root).string();
  return relative.empty() || relative.starts_with("..") ? file : relative;
}

void GithubStep::answer(const Document& document, const OutputOptions& options, bool gated) {
  if (!wanted_) return;
  outputs_ = document.outputs;
  OutputOptions whole = options;
  whole.fields.clear();
  summary_ += find_output_format("md")->write(document, whole);
  for (const std::string& warning : document.warnings)
    err_ << workflow_command("warning", {}, warning) << '\n';
  for (const std::string& alert : document.alerts)
    err_ << workflow_command("error", {}, alert) << '\n';
  if (!document.suites) return;
  for (const CheckSuite& suite : *document.suites) {
    for (const Check& check : suite.checks) {
      if (!tells_more_than_faults(check)) continue;
      Check placed = check;
      placed.at.file = from_workspace(check.at.file);
      err_ << annotation(suite.name, placed, gated ? Severity::error : Severity::warning) << '\n';
    }
  }
}

void GithubStep::report(const Error& error) {
  if (!wanted_) return;
  for (const Diagnostic& fault : error.faults()) {
    Diagnostic placed = fault;
    placed.at.file = from_workspace(fault.at.file);
    err_ << annotation(placed) << '\n';
    placed.excerpt.clear();
    faults_.push_back(to_text(placed));
  }
}

std::string GithubStep::guarded(const std::string& text) const {
  return wanted_ ? without_commands(text) : text;
}

void GithubStep::append(const char* name, const std::string& text, const char* what) {
  if (text.empty()) return;
  const std::string path = variable(name);
  const auto refuse = [&](const std::string& why) {
    err_ << fmt::format("warning: --ci github: {}, so no {} is written\n", why, what);
  };
  if (path.empty()) return refuse(fmt::format("{} is not set", name));
  std::error_code none;
  const std::uintmax_t before = fs::file_size(path, none);
  const bool fits = (none ? 0 : before) + text.size() <= largest_summary;
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::app);
  if (fits) {
    file << text << std::flush;
  } else {
    file << fmt::format(
                "\nThe page has {} bytes, more than a step's summary may hold; see the step's log, "
                "or `-o FILE.md`.\n",
                text.size())
         << std::flush;
  }
  if (!file) refuse(fmt::format("{} could not be written: {}", path, strerror(errno)));
}

void GithubStep::finish(int exit_code, const std::vector<std::string>& files) {
  if (!wanted_) return;
  if (!faults_.empty()) {
    Document page;
    page.command = "faults";
    page.page = {Heading{"Faults"}, Verbatim{fmt::format("{}", fmt::join(faults_, "\n"))}};
    const std::string text = find_output_format("md")->write(page, {});
    // The answer's marker is the step's; where there is no answer the faults have one.
    summary_ += summary_.empty() ? text : text.substr(text.find('\n') + 1);
  }
  append("GITHUB_STEP_SUMMARY", summary_, "summary");
  std::string outputs = fmt::format("exit={}\n", exit_code);
  for (const auto& [name, value] : outputs_)
    outputs += fmt::format("{}={}\n", name, one_line(value));
  if (!files.empty()) outputs += fmt::format("report={}\n", one_line(files.front()));
  append("GITHUB_OUTPUT", outputs, "output");
  err_ << std::flush;
}

}  // namespace collab
