// What recording and reviewing are made of, each on its own: reader, fold, dictionary, codec,
// review.
// `./x bench micro`; flags of Google Benchmark go to build/release/tests/bench_micro.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <random>

#include "collab/feeds/reader.hpp"
#include "collab/statistics/metric_kind.hpp"
#include "collab/units/unit_table.hpp"
#include "unit/loop/shop.hpp"

namespace {

using namespace collab;

constexpr std::size_t units = 200'000, rows = 1'000'000;

std::vector<Pseudonym> some_pseudonyms(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 draw(seed);
  std::vector<Pseudonym> all(count);
  for (Pseudonym& each : all) each = {draw(), draw()};
  std::ranges::sort(all);
  return all;
}

/// Three metrics; every unit has a row, numbers in order.
const Run& some_run() {
  static const Run run = [] {
    std::mt19937 draw(7);
    Run made{.variants = {"control", "status"},
             .segments = {"type"},
             .levels = {{"price", "relationship"}},
             .fields = {"spend", "visit", "orders"},
             .numbers = {},
             .variant = {},
             .level = {{}},
             .values = {{}, {}, {}},
             .present = {{}, {}, {}}};
    for (std::uint32_t number = 0; number < units; ++number) {
      made.numbers.push_back(number);
      made.variant.push_back(draw() % 2);
      made.level[0].push_back(static_cast<std::int16_t>(draw() % 2));
      for (std::size_t f = 0; f < 3; ++f) {
        made.values[f].push_back(Decimal{static_cast<std::int64_t>(draw() % 10'000) * 10'000});
        made.present[f].push_back(draw() % 4 != 0);
      }
    }
    return made;
  }();
  return run;
}

/// A shop with a file of a million event rows, and a cycle that has a night of `units` units.
class Recorded {
 public:
  Recorded() : shop(collab::test::members) {
    std::mt19937 draw(3);
    std::string text = "member,group,day,spend\n";
    for (std::size_t m = 0; m < units; ++m)
      text += fmt::format("member-{:08},{},2026-03-02,{}.{:02}\n", m,
                          m % 2 == 0 ? "control" : "status", draw() % 90, draw() % 100);
    shop.write("data/members.csv", text);
    shop.plan("2026-03-01", "members");
    shop.run("2026-03-03", "members");
    text = "member,group,day,spend\n";
    for (std::size_t r = 0; r < rows; ++r)
      text += fmt::format("member-{:08},{},2026-03-02,{}.{:02}\n", draw() % units,
                          r % 2 == 0 ? "control" : "status", draw() % 90, draw() % 100);
    shop.write("many.csv", text);
    bytes = static_cast<std::int64_t>(text.size());
  }
  Mapping mapping() const {
    Project project = shop.at("2026-03-03");
    const Experiment plan = *project.definition("members").experiment;
    return make_mapping(plan.feeds.front(), plan, project.program(), kind_shapes());
  }
  Source source() const {
    return {.path = shop.root() / "many.csv", .shown_as = "many.csv", .format = "csv"};
  }

  collab::test::Shop shop;
  std::int64_t bytes = 0;
};

const Recorded& recorded() {
  static const Recorded all;
  return all;
}

void read_rows(benchmark::State& state) {
  const Mapping mapping = recorded().mapping();
  const Source source = recorded().source();
  const auto threads = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    const auto found =
        read_blocks(source, mapping, threads, [](std::size_t, RowBlock&) { return true; });
    if (!found || *found != rows) state.SkipWithError("not all rows were read");
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows) * state.iterations());
  state.SetBytesProcessed(recorded().bytes * state.iterations());
}
BENCHMARK(read_rows)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void read_and_fold(benchmark::State& state) {
  const Mapping mapping = recorded().mapping();
  const Source source = recorded().source();
  const auto threads = static_cast<std::size_t>(state.range(0));
  const Key key = Key::random();
  const FoldShape shape{.events = true,
                        .fields = {"spend"},
                        .rules = {FoldRule::sum},
                        .variants = mapping.variants,
                        .segments = {},
                        .levels = {}};
  for (auto _ : state) {
    UnitTable table(shape, key);
    std::vector<std::shared_ptr<UnitTable::Room>> rooms;
    for (std::size_t t = 0; t < threads; ++t) rooms.push_back(table.room());
    read_blocks(source, mapping, threads, [&](std::size_t thread, RowBlock& block) {
      table.fold(block, *rooms[thread]);
      return true;
    });
    benchmark::DoNotOptimize(table.finish());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows) * state.iterations());
}
BENCHMARK(read_and_fold)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

/// A night that asks for all of the units that the dictionary has, or for a few of them.
void look_up(benchmark::State& state) {
  UnitDictionary dictionary;
  const auto known = some_pseudonyms(1, units);
  dictionary.add_segment(0, known);
  std::vector<Pseudonym> asked;
  const auto one_in = static_cast<std::size_t>(state.range(0));
  for (std::size_t i = 0; i < known.size(); i += one_in) asked.push_back(known[i]);
  for (auto _ : state) benchmark::DoNotOptimize(dictionary.find_all(asked));
  state.SetItemsProcessed(static_cast<std::int64_t>(asked.size()) * state.iterations());
}
BENCHMARK(look_up)->Arg(1)->Arg(100)->Unit(benchmark::kMicrosecond);

void encode_run(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(encode(some_run()));
  state.SetItemsProcessed(static_cast<std::int64_t>(units) * state.iterations());
}
BENCHMARK(encode_run)->UseRealTime()->Unit(benchmark::kMillisecond);

void read_run(benchmark::State& state) {
  const auto bytes = encode(some_run());
  for (auto _ : state) benchmark::DoNotOptimize(decode_run(bytes));
  state.SetItemsProcessed(static_cast<std::int64_t>(units) * state.iterations());
  state.counters["bytes a unit"] = static_cast<double>(bytes.size()) / units;
}
BENCHMARK(read_run)->Unit(benchmark::kMillisecond);

/// From cells; of a cycle that no look has closed.
void review_cycle(benchmark::State& state) {
  Project project = recorded().shop.at("2026-03-05");
  const ReviewOptions options{.clock = project.clock()};
  const Ledger& ledger = project.ledger();
  for (auto _ : state) benchmark::DoNotOptimize(review(ledger, "members", 1, options));
}
BENCHMARK(review_cycle)->Unit(benchmark::kMicrosecond);

/// From the rows: what a cut that no plan declares costs.
void review_from_rows(benchmark::State& state) {
  Project project = recorded().shop.at("2026-03-05");
  ReviewOptions options{.clock = project.clock()};
  options.by = "type";
  const Ledger& ledger = project.ledger();
  for (auto _ : state) benchmark::DoNotOptimize(review(ledger, "members", 1, options));
  state.SetItemsProcessed(static_cast<std::int64_t>(units) * state.iterations());
}
BENCHMARK(review_from_rows)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
