#pragma once
// What the two YAML files say: the program, and one experiment (product.md, section 4).
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/metric.hpp"
#include "collab/model/number.hpp"
#include "collab/model/time.hpp"

namespace collab {

using Labels = std::vector<std::pair<std::string, std::string>>;  ///< in the order written

struct Location {
  std::string id, name, region, format;
};

struct Program {
  std::string name;
  std::string time_zone;
  std::string currency;
  Labels touch_points;
  std::vector<std::pair<std::string, std::vector<std::string>>> segments;  ///< name -> levels
  std::string locations_file;
  std::vector<Location> locations;
};

struct Variant {
  std::string id;
  std::optional<double> share;  ///< fraction; absent with one variant
  std::string share_text;
  std::string does;
  friend bool operator==(const Variant&, const Variant&) = default;
};

enum class Grain { summary, unit, event };
enum class Counts { once, to_date, repeated };  ///< `new`, `to_date`, `repeated`
enum class OnConflict { refuse, correct, keep };
std::string_view name_of(Grain grain);
std::string_view name_of(Counts counts);  ///< "new" for Counts::once
std::optional<Grain> parse_grain(std::string_view text);
std::optional<Counts> parse_counts(std::string_view text);

/// One use of a source column: `columns: {complaints: {events: complaints, exposure: orders}}`
/// gives
/// {"complaints","events","complaints"} and {"complaints","exposure","orders"}.
struct ColumnUse {
  std::string target;  ///< unit, variant, period, location, time, metric, value, a metric, a
                       ///< covariate, or a segment
  std::string field;   ///< the metric's statistic; empty for a plain column
  std::string column;  ///< the source's name; `$row` = the row's number
  friend bool operator==(const ColumnUse&, const ColumnUse&) = default;
};

struct Feed {
  std::string id;
  std::string file;
  Grain rows = Grain::summary;
  Counts counts = Counts::once;
  std::vector<ColumnUse> columns;
  std::map<std::string, std::map<std::string, std::string>> values;  ///< target -> source -> ours
  std::string format;  ///< csv, ndjson; empty: by the file's name
  char delimiter = 0;  ///< 0: comma, or tab for .tsv
  NumberFormat numbers{};
  OnConflict on_conflict = OnConflict::refuse;
  std::map<std::string, Day> periods;  ///< the feed's own names for periods
  std::string period_grain = "day";    ///< day | week | month
  std::string exposures;               ///< another feed's id
  std::optional<Days> within;
  std::string expect;  ///< daily | weekly | monthly; empty: the experiment's
};

struct Contingency {
  std::string metric, variant;
  std::string condition;  ///< above | below | signal | verdict | stale
  std::string threshold;  ///< as written
  int for_periods = 1;
  std::string then, owner;
  friend bool operator==(const Contingency&, const Contingency&) = default;
};

struct Looks {
  enum class Form { end, weekly, anytime, days };
  Form form = Form::end;
  std::vector<Days> days;  ///< as written, for Form::days
  friend bool operator==(const Looks&, const Looks&) = default;
};

enum class DecisionKind { adopt, adapt, extend, abandon };
std::string_view name_of(DecisionKind kind);
std::optional<DecisionKind> parse_decision(std::string_view text);

struct Repeat {
  int at_least = 1;
  int at_most = 1;
  DecisionKind when_met = DecisionKind::adopt, when_better = DecisionKind::extend,
               when_unclear = DecisionKind::extend, when_missed = DecisionKind::adapt,
               when_broken = DecisionKind::abandon;
  friend bool operator==(const Repeat&, const Repeat&) = default;
};

struct Experiment {
  // Who and where; not sealed.
  std::string id, title, owner, touch_point;
  std::vector<std::string> tags;
  std::string cost;
  // evaluate
  std::string problem, hypothesis;
  Baseline baseline{};
  std::vector<Metric> metrics;
  // experiment
  std::string unit = "unit";
  std::string assigned_by = "unit";
  std::vector<Variant> variants;
  std::string control;  ///< empty with one variant
  Day starts{};
  Days cycle{};
  std::optional<Counts> counts;  ///< for rows entered by hand
  std::vector<Feed> feeds;
  // monitor
  Looks looks{};
  double confidence = 0.95;
  std::string multiplicity = "holm";
  std::vector<std::string> segments;
  std::string expect;         ///< not sealed
  std::vector<Day> holidays;  ///< not sealed
  std::vector<Contingency> contingencies;
  // repeat
  Repeat repeat{};

  const Metric* metric(std::string_view metric_id) const;
  const Feed* feed(std::string_view feed_id) const;
  bool has_variant(std::string_view variant_id) const;
  /// Whole clusters (stores) got a variant, so they are what is analysed.
  bool by_cluster() const { return assigned_by != "unit" && assigned_by != unit; }
  /// Variants that are compared: all but control; with one variant, that one.
  std::vector<std::string> treatments() const;
};

/// The days, counted from the first, after which targets are judged, ascending, the cycle's last
/// day always included: {14, 28}. With `anytime` every day.
std::vector<Days> look_days(const Looks& looks, Days cycle);

}  // namespace collab
