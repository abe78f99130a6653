// What is written is read back, as it is now and as it was.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <limits>
#include <tuple>

#include "unit/ledger/helpers.hpp"

using namespace ledger_test;

namespace {

const Day first_day = day("2026-10-05");
const Day last_day = day("2026-11-01");

struct Open {
  Folder folder;
  Ledger ledger = Ledger::create(folder.ledger());
};

void check_same(const Observation& read, const Observation& written) {
  CHECK(same_key(read, written));
  CHECK(read.dated == written.dated);
  CHECK(read.statistics == written.statistics);
  CHECK(read.counts == written.counts);
  CHECK(read.late == written.late);
  CHECK(read.feed == written.feed);
}

}  // namespace

TEST_CASE_FIXTURE(Open, "cycle, plans, amendment and decision come back as written") {
  LedgerWriter planning = ledger.write(operation("plan", "2026-10-04T08:00:00Z"));
  const Cycle added = planning.add_cycle("answers", 1, first_day, last_day);
  planning.add_plan(plan(added.id));
  const Operation planned = planning.commit();
  CHECK(planned.id == 1);
  CHECK(planned.digest.size() == 64);
  CHECK(planned.previous.empty());

  LedgerWriter amending = ledger.write(operation("plan", "2026-10-10T08:00:00Z"));
  Plan amendment = plan(added.id, 1);
  amendment.first = day("2026-10-06");
  amendment.last = day("2026-11-02");
  amending.add_plan(amendment);
  const Operation amended = amending.commit();
  CHECK(amended.previous == planned.digest);
  CHECK(ledger.head() == amended.digest);

  LedgerWriter deciding = ledger.write(operation("decide", "2026-10-30T18:00:00.500Z"));
  deciding.add_decision(added.id, {.kind = DecisionKind::adopt,
                                   .variant = "answers",
                                   .reason = "it held; it's \"good\"",
                                   .early = true,
                                   .day = day("2026-10-30"),
                                   .actor = {},
                                   .at = {},
                                   .operation = 0});
  const Operation decided = deciding.commit();

  const Cycle cycle = ledger.cycle("answers", 1).value();
  CHECK(cycle.id == added.id);
  CHECK(cycle.first == amendment.first);
  CHECK(cycle.last == amendment.last);
  CHECK(ledger.cycle("answers", 1, planned.id)->first == first_day);
  CHECK(ledger.cycle("answers", 1, planned.id)->last == last_day);
  CHECK(ledger.status_rows()[0].cycle->last == amendment.last);
  REQUIRE(cycle.decision);
  CHECK(cycle.decision->kind == DecisionKind::adopt);
  CHECK(cycle.decision->variant == "answers");
  CHECK(cycle.decision->reason == "it held; it's \"good\"");
  CHECK(cycle.decision->early);
  CHECK(cycle.decision->actor == "ana");
  CHECK(cycle.decision->at == at("2026-10-30T18:00:00.500Z"));
  CHECK(cycle.decision->operation == decided.id);
  CHECK(cycle.end() == day("2026-10-30"));

  CHECK_FALSE(ledger.cycle("answers", 1, amended.id)->decision);
  CHECK(ledger.cycles("answers", 0).empty());
  CHECK(ledger.latest_cycles().size() == 1);
  CHECK_FALSE(ledger.cycle("answers", 2));

  const Plan written = plan(added.id, 1);
  const std::vector<Plan> plans = ledger.plans(added.id);
  REQUIRE(plans.size() == 2);
  CHECK(plans[0].first == first_day);
  CHECK(plans[1].first == amendment.first);
  CHECK(plans[1].last == amendment.last);
  CHECK(plans[1].yaml == written.yaml);
  CHECK(plans[1].sealed == written.sealed);
  CHECK(plans[1].sha256 == written.sha256);
  CHECK(plans[1].tags == written.tags);
  CHECK(plans[1].title == written.title);
  CHECK(plans[1].owner == written.owner);
  CHECK(plans[1].touch_point == written.touch_point);
  CHECK(plans[1].reason == "typo");
  CHECK(plans[1].retrospective);
  CHECK(plans[1].day == written.day);
  CHECK(plans[1].actor == "ana");
  CHECK(plans[1].at == at("2026-10-10T08:00:00Z"));
  CHECK(plans[1].operation == amended.id);
  CHECK(ledger.plan_in_force(added.id)->version == 1);
  CHECK(ledger.plan_in_force(added.id, planned.id)->version == 0);
  CHECK_FALSE(ledger.plan_in_force(added.id + 1));
}

TEST_CASE_FIXTURE(Open, "a cycle's number, and a plan's version, exist once") {
  LedgerWriter writer = ledger.write(operation("plan"));
  const Cycle cycle = writer.add_cycle("answers", 1, first_day, last_day);
  writer.add_plan(plan(cycle.id));
  CHECK(slug_of([&] { writer.add_plan(plan(cycle.id)); }) == "ledger-rule");
  CHECK(slug_of([&] { writer.add_cycle("answers", 1, first_day, last_day); }) == "ledger-rule");
}

TEST_CASE_FIXTURE(Open, "observations come back exactly, with every odd number and name") {
  Observation odd;
  odd.experiment = "äpfel's \"test\"";
  odd.metric = "spend";
  odd.variant = "control";
  odd.period = first_day;
  odd.dated = first_day;
  odd.segment = "channel=web,shopper_type=price";
  odd.location = "lakeside";
  odd.statistics = {{"mean", 0.1 + 0.2},
                    {"n", 9007199254740993.0},
                    {"sd", std::numeric_limits<double>::denorm_min()},
                    {"sum", -1.7976931348623157e308}};
  odd.counts = Counts::repeated;
  odd.late = true;
  odd.feed = "members";
  Observation bare = odd;
  bare.period.reset();
  bare.cycle = 3;
  bare.dated = last_day;
  bare.segment.clear();
  bare.location.clear();
  bare.statistics = {{"value", 1}};

  LedgerWriter writer = ledger.write(operation("record"));
  odd.batch = writer.add_batch(batch(odd.experiment));
  bare.batch = odd.batch;
  writer.add_observation(odd);
  writer.add_observation(bare);
  const Operation done = writer.commit();

  const auto rows = ledger.observations(odd.experiment, first_day, last_day, 3);
  REQUIRE(rows.size() == 2);
  check_same(rows[0], odd);
  check_same(rows[1], bare);
  CHECK(rows[0].operation == done.id);
  CHECK(rows[0].batch == odd.batch);
  CHECK(ledger.observations(odd.experiment, first_day, last_day, 2).size() == 1);
  CHECK(ledger.observations(odd.experiment, last_day, last_day, 0).empty());
  CHECK(ledger.observations("other", first_day, last_day, 3).empty());
  CHECK(ledger.observations_of_operation(done.id).size() == 2);
  check_same(ledger.observation_like(bare).value(), bare);
  CHECK(ledger.experiments() == std::vector{odd.experiment});
}

TEST_CASE_FIXTURE(Open,
                  "a row with the same key is a revision; the old one is what was known then") {
  std::array<std::int64_t, 3> operations{};
  for (int i = 0; i < 3; ++i) {
    LedgerWriter writer = ledger.write(operation("record"));
    const std::int64_t of = writer.add_batch(batch());
    writer.add_observation(observation(of, "control", 896 + i));
    writer.add_observation(observation(of, "answers", 900, i == 0 ? "2026-10-05" : "2026-10-06"));
    operations.at(static_cast<std::size_t>(i)) = writer.commit().id;
  }
  const auto successes = [&](Ledger::AsOf as_of) {
    for (const Observation& row : ledger.observations("answers", first_day, last_day, 1, as_of)) {
      if (row.variant == "control") return find(row.statistics, "successes").value();
    }
    return -1.0;
  };
  CHECK(successes({}) == 898);
  CHECK(successes(operations[2]) == 898);
  CHECK(successes(operations[1]) == 897);
  CHECK(successes(operations[0]) == 896);
  CHECK(successes(0) == -1.0);
  CHECK(ledger.observations("answers", first_day, last_day, 1).size() == 3);
  CHECK(find(ledger.observation_like(observation(0))->statistics, "successes") == 898);
  CHECK_FALSE(ledger.observation_like(observation(0, "nobody")));
  CHECK(find(ledger.observations_of_operation(operations[0])[0].statistics, "successes") == 896);
  CHECK(Sqlite(folder.ledger())
            .ask("SELECT revision FROM current_observation WHERE variant = 'control'") == "3");
}

TEST_CASE_FIXTURE(Open, "unit batches: runs and segments come back, the last of a key is current") {
  const StoredRun run{.batch = 0, .digest = std::string(64, 'a'), .units = 2, .bytes = {0, 1, 255}};
  std::vector<std::int64_t> ids, operations;
  for (int i = 0; i < 2; ++i) {
    LedgerWriter writer = ledger.write(operation("run"));
    Batch unit = batch("answers", "2026-10-05", Grain::unit);
    unit.digest = fmt::format("digest {}", i);
    unit.reason = "recount";
    unit.late = true;
    unit.name = "store 7";
    ids.push_back(writer.add_batch(unit));
    StoredRun stored = run;
    stored.batch = ids.back();
    stored.digest = unit.digest;
    writer.add_run(stored);
    const auto base = static_cast<std::uint32_t>(2 * i);
    writer.add_unit_segment({.base = base, .count = 2, .bytes = {1, 2, 3}});
    if (i == 0) writer.set_key_fingerprint("0123456789abcdef");
    writer.add_batch(batch());
    operations.push_back(writer.commit().id);
  }
  const std::vector<Batch> current = ledger.batches("answers", first_day, last_day, 1);
  REQUIRE(current.size() == 1);
  CHECK(current[0].id == ids[1]);
  CHECK(current[0].digest == "digest 1");
  CHECK(current[0].name == "store 7");
  CHECK(current[0].reason == "recount");
  CHECK(current[0].grain == Grain::unit);
  CHECK(current[0].counts == Counts::to_date);
  CHECK(current[0].rows == 2);
  CHECK(current[0].late);
  CHECK(current[0].source == "data/members-2026-10-05.csv");
  CHECK(current[0].period == first_day);
  CHECK(ledger.batches("answers", first_day, last_day, 1, operations[0])[0].id == ids[0]);
  CHECK(ledger.batches("answers", last_day, last_day, 1).empty());
  CHECK(ledger.batch_like(current[0])->id == ids[1]);
  CHECK_FALSE(ledger.batch_like(batch("other")));
  CHECK(ledger.batches_of_operation(operations[1]).size() == 2);
  CHECK(ledger.recorded_periods("answers", "members") == std::vector{first_day});
  CHECK(ledger.recorded_periods("answers", "").empty());

  const StoredRun read = ledger.run(ids[0]);
  CHECK(read.digest == "digest 0");
  CHECK(read.units == 2);
  CHECK(read.bytes == run.bytes);
  CHECK(slug_of([&] { static_cast<void>(ledger.run(99)); }) == "damaged-ledger");
  const std::vector<StoredSegment> segments = ledger.unit_segments();
  REQUIRE(segments.size() == 2);
  CHECK(segments[1].base == 2);
  CHECK(segments[1].count == 2);
  CHECK(segments[1].bytes == std::vector<std::uint8_t>{1, 2, 3});
  CHECK(ledger.key_fingerprint() == "0123456789abcdef");
  CHECK(ledger.verify().empty());
}

TEST_CASE_FIXTURE(Open, "a batch of a whole cycle is found by the cycle's number") {
  Batch whole = batch("answers", "2026-10-05", Grain::unit);
  whole.period.reset();
  whole.cycle = 2;
  whole.dated = last_day;
  whole.digest = "00";
  LedgerWriter writer = ledger.write(operation("run"));
  writer.add_batch(whole);
  writer.commit();
  REQUIRE(ledger.batches("answers", first_day, first_day, 2).size() == 1);
  CHECK(ledger.batches("answers", first_day, first_day, 2)[0].dated == last_day);
  CHECK(ledger.batches("answers", first_day, last_day, 1).empty());
  CHECK(ledger.batch_like(whole));
  CHECK(ledger.recorded_periods("answers", "members").empty());
}

TEST_CASE_FIXTURE(Open, "cells come back bit by bit, and replacing them replaces all") {
  Cell cell{.look = 1, .metric = "spend", .variant = "control", .segment = "channel=web"};
  cell.moments.n = 1e15 + 0.5;
  double figure = 0.1;
  for (double& sum : cell.moments.sum) sum = figure *= -7.3e40;
  for (double& centred : cell.moments.centred) centred = figure *= -1.7e-31;
  cell.unit_rows = true;
  cell.through = day("2026-10-07");
  cell.periods = 3;
  Cell empty{.look = 0, .metric = "", .variant = "answers", .segment = ""};
  empty.repeated = true;

  LedgerWriter writer = ledger.write(operation("record"));
  const std::int64_t cycle = writer.add_cycle("answers", 1, first_day, last_day).id;
  writer.replace_cells(cycle, {cell},
                       {.generation = 0,
                        .observations = 5,
                        .units = 4,
                        .in_two_variants = 3,
                        .late = 2,
                        .after_close = 1});
  CHECK(ledger.cells(cycle, 1) == std::vector{cell});
  CHECK(ledger.status_lines()[0].data_through == day("2026-10-07"));
  writer.replace_cells(cycle, {cell, empty}, {});
  writer.commit();
  CHECK(ledger.cells(cycle) == std::vector{empty, cell});
  CHECK(ledger.cells(cycle, 0) == std::vector{empty});
  CHECK(ledger.cells(cycle + 1).empty());
  CHECK(ledger.holdings(cycle).generation == 2);
  CHECK(ledger.holdings(cycle).observations == 0);
  CHECK(ledger.holdings(cycle + 1).generation == 0);
}

TEST_CASE_FIXTURE(Open, "holdings come back") {
  LedgerWriter writer = ledger.write(operation("record"));
  const std::int64_t cycle = writer.add_cycle("answers", 1, first_day, last_day).id;
  writer.replace_cells(cycle, {},
                       {.generation = 7,
                        .observations = 5,
                        .units = 4,
                        .in_two_variants = 3,
                        .late = 2,
                        .after_close = 1,
                        .expect = "weekly"});
  writer.commit();
  const Holdings holdings = ledger.holdings(cycle);
  CHECK(holdings.generation == 7);
  CHECK(holdings.observations == 5);
  CHECK(holdings.units == 4);
  CHECK(holdings.in_two_variants == 3);
  CHECK(holdings.late == 2);
  CHECK(holdings.after_close == 1);
  CHECK(holdings.expect == "weekly");
}

TEST_CASE_FIXTURE(Open, "looks come back with both sides, absent bounds and corrections") {
  StoredLook look;
  look.look = 2;
  look.metric = "return_visit";
  look.variant = "answers";
  look.verdict = Verdict::better;
  look.reason = "by-holm";
  look.effect.absolute = {.value = 0.5, .low = -0.25, .high = {}, .reason = "too-few"};
  look.effect.relative = {.value = {}, .low = {}, .high = {}, .reason = "zero-baseline"};
  look.effect.p_value = 0.03125;
  look.effect.df = 12.5;
  look.effect.method = "welch";
  look.effect.judged = false;
  look.confidence = 0.975;
  look.arm = {.name = "answers",
              .n = 12,
              .n_of = "units",
              .level = {.value = 3.0, .low = 2.0, .high = 4.0, .reason = ""}};
  look.base = {.name = "previous", .n = 11, .n_of = "periods", .level = {}};
  LedgerWriter writer = ledger.write(operation("run"));
  const std::int64_t cycle = writer.add_cycle("answers", 4, first_day, last_day).id;
  writer.add_look(cycle, look);
  const Operation judged = writer.commit();
  LedgerWriter correcting = ledger.write(operation("record"));
  look.correction = true;
  look.verdict = Verdict::met;
  correcting.add_look(cycle, look);
  correcting.commit();

  CHECK(ledger.looks(cycle, judged.id).size() == 1);
  CHECK(ledger.looks(cycle, 0).empty());
  const std::vector<StoredLook> looks = ledger.looks(cycle);
  REQUIRE(looks.size() == 2);
  const StoredLook& read = looks[0];
  CHECK(read.cycle == 4);
  CHECK(read.look == 2);
  CHECK(read.metric == "return_visit");
  CHECK(read.variant == "answers");
  CHECK(read.verdict == Verdict::better);
  CHECK(read.reason == "by-holm");
  CHECK(read.effect.absolute.value == 0.5);
  CHECK(read.effect.absolute.low == -0.25);
  CHECK_FALSE(read.effect.absolute.high);
  CHECK(read.effect.absolute.reason == "too-few");
  CHECK_FALSE(read.effect.relative.value);
  CHECK(read.effect.relative.reason == "zero-baseline");
  CHECK(read.effect.p_value == 0.03125);
  CHECK_FALSE(read.effect.standard_error);
  CHECK(read.effect.df == 12.5);
  CHECK(read.effect.method == "welch");
  CHECK_FALSE(read.effect.judged);
  CHECK(read.confidence == 0.975);
  CHECK(read.arm.name == "answers");
  CHECK(read.arm.n == 12);
  CHECK(read.arm.n_of == "units");
  CHECK(read.arm.level.high == 4.0);
  CHECK(read.base.name == "previous");
  CHECK(read.base.n_of == "periods");
  CHECK_FALSE(read.base.level.value);
  CHECK(read.operation == judged.id);
  CHECK_FALSE(read.correction);
  CHECK(looks[1].correction);
  CHECK(looks[1].verdict == Verdict::met);
}

TEST_CASE_FIXTURE(Open, "file stamps come back, and the last one stays") {
  LedgerWriter writer = ledger.write(operation("run"));
  writer.set_file_stamp("answers", "members", "data/m.csv",
                        {.size = 1, .modified = 2, .digest = "a"});
  writer.set_file_stamp("answers", "members", "data/m.csv",
                        {.size = 1ULL << 40U, .modified = -5, .digest = "b", .rows = 9});
  writer.commit();
  const FileStamp stamp = ledger.file_stamp("answers", "members", "data/m.csv").value();
  CHECK(stamp.size == 1ULL << 40U);
  CHECK(stamp.modified == -5);
  CHECK(stamp.digest == "b");
  CHECK(stamp.rows == 9);
  CHECK_FALSE(ledger.file_stamp("answers", "members", "data/n.csv"));
}

TEST_CASE_FIXTURE(Open, "operations: newest first, by experiment, and by time") {
  for (const char* name : {"answers", "ideas"}) {
    LedgerWriter writer = ledger.write(operation("plan", std::string(name) == "answers"
                                                             ? "2026-10-04T08:00:00Z"
                                                             : "2026-10-04T08:00:00.500Z"));
    writer.add_plan(plan(writer.add_cycle(name, 1, first_day, last_day).id));
    writer.commit();
  }
  LedgerWriter recording = ledger.write(operation("record", "2026-10-06T08:00:00Z"));
  recording.add_batch(batch());
  const Operation recorded = recording.commit();

  REQUIRE(ledger.operations("", 10).size() == 3);
  CHECK(ledger.operations("", 2)[1].id == 2);
  REQUIRE(ledger.operations("answers", 10).size() == 2);
  CHECK(ledger.operations("answers", 10)[0].verb == "record");
  CHECK(ledger.operations("ideas", 10).size() == 1);
  CHECK(ledger.operations("nothing", 10).empty());
  CHECK(ledger.operation_at(at("2026-10-04T08:00:00Z"))->id == 1);
  CHECK(ledger.operation_at(at("2026-10-04T08:00:01Z"))->id == 2);
  CHECK_FALSE(ledger.operation_at(at("2026-10-04T07:59:59Z")));
  const Operation read = ledger.operation(recorded.id).value();
  CHECK(read.origin.size() == 32);
  CHECK(read.sequence == 3);
  CHECK(read.command == "collab record");
  CHECK(read.actor == "ana");
  CHECK(read.now == at("2026-10-06T08:00:00Z"));
  CHECK(read.wall == at("2026-11-21T22:00:00.250Z"));
  CHECK(read.digest == recorded.digest);
  CHECK(ledger.last_operation()->digest == ledger.head());
  CHECK_FALSE(ledger.operation(99));
}

TEST_CASE_FIXTURE(Open,
                  "status: the latest cycle, its decision, its looks, and rows never planned") {
  LedgerWriter writer = ledger.write(operation("plan"));
  const std::int64_t old = writer.add_cycle("answers", 1, first_day, last_day).id;
  writer.add_plan(plan(old));
  writer.add_decision(old, {.kind = DecisionKind::extend,
                            .variant = {},
                            .reason = "on",
                            .day = last_day,
                            .actor = {},
                            .at = {}});
  const std::int64_t now = writer.add_cycle("answers", 2, day("2026-11-02"), day("2026-11-29")).id;
  writer.add_plan(plan(now));
  writer.add_batch(batch("typed"));
  StoredLook look;
  look.metric = "return_visit";
  look.variant = "answers";
  for (const auto& [number, metric, verdict] :
       {std::tuple{1, "return_visit", Verdict::pending},
        std::tuple{2, "return_visit", Verdict::unclear}, std::tuple{2, "complaints", Verdict::ok},
        std::tuple{2, "return_visit", Verdict::met}}) {
    look.look = number;
    look.metric = metric;
    look.verdict = verdict;
    writer.add_look(now, look);
  }
  writer.commit();

  const std::vector<StatusRow> rows = ledger.status_rows();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].experiment == "answers");
  CHECK(rows[0].title == "Answer within two hours");
  CHECK(rows[0].cycle->number == 2);
  CHECK_FALSE(rows[0].cycle->decision);
  CHECK(rows[0].look_days == std::vector{Days{14}, Days{28}});
  CHECK(rows[0].last_look == 2);
  REQUIRE(rows[0].judged.size() == 3);
  CHECK(rows[0].judged[0].look == 1);
  CHECK(rows[0].judged[1].look == 2);
  CHECK(rows[0].judged[1].goal);
  CHECK(rows[0].judged[1].verdict == Verdict::met);
  CHECK_FALSE(rows[0].judged[2].goal);
  CHECK(rows[1].experiment == "typed");
  CHECK_FALSE(rows[1].cycle);

  const std::vector<StatusLine> lines = ledger.status_lines();
  CHECK(lines[0].cycle == 2);
  CHECK(lines[0].cycle_days == 28);
  CHECK(lines[0].owner == "ana@shop.example");
  CHECK(lines[0].verdict == Verdict::met);
  CHECK(lines[1].cycle == 0);
  CHECK_FALSE(lines[1].verdict);
}
