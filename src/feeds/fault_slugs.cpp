#include "collab/feeds/reader.hpp"

namespace collab {

const std::vector<std::pair<std::string_view, std::string_view>>& feed_faults() {
  static const std::vector<std::pair<std::string_view, std::string_view>> faults{
      {"bad-json", "a line of an NDJSON file is not one sound JSON value"},
      {"bad-period", "a row's period is neither a date nor one of the feed's `periods:`"},
      {"bad-utf8", "the file is not UTF-8 text; nothing behind the place was read"},
      {"bad-value", "a mapped column holds something that is not a number"},
      {"duplicate-column", "two columns of one name, or one use mapped twice"},
      {"empty-unit", "a unit row without its unit's id"},
      {"event-rows", "event rows cannot be recorded yet"},
      {"field-count", "a CSV row with more or fewer fields than the header"},
      {"field-too-long", "a mapped field of more than 65,536 bytes"},
      {"id-too-long", "a unit's id of more than 1,024 bytes"},
      {"is-a-folder", "a feed's file is a folder"},
      {"line-too-long", "a row of more than 1,048,576 bytes"},
      {"missing-cluster", "a row does not say which cluster (store) it belongs to"},
      {"missing-column", "a mapped column is not in the file"},
      {"missing-statistic", "a metric's columns do not give any whole set of its statistics"},
      {"nested-value", "a mapped NDJSON value is a list or an object"},
      {"no-header", "a CSV file without a line that names the columns"},
      {"no-such-file", "a feed's file is not there"},
      {"no-summary-rows", "a metric kind that cannot be recorded from summary rows"},
      {"no-unit-column", "unit rows, and no column says which unit"},
      {"no-unit-rows", "a metric kind that cannot be recorded from unit rows"},
      {"no-variant-column", "several variants, and no column says which a row is of"},
      {"not-a-file", "a definition or a feed's file is a pipe, a socket or a device"},
      {"not-an-object", "an NDJSON line that is not an object"},
      {"not-readable", "a feed's file may not be read"},
      {"not-text", "the file is compressed, a spreadsheet or UTF-16"},
      {"nul-byte", "a NUL byte in the file; nothing behind the place was read"},
      {"outside-project", "a feed's file leads out of the project's folder"},
      {"read-failed", "the system could not go on reading the file"},
      {"stray-quote", "a quote inside a CSV field without quotes, or text behind a closing quote"},
      {"thousands", "numbers are written with thousands marks and the feed does not say so"},
      {"too-large", "a number too large to be kept exactly"},
      {"too-many-columns", "more than 10,000 columns"},
      {"two-places", "a feed maps both a location and the cluster that was assigned"},
      {"unclosed-quote", "a quote in a CSV file is never closed"},
      {"unit-in-summary", "a unit column mapped for summary rows"},
      {"unknown-column-use",
       "`columns:` maps to something that is no metric, covariate or segment"},
      {"unknown-format", "an input format that does not exist"},
      {"unknown-level", "a row's segment level is not declared in collab.yaml"},
      {"unknown-location", "a row's location is not in the program's list"},
      {"unknown-statistic", "a metric's column is mapped to a statistic its kind does not have"},
      {"unknown-time-zone", "a time zone that is not in the IANA database"},
      {"unknown-variant", "a row's variant is not one of the experiment's"},
  };
  return faults;
}

}  // namespace collab
