#include "cli/global_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/values.hpp"
#include "collab/model/diagnostic.hpp"
#include "collab/render/output_format.hpp"

namespace collab {
namespace {

std::string variable(const Environment& environment, const char* name) {
  const auto found = environment.variables.find(name);
  return found == environment.variables.end() ? std::string{} : found->second;
}

std::string quoted(const std::string& argument) {
  const auto plain = [](unsigned char c) {
    return c > 127 || std::isalnum(c) != 0 ||
           std::string_view("-_./=:@%+,").find(static_cast<char>(c)) != std::string_view::npos;
  };
  if (!argument.empty() && std::all_of(argument.begin(), argument.end(), plain)) return argument;
  std::string text = "'";
  for (const char c : argument) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

}  // namespace

std::vector<Option> global_options(GlobalOptions& v) {
  return {
      {"-C,--project", "DIR", "the project's folder (COLLAB_PROJECT; else found upwards from here)",
       &v.project},
      {"--ledger", "FILE", "the ledger (COLLAB_LEDGER; default .collab/ledger.db)", &v.ledger},
      {"-f,--format", "FORMAT",
       "table, json, ndjson, csv, md, html or junit (COLLAB_FORMAT; default table)", &v.format},
      {"--json", "", "the same as -f json", &v.json},
      {"--fields", "A,B.C", "only these fields of each item, in every format but junit", &v.fields},
      {"-o,--output", "FILE",
       "write the answer to FILE instead, in the format of its ending (.md, .html, .xml for junit, "
       ".json, .ndjson, .csv, .txt); may be repeated",
       &v.outputs},
      {"-n,--dry-run", "", "say what would be done, and write nothing", &v.dry_run},
      {"-y,--yes", "", "answer every question with yes", &v.yes},
      {"--no-input", "", "ask nothing, as where nobody is at a terminal", &v.no_input},
      {"--no-pager", "", "print long pages whole, also at a terminal (PAGER; default less -FRX)",
       &v.no_pager},
      {"-q,--quiet", "", "no warnings and notes", &v.quiet},
      {"-v,--verbose", "", "say more, where a verb has more to say", &v.verbose},
      {"--color",
       "WHEN",
       "auto, always or never (NO_COLOR, CLICOLOR_FORCE; default auto)",
       &v.color,
       {"auto", "always", "never"}},
      {"--ci",
       "github",
       "say it to a GitHub workflow too: step summary, outputs, annotations",
       &v.ci,
       {"github"}},
      {"--timeout", "DUR", "how long to wait for another writer (COLLAB_TIMEOUT; default 5s)",
       &v.timeout},
      {"--actor", "NAME", "who is doing this, for the log (COLLAB_ACTOR; default your login)",
       &v.actor},
      {"--now", "TIME", "take TIME (2026-11-21T08:00:00Z) for the present (COLLAB_NOW)", &v.now},
      {"--force-filesystem", "", "use a ledger on a network file system all the same",
       &v.force_filesystem},
      {"-h,--help", "", "help for the verb", &v.help},
      {"--version", "", "the program's version", &v.version},
  };
}

void apply_environment(GlobalOptions& v, const Environment& environment) {
  const auto text = [&](const char* name, std::string& into) {
    if (into.empty()) into = variable(environment, name);
  };
  text("COLLAB_PROJECT", v.project);
  text("COLLAB_LEDGER", v.ledger);
  text("COLLAB_KEY_FILE", v.key);
  text("COLLAB_ACTOR", v.actor);
  if (!v.json) text("COLLAB_FORMAT", v.format);
  const auto parsed = [&](const char* name, auto& into, auto parse, const char* wanted) {
    const std::string value = variable(environment, name);
    if (into || value.empty()) return;
    into = parse(value);
    if (!into) {
      throw Error(
          ExitCode::usage, "bad-environment",
          fmt::format("the environment variable {} is '{}', which is not {}", name, value, wanted));
    }
  };
  parsed("COLLAB_TIMEOUT", v.timeout, parse_duration, "a duration such as 5s");
  parsed("COLLAB_NOW", v.now, parse_instant, "a time such as 2026-11-21T08:00:00Z");
}

std::string chosen_format(const GlobalOptions& v) {
  if (v.json) {
    if (!v.format.empty() && v.format != "json") {
      throw Error(ExitCode::usage, "two-formats",
                  fmt::format("--json and --format {} contradict each other", v.format),
                  "leave one of them out");
    }
    return "json";
  }
  if (v.format.empty()) return "table";
  if (find_output_format(v.format) == nullptr) {
    std::vector<std::string> names;
    for (const OutputFormat* format : output_formats()) names.emplace_back(format->name);
    throw Error(ExitCode::usage, "unknown-format",
                fmt::format("there is no output format '{}'", v.format),
                did_you_mean(v.format, names, "formats"));
  }
  return v.format;
}

Request make_request(const GlobalOptions& v, std::span<const std::string> arguments) {
  Request request;
  request.project = v.project;
  request.ledger = v.ledger;
  request.key = v.key;
  request.actor = v.actor;
  request.command = "collab";
  for (const std::string& argument : arguments) request.command += " " + quoted(argument);
  request.now = v.now;
  if (v.timeout) request.timeout = *v.timeout;
  request.dry_run = v.dry_run;
  request.force_filesystem = v.force_filesystem;
  return request;
}

bool use_color(const GlobalOptions& v, const Environment& environment, bool terminal) {
  if (v.color == "always") return true;
  if (v.color == "never") return false;
  if (!variable(environment, "NO_COLOR").empty()) return false;
  const std::string force = variable(environment, "CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return terminal && variable(environment, "TERM") != "dumb";
}

int output_width(const Environment& environment) {
  const std::string text = variable(environment, "COLUMNS");
  int columns = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), columns);
  if (fault != std::errc{} || end != text.data() + text.size() || columns <= 0) {
    columns = environment.out_is_terminal ? environment.terminal_columns : 0;
  }
  return columns <= 0 ? 80 : std::clamp(columns, 40, 200);
}

bool ascii_only(const Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    std::string locale = variable(environment, name);
    if (locale.empty()) continue;
    std::transform(locale.begin(), locale.end(), locale.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return locale.find("utf-8") == std::string::npos && locale.find("utf8") == std::string::npos;
  }
  return false;
}

}  // namespace collab
