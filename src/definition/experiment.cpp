#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "collab/definition/definition.hpp"
#include "collab/model/error.hpp"
#include "definition/draft.hpp"
#include "definition/file.hpp"

namespace collab {
namespace {

void read_head(Draft& draft, const std::filesystem::path& path) {
  Experiment& experiment = draft.experiment;
  experiment.id = text_of(draft.root, "id");
  experiment.title = text_of(draft.root, "title");
  experiment.owner = text_of(draft.root, "owner");
  experiment.touch_point = text_of(draft.root, "touch_point");
  experiment.tags = items_of(get(draft.root, "tags"));

  const std::string stem = path.stem().string();
  if (const Node* id = get(draft.root, "id"); id != nullptr && id->text != stem) {
    draft.findings->add("id-mismatch", id->at, "id",
                        fmt::format("the id '{}' is not the file's name, '{}'", id->text, stem),
                        fmt::format("write id: {}, or rename the file to {}.yaml", stem, id->text));
  }
  const Node* touch_point = get(draft.root, "touch_point");
  if (touch_point == nullptr || !draft.program->program) return;
  std::vector<std::string> known;
  for (const auto& [name, _] : draft.program->program->touch_points) {
    if (name == touch_point->text) return;
    known.push_back(name);
  }
  draft.findings->add("unknown-touch-point", touch_point->at, "touch_point",
                      fmt::format("collab.yaml has no touch point '{}'", touch_point->text),
                      known.empty() ? "add it under touch_points in collab.yaml"
                                    : suggestion(touch_point->text, known, "touch points"));
}

void read_experiment(Draft& draft) {
  const Node* node = draft.block("experiment");
  Experiment& experiment = draft.experiment;
  experiment.unit = text_of(node, "unit", experiment.unit);
  experiment.assigned_by = text_of(node, "assigned_by", experiment.assigned_by);
  experiment.cost = text_of(node, "cost");
  experiment.counts = parse_counts(text_of(node, "counts"));
  if (const auto day = read_day(get(node, "starts"), "experiment.starts", *draft.findings)) {
    experiment.starts = *day;
  }
  if (const auto days = read_days(get(node, "cycle"), "experiment.cycle", *draft.findings)) {
    experiment.cycle = *days;
  }
  const Day latest{std::chrono::year{9999} / 12 / 31};
  if (experiment.starts > latest - experiment.cycle && get(node, "starts") != nullptr)
    draft.findings->add("bad-date", get(node, "starts")->at, "experiment.starts",
                        "the cycle would end after the year 9999", "is the year right?");
}

}  // namespace

ExperimentFile load_experiment(const std::filesystem::path& path, const ProgramFile& program,
                               const std::vector<KindShape>& kinds, const std::string& shown_as) {
  return parse_experiment(read_bytes(path, shown_as), path, program, kinds, shown_as);
}

ExperimentFile parse_experiment(std::string text, const std::filesystem::path& path,
                                const ProgramFile& program, const std::vector<KindShape>& kinds,
                                const std::string& shown_as) {
  ExperimentFile file{.path = path, .text = std::move(text), .experiment = {}, .findings = {}};
  const SourceText source(file.text, shown_as);
  Findings findings(source);
  if (const auto document = read_document(source, findings, "experiment", kinds)) {
    Draft draft{.root = &*document, .program = &program, .kinds = &kinds, .findings = &findings};
    read_head(draft, path);
    read_experiment(draft);
    read_metrics(draft);
    read_variants(draft);
    read_monitor(draft);
    read_repeat(draft);
    read_feeds(draft);
    check_baselines(draft);
    check_comparisons(draft);
    check_feeds(draft);
    if (findings.empty()) file.experiment = std::move(draft.experiment);
  }
  file.findings = findings.take();
  return file;
}

}  // namespace collab
