#pragma once
// The project on disk: collab.yaml, experiments/, .collab/ with the ledger and the key; and who is
// asking, when, and how.
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "collab/definition/definition.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/model/time.hpp"
#include "collab/units/pseudonym.hpp"

namespace collab {

/// What a command line says about every verb.
struct Request {
  std::filesystem::path project;  ///< -C DIR or COLLAB_PROJECT; empty: found upwards from here
  std::filesystem::path ledger;   ///< --ledger or COLLAB_LEDGER; empty: .collab/ledger.db
  std::filesystem::path key;      ///< COLLAB_KEY_FILE; empty: key beside the ledger
  std::string actor;              ///< --actor, COLLAB_ACTOR, else the user's name
  std::string command;            ///< the command line as typed, for the log
  std::optional<Instant> now;     ///< --now or COLLAB_NOW
  std::chrono::milliseconds timeout{5000};
  bool dry_run = false;
  bool force_filesystem = false;
};

/// An open project. Definitions are read on demand; the ledger is opened on demand.
class Project {
 public:
  /// throws Error(not_found, "no-project") with the hint to `collab init`; Error(invalid) with
  /// every fault when collab.yaml is not sound
  explicit Project(const Request& request);

  const Request& request() const { return request_; }
  const std::filesystem::path& root() const { return root_; }
  const Program& program() const { return *program_.program; }
  const ProgramFile& program_file() const { return program_; }
  const Clock& clock() const { return clock_; }

  /// Ids of the definitions in experiments/, sorted.
  std::vector<std::string> defined() const;
  std::filesystem::path definition_path(const std::string& experiment) const;
  /// Read, with findings; does not throw for an unsound one.
  ExperimentFile read(const std::string& experiment) const;
  /// throws Error(not_found, "no-such-experiment") with the nearest id; Error(invalid) with every
  /// fault
  ExperimentFile definition(const std::string& experiment) const;
  /// The definition that a plan was sealed from; nullopt when it does not fit the program any more.
  std::optional<Experiment> sealed_definition(const Plan& plan,
                                              const std::string& experiment) const;

  Ledger& ledger();           ///< opened on first use; made if it is not there
  Ledger* ledger_if_there();  ///< nullptr when there is none yet
  std::filesystem::path ledger_path() const;
  /// The program's key; made (mode 0600) when there is none and the ledger has none yet.
  /// throws Error(failure, "key-readable-by-others"), Error(not_found, "key-missing"),
  ///        Error(conflict, "other-key")
  Key key();

  /// An operation in this request's name.
  Operation operation(const std::string& verb, const std::string& reason = {}) const;
  /// A path as the user would name it: relative to the working directory where below it.
  std::string shown(const std::filesystem::path& path) const;

 private:
  Request request_;
  std::filesystem::path root_;
  ProgramFile program_;
  Clock clock_;
  std::optional<Ledger> ledger_;
};

/// The folder with collab.yaml at or above `start`; nullopt when there is none.
std::optional<std::filesystem::path> find_project(const std::filesystem::path& start);

}  // namespace collab
