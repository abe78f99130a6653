#pragma once
// A project in a folder of its own, and a clock that the test moves.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/loop/decide.hpp"
#include "collab/loop/plan.hpp"
#include "collab/loop/project.hpp"
#include "collab/loop/record.hpp"
#include "collab/model/error.hpp"
#include "collab/model/observation.hpp"
#include "collab/review/review.hpp"
#include "collab/review/verification.hpp"

namespace collab::test {

namespace fs = std::filesystem;

inline Day day(std::string_view text) { return parse_day(text).value(); }

/// Two variants, a week, summary rows every night; looks after three and seven days.
inline constexpr std::string_view nightly = R"(schema: collab.experiment/1
id: nightly
title: Answers within a day
owner: ana@shop.example
touch_point: questions
evaluate:
  problem: Questions wait for days.
  hypothesis: Quick answers bring shoppers back.
  baseline: control
  metrics:
    - {id: visit, kind: proportion, role: goal, better: higher, target: ">= +5%"}
    - {id: complaints, kind: rate, role: guardrail, better: lower, limit: "<= +10%"}
experiment:
  unit: consumer
  variants:
    control: {share: 50%, does: Questions wait}
    answers: {share: 50%, does: Somebody answers}
  control: control
  starts: 2026-03-02
  cycle: 7d
  feeds:
    - id: nights
      file: data/night-{date}.csv
      rows: summary
      counts: new
      columns: {variant: group, type: type, visit: {successes: visits, n: members, units: members}, complaints: {events: complaints, exposure: orders}}
monitor:
  looks: [3d, 7d]
  expect: daily
repeat:
  cycles: {at_least: 2, at_most: 4}
)";

/// Two variants, a week, a row a member from one file that names the day of each row.
inline constexpr std::string_view members = R"(schema: collab.experiment/1
id: members
title: Ideas show what became of them
owner: ana@shop.example
touch_point: ideas
evaluate:
  problem: Ideas are never heard of again.
  hypothesis: A status brings members back.
  baseline: control
  metrics:
    - {id: spend, kind: mean, role: goal, better: higher, target: ">= +5%"}
experiment:
  unit: member
  variants:
    control: {share: 50%, does: An idea is thanked for}
    status: {share: 50%, does: An idea shows its status}
  control: control
  starts: 2026-03-02
  cycle: 7d
  feeds:
    - id: export
      file: data/members.csv
      rows: unit
      counts: new
      columns: {unit: member, variant: group, period: day, spend: spend}
monitor:
  looks: end
repeat:
  cycles: {at_least: 1, at_most: 4}
)";

class Shop {
 public:
  Shop() {
    std::string name = (fs::temp_directory_path() / "collab-loop-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    root_ = name;
    write("collab.yaml", R"(schema: collab.program/1
program: The test shop
time_zone: UTC
currency: USD
touch_points: {questions: Questions, ideas: Ideas}
segments: {type: [price, relationship]}
)");
  }
  /// With one experiment, its id in the text.
  explicit Shop(std::string_view definition) : Shop() { define(definition); }
  /// A copy of examples/NAME.
  static Shop of_example(const std::string& name) {
    Shop shop;
    const auto all = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
    fs::copy(fs::path(COLLAB_SOURCE) / "examples" / name, shop.root_, all);
    fs::remove_all(shop.root_ / ".collab");
    return shop;
  }
  Shop(Shop&& other) noexcept : root_(std::exchange(other.root_, {})) {}
  Shop& operator=(Shop&&) = delete;
  ~Shop() {
    std::error_code ignored;
    if (!root_.empty()) fs::remove_all(root_, ignored);
  }

  const fs::path& root() const { return root_; }
  void define(std::string_view definition) const {
    const auto at = definition.find("\nid: ") + 5;
    write(fmt::format("experiments/{}.yaml", definition.substr(at, definition.find('\n', at) - at)),
          definition);
  }
  void write(const std::string& path, std::string_view text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  std::string read(const std::string& path) const {
    std::ifstream file(root_ / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void replace(const std::string& path, std::string_view from, std::string_view to) const {
    std::string text = read(path);
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error(fmt::format("'{}' is not there", from));
    write(path, text.replace(at, from.size(), to));
  }
  /// A night of the experiment `nightly`: visits of 1000 members, complaints of 500 orders.
  void night(std::string_view date, int control = 100, int answers = 110, int complaints = 10,
             int members_of_answers = 1000) const {
    write(fmt::format("data/night-{}.csv", date),
          fmt::format("group,type,visits,members,complaints,orders\n"
                      "control,,{},1000,10,500\nanswers,,{},{},{},500\n",
                      control, answers, members_of_answers, complaints));
  }

  /// The project as a command finds it at that time: `2026-03-02` is noon, or a whole instant.
  Project at(std::string_view when) const {
    Request asked = request;
    asked.project = root_;
    const std::string text(when);
    asked.now = parse_instant(text.find('T') == std::string::npos ? text + "T12:00:00Z" : text);
    asked.actor = "ana";
    return Project(asked);
  }
  PlanReport plan(std::string_view when, const PlanRequest& what) const {
    Project project = at(when);
    return collab::plan(project, what);
  }
  PlanReport plan(std::string_view when, const std::string& experiment) const {
    return plan(when, PlanRequest{.experiment = experiment});
  }
  RecordReport run(std::string_view when, const RunRequest& what) const {
    Project project = at(when);
    return collab::run(project, what);
  }
  RecordReport run(std::string_view when, const std::string& experiment) const {
    return run(when, RunRequest{.experiment = experiment});
  }
  RecordReport record(std::string_view when, const TypedRow& what) const {
    Project project = at(when);
    return record_typed(project, what);
  }
  RecordReport record(std::string_view when, FileRequest what) const {
    Project project = at(when);
    what.file = root_ / what.file;
    return record_file(project, what);
  }
  DecideReport decide(std::string_view when, const DecideRequest& what) const {
    Project project = at(when);
    return collab::decide(project, what);
  }
  Review review(std::string_view when, const std::string& experiment, int cycle = 1) const {
    Project project = at(when);
    return collab::review(
        project.ledger(), experiment, cycle,
        {.clock = project.clock(),
         .expects = {{experiment, expectations(*project.definition(experiment).experiment)}}});
  }

  /// The ledger as it stands: its head digest, or nothing where there is no ledger. Also checks
  /// that the ledger is sound.
  std::string content() const {
    Project project = at("2026-01-01");
    const Ledger* ledger = project.ledger_if_there();
    if (!ledger) return "no ledger";
    for (const LedgerFinding& found : verify_ledger(project.ledger()).findings)
      throw std::runtime_error(found.where + ": " + found.what);
    return ledger->head();
  }

  Request request;  ///< dry_run, key and so on; project, now and actor are set by at()

 private:
  fs::path root_;
};

inline DecideRequest decision(const std::string& experiment, DecisionKind kind, bool next = false) {
  return {.cycle = {.experiment = experiment}, .kind = kind, .reason = "because", .next = next};
}

/// How a command was refused: exit code and slug, `5 plan-changed`; `done` when it was not.
template <class Command>
std::string refused(Command&& command) {
  try {
    command();
  } catch (const Error& error) {
    return fmt::format("{} {}", static_cast<int>(error.code()), error.faults().front().slug);
  }
  return "done";
}

inline std::string slugs(const std::vector<Diagnostic>& faults) {
  std::vector<std::string> all;
  for (const Diagnostic& fault : faults) all.push_back(fault.slug);
  return fmt::format("{}", fmt::join(all, " "));
}

/// `recorded unchanged awaited`: the outcomes of a report's batches in their order.
inline std::string outcomes(const RecordReport& report) {
  std::vector<std::string_view> all;
  for (const BatchReport& batch : report.batches) all.push_back(name_of(batch.outcome));
  return fmt::format("{}", fmt::join(all, " "));
}

inline const Outcome& outcome(const Review& review, std::string_view metric,
                              std::string_view variant) {
  for (const Outcome& one : review.outcomes)
    if (one.metric == metric && one.variant == variant) return one;
  throw std::runtime_error(fmt::format("no outcome of {} for {}", metric, variant));
}

inline const TrustFinding* finding(const Review& review, std::string_view check) {
  for (const TrustFinding& one : review.trust)
    if (one.check == check) return &one;
  return nullptr;
}

}  // namespace collab::test
