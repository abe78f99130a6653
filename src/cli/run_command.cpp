#include "collab/cli/run_command.hpp"

#include <fmt/format.h>

#include <exception>
#include <new>
#include <ostream>

#include "cli/arguments.hpp"
#include "cli/command_line.hpp"
#include "cli/context.hpp"
#include "cli/home.hpp"
#include "cli/output_files.hpp"
#include "cli/values.hpp"
#include "collab/model/diagnostic.hpp"

namespace collab {
namespace {

// Faults of the command line itself are told in the form that it asks for, read or not.
bool wants_json(std::span<const Word> words, const Environment& environment) {
  const auto found = environment.variables.find("COLLAB_FORMAT");
  std::string format = found == environment.variables.end() ? std::string{} : found->second;
  for (const Word& word : words) {
    if (word.kind != Word::Kind::flag) continue;
    if (word.name == "--json") format = "json";
    if (word.name == "-f" || word.name == "--format") format = word.text;
  }
  return format == "json" || format == "ndjson";
}

bool in_github(std::span<const Word> words) {
  for (const Word& word : words) {
    if (word.kind == Word::Kind::flag && word.name == "--ci" && word.text == "github") return true;
  }
  return false;
}

bool asks_for(std::span<const Word> words, std::string_view name, std::string_view short_name) {
  for (const Word& word : words) {
    if (word.kind == Word::Kind::flag && (word.name == name || word.name == short_name))
      return true;
  }
  return false;
}

const Verb& verb_named(const std::string& name) {
  if (const Verb* verb = find_verb(name)) return *verb;
  std::vector<std::string> names;
  for (const Verb* verb : verbs()) names.emplace_back(verb->name);
  const std::string near = nearest(name, names);
  throw Error(ExitCode::usage, "unknown-verb", fmt::format("collab has no verb '{}'", name),
              near.empty() ? "collab help lists them" : fmt::format("did you mean '{}'?", near));
}

struct Chosen {
  const Verb* verb = nullptr;
  std::vector<std::string> rest;  ///< its command line without the verb
};

Chosen choose(std::vector<std::string> words, std::span<const Option> global) {
  FlagNames names;
  add_names(names, global);
  const std::string name = take_verb(words, names);
  if (name.empty()) {
    const std::vector<Word> read = words_of(words, names);
    if (asks_for(read, "--version", "")) return {find_verb("version"), {}};
    if (asks_for(read, "--help", "-h")) return {find_verb("help"), {}};
    // Alone: where things stand, or how to begin. `home` knows which.
    return {nullptr, std::move(words)};
  }
  const Verb& verb = verb_named(name);
  add_names(names, verb.syntax().options);
  if (asks_for(words_of(words, names), "--help", "-h")) {
    return {find_verb("help"), {std::string{verb.name}}};
  }
  return {&verb, std::move(words)};
}

}  // namespace

int run_command(std::span<const std::string> arguments, std::ostream& out, std::ostream& err,
                const Environment& environment) {
  GlobalOptions global;
  const std::vector<Option> flags = global_options(global);
  FlagNames names;
  add_names(names, flags);
  const std::vector<Word> words = words_of(arguments, names);
  const bool json = wants_json(words, environment);
  GithubStep step(in_github(words), environment, err);
  const auto finish = [&](int code) {
    step.finish(code, global.outputs);
    return code;
  };
  std::string verb = "collab";
  bool folders = false;
  const auto fail = [&](const Error& error) {
    // Whoever ignores SIGPIPE sees the code that the signal would have given.
    constexpr int broken_pipe = 141;
    if (error.faults().front().slug == "broken-pipe") return broken_pipe;
    const bool color = use_color(global, environment, environment.err_is_terminal);
    err << step.guarded(error_text(error, json, color)) << std::flush;
    step.report(error);
    OutputOptions options;
    options.version = COLLAB_VERSION;
    options.generated_at = global.now.value_or(
        std::chrono::time_point_cast<Instant::duration>(std::chrono::system_clock::now()));
    try {
      check_outputs(global.outputs, folders);
    } catch (const Error&) {
      return finish(static_cast<int>(error.code()));  // what is at fault, as a rule
    }
    try {
      write_failed_checks(global.outputs, verb, error, options);
    } catch (const Error& second) {
      err << error_text(second, json, color) << std::flush;
    }
    return finish(static_cast<int>(error.code()));
  };
  try {
    const Chosen chosen = choose({arguments.begin(), arguments.end()}, flags);
    if (chosen.verb != nullptr) verb = chosen.verb->name;
    folders = chosen.verb != nullptr && chosen.verb->writes_folder;
    const Syntax syntax = chosen.verb != nullptr ? chosen.verb->syntax() : home_syntax();
    std::vector<Option> options = flags;
    options.insert(options.end(), syntax.options.begin(), syntax.options.end());
    parse_command_line(chosen.rest, options, syntax.arguments,
                       chosen.verb != nullptr ? fmt::format("collab {}", chosen.verb->name)
                                              : std::string{"collab"});
    apply_environment(global, environment);
    chosen_format(global);
    check_outputs(global.outputs, folders);
    Context context(global, make_request(global, arguments), environment, step, out, err);
    return finish(static_cast<int>(syntax.run(context)));
  } catch (const Error& error) {
    return fail(error);
  } catch (const std::bad_alloc&) {
    return fail(Error(ExitCode::failure, "no-memory", "there is not enough memory",
                      "nothing was stored; give it more, or have record and run hold units in "
                      "parts: --memory 256M"));
  } catch (const std::exception& fault) {
    return fail(Error(ExitCode::failure, "internal", fault.what(),
                      "this is a fault of collab itself; please report it with the command"));
  }
}

}  // namespace collab
