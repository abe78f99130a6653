// Voices through the loop: imported twice, changed, answered later, forgotten.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "collab/loop/voice.hpp"
#include "collab/review/voices.hpp"
#include "unit/loop/shop.hpp"

using namespace collab;
using collab::test::refused;
using collab::test::Shop;
using collab::test::slugs;

namespace {

constexpr std::string_view export_of_march =
    "id,time,kind,consumer,touch_point,type,text,nps,answered,answered_by,answer\n"
    "T-1,2026-03-02T09:00:00Z,question,c-1,questions,price,Is it in stock?,,"
    "2026-03-02T10:30:00Z,ben,Yes it is\n"
    "T-2,2026-03-02T11:00:00Z,idea,c-2,ideas,relationship,Show the stock,9,,,\n"
    "T-3,2026-03-03T12:00:00Z,complaint,c-1,questions,,\"Late, and wet\",2,,,\n"
    "T-4,2026-03-04T12:00:00Z,,c-3,questions,,,10,,,\n";

VoiceReport import(const Shop& shop, std::string_view when, const std::string& file = "v.csv",
                   bool keep = false) {
  Project project = shop.at(when);
  return import_voices(project,
                       {.file = shop.root() / file, .format = {}, .columns = {}, .keep = keep});
}

bool on_disk(const Shop& shop, const std::string& bytes) {
  for (const char* name : {"ledger.db", "ledger.db-wal"}) {
    std::ifstream file(shop.root() / ".collab" / name, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

VoiceMeasures measures(const Shop& shop, std::string_view when) {
  Project project = shop.at(when);
  return voice_measures(project.ledger(), {.filter = {}, .by = {}, .now = project.clock().now})
      .groups.at(0);
}

}  // namespace

TEST_CASE("importing the same voices twice changes nothing") {
  const Shop shop;
  shop.write("v.csv", export_of_march);
  const VoiceReport first = import(shop, "2026-03-05");
  CHECK(first.recorded == 4);
  CHECK(first.answers == 1);
  const std::string head = shop.content();
  const VoiceReport again = import(shop, "2026-03-06");
  CHECK(again.recorded == 0);
  CHECK(again.unchanged == 4);
  CHECK(!again.operation);
  CHECK(shop.content() == head);
  // Each row twice in one file is one voice as well.
  shop.write("twice.csv", std::string(export_of_march) +
                              "T-2,2026-03-02T11:00:00Z,idea,c-2,ideas,relationship,Show the "
                              "stock,9,,,\n");
  CHECK(import(shop, "2026-03-06", "twice.csv").unchanged == 5);
  CHECK(shop.content() == head);
}

TEST_CASE(
    "an answer that came since is added; another text is a conflict, and nothing is written") {
  const Shop shop;
  shop.write("v.csv", export_of_march);
  import(shop, "2026-03-05");
  shop.replace("v.csv", "Late, and wet\",2,,,", "Late, and wet\",2,2026-03-04T09:00:00Z,ben,Sorry");
  const VoiceReport answered = import(shop, "2026-03-05");
  CHECK(answered.answers == 1);
  CHECK(answered.unchanged == 4);
  const std::string head = shop.content();
  shop.replace("v.csv", "Show the stock", "Show the prices");
  const VoiceReport changed = import(shop, "2026-03-06");
  CHECK(changed.conflicts == 1);
  CHECK(changed.conflict_lines.at(0).ends_with("v.csv:3: voice_2 has another text (op_1)"));
  CHECK(shop.content() == head);
  CHECK(import(shop, "2026-03-06", "v.csv", true).unchanged == 4);
  shop.replace("v.csv", "Sorry", "So sorry");
  CHECK(import(shop, "2026-03-06").conflicts == 2);
  CHECK(shop.content() == head);
}

TEST_CASE("rows with faults are located, without words and names, and leave nothing") {
  const Shop shop;
  shop.write("v.csv",
             "time,kind,touch_point,text,nps,consumer\n"
             "2026-03-02,question,questions,Words,,c-77\n"
             "2026-03-02T09:00:00Z,qestion,questions,Words,,c-77\n"
             "2026-03-02T09:00:00Z,question,questons,Words,,c-77\n"
             "2026-03-02T09:00:00Z,question,questions,Words,11,c-77\n"
             "2026-03-02T09:00:00Z,question,questions,,,c-77\n"
             "2027-03-02T09:00:00Z,question,questions,Words,,c-77\n");
  const VoiceReport report = import(shop, "2026-03-05");
  CHECK(slugs(report.faults) ==
        "bad-instant unknown-kind unknown-touch-point bad-rating empty-field future-period");
  for (const Diagnostic& fault : report.faults) {
    CHECK(fault.message.find("Words") == std::string::npos);
    CHECK(fault.excerpt.empty());
  }
  CHECK(shop.content() == "no ledger");
}

TEST_CASE("what is typed is not kept in the log, and forgetting leaves counts alone") {
  const Shop shop;
  {
    Project project = shop.at("2026-03-02T09:00:00Z");
    const VoiceReport added = add_voice(project, {.kind = VoiceKind::complaint,
                                                  .text = "My parcel was crushed",
                                                  .consumer = "maria@home.example",
                                                  .touch_point = "questions"});
    CHECK(added.recorded == 1);
    CHECK(add_voice(project, {.kind = VoiceKind::complaint,
                              .text = "My parcel was crushed",
                              .consumer = "maria@home.example",
                              .touch_point = "questions"})
              .unchanged == 1);
    CHECK(refused([&] {
            add_voice(project, {.kind = VoiceKind::complaint,
                                .text = "Other words",
                                .consumer = "maria@home.example",
                                .touch_point = "questions"});
          }) == "5 conflict");
  }
  {
    Project project = shop.at("2026-03-02T12:00:00Z");
    const AnswerToVoice answer{.at = {}, .by = "ben", .text = "A new one is on its way to Maria"};
    CHECK(answer_voices(project, {"voice_1"}, answer).recorded == 1);
    CHECK(answer_voices(project, {"voice_1"}, answer).unchanged == 1);
    CHECK(refused([&] { answer_voices(project, {"voice_9"}, answer); }) == "4 no-such-voice");
  }
  CHECK(on_disk(shop, "parcel was crushed"));
  CHECK(!on_disk(shop, "maria@home.example"));
  const VoiceMeasures before = measures(shop, "2026-03-03");
  {
    Project project = shop.at("2026-03-03");
    const ForgetReport report = forget_consumers(project, {"maria@home.example", "nobody"});
    CHECK(report.consumers == 1);
    CHECK(report.unknown == 1);
    CHECK(report.voices == 1);
    CHECK(report.answers == 1);
  }
  CHECK(!on_disk(shop, "crushed"));
  CHECK(!on_disk(shop, "on its way"));
  CHECK(!on_disk(shop, "maria"));
  const VoiceMeasures after = measures(shop, "2026-03-03");
  CHECK(after.voices == before.voices);
  CHECK(after.answered.count == before.answered.count);
  CHECK(after.consumers == before.consumers);
  {
    // The same said again is known, and does not bring the words back.
    Project project = shop.at("2026-03-02T09:00:00Z");
    CHECK(add_voice(project, {.kind = VoiceKind::complaint,
                              .text = "My parcel was crushed",
                              .consumer = "maria@home.example",
                              .touch_point = "questions"})
              .unchanged == 1);
  }
  CHECK(!on_disk(shop, "crushed"));
  CHECK(shop.content() != "");
}

TEST_CASE("forgotten rows of an import do not come back with the same file") {
  const Shop shop;
  shop.write("v.csv", export_of_march);
  import(shop, "2026-03-05");
  {
    Project project = shop.at("2026-03-05");
    CHECK(forget_consumers(project, {"c-1"}).voices == 2);
  }
  const VoiceReport again = import(shop, "2026-03-06");
  CHECK(again.forgotten == 2);
  CHECK(again.unchanged == 2);
  CHECK(!on_disk(shop, "Late, and wet"));
}

TEST_CASE("an idea is adopted when the experiment that it is the hypothesis of is") {
  Shop shop(collab::test::nightly);
  shop.write("v.csv", export_of_march);
  import(shop, "2026-03-05");
  shop.plan("2026-03-01", "nightly");
  {
    Project project = shop.at("2026-03-05");
    const VoiceReport linked = link_voices(project, {"voice_2"}, {.experiment = "nightly"}, {}, "");
    CHECK(linked.voices.at(0).links.at(0).role == VoiceRole::hypothesis);
    CHECK(link_voices(project, {"voice_2"}, {.experiment = "nightly"}, {}, "").unchanged == 1);
    CHECK(refused([&] { link_voices(project, {"voice_2"}, {.experiment = "nihgtly"}, {}, ""); }) ==
          "4 no-such-experiment");
    CHECK(link_voices(project, {"voice_3"}, parse_reference("nightly@1"), {}, "")
              .voices.at(0)
              .links.at(0)
              .role == VoiceRole::contradicts);
  }
  CHECK(measures(shop, "2026-03-06").adopted.count == 0);
  shop.decide("2026-03-06", collab::test::decision("nightly", DecisionKind::adopt));
  const VoiceMeasures adopted = measures(shop, "2026-03-06");
  CHECK(adopted.adopted.count == 1);
  CHECK(adopted.adopted.of == 1);
}

namespace {

constexpr std::string_view listening = R"(schema: collab.experiment/1
id: listening
title: Questions are answered within two hours
owner: ana@shop.example
touch_point: questions
evaluate:
  problem: Questions wait for days.
  hypothesis: Quick answers leave fewer complaints.
  baseline: control
  metrics:
    - {id: in_time, kind: proportion, role: goal, better: higher, target: ">= +5%"}
    - {id: complaints, kind: rate, role: guardrail, better: lower, limit: "<= +10%"}
    - {id: volume, kind: value, role: secondary, better: higher}
experiment:
  unit: consumer
  variants:
    control: {share: 50%, does: Questions wait}
    answers: {share: 50%, does: Somebody answers}
  control: control
  starts: 2026-03-02
  cycle: 7d
  feeds:
    - id: said
      file: $voices
      rows: summary
      counts: new
      columns: {period: day, variant: variant, in_time: {successes: answered_within_2h, n: due_within_2h}, complaints: {events: complaints, exposure: voices}, volume: voices}
monitor:
  contingencies:
    - {when: {metric: complaints, variant: answers, above: 40%, for: 1}, then: Call the moderator, owner: ben}
repeat:
  cycles: {at_least: 1, at_most: 4}
)";

/// Ten voices a day and variant of 2 and 3 March; those of `answers` get theirs within the hour.
std::string said_in_march(int complaints_of_answers) {
  std::string rows = "id,time,kind,variant,touch_point,text,answered\n";
  for (int day = 2; day <= 3; ++day)
    for (const char* variant : {"control", "answers"})
      for (int i = 0; i < 10; ++i) {
        const bool treated = std::string_view(variant) == "answers";
        const bool complaint = treated && day == 3 && i < complaints_of_answers;
        rows += fmt::format("{0}-{1}-{2},2026-03-0{1}T09:00:00Z,{3},{0},questions,x,{4}\n", variant,
                            day, i, complaint ? "complaint" : "question",
                            treated ? fmt::format("2026-03-0{}T09:50:00Z", day) : "");
      }
  return rows + "elsewhere,2026-03-02T09:00:00Z,question,answers,ideas,x,\n";
}

}  // namespace

TEST_CASE("voices are metrics like others: counted nightly, corrected by later answers, watched") {
  const Shop shop(listening);
  shop.plan("2026-03-01", "listening");
  shop.write("v.csv", said_in_march(5));
  import(shop, "2026-03-04T05:00:00Z");
  const RecordReport night = shop.run("2026-03-04T06:00:00Z", "listening");
  CHECK(slugs(night.faults) == "");
  CHECK(night.code == ExitCode::ok);
  CHECK(night.tally.recorded == 12);  // two days, two variants, three metrics
  REQUIRE(night.contingencies.size() == 1);
  CHECK(night.contingencies[0].value == 0.5);
  CHECK(shop.run("2026-03-04T07:00:00Z", "listening").tally.recorded == 0);
  // An answer of the third day comes in time to nobody, and changes nothing; one voice more does.
  shop.write("late.csv",
             "id,time,kind,variant,touch_point,text\n"
             "late,2026-03-03T23:00:00Z,question,control,questions,x\n");
  import(shop, "2026-03-05T05:00:00Z", "late.csv");
  const RecordReport next = shop.run("2026-03-05T06:00:00Z", "listening");
  CHECK(next.tally.corrected == 3);
  CHECK(next.tally.unchanged == 9);
  Project project = shop.at("2026-03-05");
  const std::vector<Observation> rows = project.ledger().observations(
      "listening", collab::test::day("2026-03-03"), collab::test::day("2026-03-03"), -1);
  int found = 0;
  for (const Observation& row : rows) {
    if (row.variant != "control" || row.metric == "complaints") continue;
    ++found;
    CHECK(to_text(row.statistics) == (row.metric == "volume" ? "11" : "0/11"));
  }
  CHECK(found == 2);
}

TEST_CASE("a feed of voices says what it cannot count") {
  const Shop shop(listening);
  shop.plan("2026-03-01", "listening");
  shop.write("v.csv", said_in_march(0));
  import(shop, "2026-03-04T05:00:00Z");
  shop.replace("experiments/listening.yaml", "n: due_within_2h", "n: due_within_two");
  CHECK(slugs(shop.run("2026-03-04T06:00:00Z", "listening").faults) == "unknown-voice-column");
  shop.replace("experiments/listening.yaml", "n: due_within_two", "n: due_within_2h");
  shop.replace("experiments/listening.yaml", "period: day, ", "");
  CHECK(slugs(shop.run("2026-03-04T06:00:00Z", "listening").faults) == "voice-feed-form");
}
