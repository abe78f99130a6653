#include "collab/loop/project.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>

#include "collab/feeds/zone.hpp"
#include "collab/model/error.hpp"
#include "collab/statistics/metric_kind.hpp"

namespace collab {
namespace fs = std::filesystem;
namespace {

std::string user_name() {
  for (const char* name : {"USER", "LOGNAME"})
    if (const char* value = std::getenv(name); value && *value) return value;
  // Not getpwuid, which loads libraries of the system that a static program was not linked with.
  std::string name = "uid " + std::to_string(geteuid());
  if (std::FILE* file = std::fopen("/etc/passwd", "re")) {
    while (const passwd* entry = fgetpwent(file)) {
      if (entry->pw_uid != geteuid()) continue;
      name = entry->pw_name;
      break;
    }
    std::fclose(file);
  }
  return name;
}

fs::path root_of(const Request& request) {
  if (!request.project.empty()) {
    if (fs::exists(request.project / "collab.yaml"))
      return fs::absolute(request.project).lexically_normal();
    throw Error(ExitCode::not_found, "no-project",
                fmt::format("there is no collab.yaml in '{}'", request.project.string()),
                "make one there with: collab init " + request.project.string());
  }
  if (auto found = find_project(fs::current_path())) return *found;
  throw Error(ExitCode::not_found, "no-project",
              "there is no collab.yaml here or in a folder above",
              "start with: collab init --sample, or name the project with -C DIR");
}

std::optional<std::array<std::uint8_t, Key::size>> parse_key(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  std::array<std::uint8_t, Key::size> bytes{};
  if (text.size() != 2 * Key::size) return std::nullopt;
  for (std::size_t i = 0; i < Key::size; ++i) {
    const char* begin = text.data() + 2 * i;
    if (auto [end, fault] = std::from_chars(begin, begin + 2, bytes[i], 16);
        fault != std::errc() || end != begin + 2)
      return std::nullopt;
  }
  return bytes;
}

Key make_key(const fs::path& path) {
  const Key key = Key::random();
  std::string text;
  for (const std::uint8_t byte : key.bytes()) text += fmt::format("{:02x}", byte);
  text += '\n';
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0)
    throw Error(
        ExitCode::failure, "key-not-written",
        fmt::format("the key file '{}' cannot be made: {}", path.string(), std::strerror(errno)));
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written)
    throw Error(ExitCode::failure, "key-not-written", "the key file could not be written");
  return key;
}

}  // namespace

std::optional<fs::path> find_project(const fs::path& start) {
  for (fs::path folder = fs::absolute(start).lexically_normal();; folder = folder.parent_path()) {
    if (fs::exists(folder / "collab.yaml")) return folder;
    if (folder == folder.parent_path()) return std::nullopt;
  }
}

Project::Project(const Request& request)
    : request_(request),
      root_(root_of(request)),
      program_(load_program(root_ / "collab.yaml", kind_shapes(), shown(root_ / "collab.yaml"))) {
  if (!program_.program) throw Error(ExitCode::invalid, program_.findings);
  clock_.wall = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  clock_.now = request.now.value_or(clock_.wall);
  clock_.today = local_day(clock_.now, program().time_zone);
  if (request_.actor.empty()) request_.actor = user_name();
}

std::vector<std::string> Project::defined() const {
  std::set<std::string> ids;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root_ / "experiments", none))
    if (entry.path().extension() == ".yaml") ids.insert(entry.path().stem().string());
  return {ids.begin(), ids.end()};
}

fs::path Project::definition_path(const std::string& experiment) const {
  return root_ / "experiments" / (experiment + ".yaml");
}

ExperimentFile Project::read(const std::string& experiment) const {
  const fs::path path = definition_path(experiment);
  return load_experiment(path, program_, kind_shapes(), shown(path));
}

ExperimentFile Project::definition(const std::string& experiment) const {
  std::error_code none;  // a name may be too long for any file
  if (!fs::exists(definition_path(experiment), none)) {
    const std::vector<std::string> known = defined();
    const std::string near = nearest(experiment, known);
    throw Error(ExitCode::not_found, "no-such-experiment",
                fmt::format("there is no experiment '{}' ({} does not exist)", experiment,
                            shown(definition_path(experiment))),
                !near.empty()   ? fmt::format("did you mean '{}'?", near)
                : known.empty() ? fmt::format("make one with: collab new {}", experiment)
                                : fmt::format("defined here: {}", fmt::join(known, ", ")));
  }
  ExperimentFile file = read(experiment);
  if (!file.experiment) throw Error(ExitCode::invalid, file.findings);
  return file;
}

std::optional<Experiment> Project::sealed_definition(const Plan& plan,
                                                     const std::string& experiment) const {
  const fs::path path = definition_path(experiment);
  return parse_experiment(plan.yaml, path, program_, kind_shapes(), shown(path)).experiment;
}

fs::path Project::ledger_path() const {
  return request_.ledger.empty() ? root_ / ".collab" / "ledger.db" : request_.ledger;
}

Ledger* Project::ledger_if_there() {
  if (!ledger_) {
    std::error_code fault;
    const fs::file_status status = fs::status(ledger_path(), fault);
    if (status.type() == fs::file_type::none)
      throw Error(
          ExitCode::failure, "cannot-read",
          fmt::format("the ledger {} cannot be reached: {}", shown(ledger_path()), fault.message()),
          "may you read the folder that it lies in?");
    if (!fs::exists(status)) return nullptr;
    ledger_ = Ledger::open(ledger_path(), {.timeout = request_.timeout,
                                           .force_filesystem = request_.force_filesystem});
  }
  return &*ledger_;
}

Ledger& Project::ledger() {
  if (Ledger* there = ledger_if_there()) return *there;
  std::error_code fault;
  if (ledger_path().has_parent_path()) fs::create_directories(ledger_path().parent_path(), fault);
  const LedgerOptions options{.timeout = request_.timeout,
                              .force_filesystem = request_.force_filesystem};
  try {
    ledger_ = Ledger::create(ledger_path(), options);
  } catch (const Error& error) {
    if (error.code() != ExitCode::conflict) throw;
    ledger_ = Ledger::open(ledger_path(), options);  // another process made it in between
  }
  return *ledger_;
}

Key Project::key() {
  const fs::path path = request_.key.empty() ? ledger_path().parent_path() / "key" : request_.key;
  const Ledger* ledger = ledger_if_there();
  const std::optional<std::string> expected = ledger ? ledger->key_fingerprint() : std::nullopt;
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (expected)
      throw Error(ExitCode::not_found, "key-missing",
                  fmt::format("the program's key '{}' is not there; unit rows need the key with "
                              "fingerprint {}",
                              shown(path), *expected),
                  "copy it from where the first unit rows were recorded, or name it with "
                  "COLLAB_KEY_FILE");
    if (request_.dry_run) return Key::random();  // nothing recorded that it could disagree with
    fs::create_directories(path.parent_path());
    return make_key(path);
  }
  // A pipe would be waited for, and a device may never end.
  if (!S_ISREG(status.st_mode))
    throw Error(ExitCode::invalid, "key-not-a-file",
                fmt::format("the key '{}' is {}", shown(path),
                            S_ISDIR(status.st_mode) ? "a folder" : "a pipe, a socket or a device"),
                "keep the key in a regular file that only its owner can read, and name that with "
                "COLLAB_KEY_FILE");
  if ((status.st_mode & 077) != 0)
    throw Error(ExitCode::failure, "key-readable-by-others",
                fmt::format("the key file '{}' can be read by others", shown(path)),
                "chmod 600 " + shown(path));
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto bytes = parse_key(text);
  if (!bytes)
    throw Error(ExitCode::invalid, "bad-key",
                fmt::format("the key file '{}' does not hold 32 hexadecimal digits", shown(path)));
  Key key(*bytes);
  if (expected && key.fingerprint() != *expected)
    throw Error(ExitCode::conflict, "other-key",
                fmt::format("unit rows in this ledger are under the key {}, '{}' holds {}",
                            *expected, shown(path), key.fingerprint()),
                "use the key that the first unit rows were recorded with (COLLAB_KEY_FILE)");
  return key;
}

Operation Project::operation(const std::string& verb, const std::string& reason) const {
  return {.verb = verb,
          .command = request_.command,
          .actor = request_.actor,
          .reason = reason,
          .now = clock_.now,
          .wall = clock_.wall};
}

std::string Project::shown(const fs::path& path) const {
  const std::string relative = path.lexically_relative(fs::current_path()).string();
  return relative.empty() || relative.starts_with("..") ? path.string() : relative;
}

}  // namespace collab
