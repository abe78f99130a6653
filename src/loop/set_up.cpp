#include "collab/loop/set_up.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/definition/definition.hpp"
#include "collab/feeds/zone.hpp"
#include "collab/model/error.hpp"

namespace collab {
namespace fs = std::filesystem;
namespace {

using Texts = std::vector<std::pair<std::string_view, std::string_view>>;

#define TEXT_FILE(name, text) {name, text},
const Texts& samples() {
  static const Texts files{
#include "samples.inc"
  };
  return files;
}

const Texts& templates() {
  static const Texts files{
#include "templates.inc"
  };
  return files;
}
#undef TEXT_FILE

std::string_view named(const Texts& files, std::string_view name) {
  for (const auto& [known, text] : files) {
    if (known == name) return text;
  }
  return {};
}

/// What `@NAME@` stands for in an embedded file; `@DAY-28@` is a day counted from today.
struct Meaning {
  std::map<std::string, std::string> names;
  Day today{};

  std::optional<std::string> of(const std::string& token) const {
    if (const auto found = names.find(token); found != names.end()) return found->second;
    if (!token.starts_with("DAY")) return std::nullopt;
    int offset = 0;
    const char* begin = token.data() + 3 + (token.substr(3).starts_with('+') ? 1 : 0);
    const auto [end, fault] = std::from_chars(begin, token.data() + token.size(), offset);
    if (fault != std::errc() || end != token.data() + token.size()) return std::nullopt;
    return to_string(today + Days{offset});
  }
};

std::string filled_in(std::string_view text, const Meaning& meaning) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('@');
    filled += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('@', open + 1);
    std::optional<std::string> value;
    if (close != std::string_view::npos) {
      value = meaning.of(std::string(text.substr(open + 1, close - open - 1)));
    }
    // `ana@shop.example` is no token.
    filled += value ? *value : "@";
    text.remove_prefix(value ? close + 1 : open + 1);
  }
  return filled;
}

/// A text as a YAML scalar: bare where nothing in it could mean something else.
std::string yaml_scalar(const std::string& text) {
  bool bare = !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) != 0 &&
              text.back() != ' ' && text.size() > 5;  // true, false, null, yes, no, off
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    bare = bare && (std::isalnum(byte) != 0 || byte > 127 ||
                    std::string_view(" -_.@").find(c) != std::string_view::npos);
  }
  if (bare) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += byte < 0x20 || byte == 0x7f ? ' ' : c;
  }
  return quoted + '"';
}

/// `lakeside-stores` as `Lakeside stores`.
std::string program_name(const fs::path& folder) {
  std::string name = fs::absolute(folder).lexically_normal().filename().string();
  if (name.empty()) {  // `some/folder/` ends in an empty name
    name = fs::absolute(folder).lexically_normal().parent_path().filename().string();
  }
  for (char& c : name) {
    if (c == '-' || c == '_') c = ' ';
  }
  if (name.find_first_not_of(' ') == std::string::npos) return "Program";
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

std::string shown(const fs::path& path) {
  const std::string relative =
      fs::absolute(path).lexically_normal().lexically_relative(fs::current_path()).string();
  return relative.empty() || relative.starts_with("..") ? path.string() : relative;
}

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw Error(ExitCode::failure, "cannot-write",
              fmt::format("'{}' cannot be written: {}", shown(path), why));
}

/// Writes files that are not there yet, and keeps account.
class Writer {
 public:
  Writer(FilesReport& report, bool dry_run) : report_(report), dry_run_(dry_run) {}

  void folder(const fs::path& path) const {
    std::error_code fault;
    if (!dry_run_) fs::create_directories(path, fault);
    if (fault) refuse(path, fault.message());
  }

  void file(const fs::path& path, std::string_view text) {
    (write_new(path, text) ? report_.written : report_.kept).push_back(shown(path));
  }

  /// Many of a kind, told as their folder.
  void files(const fs::path& path,
             const std::vector<std::pair<std::string, std::string_view>>& all) {
    bool any = false;
    for (const auto& [name, text] : all) any = write_new(path / name, text) || any;
    (any ? report_.written : report_.kept).push_back(shown(path));
  }

 private:
  bool write_new(const fs::path& path, std::string_view text) const {
    if (fs::exists(path)) return false;
    folder(path.parent_path());
    if (dry_run_) return true;
    std::ofstream out(path, std::ios::binary);
    out << text << std::flush;
    const int fault = errno;
    out.close();
    if (!out) {
      std::error_code none;
      fs::remove(path, none);  // half of a file would be kept by the next try
      refuse(path, std::strerror(fault));
    }
    return true;
  }

  FilesReport& report_;
  bool dry_run_;
};

// Only the schemas are worth sharing; the ledger and above all the key are not.
constexpr std::string_view ignored = "*\n!.gitignore\n!schemas/\n!schemas/**\n";

std::vector<std::pair<std::string, std::string_view>> schema_files() {
  std::vector<std::pair<std::string, std::string_view>> files;
  for (const auto& [name, text] : schemas()) files.emplace_back(name + ".schema.json", text);
  return files;
}

bool is_name(const std::string& text) {
  constexpr std::size_t longest = 64;
  if (text.empty() || text.size() > longest) return false;
  if (std::isalpha(static_cast<unsigned char>(text[0])) == 0) return false;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_') return false;
  }
  return true;
}

}  // namespace

FilesReport init(const fs::path& folder, bool sample, const Request& request) {
  FilesReport report;
  report.title = program_name(folder);
  const std::string zone = machine_zone();
  const Instant now = request.now.value_or(
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
  const Meaning meaning{.names = {{"PROGRAM", yaml_scalar(report.title)}, {"ZONE", zone}},
                        .today = local_day(now, zone)};
  const auto text = [&](std::string_view name) {
    return filled_in(named(samples(), name), meaning);
  };

  Writer writer(report, request.dry_run);
  writer.folder(folder);
  writer.file(folder / "collab.yaml", text(sample ? "sample-program.yaml" : "program.yaml"));
  writer.folder(folder / "experiments");
  writer.file(folder / ".collab" / ".gitignore", ignored);
  writer.files(folder / ".collab" / "schemas" / "", schema_files());
  if (sample) {
    writer.file(folder / "experiments" / "quick-answers.yaml", text("quick-answers.yaml"));
    writer.file(folder / "data" / "quick-answers.csv", text("quick-answers.csv"));
  }

  const fs::path there = fs::absolute(folder).lexically_normal();
  if (there != fs::current_path() && there != fs::current_path() / "") {
    report.next_commands.push_back("cd " + shown(folder));
  }
  if (sample) {
    report.next_commands.insert(
        report.next_commands.end(),
        {"collab plan quick-answers", "collab run quick-answers", "collab review quick-answers"});
  } else {
    report.next_commands.push_back("collab new EXP --template two-variants");
  }
  return report;
}

std::vector<std::pair<std::string, std::string>> definition_templates() {
  std::vector<std::pair<std::string, std::string>> list;
  for (const auto& [file, text] : templates()) {
    // The first line says, as a comment, what the template is for.
    const std::string_view first = text.substr(0, text.find('\n'));
    list.emplace_back(fs::path(file).stem().string(), std::string(first.substr(2)));
  }
  return list;
}

FilesReport new_experiment(Project& project, const std::string& experiment,
                           const std::string& template_name) {
  const std::string_view text = named(templates(), template_name + ".yaml");
  if (text.empty()) {
    std::vector<std::string> names;
    for (const auto& [name, summary] : definition_templates()) names.push_back(name);
    const std::string near = nearest(template_name, names);
    throw Error(
        ExitCode::usage, "no-such-template",
        fmt::format("there is no template '{}'", template_name),
        fmt::format("{}templates: {}", near.empty() ? "" : fmt::format("did you mean '{}'? ", near),
                    fmt::join(names, ", ")));
  }
  if (!is_name(experiment)) {
    throw Error(ExitCode::usage, "bad-name",
                fmt::format("'{}' cannot be an experiment's id", experiment),
                "a letter, then letters, digits, - and _, at most 64");
  }
  const fs::path path = project.definition_path(experiment);
  if (fs::exists(path)) {
    throw Error(ExitCode::conflict, "file-exists",
                fmt::format("'{}' is there already", project.shown(path)),
                "take another id, or edit it");
  }
  const Meaning meaning{
      .names = {{"ID", experiment}, {"OWNER", yaml_scalar(project.request().actor)}},
      .today = project.clock().today};
  FilesReport report;
  report.title = experiment;
  Writer(report, project.request().dry_run).file(path, filled_in(text, meaning));
  report.next_commands = {fmt::format("collab validate {}", project.shown(path)),
                          fmt::format("collab plan {}", experiment)};
  return report;
}

}  // namespace collab
