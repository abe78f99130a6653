#pragma once
// Rows: as a feed gives them, and as the ledger keeps them.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/experiment.hpp"

namespace collab {

/// Statistics of a summary row by name: {"n", 28000}, {"successes", 896}. Sorted by name.
using Statistics = std::vector<std::pair<std::string, double>>;
std::optional<double> find(const Statistics& statistics, std::string_view name);
/// `{"n":28000,"successes":896}`: what the ledger stores and compares.
std::string to_json(const Statistics& statistics);
/// `896/28000`, `n 240 mean 41.2 sd 18`: what people read; `retracted` of none.
std::string to_text(const Statistics& statistics);

/// What the mapped columns of a feed mean, resolved once before reading (feeds fills Row by it).
struct Mapping {
  Grain rows = Grain::summary;
  struct Slot {
    std::string target, field, column;  ///< column empty: event rows name it in `metric`
    bool once = false;  ///< an event without a value counts as 1: it happened, how often is asked
  };
  std::string unit, variant, period, location;  ///< source columns; empty = not mapped; `$row`
  std::string fixed_variant;                    ///< with one variant and no variant column
  std::vector<Slot> numbers;                    ///< metric fields, then covariates
  std::vector<std::pair<std::string, std::string>> segments;  ///< segment name, source column
  std::vector<std::string> variants;                          ///< index = Row::variant
  std::vector<std::vector<std::string>> levels;               ///< by segment: index = Row::levels
  std::vector<std::string> location_ids;  ///< known locations; empty = any is a fault
  std::string cluster;  ///< what was assigned (store), when the location column says which; then
                        ///< without known locations any name is one
  std::map<std::string, std::map<std::string, std::string>> values;
  std::map<std::string, Day> periods;
  std::string period_grain = "day";
  NumberFormat number_format{};
  bool ignore_other_columns = true;

  // Event rows.
  std::string time, metric, value;  ///< source columns; empty = not mapped
  std::string time_zone;            ///< the program's, in which an event has its day
  /// What `metric` may say, and the index in numbers that it stands for; exposure = -1.
  std::vector<std::pair<std::string, int>> events;
  bool all_exposed = false;  ///< each row says that its unit met its variant
};

/// One row of a feed, mapped. Views are valid until the sink returns.
struct Row {
  std::uint64_t line = 0;    ///< where the row begins in the source, from 1
  std::uint64_t number = 0;  ///< 1 for the first data row
  std::string_view unit;
  int variant = -1;
  std::optional<Day> period;
  std::string_view location;
  std::vector<int> levels;  ///< by Mapping::segments; -1 = empty, counts in the total only
  struct Number {
    bool present = false;
    double real = 0;
    Decimal exact{};
    std::uint64_t column = 0;  ///< where its text begins, for faults
    std::uint64_t length = 0;
  };
  std::vector<Number> numbers;  ///< by Mapping::numbers
  std::uint64_t variant_column = 0, unit_column = 0, period_column = 0;
  std::optional<Instant> time;  ///< of an event; its day is the period
  bool exposed = false;         ///< the row says that the unit met its variant
};

/// One recorded fact: a metric of a variant in a period.
struct Observation {
  std::int64_t id = 0;         ///< the ledger's; 0 before it is stored
  std::int64_t operation = 0;  ///< the operation that wrote it
  std::int64_t batch = 0;
  std::string experiment, metric, variant;
  std::optional<Day> period;  ///< absent: the cycle as a whole
  Day dated{};                ///< the period, or for a whole-cycle row the day it is dated to
  int cycle = 0;              ///< only for rows without a period: the cycle's number
  std::string segment;        ///< canonical `k=v,k2=v2`, keys sorted; empty = total
  std::string location;       ///< empty = all
  Statistics statistics;
  Counts counts = Counts::once;
  bool late = false;
  std::string feed;  ///< empty: typed by hand
};

/// `k=v,k2=v2` with keys sorted; `\`, `,` and `=` inside a name are written with a `\` before.
std::string segment_set(std::vector<std::pair<std::string, std::string>> levels);
std::vector<std::pair<std::string, std::string>> parse_segment_set(std::string_view text);

/// A cut is a segment, or several with commas between, by whose levels together units are told
/// apart: `type`, `type,channel`. Their names.
std::vector<std::string> names_in_cut(std::string_view cut);
/// The level that a segment set is of a cut: `price`, `price, store`; nullopt when the set is not
/// one of exactly those segments.
std::optional<std::string> level_in_cut(std::string_view set, std::string_view cut);

/// Same natural key: experiment, metric, variant, period (or cycle), segment set, location.
bool same_key(const Observation& a, const Observation& b);

}  // namespace collab
