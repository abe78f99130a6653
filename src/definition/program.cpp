#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "collab/definition/definition.hpp"
#include "collab/model/error.hpp"
#include "collab/model/voice.hpp"
#include "definition/draft.hpp"
#include "definition/file.hpp"
#include "definition/locations.hpp"

namespace collab {
namespace {

void read_segments(const Node* segments, Program& program, Findings& findings) {
  if (segments == nullptr) return;
  for (std::size_t i = 0; i < segments->items.size(); ++i) {
    const Node& key = segments->keys[i];
    program.segments.emplace_back(key.text, items_of(&segments->items[i]));
    const bool of_voices =
        std::ranges::find(plain_voice_fields, key.text) != plain_voice_fields.end();
    if (key.faulty || !(is_reserved(key.text) || of_voices)) continue;
    findings.add("reserved-name", key.at, below("segments", key.text),
                 fmt::format("'{}' has a meaning of its own in {}", key.text,
                             of_voices ? "files of voices" : "feeds"),
                 "give the segment another name");
  }
}

std::vector<Metric> read_shared(const Node* metrics, const std::vector<KindShape>& kinds,
                                Findings& findings) {
  std::vector<Metric> shared;
  if (metrics == nullptr) return shared;
  const Draft shapes{.kinds = &kinds};
  for (std::size_t i = 0; i < metrics->items.size(); ++i) {
    const Node& node = metrics->items[i];
    const std::string path = below("metrics", i);
    Metric metric = read_metric(node, Metric{});
    if (metric.id.empty()) continue;
    for (const Metric& other : shared) {
      if (other.id != metric.id) continue;
      findings.add("duplicate-id", get(&node, "id")->at, below(path, "id"),
                   fmt::format("there is a metric '{}' already", metric.id),
                   "give one of the two another id");
    }
    check_metric(metric, node, path, shapes.shape(metric.kind), findings);
    shared.push_back(std::move(metric));
  }
  return shared;
}

Program read_program(const Node& document, const std::vector<KindShape>& kinds,
                     const std::filesystem::path& path, Findings& findings, ProgramFile& file,
                     const std::string& shown_as) {
  Program program;
  program.name = text_of(&document, "program");
  program.time_zone = text_of(&document, "time_zone");
  program.currency = text_of(&document, "currency");
  if (const Node* touch_points = get(&document, "touch_points")) {
    for (std::size_t i = 0; i < touch_points->items.size(); ++i) {
      program.touch_points.emplace_back(touch_points->keys[i].text, touch_points->items[i].text);
    }
  }
  read_segments(get(&document, "segments"), program, findings);
  file.metrics = read_shared(get(&document, "metrics"), kinds, findings);
  if (const Node* locations = get(&document, "locations")) {
    program.locations_file = locations->text;
    const std::filesystem::path shown =
        std::filesystem::path(shown_as).parent_path() / locations->text;
    const std::filesystem::path target = path.parent_path() / locations->text;
    std::error_code failed;
    if (!std::filesystem::is_regular_file(target, failed)) {
      findings.add("no-such-file", locations->at, "locations",
                   fmt::format("there is no file '{}'", locations->text),
                   "the path is relative to the folder of collab.yaml");
    } else {
      program.locations =
          read_locations(read_bytes(target, shown.string()), shown.string(), file.findings);
    }
  }
  return program;
}

}  // namespace

ProgramFile load_program(const std::filesystem::path& path, const std::vector<KindShape>& kinds,
                         const std::string& shown_as) {
  ProgramFile file{.path = path, .program = {}, .metrics = {}, .findings = {}};
  const SourceText source(read_bytes(path, shown_as), shown_as);
  Findings findings(source);
  std::optional<Program> program;
  if (const auto document = read_document(source, findings, "program", kinds)) {
    program = read_program(*document, kinds, path, findings, file, shown_as);
  }
  std::vector<Diagnostic> own = findings.take();
  file.findings.insert(file.findings.begin(), own.begin(), own.end());
  if (file.findings.empty()) file.program = std::move(program);
  return file;
}

}  // namespace collab
