// Looking every night for four weeks: who errs, by arrival of units and by rule of looking.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "calibration/populations.hpp"
#include "collab/statistics/spending.hpp"

using namespace collab;
using namespace collab::calibration;

namespace {

constexpr int nights = 28;
constexpr int arm_units = 20 * nights;

/// Trials that ever rejected, by rule of looking.
struct Ever {
  long draws = 0, naive = 0, always_valid = 0, obrien_fleming = 0, pocock = 0, once = 0;
  Ever& operator+=(const Ever& more) {
    draws += more.draws;
    naive += more.naive;
    always_valid += more.always_valid;
    obrien_fleming += more.obrien_fleming;
    pocock += more.pocock;
    once += more.once;
    return *this;
  }
};

/// Both arms as they stand after each night.
using Course = std::array<std::array<Moments, 2>, nights>;

struct Scenario {
  std::string kind, what, arrival;
  std::function<Course(Engine& engine, double lift)> draw;
};

double amount(std::string_view kind, Engine& engine, double factor) {
  if (kind == "proportion") return uniform(engine) < 0.2 * factor ? 1 : 0;
  if (kind == "rate") {
    return static_cast<double>(std::poisson_distribution<int>(0.2 * factor)(engine));
  }
  return factor * exponential(engine);
}

/// Twenty new units an arm each night, counted once.
Course staggered(std::string_view kind, Engine& engine, double lift) {
  Course course;
  std::array<Moments, 2> arms;
  for (auto& night : course) {
    for (std::size_t arm = 0; arm < 2; ++arm) {
      for (int i = 0; i < arm_units / nights; ++i) {
        arms[arm].add({amount(kind, engine, arm > 0 ? lift : 1), kind == "mean" ? 0.0 : 1.0, 0, 0});
      }
      // A share's moments have no second column.
      night[arm] = arms[arm];
      if (kind == "proportion") {
        night[arm] = {};
        night[arm].n = arms[arm].n;
        night[arm].sum[0] = arms[arm].sum[0];
        night[arm].centred[0] = arms[arm].centred[0];
      }
    }
  }
  return course;
}

/// Every unit from the first day on; what it does comes on some night, or over several.
Course cohort(std::string_view kind, Engine& engine, double lift) {
  Course course;
  for (std::size_t arm = 0; arm < 2; ++arm) {
    std::array<std::vector<double>, nights> added;
    for (auto& night : added) night.assign(arm_units, 0);
    for (std::size_t unit = 0; unit < arm_units; ++unit) {
      const int times = kind == "proportion" ? 1 : 2;
      for (int time = 0; time < times; ++time) {
        const auto night = static_cast<std::size_t>(uniform(engine) * nights);
        added[night][unit] += amount(kind, engine, arm > 0 ? lift : 1);
      }
    }
    std::vector<double> so_far(arm_units, 0);
    for (std::size_t night = 0; night < nights; ++night) {
      Moments& moments = course[night][arm];
      for (std::size_t unit = 0; unit < arm_units; ++unit) {
        so_far[unit] += added[night][unit];
        const double days = kind == "rate" ? static_cast<double>(night + 1) : 0;
        moments.add({so_far[unit], days, 0, 0});
      }
    }
  }
  return course;
}

std::vector<LookBoundary> weekly(Spending spending) {
  const std::array<double, 4> fractions{0.25, 0.5, 0.75, 1};
  return boundaries(fractions, 0.05, spending);
}

void look(const MetricKind& kind, const Course& course, Ever& ever) {
  static const auto cautious = weekly(Spending::obrien_fleming), even = weekly(Spending::pocock);
  bool naive = false, valid = false, spent = false, spent_evenly = false;
  const auto rejects = [&](std::size_t night, const Certainty& certainty) {
    const Effect effect =
        kind.effect(metric_of(kind), course[night][0], course[night][1], certainty);
    return effect.judged && effect.p_value && *effect.p_value < certainty.alpha;
  };
  bool last = false;
  for (std::size_t night = 0; night < nights; ++night) {
    last = rejects(night, 0.05);
    naive |= last;
    valid |= rejects(night, {0.05, static_cast<double>(night + 1) / nights});
    if ((night + 1) % 7 == 0) {
      spent |= rejects(night, cautious[night / 7].alpha);
      spent_evenly |= rejects(night, even[night / 7].alpha);
    }
  }
  ++ever.draws;
  ever.naive += naive;
  ever.always_valid += valid;
  ever.obrien_fleming += spent;
  ever.pocock += spent_evenly;
  ever.once += last;
}

double share(long count, long of) { return static_cast<double>(count) / static_cast<double>(of); }

}  // namespace

TEST_CASE("nightly looks: only the rules made for it keep to alpha") {
  Table table("3 Twenty-eight nightly looks",
              "560 units a variant. Share of trials in which a rule ever rejected: every night at "
              "5 % (naive); always-valid every\nnight; spending on days 7, 14, 21 and 28; one look "
              "on day 28. Staggered: 20 new units a night in each variant.\nCohort: all units on "
              "the first day, what they do comes over the nights.",
              {"kind", "arrival", "true lift", "naive", "always-valid", "O'Brien-Fleming", "Pocock",
               "once"});
  std::uint32_t stream = 3000;
  for (const std::string name : {"proportion", "mean", "rate"}) {
    const MetricKind& kind = *find_metric_kind(name);
    for (const bool all_at_once : {false, true}) {
      for (const double lift : {1.0, 1.3}) {
        const Ever ever =
            simulate<Ever>(trials(10000), ++stream, [&](Engine& engine, Ever& counts) {
              const double factor = 1 + (lift - 1) * (name == "mean" ? 0.5 : 1.0);
              look(kind,
                   all_at_once ? cohort(name, engine, factor) : staggered(name, engine, factor),
                   counts);
            });
        table.row({name, all_at_once ? "cohort" : "staggered",
                   lift > 1 ? (name == "mean" ? "15 %" : "30 %") : "none",
                   percent(ever.naive, ever.draws), percent(ever.always_valid, ever.draws),
                   percent(ever.obrien_fleming, ever.draws), percent(ever.pocock, ever.draws),
                   percent(ever.once, ever.draws)});
        CAPTURE(name);
        CAPTURE(all_at_once);
        CAPTURE(lift);
        if (lift > 1) {
          CHECK(ever.always_valid <= ever.naive);
          continue;
        }
        check_at_least(share(ever.naive, ever.draws), 0.15, ever.draws);
        check_at_most(share(ever.always_valid, ever.draws), 0.05, ever.draws);
        check_at_most(share(ever.obrien_fleming, ever.draws), 0.055, ever.draws);
        check_at_most(share(ever.pocock, ever.draws), 0.06, ever.draws);
        check_at_most(share(ever.once, ever.draws), 0.055, ever.draws);
      }
    }
  }
}

TEST_CASE("repeated consumers: nightly rows taken as new units err in a third of trials") {
  Table table(
      "4 The same consumers every night",
      "150 consumers a variant, each buying every night with a chance of its own (beta 0.8, "
      "7.2: 10 % on average), no effect.\nTheir nightly counts added up as if of new units, "
      "against one value per consumer, on day 28.",
      {"taken as", "false positives"});
  constexpr int consumers = 150;
  struct Counts {
    long draws = 0, rows = 0, units = 0;
    Counts& operator+=(const Counts& more) {
      draws += more.draws;
      rows += more.rows;
      units += more.units;
      return *this;
    }
  };
  const MetricKind& proportion = *find_metric_kind("proportion");
  const MetricKind& mean = *find_metric_kind("mean");
  const auto counts = simulate<Counts>(trials(20000), 4000, [&](Engine& engine, Counts& all) {
    std::gamma_distribution<double> buys(0.8), leaves(7.2);
    std::array<Moments, 2> rows, units;
    for (std::size_t arm = 0; arm < 2; ++arm) {
      double bought = 0;
      for (int i = 0; i < consumers; ++i) {
        const double a = buys(engine), b = leaves(engine);
        const double times = binomial(engine, nights, a / (a + b));
        bought += times;
        units[arm].add({times, 0, 0, 0});
      }
      rows[arm] =
          proportion.from_statistics({}, {{"n", consumers * nights}, {"successes", bought}});
    }
    ++all.draws;
    all.rows += *proportion.effect({}, rows[0], rows[1], 0.05).p_value < 0.05;
    const Effect by_unit = mean.effect({}, units[0], units[1], 0.05);
    all.units += by_unit.judged && *by_unit.p_value < 0.05;
  });
  table.row({"new units each night (`repeated`: no verdict)", percent(counts.rows, counts.draws)});
  table.row({"one value per consumer", percent(counts.units, counts.draws)});
  check_at_least(share(counts.rows, counts.draws), 0.25, counts.draws);
  check_at_most(share(counts.units, counts.draws), 0.055, counts.draws);
}
