#pragma once
// Set up: a project's first files, and new definitions from templates.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "collab/loop/project.hpp"
#include "collab/model/report.hpp"

namespace collab {

/// Writes collab.yaml, experiments/, .collab/schemas/ and .collab/.gitignore (ledger and key stay
/// out of version control); with `sample` also an experiment whose cycle began 30 days ago, with
/// its data. Existing files are kept and said so. throws Error(failure, "cannot-write")
FilesReport init(const std::filesystem::path& folder, bool sample, const Request& request);

/// Names of templates with one line each: two-variants, before-after, unit-rows, ...
std::vector<std::pair<std::string, std::string>> definition_templates();

/// experiments/EXP.yaml from a template.
/// throws Error(conflict, "file-exists"), Error(usage, "no-such-template" | "bad-name")
FilesReport new_experiment(Project& project, const std::string& experiment,
                           const std::string& template_name);

}  // namespace collab
