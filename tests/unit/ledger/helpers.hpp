#pragma once
// A ledger in a folder of its own, and values to put into it.
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>

#include "collab/ledger/digest.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/model/error.hpp"
#include "collab/model/seal.hpp"

namespace ledger_test {

using namespace collab;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "collab-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path ledger() const { return path_ / "ledger.db"; }

 private:
  std::filesystem::path path_;
};

/// What an editor of the file would use.
class Sqlite {
 public:
  explicit Sqlite(const std::filesystem::path& path) {
    if (sqlite3_open(path.c_str(), &handle_) != SQLITE_OK) throw std::runtime_error("no file");
    sqlite3_busy_timeout(handle_, 5000);
  }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  ~Sqlite() { sqlite3_close(handle_); }
  /// The message of what went wrong; empty when nothing did.
  std::string execute(const std::string& sql) {
    char* message = nullptr;
    sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
    std::string text = message != nullptr ? message : "";
    sqlite3_free(message);
    return text;
  }
  /// All values of all rows, one row a line.
  std::string ask(const std::string& sql) {
    std::string text;
    const auto row = [](void* out, int columns, char** values, char**) {
      auto& lines = *static_cast<std::string*>(out);
      for (int i = 0; i < columns; ++i) {
        if (i > 0) lines += '|';
        lines += values[i] != nullptr ? values[i] : "NULL";
      }
      lines += '\n';
      return 0;
    };
    if (sqlite3_exec(handle_, sql.c_str(), row, &text, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(handle_));
    }
    if (!text.empty()) text.pop_back();
    return text;
  }

 private:
  sqlite3* handle_ = nullptr;
};

inline Day day(const std::string& text) { return parse_day(text).value(); }
inline Instant at(const std::string& text) { return parse_instant(text).value(); }

inline Operation operation(const std::string& verb,
                           const std::string& now = "2026-11-20T08:00:00Z") {
  Operation operation;
  operation.verb = verb;
  operation.command = "collab " + verb;
  operation.actor = "ana";
  operation.now = at(now);
  operation.wall = at("2026-11-21T22:00:00.250Z");
  return operation;
}

inline Experiment experiment() {
  Experiment experiment;
  experiment.id = "answers";
  experiment.problem = "Questions stay unanswered";
  experiment.hypothesis = "Answers bring shoppers back";
  Metric visit;
  visit.id = "return_visit";
  visit.kind = "proportion";
  visit.role = Role::goal;
  visit.target = parse_target(">= +5%");
  Metric complaints;
  complaints.id = "complaints";
  complaints.kind = "rate";
  complaints.role = Role::guardrail;
  complaints.higher_is_better = false;
  complaints.limit = parse_target("<= +10%");
  experiment.metrics = {visit, complaints};
  experiment.unit = "consumer";
  experiment.variants = {{"control", 0.5, "50%", "Wait"}, {"answers", 0.5, "50%", "Answer"}};
  experiment.control = "control";
  experiment.starts = day("2026-10-05");
  experiment.cycle = Days{28};
  experiment.looks.form = Looks::Form::days;
  experiment.looks.days = {Days{14}, Days{28}};
  experiment.repeat.at_least = 2;
  experiment.repeat.at_most = 6;
  return experiment;
}

inline Plan plan(std::int64_t cycle, int version = 0) {
  Plan plan;
  plan.cycle = cycle;
  plan.version = version;
  plan.yaml = "id: answers\r\n# ünïcode \xF0\x9F\x9B\x92\n";
  plan.sealed = seal(experiment());
  plan.sha256 = sha256(plan.sealed);
  plan.title = "Answer within two hours";
  plan.owner = "ana@shop.example";
  plan.touch_point = "product-questions";
  plan.tags = {"community", "with \"quotes\", a \\ and a\nline"};
  plan.retrospective = version > 0;
  plan.reason = version > 0 ? "typo" : "";
  plan.day = day("2026-10-04");
  return plan;
}

inline Batch batch(const std::string& name = "answers", const std::string& period = "2026-10-05",
                   Grain grain = Grain::summary) {
  Batch batch;
  batch.experiment = name;
  batch.feed = "members";
  batch.period = day(period);
  batch.dated = day(period);
  batch.grain = grain;
  batch.counts = Counts::to_date;
  batch.rows = 2;
  batch.source = "data/members-" + period + ".csv";
  return batch;
}

inline Observation observation(std::int64_t of_batch, const std::string& variant = "control",
                               double successes = 896, const std::string& period = "2026-10-05") {
  Observation observation;
  observation.batch = of_batch;
  observation.experiment = "answers";
  observation.metric = "return_visit";
  observation.variant = variant;
  observation.period = day(period);
  observation.dated = day(period);
  observation.statistics = {{"n", 28000}, {"successes", successes}};
  observation.counts = Counts::to_date;
  observation.feed = "members";
  return observation;
}

/// The slug that `action` ends with; empty when it does not throw.
template <class Action>
std::string slug_of(const Action& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.faults().front().slug;
  }
  return {};
}

}  // namespace ledger_test
