#pragma once
// A small project that has everything: what targets read definitions, feeds and ledgers with.
#include <sstream>
#include <string>
#include <vector>

#include "collab/cli/run_command.hpp"
#include "fuzz/target.hpp"

namespace collab::fuzz {

inline constexpr const char* program_text = R"(schema: collab.program/1
program: The corner shop
time_zone: America/Chicago
currency: USD
touch_points: {questions: Questions, ideas: Ideas}
segments: {kind: [online, store]}
)";

inline constexpr const char* experiment_text = R"(schema: collab.experiment/1
id: answers
title: Questions are answered in two hours
owner: ana@shop.example
touch_point: questions
evaluate:
  problem: Questions are left without an answer.
  hypothesis: Who is answered in two hours comes back.
  baseline: control
  metrics:
    - {id: visit, kind: proportion, role: goal, better: higher, target: ">= +1pp"}
    - {id: spend, kind: mean, measure: USD, role: guardrail, better: higher, limit: ">= -5%"}
    - {id: opened, kind: proportion, role: secondary, better: higher}
    - {id: asked, kind: proportion, role: secondary, better: higher}
    - {id: calls, kind: rate, role: secondary, better: lower}
    - {id: basket, kind: ratio, measure: USD, role: secondary, better: higher}
    - {id: nps, kind: score, scale: nps, role: secondary, better: higher}
experiment:
  unit: member
  variants:
    control: {share: 50%, does: As now}
    quick: {share: 50%, does: In two hours}
  control: control
  starts: 2026-03-02
  cycle: 28d
  feeds:
    - id: nights
      file: data/nights.csv
      rows: summary
      counts: new
      columns: {variant: group, period: day, opened: {successes: opened, n: members}, calls: {events: calls, exposure: orders}, kind: kind}
    - id: members
      file: data/members.csv
      rows: unit
      counts: new
      columns: {unit: member, variant: group, visit: came, spend: spend, basket: {numerator: spend, denominator: orders}, kind: kind}
      values: {variant: {A: control, B: quick}}
      decimal: ","
      thousands: "."
    - id: log
      file: data/log.csv
      rows: event
      counts: new
      within: 4d
      columns: {unit: member, variant: group, time: at, metric: what, value: amount, kind: kind}
monitor:
  looks: end
  segments: [kind]
repeat:
  cycles: {at_least: 1, at_most: 2}
)";

struct Answer {
  int code = 0;
  std::string out, error;
};

/// `collab -C FOLDER ARGUMENTS…` in this process, on a day of its own.
inline Answer collab(const Folder& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"-C", folder.path().string(), "--now",
                                       "2026-03-20T08:00:00Z", "--actor", "fuzz"});
  std::ostringstream out, error;
  const int code = run_command(arguments, out, error, {});
  return {code, out.str(), error.str()};
}

/// The project with its definitions; `with_rows`: planned, and with rows of each grain.
inline void make_project(const Folder& folder, bool with_rows) {
  folder.write("collab.yaml", program_text);
  folder.write("experiments/answers.yaml", experiment_text);
  if (!with_rows) return;
  folder.write("data/nights.csv",
               "day,group,opened,members,calls,orders,kind\n"
               "2026-03-02,control,20,200,3,90,online\n2026-03-02,quick,30,200,1,95,online\n"
               "2026-03-02,control,10,100,2,40,store\n2026-03-02,quick,15,100,2,41,store\n");
  std::string members = "member,group,came,spend,orders,kind\n";
  for (int i = 0; i < 60; ++i) {
    members += std::to_string(i) + (i % 2 == 0 ? ",A," : ",B,") + std::to_string(i % 3 == 0) +
               ",\"1." + std::to_string(100 + i) + ",5\"," + std::to_string(1 + i % 4) +
               (i % 5 == 0 ? ",online\n" : ",store\n");
  }
  folder.write("data/members.csv", members);
  const std::string data = (folder.path() / "data").string();
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"plan", "answers"},
        {"record", "answers", "--feed", "nights", "--from", data + "/nights.csv"},
        {"record", "answers", "--feed", "members", "--from", data + "/members.csv"}}) {
    const Answer answer = collab(folder, command);
    require(answer.code == 0, answer.error.c_str());
  }
}

}  // namespace collab::fuzz
