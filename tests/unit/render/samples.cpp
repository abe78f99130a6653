#include "unit/render/samples.hpp"

#include <limits>

#include "collab/render/plan_view.hpp"

namespace collab::samples {

Day day(const char* text) { return *parse_day(text); }
Instant instant(const char* text) { return *parse_instant(text); }

std::string hostile() {
  return "=cmd|' /C calc'!A0,\"quoted\"\n\x1b[2J\x1b]0;title\a\r\xff\xe2\x80\xae 会員の声 "
         "e\xcc\x81\xf0\x9f\x8e\x89 --flag; rm -rf \\ </script>";
}

namespace {

Estimate estimate(double value, double low, double high) {
  Estimate out;
  out.value = value;
  out.low = low;
  out.high = high;
  return out;
}

Estimate absent(const char* reason) {
  Estimate out;
  out.reason = reason;
  return out;
}

Side side(const char* name, double n, Estimate level, const char* n_of = "units") {
  Side out;
  out.name = name;
  out.n = n;
  out.n_of = n_of;
  out.level = std::move(level);
  return out;
}

Effect effect(Estimate absolute, Estimate relative, double p, const char* method) {
  Effect out;
  out.absolute = std::move(absolute);
  out.relative = std::move(relative);
  out.p_value = p;
  out.standard_error = 0.00072;
  out.method = method;
  return out;
}

Outcome outcome(const char* metric, const char* kind, Role role, const char* variant) {
  Outcome out;
  out.metric = metric;
  out.kind = kind;
  out.role = role;
  out.variant = variant;
  out.confidence = 0.975;
  return out;
}

TrustFinding finding(const char* check, TrustFinding::Status status, const char* message) {
  TrustFinding out;
  out.check = check;
  out.status = status;
  out.message = message;
  return out;
}

Decision decision(DecisionKind kind, const char* variant, const char* reason) {
  Decision out;
  out.kind = kind;
  out.variant = variant;
  out.reason = reason;
  out.day = day("2026-11-02");
  out.actor = "ana";
  out.at = instant("2026-11-02T15:00:00Z");
  out.operation = 17;
  return out;
}

LookState look(int number, const char* date, bool due, bool stored) {
  return {.number = number, .day = day(date), .due = due, .stored = stored};
}

Review basic_review() {
  Review out;
  out.experiment = "answers-in-two-hours";
  out.title = "Associates answer product questions in the community within two hours";
  out.owner = "ana@shop.example";
  out.cycle = 3;
  out.first = day("2026-10-05");
  out.last = day("2026-11-01");
  out.cycle_days = 28;
  out.plan_sha256 = "3f2a91c0d1e2b3a4958677685940312f3f2a91c0d1e2b3a4958677685940312f";
  out.head = "9b1c22d3e4f5a6b798081726354453621a9b1c22d3e4f5a6b798081726354453";
  out.looks = {look(1, "2026-10-18", true, true), look(2, "2026-11-01", true, true)};
  out.family_wise = 0.05;
  out.family_wise_all = 0.1;
  return out;
}

PastOutcome past(int cycle, const char* metric, Estimate relative, Verdict verdict) {
  PastOutcome out;
  out.cycle = cycle;
  out.metric = metric;
  out.variant = "answers";
  out.relative = std::move(relative);
  out.verdict = verdict;
  return out;
}

StatusLine line(const char* experiment, CycleState state, std::optional<Verdict> verdict) {
  StatusLine out;
  out.experiment = experiment;
  out.title = "Associates answer product questions in the community";
  out.owner = "ana@shop.example";
  out.cycle = 2;
  out.state = state;
  out.day_of_cycle = 12;
  out.cycle_days = 28;
  out.first = day("2026-10-05");
  out.last = day("2026-11-01");
  out.data_through = day("2026-10-15");
  out.next_look = day("2026-10-18");
  out.verdict = verdict;
  return out;
}

BatchReport batch(BatchReport::Outcome outcome, const char* period, const char* message = "") {
  BatchReport out;
  out.outcome = outcome;
  out.feed = "members";
  out.source = std::string("data/members-") + period + ".csv";
  out.period = day(period);
  out.cycle = "1";
  out.rows = 12'400;
  out.units = 12'398;
  out.message = message;
  return out;
}

Diagnostic fault(const char* slug, const char* message) {
  Diagnostic out;
  out.slug = slug;
  out.message = message;
  out.hint = "did you mean 'proportion'?";
  out.at.file = "experiments/answers-in-two-hours.yaml";
  out.at.line = 16;
  out.at.column = 13;
  out.at.length = 10;
  out.at.path = "evaluate.metrics[0].kind";
  out.excerpt = "      kind: proportoin";
  return out;
}

Review hostile_review() {
  Review out = full_review();
  out.experiment = out.title = out.owner = hostile();
  for (Outcome& each : out.outcomes) {
    each.metric = each.variant = each.why = each.measure = each.target = each.arm.name = hostile();
    each.kind = "mean";
    each.effect.absolute.high = std::numeric_limits<double>::infinity();
    each.effect.relative.value = std::numeric_limits<double>::quiet_NaN();
    each.arm.level.value = 1e300;
    each.base.level.value = -1e-300;
    each.arm.n = 1e12;
  }
  for (TrustFinding& each : out.trust) each.message = hostile();
  out.next.command = "collab decide 'x' extend -m WHY";
  out.next.why = hostile();
  out.notes = {hostile(), std::string(500, 'x')};
  return out;
}

Listing listing() {
  Listing out;
  out.of = "cycles";
  out.columns = {{.key = "experiment", .title = "EXPERIMENT"},
                 {.key = "cycle", .title = "CYCLE", .number = true},
                 {.key = "state", .title = "STATE"},
                 {.key = "reason", .title = "REASON"}};
  out.rows = {{"answers-in-two-hours", "1", "closed",
               "the queue was too slow at weekends, so we "
               "add a second associate on Saturdays"},
              {"idea-hub", "12", "running", ""},
              {hostile(), "not a number", hostile(), hostile()},
              {"short row"}};
  return out;
}

Sheet sheet() {
  Sheet out;
  out.of = "cycle";
  out.title = "answers-in-two-hours, cycle 2";
  Sheet::Section plan;
  plan.key = "plan";
  plan.heading = "Plan";
  plan.entries = {{"Sealed at", "2026-10-01T08:00:00Z"},
                  {"sha256", "3f2a"},
                  {"sha256", ""},
                  {hostile(), hostile()}};
  plan.text = "schema: collab.experiment/1\nid: answers-in-two-hours\n\ttab\x1b[31m\n";
  Sheet::Section rows;
  rows.key = "plan";
  rows.heading = "Observations";
  rows.listing = listing();
  out.sections = {plan, rows, Sheet::Section{}};
  return out;
}

ValidateReport validate_report() {
  ValidateReport out;
  out.files = {{.path = "collab.yaml", .experiment = ""},
               {.path = "experiments/answers-in-two-hours.yaml",
                .experiment = "answers-in-two-hours",
                .valid = false,
                .metrics = 3,
                .variants = 2,
                .feeds = 1}};
  out.findings = {fault("metric-kind", "kind 'proportoin' is not known"),
                  fault("unknown-key", "the key 'tagz' is not known")};
  out.findings.back().severity = Severity::warning;
  return out;
}

VoiceRecord voice_record(const std::string& text) {
  VoiceRecord record;
  record.voice = {.id = 12,
                  .operation = 3,
                  .reference = "T-1042",
                  .kind = VoiceKind::idea,
                  .said = instant("2026-03-02T14:05:00Z"),
                  .day = day("2026-03-02"),
                  .touch_point = "product-questions",
                  .location = "store-7",
                  .variant = "answers",
                  .theme = text,
                  .segment = "type=price",
                  .nps = 9,
                  .csat = 4,
                  .consumer = {},
                  .text = text};
  record.answers = {
      {.at = instant("2026-03-02T16:00:00Z"), .by = "ben", .competitor = "Rival", .text = text},
      {.at = instant("2026-03-09T16:00:00Z"), .by = "ben", .closes = true}};
  record.links = {{.experiment = "idea-hub",
                   .cycle = 2,
                   .role = VoiceRole::hypothesis,
                   .reason = text,
                   .actor = "ana",
                   .at = instant("2026-03-03T16:00:00Z"),
                   .decision = "adopt"}};
  return record;
}

VoiceMeasures voice_group(std::vector<std::string> names) {
  return {.group = std::move(names),
          .voices = 1240,
          .questions = 800,
          .ideas = 140,
          .complaints = 200,
          .praise = 60,
          .ratings = 40,
          .answered = {900, 1140, estimate(0.789, 0.764, 0.812)},
          .told = {88, 1140, estimate(0.077, 0.063, 0.094)},
          .competitor = 12,
          .first_response = estimate(8040, 7200, 9300),
          .first_response_method = "kaplan-meier",
          .in_time = estimate(0.83, 0.81, 0.85),
          .adopted = {9, 140, estimate(0.064, 0.034, 0.118)},
          .nps_n = 100,
          .csat_n = 80,
          .ces_n = 0,
          .nps = estimate(20, 3.8, 35.1),
          .csat = {60, 80, estimate(0.75, 0.645, 0.832)},
          .ces = absent("no-data"),
          .ces_easy = {0, 0, absent("no-data")},
          .exposure = 20500.0,
          .complaint_rate = estimate(0.00976, 0.00845, 0.0112),
          .consumers = 640,
          .top_share = 0.081,
          .gini = estimate(0.38, 0.35, 0.41),
          .effective_consumers = 402.5};
}

VoiceMeasuresReport voice_report(bool grouped) {
  VoiceMeasuresReport report;
  report.promise = std::chrono::hours{2};
  report.now = instant("2026-04-01T06:00:00Z");
  report.cohorts = {{"2026-03", {9, 140, estimate(0.064, 0.034, 0.118)}}};
  report.notes = {"Intervals: 95%."};
  if (grouped) report.by = {"month", "touch_point"};
  report.groups = {voice_group(grouped ? std::vector<std::string>{"2026-03", hostile()}
                                       : std::vector<std::string>{})};
  if (grouped) report.groups.push_back({.group = {"2026-04", ""}});
  return report;
}

}  // namespace

PooledOutcome pooled(const char* variant, const char* reason) {
  PooledOutcome out{.metric = "return_visit", .kind = "proportion", .variant = variant};
  out.relative = true;
  out.method = "restricted-likelihood";
  out.reason = reason;
  out.left = {"answers-in-two-hours@1: shared-units-unknown"};
  if (!out.reason.empty()) return out;
  out.parts = {{.experiment = "answers-in-two-hours",
                .cycle = 1,
                .effect = 0.04,
                .standard_error = 0.02,
                .shrunken = 0.05},
               {.experiment = "answers-in-two-hours",
                .cycle = 2,
                .effect = 0.09,
                .standard_error = 0.03,
                .shrunken = 0.07}};
  out.effect = estimate(0.061, 0.012, 0.113);
  out.next = estimate(0.061, -0.08, 0.21);
  out.between = 0.01;
  out.share_between = 0.41;
  out.p_heterogeneity = 0.19;
  return out;
}

std::vector<FidelityPoint> fidelity() {
  return {{"prediction-before-data", true, "predicted and sealed before data began"},
          {"iteration", std::nullopt, "the first cycle: one is no iteration"},
          {"balancing-measure", false, "no guardrail: what must not get worse?"}};
}

Learning learning(const std::string& text) {
  Learning out{.experiment = "answers-in-two-hours",
               .title = text,
               .owner = "ana@shop.example",
               .tags = {"service", text},
               .cycle = 2,
               .problem = text,
               .hypothesis = text,
               .variants = {"answers: " + text},
               .decision = {.kind = DecisionKind::adopt, .variant = "answers", .reason = text},
               .variant = "answers",
               .verdict = Verdict::met};
  out.outcomes = full_review().outcomes;
  out.fidelity = fidelity();
  out.followed = true;
  out.changes = {{"metrics.visit.target", ">= +5%", text}};
  return out;
}

PortfolioReport portfolio_report() {
  PortfolioReport out{.program = hostile(), .today = day("2026-11-28")};
  out.experiments = 3;
  out.open = 1;
  out.closed = 4;
  out.cycle_days = estimate(34, 30, 41);
  out.decision_days = absent("still-waiting");
  out.weeks = 26;
  out.per_quarter = estimate(2, 0.5, 5.1);
  const Portion half{2, 4, estimate(0.5, 0.15, 0.85)};
  out.met = out.inside = out.followed = out.kept = half;
  out.false_wins = 0.05;
  out.unpredicted = 1;
  out.unchecked = 1;
  out.stated = 0.8;
  out.brier = 0.21;
  out.skill = -0.1;
  out.fidelity = {{"iteration", half}, {"small-first", {}}};
  out.owners = {{.name = "ana@shop.example", .met = half, .inside = half, .shrunken = 0.45},
                {.name = hostile(), .met = {}, .inside = {}, .shrunken = std::nullopt}};
  out.p_owners = 0.6;
  out.costs = {{.measure = "USD", .sum = 4800, .cycles = 4}};
  out.notes = {"a note"};
  return out;
}

Standard standard(const std::string& text) {
  return {.id = 2,
          .experiment = "answers-in-two-hours",
          .cycle = 3,
          .variant = "answers",
          .becomes = text,
          .place = "all stores",
          .since = day("2026-12-27"),
          .check_on = day("2027-06-27"),
          .checks = {{.kept = true, .reason = text, .day = day("2027-06-28"), .actor = "ana"}}};
}

Review full_review() {
  Review out = basic_review();
  out.state = CycleState::due;
  out.day_of_cycle = 29;
  out.data_through = day("2026-11-01");
  using Status = TrustFinding::Status;
  out.trust = {finding("sample-ratio", Status::ok, "14,002 and 13,998 units, planned 50 : 50"),
               finding("freshness", Status::ok, "data through 2026-11-01"),
               finding("units-in-two-variants", Status::not_checkable, "summary rows")};
  out.trust.front().p_value = 0.981;

  Outcome visits = outcome("return_visit", "proportion", Role::goal, "answers");
  visits.base = side("control", 14'002, estimate(0.0320, 0.0291, 0.0351));
  visits.arm = side("answers", 13'998, estimate(0.0392, 0.0361, 0.0426));
  visits.effect = effect(estimate(0.0072, 0.0029, 0.0116), estimate(0.225, 0.0871, 0.3805), 0.00012,
                         "miettinen-nurminen");
  visits.target = ">= +5%";
  visits.verdict = Verdict::met;
  visits.why = "the interval lies above +5%: at least +8.71%";
  visits.look = 2;
  visits.prediction = PredictionOutcome{.change = "+8%",
                                        .low = "+3%",
                                        .high = "+12%",
                                        .confidence = "80%",
                                        .observed = 0.225,
                                        .error = 0.145,
                                        .inside = false,
                                        .interval_score = 1.14};
  out.pooled = {pooled("answers", "")};
  out.fidelity = fidelity();

  Outcome complaints = outcome("complaints", "rate", Role::guardrail, "answers");
  complaints.higher_is_better = false;
  complaints.base = side("control", 31'020, estimate(0.0211, 0.0195, 0.0228), "exposures");
  complaints.arm = side("answers", 31'544, estimate(0.0198, 0.0183, 0.0214), "exposures");
  complaints.effect = effect(estimate(-0.0013, -0.0038, 0.0012), estimate(-0.0616, -0.171, 0.0622),
                             0.244, "poisson-score");
  complaints.target = "<= +10%";
  complaints.verdict = Verdict::ok;
  complaints.why = "worse by at most 6.22%, the limit is 10%";

  Outcome spend = outcome("spend", "mean", Role::secondary, "answers");
  spend.measure = "USD";
  spend.confidence = 0.95;
  spend.base = side("control", 14'002, estimate(41.23, 40.1, 42.36));
  spend.arm = side("answers", 13'998, estimate(42.0, 40.85, 43.15));
  spend.effect =
      effect(estimate(0.7698, -0.2, 1.74), estimate(0.0187, -0.0049, 0.0422), 0.12, "welch");
  spend.effect.df = 27'998.4;
  out.outcomes = {visits, complaints, spend};

  for (const char* level : {"price", "relationship"}) {
    SegmentOutcome segment;
    segment.segment = "shopper_type";
    segment.level = level;
    segment.metric = "return_visit";
    segment.variant = "answers";
    segment.base = side("control", 7'001, estimate(0.031, 0.027, 0.035));
    segment.arm = side("answers", 6'999, estimate(0.039, 0.035, 0.044));
    segment.effect = visits.effect;
    segment.confidence = 0.95;
    out.segments.push_back(segment);
  }
  out.interactions = {{.segment = "shopper_type",
                       .metric = "return_visit",
                       .variant = "answers",
                       .levels = 2,
                       .q = 0.68,
                       .df = 1,
                       .p_value = 0.41,
                       .adjusted_p = 0.41,
                       .variance = 0,
                       .differ = false,
                       .declared_late = false,
                       .reason = {}}};
  out.past = {{.number = 1,
               .first = day("2026-08-01"),
               .last = day("2026-08-28"),
               .decision = decision(DecisionKind::adapt, "", "answers came too late at weekends")},
              {.number = 2,
               .first = day("2026-09-01"),
               .last = day("2026-09-28"),
               .decision = decision(DecisionKind::extend, "", "better, target not shown yet")}};
  out.past_outcomes = {past(1, "return_visit", estimate(-0.0102, -0.08, 0.06), Verdict::missed),
                       past(1, "complaints", estimate(0.01, -0.1, 0.12), Verdict::unclear),
                       past(2, "return_visit", estimate(0.091, 0.012, 0.17), Verdict::better)};
  out.variants = {{.variant = "answers",
                   .verdict = Verdict::met,
                   .why = "its goal is met and no guardrail broke"}};
  out.next.decision = DecisionKind::adopt;
  out.next.variant = "answers";
  out.next.why = "when_met asks for it, and two cycles were promised";
  out.next.command = "collab decide answers-in-two-hours adopt --variant answers -m WHY";
  out.notes = {"Alpha 5% is split evenly over 2 looks x 1 goal x 1 treatment.",
               "Segments were declared before the data."};
  return out;
}

Review waiting_review() {
  Review out = basic_review();
  out.title.clear();
  out.plan_sha256.clear();
  out.head.clear();
  out.family_wise = out.family_wise_all = 0;
  Outcome goal = outcome("return_visit", "proportion", Role::goal, "answers");
  goal.target = ">= +5%";
  goal.verdict = Verdict::no_data;
  goal.reason = "no-data";
  goal.base = side("control", 0, absent("no-data"));
  goal.arm = side("answers", 0, absent("no-data"));
  goal.effect.absolute = goal.effect.relative = absent("no-data");
  goal.effect.judged = false;
  out.outcomes = {goal, outcome("spend", "mean", Role::secondary, "answers")};
  out.variants = {{.variant = "answers", .verdict = Verdict::no_data, .why = ""}};
  for (LookState& each : out.looks) each.due = each.stored = false;
  return out;
}

Review doubtful_review() {
  Review out = full_review();
  out.state = CycleState::running;
  out.day_of_cycle = 15;
  out.retrospective = true;
  out.looks.back().due = out.looks.back().stored = false;
  out.amendments = {{.day_of_cycle = 12,
                     .day = day("2026-10-16"),
                     .reason = "the target was written for another metric",
                     .actor = "ana"}};
  using Status = TrustFinding::Status;
  out.trust = {finding("sample-ratio", Status::failed,
                       "14,902 and 13,098 units where 50 : 50 was planned; p is below 0.001, so "
                       "units are lost on one side and no gain can be believed"),
               finding("late-rows", Status::warning, "312 rows came after look 1"),
               finding("freshness", Status::ok, "data through 2026-11-01"),
               finding("units-in-two-variants", Status::not_checkable, "summary rows")};
  Outcome broken = out.outcomes[1];
  broken.verdict = Verdict::broken;
  broken.untrusted = broken.provisional = true;
  broken.reason = "sample-ratio-mismatch";
  broken.effect.relative.low.reset();
  Outcome other = out.outcomes[0];
  other.variant = other.arm.name = "answers-and-call";
  other.target = ">= +0.5pp";
  other.verdict = Verdict::unclear;
  other.reason = "zero-baseline";
  other.effect.relative = absent("zero-baseline");
  other.base.level = estimate(0, 0, 0.0003);
  out.outcomes = {out.outcomes[0], other, broken, out.outcomes[2]};
  out.outcomes.front().final = true;
  out.variants = {
      {.variant = "answers", .verdict = Verdict::broken, .why = "complaints broke its limit"},
      {.variant = "answers-and-call", .verdict = Verdict::unclear, .why = ""}};
  out.decision = decision(DecisionKind::abandon, "", "complaints");
  out.decision->early = true;
  Operation operation;
  operation.id = 41;
  operation.actor = "ben";
  operation.now = instant("2026-10-20T08:00:00Z");
  out.as_of = operation;
  return out;
}

ContingencyEvent contingency(std::int64_t id, const std::string& condition) {
  ContingencyEvent event{.id = id,
                         .experiment = "idea-hub",
                         .cycle = 2,
                         .contingency = 1,
                         .metric = "complaints",
                         .variant = "answers",
                         .condition = condition,
                         .value = 0.04,
                         .lag = std::chrono::hours{31},
                         .then = "Pause the queue",
                         .owner = "ben@shop.example"};
  event.since = day("2026-10-15");
  event.period = day("2026-10-16");
  return event;
}

/// Rows put right, taken back and brought back; a batch of each.
MendReport mended(const std::string& text) {
  Observation was{.metric = "return_visit",
                  .variant = "answers",
                  .period = day("2026-10-12"),
                  .segment = "channel=web",
                  .statistics = {{"n", 28000}, {"successes", 896}},
                  .feed = "service"};
  Observation now = was, back = was;
  now.statistics = {{"n", 28000}, {"successes", 869}};
  back.period = {};
  back.cycle = 2;
  back.statistics = {};
  MendReport report{.verb = "correct",
                    .experiment = "idea-hub",
                    .reason = text,
                    .rows = {{.was = was, .now = now, .recorded = text},
                             {.was = now, .now = back, .recorded = "ana at then (op_3)"},
                             {.was = back, .now = was, .recorded = "ana at then (op_4)"}},
                    .unchanged = 1,
                    .closed = 2,
                    .contingencies = {contingency(3, "complaints above 3%")},
                    .operation = 9,
                    .next_command = "collab review idea-hub"};
  report.batches = {{.feed = "members",
                     .name = text,
                     .period = day("2026-10-12"),
                     .cycle = 1,
                     .was = 240,
                     .recorded = "ana at then (op_5)"},
                    {.feed = "members", .now = 240}};
  return report;
}

/// Five nights, one of them silent, one beyond its limits; an alarm, and a contingency in each
/// state.
MonitorReport full_monitor(const std::string& text) {
  MonitorReport report{.experiment = "idea-hub",
                       .title = text,
                       .cycle = 2,
                       .state = CycleState::running,
                       .first = day("2026-10-12"),
                       .last = day("2026-11-08"),
                       .day_of_cycle = 5,
                       .cycle_days = 28,
                       .expected_false_alarms = 0.01,
                       .next_command = "collab ack con_1 -m \"…\""};
  MonitorLine line{.metric = "complaints",
                   .kind = "rate",
                   .variant = "answers",
                   .role = Role::guardrail,
                   .higher_is_better = false,
                   .alarm_is_worse = true,
                   .meaning = text};
  for (int i = 0; i < 5; ++i) {
    line.periods.push_back(day("2026-10-12") + Days{i});
    line.values.push_back(i == 2 ? std::nullopt : std::optional(0.02 + 0.01 * i));
    line.chart.points.push_back({.value = line.values.back(),
                                 .centre = 0.02,
                                 .sigma = 0.01,
                                 .lower = 0.0,
                                 .upper = 0.05,
                                 .beyond = i == 4 ? 1 : 0,
                                 .reason = i == 2 ? "gap" : "",
                                 .baseline = i < 3});
  }
  line.alarm_since = day("2026-10-16");
  line.chart.settings.kind = "u";
  line.chart.settings.rules = {"nhs"};
  line.chart.settings.phases = {{.first = 0, .reason = text}};
  line.chart.phases = {{.first = 0, .end = 5, .baseline = 3, .centre = 0.02, .sigma = 0.01}};
  RuleFindings nhs{.rules = "nhs", .signals = {{"above-limit", 4, 4, 1}}, .false_alarm = 0.07};
  nhs.labels.assign(5, PointLabel::common_cause);
  nhs.icons = Icons{.variation = Variation::concern_high, .assurance = Assurance::inconsistent};
  line.chart.findings = {nhs};
  line.watch.baseline = 3;
  line.watch.points = {{.index = 4, .value = 0.06, .statistic = 3.4, .alarm = true}};
  line.watch.alarm = 4;
  line.watch.false_alarm = 0.01;
  MonitorLine quiet = line;
  quiet.cumulative = true;
  quiet.alarm_since.reset();
  quiet.chart.findings.clear();
  report.lines = {line, quiet};
  ContingencyEvent noted = contingency(1, text);
  noted.acknowledged = ContingencyEvent::Acknowledgement{
      .actor = "ana", .reason = text, .at = instant("2026-10-17T08:00:00Z")};
  noted.state = ContingencyEvent::State::undone;
  ContingencyEvent signal = contingency(0, "any signal");
  signal.evidence = R"({"rule":"ewma","limit":3.1})";
  report.contingencies = {noted, contingency(2, "no data for 36h"), signal};
  report.changes = {{.metric = "complaints",
                     .variant = "answers",
                     .what = "value",
                     .period = day("2026-10-13"),
                     .then = "0.03",
                     .now = text}};
  report.as_of = Operation{.id = 7, .now = instant("2026-10-17T08:00:00Z")};
  return report;
}

VerifyReport verified(bool sound) {
  const Operation last{.id = 41,
                       .origin = std::string(32, 'f'),
                       .sequence = 41,
                       .verb = "run",
                       .now = parse_instant("2026-11-20T06:00:00Z").value(),
                       .digest = std::string(64, '0')};
  VerifyReport report{.ledger = ".collab/ledger.db",
                      .format = 7,
                      .counts = {.operations = 41,
                                 .cycles = 3,
                                 .plans = 4,
                                 .decisions = 2,
                                 .observations = 1200,
                                 .runs = 28,
                                 .unit_rows = 560'000,
                                 .units = 20'000,
                                 .looks = 12,
                                 .cells = 300,
                                 .voices = 1000,
                                 .answers = 600},
                      .chains = {{.origin = last.origin, .operations = 41, .last = last}},
                      .noted = {{.digest = "00000000", .operation = last, .later = 0},
                                {.digest = "00000000", .operation = last, .later = 29}},
                      .findings = {}};
  if (sound) return report;
  report.noted.push_back({.digest = "12345678", .operation = {}});
  report.findings = {{.where = "op_3", .what = "what it wrote was changed", .hint = "go back"},
                     {.where = "quick@1", .what = "it is not so", .hint = "go back"},
                     {.where = hostile(), .what = hostile(), .hint = hostile()}};
  return report;
}

StatusBoard full_board() {
  StatusBoard out;
  out.program = "Community at Lakeside Stores";
  StatusLine fine = line("idea-hub", CycleState::running, Verdict::pending);
  fine.next_command = "collab review idea-hub";
  fine.recent = {0.02, std::nullopt, 0.04};
  fine.contingencies = {contingency(3, "complaints above 3%")};
  fine.overlaps = {"one-shop"};
  StatusLine due = line("answers-in-two-hours", CycleState::due, Verdict::met);
  due.attention = "its cycle is over since 2026-11-02 and waits for a decision: adopt answers";
  due.next_command = "collab decide answers-in-two-hours adopt --variant answers -m WHY";
  StatusLine silent = line("one-shop", CycleState::running, std::nullopt);
  silent.stale = true;
  silent.attention = "no data since 2026-10-15, expected daily";
  silent.next_command = "collab run one-shop";
  StatusLine unplanned;
  unplanned.experiment = "a-very-long-experiment-id-that-goes-on-and-on-beyond-forty-columns";
  unplanned.next_command =
      "collab plan a-very-long-experiment-id-that-goes-on-and-on-beyond-forty-columns";
  out.lines = {fine, due, silent, unplanned};
  return out;
}

ReportPage report_page(const std::string& text) {
  ReportPage page{.board = full_board(), .day = day("2026-11-21"), .chapters = {}};
  MonitorReport chart = full_monitor(text);
  chart.detail = true;
  for (const StatusLine& line : page.board.lines) {
    Worksheet sheet{.form = Worksheet::Form::a3, .review = full_review()};
    sheet.review.experiment = line.experiment;
    sheet.plan.title = text;
    sheet.plan.problem = text;
    sheet.learning = learning(text);
    page.chapters.push_back({.sheet = sheet,
                             .closed = {.closed = 1, .learnings = {learning(text)}},
                             .charts = {chart}});
  }
  return page;
}

RecordReport full_record() {
  using enum BatchReport::Outcome;
  RecordReport out;
  out.experiment = "answers-in-two-hours";
  out.cycle = 1;
  out.tally = {.recorded = 12, .unchanged = 3, .late = 1, .awaited = 1, .conflicts = 1};
  out.batches = {batch(recorded, "2026-10-05"), batch(unchanged, "2026-10-06"),
                 batch(conflict, "2026-10-07",
                       "control return_visit 441/14002 by ana on 2026-10-08, now 440/14002"),
                 batch(awaited, "2026-10-08"),
                 batch(stale, "2026-10-09", "36 h have passed since the period's end")};
  out.batches[0].late = 1;
  out.batches[0].between = 2;
  out.looks = {{.look = 1,
                .day = day("2026-10-18"),
                .metric = "return_visit",
                .variant = "answers",
                .verdict = Verdict::better}};
  out.faults = {fault("bad-value", "'n/a' is not a number")};
  out.rejects_file = "rejects.csv";
  out.warnings = {"exposures look rounded"};
  out.operation = 12;
  out.code = ExitCode::conflict;
  out.next_command = "collab review answers-in-two-hours";
  return out;
}

PlanReport full_plan() {
  PlanReport out;
  out.outcome = PlanReport::Outcome::amended;
  out.experiment = "answers-in-two-hours";
  out.title = "Associates answer product questions in the community within two hours";
  out.cycle = 1;
  out.state = CycleState::running;
  out.first = day("2026-10-05");
  out.last = day("2026-11-01");
  out.looks = {day("2026-10-18"), day("2026-11-01")};
  out.sha256 = "3f2a91c0d1e2b3a4958677685940312f3f2a91c0d1e2b3a4958677685940312f";
  out.retrospective = true;
  out.changes = {
      {.path = "evaluate.metrics.return_visit.target", .before = ">= +5%", .after = ">= +4%"},
      {.path = "monitor.looks", .before = "", .after = "14d, 28d"}};
  out.goals = {"return_visit >= +5%"};
  out.guardrails = {"complaints <= +10%", "refunds <= +2%"};
  out.notes = {"Alpha 5% is split evenly over 2 looks x 1 goal x 1 treatment: 2.5% a look."};
  out.warnings = {"idea-hub runs at the same touch point with the same segment"};
  out.operation = 3;
  out.next_command = "collab run answers-in-two-hours";
  out.head = "9b1c22d3e4f5";
  return out;
}

DecideReport full_decision() {
  DecideReport out;
  out.experiment = "answers-in-two-hours";
  out.cycle = 1;
  out.decision = decision(DecisionKind::adapt, "", "answers came too late at weekends");
  out.next = full_plan();
  out.recommended = "extend";
  out.looks = full_record().looks;
  out.operation = 14;
  out.next_command = "collab run answers-in-two-hours";
  return out;
}

namespace {

PowerReport full_power() {
  MetricPower metric{.metric = "visit", .kind = "proportion", .measure = {}};
  metric.target = ">= +5%";
  metric.baseline = 0.3;
  metric.baseline_from = "control of cycle 1";
  metric.counted = "consumers";
  metric.per_day = 1000;
  metric.planned_size = 28000;
  metric.claims = {{.claim = "better",
                    .assumed = "target",
                    .effect = 0.05,
                    .size = 29710.9,
                    .size_reason = {},
                    .control_size = 14856,
                    .treatment_size = 14856,
                    .days = 30,
                    .power = 0.78,
                    .detectable = 0.0515,
                    .detectable_reason = {}},
                   {.claim = "met",
                    .assumed = "predicted",
                    .effect = 0.04,
                    .threshold = 0.05,
                    .size = {},
                    .size_reason = "not-beyond-threshold",
                    .control_size = {},
                    .treatment_size = {},
                    .days = {},
                    .power = 0.01,
                    .detectable = 0.102,
                    .detectable_reason = {}}};
  metric.table = {{0.05, 14, 0.49}, {0.05, 28, 0.78}, {0.1, 14, 0.97}, {0.1, 28, 0.999}};
  MetricPower unknown{.metric = hostile(), .kind = "rate", .measure = hostile()};
  unknown.needs = {hostile()};
  return {.experiment = "answers-in-two-hours",
          .title = "Associates answer",
          .unit = "consumer",
          .clusters = {},
          .cycle_days = 28,
          .metrics = {metric, unknown},
          .notes = {hostile()},
          .warnings = {hostile()}};
}

}  // namespace

CompareReport full_compare() {
  const Review review = full_review();
  CompareReport out;
  out.base = "answers-in-two-hours@1";
  out.references = {"answers-in-two-hours@2", "answers-in-two-hours@3"};
  for (const Outcome& each : review.outcomes) {
    CompareRow row;
    row.metric = each.metric;
    row.kind = each.kind;
    row.measure = each.measure;
    row.higher_is_better = each.higher_is_better;
    row.reference = "answers-in-two-hours@2:answers";
    row.arm = each.arm;
    row.base = each.base;
    row.effect = each.effect;
    row.confidence = 0.95;
    row.note = "the two may share units";
    out.rows.push_back(row);
  }
  out.notes = {"observational: units were not assigned between cycles or experiments"};
  return out;
}

std::vector<Named> documents() {
  RecordReport many = full_record();
  for (int i = 0; i < 30; ++i) {
    many.batches.push_back(batch(BatchReport::Outcome::unchanged, "2026-10-10"));
  }
  RecordReport typed;
  typed.experiment = "one-shop";
  typed.tally.recorded = 1;
  typed.batches.resize(1);
  typed.batches[0].rows = 1;
  DecideReport plain_decision = full_decision();
  plain_decision.next.reset();
  plain_decision.dry_run = true;
  plain_decision.standard = standard("Answer within two hours");
  FilesReport files{.title = "A project in .",
                    .written = {"collab.yaml", hostile()},
                    .kept = {".gitignore"},
                    .next_commands = {"collab plan --all", "collab status"}};
  MonitorReport charted = full_monitor("noise");
  charted.detail = true;
  const AckReport ack{.events = {{.event = contingency(3, "complaints above 3%")},
                                 {.event = charted.contingencies[0], .unchanged = true}},
                      .reason = "paused",
                      .operation = 9,
                      .next_command = "collab monitor idea-hub"};
  return {
      {"monitor-full", view(full_monitor("noise"))},
      {"monitor-charted", view(charted)},
      {"monitor-hostile", view(full_monitor(hostile()))},
      {"monitor-empty", view(MonitorReport{})},
      {"mend-full", view(mended("half a file"))},
      {"mend-hostile", view(mended(hostile()))},
      {"mend-empty", view(MendReport{.verb = "undo"})},
      {"ack-full", view(ack)},
      {"ack-empty", view(AckReport{})},
      {"archive-full", view(ArchiveReport{.verb = "archive",
                                          .reason = hostile(),
                                          .experiments = {{.name = "letters"},
                                                          {.name = "ideas", .unchanged = true}},
                                          .operation = 12,
                                          .next_command = "collab list --where state=archived"})},
      {"purge-full", view(PurgeReport{.experiment = "letters",
                                      .reason = hostile(),
                                      .cycles = 2,
                                      .observations = 128,
                                      .unit_rows = 1'000'000,
                                      .units = 1,
                                      .operations = 31,
                                      .operation = 44,
                                      .warnings = {"a copy is left"}})},
      {"archive-empty", view(ArchiveReport{.verb = "restore", .dry_run = true})},
      {"ack-standard", view(AckReport{.standards = {{.standard = standard(hostile())}}})},
      {"learnings-full",
       view(LearningsReport{.words = "deliver*",
                            .conditions = {"tag=service"},
                            .closed = 7,
                            .learnings = {learning("Show the stock"), learning(hostile()), {}},
                            .pooled = pooled("", "")})},
      {"learnings-apart", view(LearningsReport{.closed = 1,
                                               .learnings = {learning("x")},
                                               .pooled = pooled("", "shared-units-unknown")})},
      {"learnings-none", view(LearningsReport{.closed = 3})},
      {"learnings-empty", view(LearningsReport{})},
      {"report-full", view(report_page("Show the stock"))},
      {"report-hostile", view(report_page(hostile()))},
      {"report-empty", view(ReportPage{.board = {.program = "The shop"}})},
      {"portfolio-full", view(portfolio_report())},
      {"portfolio-empty", view(PortfolioReport{})},
      {"voice-add", view(VoiceReport{.action = "add",
                                     .recorded = 1,
                                     .voices = {voice_record("Show the stock")},
                                     .voice_unchanged = {false},
                                     .operation = 3,
                                     .next_command = "collab voice answer voice_12"})},
      {"voice-import", view(VoiceReport{.action = "import",
                                        .recorded = 1000,
                                        .unchanged = 2,
                                        .answers = 600,
                                        .forgotten = 1,
                                        .source = hostile()})},
      {"voice-nothing", view(VoiceReport{})},
      {"voice-list", view(VoiceListing{.action = "list",
                                       .voices = {voice_record("Show the stock"), VoiceRecord{}},
                                       .matches = 1200,
                                       .more = true})},
      {"voice-show",
       view(VoiceListing{.action = "show", .voices = {voice_record(hostile())}, .detail = true})},
      {"voice-no-text", view(VoiceListing{.action = "list", .voices = {voice_record("x")}}, false)},
      {"voice-none", view(VoiceListing{})},
      {"voice-measures", view(voice_report(false))},
      {"voice-grouped", view(voice_report(true))},
      {"forget-full", view(ForgetReport{.consumers = 2,
                                        .unknown = 1,
                                        .voices = 7,
                                        .answers = 3,
                                        .units = 2,
                                        .rows = 56,
                                        .batches = 28,
                                        .experiments = {"answers", "quick-answers"},
                                        .operation = 9})},
      {"verify-sound", view(verified(true))},
      {"verify-findings", view(verified(false))},
      {"verify-nothing", view(VerifyReport{})},
      {"backup-full", view(BackupReport{.file = hostile(),
                                        .bytes = 1'234'567,
                                        .format = 7,
                                        .operations = 41,
                                        .head = std::string(64, 'a'),
                                        .replaced = true,
                                        .key_needed = true,
                                        .key_file = ".collab/key",
                                        .key_there = false,
                                        .key_fingerprint = "0123456789abcdef"})},
      {"backup-plain", view(BackupReport{})},
      {"import-full",
       view(ImportReport{.files = {hostile(), "-"},
                         .imported = 12,
                         .unchanged = 40,
                         .moved = 3,
                         .rows = {{"batch", 12}, {"observation", 48}},
                         .repeated = 4,
                         .conflicts = {},
                         .set_aside = {{.kind = "look_result",
                                        .what = "look 1 of quick@1: visit of answers",
                                        .first = {.value = "met",
                                                  .actor = hostile(),
                                                  .now = instant("2026-11-20T08:00:00Z"),
                                                  .origin = std::string(32, 'a'),
                                                  .sequence = 4},
                                        .second = {.value = "missed",
                                                   .actor = "ci",
                                                   .now = instant("2026-11-21T08:00:00Z"),
                                                   .origin = std::string(32, 'b'),
                                                   .sequence = 2}}},
                         .experiments = {"quick"},
                         .forgotten = true,
                         .scrubbed = false,
                         .head = std::string(64, 'a')})},
      {"import-nothing", view(ImportReport{})},
      {"review-full", view(std::vector{full_review()})},
      {"review-waiting", view(std::vector{waiting_review()})},
      {"review-doubtful", view(std::vector{doubtful_review()})},
      {"review-hostile", view(std::vector{hostile_review()})},
      {"review-several", view(std::vector{full_review(), Review{}, waiting_review()})},
      {"review-none", view(std::vector<Review>{})},
      {"plan-full", view(std::vector{full_plan(), PlanReport{}})},
      {"record-full", view(std::vector{full_record(), typed, RecordReport{}}, "record")},
      {"run-many", view(std::vector{many}, "run")},
      {"decide-full", view(full_decision())},
      {"decide-plain", view(plain_decision)},
      {"decide-empty", view(DecideReport{})},
      {"status-full", view(full_board())},
      {"status-none", view(StatusBoard{})},
      {"status-archived", view(StatusBoard{.program = "The shop", .archived = {{}, {}}})},
      {"list-full", view(listing(), "list")},
      {"list-none", view(Listing{}, "list")},
      {"log-full", view(listing(), "log")},
      {"show-full", view(sheet())},
      {"show-empty", view(Sheet{})},
      {"compare-full", view(full_compare())},
      {"power-full", view(full_power())},
      {"power-empty", view(PowerReport{})},
      {"plan-with-power", view(std::vector<PlanReport>{full_plan()}, {full_power()})},
      {"compare-empty", view(CompareReport{})},
      {"validate-faulty", view(validate_report())},
      {"validate-empty", view(ValidateReport{})},
      {"init-full", view(files, "init")},
      {"new-empty", view(FilesReport{}, "new")},
      {"help-text", text_document("help", "text", "NAME\n  collab\n")},
      {"version-text", text_document("version", "version", "0.1.0")},
      {"completion", text_document("completion", "text", "complete -c collab -f\n")},
      {"schema-text", text_document("schema", "schema", "{\"a\": 1}")},
  };
}

}  // namespace collab::samples
