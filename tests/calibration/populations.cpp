#include "calibration/populations.hpp"

#include <fmt/format.h>

#include <cmath>

#include "collab/statistics/cluster.hpp"
#include "collab/statistics/quantile.hpp"

namespace collab::calibration {
namespace {

constexpr std::array base_shares{0.01, 0.05, 0.1, 0.2, 0.5};
constexpr double lift = 1.2;

const MetricKind& kind(std::string_view name) { return *find_metric_kind(name); }

double normal(Engine& engine) { return std::normal_distribution<double>()(engine); }
double poisson(Engine& engine, double mean) {
  return static_cast<double>(std::poisson_distribution<int>(mean)(engine));
}
double lognormal(Engine& engine) { return std::exp(normal(engine)); }

/// Units drawn one by one, as `unit(engine, factor)`; the factor multiplies its expectation.
template <typename Unit>
Population by_unit(std::string_view name, std::string what, double value, const Unit& unit) {
  Population population{.kind = &kind(name),
                        .metric = metric_of(kind(name)),
                        .what = std::move(what),
                        .draw = {},
                        .difference = value * (lift - 1),
                        .ratio = lift};
  population.draw = [=](Engine& engine, int n, bool lifted) {
    Moments moments;
    for (int i = 0; i < n; ++i) {
      const std::array<double, 2> fields = unit(engine, lifted ? lift : 1.0);
      moments.add({fields[0], fields[1], 0, 0});
    }
    return moments;
  };
  return population;
}

Population share(double base) {
  return {.kind = &kind("proportion"),
          .metric = metric_of(kind("proportion")),
          .what = percent(base),
          .draw =
              [=](Engine& engine, int n, bool lifted) {
                const double successes = binomial(engine, n, lifted ? lift * base : base);
                return kind("proportion").from_statistics({}, {{"n", n}, {"successes", successes}});
              },
          .difference = base * (lift - 1),
          .ratio = lift};
}

Population top_box(double base) {
  Metric metric = metric_of(kind("score"));
  metric.scale = Scale{.nps = false, .from = 1, .to = 5, .top = 2};
  return {.kind = &kind("score"),
          .metric = metric,
          .what = "top box " + percent(base),
          .draw =
              [=](Engine& engine, int n, bool lifted) {
                const double top = binomial(engine, n, lifted ? lift * base : base);
                return kind("score").from_statistics(metric, {{"5", top}, {"2", n - top}});
              },
          .difference = base * (lift - 1),
          .ratio = lift};
}

Population promoters(double promoting, double detracting) {
  constexpr double won_over = 0.05;
  const Metric metric = metric_of(kind("score"));
  return {.kind = &kind("score"),
          .metric = metric,
          .what = fmt::format("nps {:.0f}", 100 * (promoting - detracting)),
          .draw =
              [=](Engine& engine, int n, bool lifted) {
                const double change = lifted ? won_over : 0;
                const double high = binomial(engine, n, promoting + change);
                const double low = binomial(engine, n - static_cast<int>(high),
                                            (detracting - change) / (1 - promoting - change));
                return kind("score").from_statistics(
                    metric, {{"10", high}, {"3", low}, {"8", n - high - low}});
              },
          .difference = 200 * won_over,
          .ratio = 1};
}

Population summary_rate(double base) {
  return {.kind = &kind("rate"),
          .metric = metric_of(kind("rate")),
          .what = fmt::format("{} per day, summary rows", base),
          .draw =
              [=](Engine& engine, int n, bool lifted) {
                const double events = poisson(engine, n * base * (lifted ? lift : 1));
                return kind("rate").from_statistics({}, {{"events", events}, {"exposure", n}});
              },
          .difference = base * (lift - 1),
          .ratio = lift};
}

/// One to several days of exposure, events independent or more frequent for some units.
Population unit_rate(double base, bool clustered) {
  return by_unit("rate", fmt::format("{} per day, {} units", base, clustered ? "unlike" : "like"),
                 base, [=](Engine& engine, double factor) -> std::array<double, 2> {
                   const double days = 1 + poisson(engine, 2);
                   const double own = clustered ? exponential(engine) : 1;
                   return {poisson(engine, base * days * own * factor), days};
                 });
}

/// Units with a covariate in column 2, drawn as {value, covariate}.
template <typename Unit>
Population with_covariate(std::string_view name, std::string what, double value, const Unit& unit) {
  Population population = by_unit(name, std::move(what), value, unit);
  population.draw = [=](Engine& engine, int n, bool lifted) {
    Moments moments;
    for (int i = 0; i < n; ++i) {
      const std::array<double, 2> both = unit(engine, lifted ? lift : 1.0);
      moments.add({both[0], 0, both[1], 0});
    }
    return moments;
  };
  return population;
}

/// Minutes: lognormal around 20.
Population minutes(double q, double beyond) {
  Metric metric = metric_of(kind("quantile"));
  metric.quantile = fmt::format("p{:.0f}", 100 * q);
  const double value = 20 * std::exp(0.5 * beyond);
  return {.kind = &kind("quantile"),
          .metric = metric,
          .what = metric.quantile + " of lognormal, sd 0.5",
          .draw =
              [=](Engine& engine, int n, bool lifted) {
                std::vector<double> values(static_cast<std::size_t>(n));
                for (double& each : values)
                  each = (lifted ? lift : 1.0) * 20 * std::exp(0.5 * normal(engine));
                return quantile_moments(values, q);
              },
          .difference = value * (lift - 1),
          .ratio = lift};
}

/// Stores of 20 to some 400 units with a level of their own, `store(engine, units, factor)` adding
/// up one store's units.
template <typename Store>
Population by_store(std::string_view name, std::string what, double value, const Store& store) {
  const Metric metric = metric_of(kind(name));
  Population population{.kind = &kind(name),
                        .metric = metric,
                        .what = std::move(what),
                        .draw = {},
                        .difference = value * (lift - 1),
                        .ratio = lift,
                        .arms = {{10, 10}, {30, 30}},
                        .by_store = true};
  population.draw = [=](Engine& engine, int n, bool lifted) {
    Moments stores;
    for (int i = 0; i < n; ++i) {
      const int units = 20 + static_cast<int>(80 * exponential(engine));
      add_cluster(metric, stores, store(engine, units, lifted ? lift : 1.0));
    }
    return stores;
  };
  return population;
}

/// A store's own level: gamma, mean 1, coefficient of variation 0.2.
double own_level(Engine& engine) { return std::gamma_distribution<double>(25, 1.0 / 25)(engine); }

/// Moments of units of which only the sums count.
Moments summed(double n, double values, double denominators) {
  Moments moments;
  moments.n = n;
  moments.sum = {values, denominators, 0, 0};
  return moments;
}

void add_covariates(std::vector<Population>& all) {
  using Fields = std::array<double, 2>;
  constexpr double correlation = 0.7;
  all.push_back(
      with_covariate("mean", "normal, cv 0.3, covariate of correlation 0.7", 10,
                     [](Engine& engine, double factor) {
                       const double before = normal(engine);
                       const double own = std::sqrt(1 - correlation * correlation) * normal(engine);
                       return Fields{factor * (10 + 3 * (correlation * before + own)), before};
                     }));
  all.push_back(with_covariate(
      "mean", "exponential, spend before as covariate", 1, [](Engine& engine, double factor) {
        const double taste = exponential(engine);
        return Fields{factor * (taste + exponential(engine)) / 2, taste + exponential(engine)};
      }));
  all.push_back(
      with_covariate("proportion", "30 %, covariate", 0.3, [](Engine& engine, double factor) {
        const double before = uniform(engine);
        const double chance = factor * (0.1 + 0.4 * before);
        return Fields{uniform(engine) < chance ? 1.0 : 0.0, before};
      }));
}

void add_stores(std::vector<Population>& all) {
  all.push_back(by_store("mean", "by store, spend of unlike stores", 1,
                         [](Engine& engine, int units, double factor) {
                           std::gamma_distribution<double> sum(units, 1);
                           return summed(units, factor * own_level(engine) * sum(engine), 0);
                         }));
  all.push_back(
      by_store("proportion", "by store, 20 %", 0.2, [](Engine& engine, int units, double factor) {
        const double share = std::min(1.0, 0.2 * factor * own_level(engine));
        return summed(units, binomial(engine, units, share), 0);
      }));
  all.push_back(by_store("ratio", "by store, spend per visit", 1,
                         [](Engine& engine, int units, double factor) {
                           const double visits = units + poisson(engine, 2.0 * units);
                           std::gamma_distribution<double> sum(visits, 1);
                           return summed(units, factor * own_level(engine) * sum(engine), visits);
                         }));
}

}  // namespace

Effect Population::effect(const Moments& control, const Moments& treatment,
                          const Certainty& certainty) const {
  return by_store ? cluster_effect(metric, control, treatment, certainty)
                  : kind->effect(metric, control, treatment, certainty);
}

Metric metric_of(const MetricKind& kind) {
  Metric metric;
  metric.id = "m";
  metric.kind = std::string(kind.shape.name);
  if (metric.kind == "score") metric.scale = Scale{.nps = true};
  return metric;
}

double uniform(Engine& engine) { return std::uniform_real_distribution<double>()(engine); }
double exponential(Engine& engine) { return -std::log1p(-uniform(engine)); }
double binomial(Engine& engine, int n, double share) {
  return static_cast<double>(std::binomial_distribution<int>(n, share)(engine));
}

std::vector<Population> populations() {
  using Fields = std::array<double, 2>;
  std::vector<Population> all;
  for (const double base : base_shares) all.push_back(share(base));
  all.push_back(by_unit("mean", "normal, cv 0.3", 10, [](Engine& engine, double factor) {
    return Fields{factor * (10 + 3 * normal(engine)), 0};
  }));
  all.push_back(by_unit("mean", "exponential", 1, [](Engine& engine, double factor) {
    return Fields{factor * exponential(engine), 0};
  }));
  all.push_back(
      by_unit("mean", "lognormal, sd 1", std::exp(0.5), [](Engine& engine, double factor) {
        return Fields{factor * lognormal(engine), 0};
      }));
  all.push_back(by_unit("mean", "90 % zeros, else lognormal", 0.1 * std::exp(0.5),
                        [](Engine& engine, double factor) {
                          const bool spends = uniform(engine) < 0.1;
                          return Fields{spends ? factor * lognormal(engine) : 0, 0};
                        }));
  all.push_back(by_unit("ratio", "spend per visit", 1, [](Engine& engine, double factor) {
    const double visits = 1 + poisson(engine, 2);
    const double taste = (exponential(engine) + exponential(engine)) / 2;
    double spend = 0;
    for (double i = 0; i < visits; ++i) spend += factor * taste * exponential(engine);
    return Fields{spend, visits};
  }));
  for (const double base : base_shares) all.push_back(summary_rate(base));
  for (const bool clustered : {false, true}) {
    for (const double base : {0.01, 0.1, 0.5}) all.push_back(unit_rate(base, clustered));
  }
  all.push_back(promoters(0.3, 0.3));
  all.push_back(promoters(0.6, 0.1));
  all.push_back(promoters(0.05, 0.85));
  for (const double base : base_shares) all.push_back(top_box(base));
  all.push_back(minutes(0.5, 0));
  all.push_back(minutes(0.9, 1.2815515655446004));
  add_covariates(all);
  add_stores(all);
  return all;
}

}  // namespace collab::calibration
