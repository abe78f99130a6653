#pragma once
// Definition files: YAML with positions, checked by the embedded JSON Schemas and by what a schema
// cannot say, read into Program and Experiment. Every fault of every file at once.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "collab/model/experiment.hpp"

namespace collab {

struct ProgramFile {
  std::filesystem::path path;      ///< collab.yaml
  std::optional<Program> program;  ///< absent when there are errors
  std::vector<Metric> metrics;     ///< shared definitions, for `use:`; role and target unset
  std::vector<Diagnostic> findings;
};

struct ExperimentFile {
  std::filesystem::path path;
  std::string text;                      ///< the bytes read
  std::optional<Experiment> experiment;  ///< absent when there are errors
  std::vector<Diagnostic> findings;
};

/// shown_as: how the file is named in findings (relative to where the user stands).
/// throws Error(not_found) when the file cannot be opened.
ProgramFile load_program(const std::filesystem::path& path, const std::vector<KindShape>& kinds,
                         const std::string& shown_as);
ExperimentFile load_experiment(const std::filesystem::path& path, const ProgramFile& program,
                               const std::vector<KindShape>& kinds, const std::string& shown_as);
/// The same of a text that was kept: a plan's, as it was sealed. path: for the name that the id
/// must have.
ExperimentFile parse_experiment(std::string text, const std::filesystem::path& path,
                                const ProgramFile& program, const std::vector<KindShape>& kinds,
                                const std::string& shown_as);

/// The embedded JSON Schemas by name without suffix: {"experiment", "{…}"}; sorted.
const std::vector<std::pair<std::string, std::string_view>>& schemas();
/// Empty when there is none of that name.
std::string_view schema_text(std::string_view name);

/// A fault's slug with what it means and what to do: `collab help errors`, for definitions.
struct FaultEntry {
  std::string_view slug;
  std::string_view meaning;
};
const std::vector<FaultEntry>& definition_faults();

}  // namespace collab
