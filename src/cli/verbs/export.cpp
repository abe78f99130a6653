// collab export [EXPERIMENT]: the ledger as lines, for another ledger or any program.
#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/context.hpp"
#include "collab/ledger/exporter.hpp"
#include "collab/loop/verify.hpp"
#include "collab/render/export_line.hpp"

namespace collab {
namespace {

struct Options {
  std::string experiment;
  bool without_text = false;
};

/// A file for its owner alone, under its name only when it is whole.
class ExportFile {
 public:
  explicit ExportFile(const std::string& path)
      : path_(path), unfinished_(fmt::format("{}.{}.tmp", path, ::getpid())) {
    file_ = ::open(unfinished_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ < 0) fail();
  }
  ExportFile(const ExportFile&) = delete;
  ExportFile& operator=(const ExportFile&) = delete;
  ~ExportFile() {
    if (file_ >= 0) ::close(file_);
    if (!unfinished_.empty()) ::unlink(unfinished_.c_str());
  }
  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(file_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail();
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void finish() {
    if (::fsync(file_) != 0 || ::rename(unfinished_.c_str(), path_.c_str()) != 0) fail();
    unfinished_.clear();
  }

 private:
  [[noreturn]] void fail() const {
    throw Error(ExitCode::failure, "cannot-write",
                fmt::format("{} could not be written: {}", path_, std::strerror(errno)),
                "check who owns its folder and whether there is room");
  }
  std::string path_, unfinished_;
  int file_ = -1;
};

void check_output(const GlobalOptions& global) {
  const bool lines = global.format.empty() || global.format == "ndjson" || global.format == "json";
  if (lines && global.outputs.size() < 2 && global.fields.empty()) return;
  throw Error(ExitCode::usage, "bad-value",
              "collab export writes all it has as NDJSON, to standard output or to one file",
              "collab export -o ledger.ndjson; choose with jq: `collab export | jq -c ...`");
}

ExitCode run(Context& context, const Options& options) {
  check_output(context.global());
  const Request& request = context.request();
  const LedgerExporter ledger(
      ledger_of(request),
      {.timeout = request.timeout, .read_only = true, .force_filesystem = request.force_filesystem},
      {.experiment = options.experiment, .texts = !options.without_text});
  std::optional<ExportFile> file;
  if (!context.global().outputs.empty() && !request.dry_run)
    file.emplace(context.global().outputs.front());
  constexpr std::size_t block = std::size_t{1} << 20;
  std::string out;
  const auto flush = [&](std::size_t at_least) {
    if (out.size() < at_least) return;
    if (file) {
      file->write(out);
    } else if (!request.dry_run) {
      context.write(out);
    }
    out.clear();
  };
  append_export_head(out, ledger.head(), COLLAB_VERSION);
  std::int64_t records = 0;
  for (const std::int64_t operation : ledger.operations()) {
    for (const LedgerRecord& record : ledger.records(operation)) {
      append_record(out, record);
      ++records;
      flush(block);
    }
  }
  flush(1);
  if (file) {
    file->finish();
    context.note(
        fmt::format("{}: {} operations in {} records{}", context.global().outputs.front(),
                    ledger.operations().size(), records,
                    options.without_text ? ", without texts and pseudonyms of voices" : ""));
  }
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {.arguments = {{"EXPERIMENT", "only operations that touched it", Argument::Count::optional,
                         &o->experiment}},
          .options = {{"--without-text", "",
                       "leave out what voices said and the pseudonyms of who said it",
                       &o->without_text}},
          .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab export -o ledger.ndjson", "everything, in a file that its owner alone may read"},
    {"collab export idea-hub --without-text", "one experiment, to hand to others"},
};

}  // namespace

const Verb export_verb{
    .name = "export",
    .summary = "the ledger as lines of JSON, nothing left out",
    .group = Group::move,
    .about =
        "Writes every operation and every row that it wrote, a line each, sorted by origin and "
        "sequence, so that the same ledger is always the same file. Rows name each other by what "
        "means the same in every ledger, and every operation comes with its digest. The first line "
        "names the heads, and the fingerprint of the key; the key itself is never in it. What is "
        "computed from rows is left out.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
