#include "collab/definition/definition.hpp"

namespace collab {

const std::vector<FaultEntry>& definition_faults() {
  static const std::vector<FaultEntry> faults{
      {"bad-date", "A date that is not written YYYY-MM-DD or does not exist. Write one that does."},
      {"bad-key",
       "A key that is not a word, such as a list. Keys are words; put values with braces in "
       "quotes."},
      {"bad-name",
       "A name that could not be used in commands. Begin with a letter; letters, digits, - and _, "
       "at most 64."},
      {"bad-path",
       "A path that leaves the project's folder, or a placeholder other than {date}. Paths are "
       "relative to collab.yaml's folder."},
      {"bad-utf-8", "Bytes that are not UTF-8. Save the file as UTF-8."},
      {"bad-value", "A value that its key does not take. The message says what it takes."},
      {"baseline-form",
       "One variant compared with a control. Use previous, {last: 28d} or {value: 3.2%}, or add a "
       "control."},
      {"conflict-marker",
       "A merge conflict that was not resolved. Keep one version and remove the marker lines."},
      {"cycle-count", "repeat.cycles.at_most below at_least."},
      {"duplicate-id",
       "Two metrics or two feeds of the same id, at the second. Give one another id."},
      {"duplicate-item", "The same item twice in a list, at the second. Remove one."},
      {"duplicate-key", "The same key twice, at the second. Remove one."},
      {"empty-file", "A file without a definition. Start with `collab new` or `collab init`."},
      {"empty-value",
       "A key without a value. Give one, or leave the key out where it is not required."},
      {"file-too-large",
       "A definition or locations file larger than 1 MiB. It is probably another file."},
      {"id-mismatch", "An experiment's id that is not its file's name. Change one of the two."},
      {"item-count", "A list with too few or too many items."},
      {"key-count", "A map with no keys, or with keys that exclude each other."},
      {"locations",
       "A locations file that cannot be read: header, number of fields, quotes, or an id twice."},
      {"look-beyond-cycle",
       "A look after the cycle's last day. Leave it out, or make the cycle longer."},
      {"look-order", "Looks that are not in ascending order."},
      {"merge-key", "The merge key <<, which is not read. Write the keys out."},
      {"metric-kind", "A metric kind that does not exist. The hint lists the kinds."},
      {"misplaced-key", "A key that has no meaning here, such as a guardrail's target. Remove it."},
      {"missing-column", "A feed's columns without one that its rows need: unit, time or variant."},
      {"missing-key", "A required key that is not there. The hint says what it means."},
      {"multiplicity", "benjamini_hochberg with several looks. Use looks: end, or holm."},
      {"needs-unit-rows",
       "A cap, covariate or kind that summary rows cannot serve. Send unit rows, or leave it out."},
      {"no-locations",
       "A feed with a location column in a program without locations. Declare locations in "
       "collab.yaml."},
      {"no-such-file", "A file that collab.yaml names and that is not there."},
      {"not-compared",
       "A goal or guardrail of a kind that is never compared between variants. Make it secondary."},
      {"not-delivered", "A metric or covariate that no feed brings. Map it in a feed's columns."},
      {"not-finite", "Not a number, or infinity. Write a finite number."},
      {"number-format", "The same mark for decimals and thousands. Set both."},
      {"octal-number",
       "A number with a leading zero or 0x, which programs read differently. Leave it out, or use "
       "quotes."},
      {"prediction-range",
       "A predicted range that is upside down, in another measure, or does not hold the change."},
      {"reserved-name",
       "A metric or segment named like a part of a feed's rows (unit, variant, period …), or a "
       "segment like one of a voice's (kind, time, text …). Choose another name."},
      {"scale", "A score's scale that cannot be: from not below to, or top as large as the scale."},
      {"schema-version", "A file of another format than this program reads here."},
      {"second-document", "A second YAML document in the file. One file holds one definition."},
      {"share-missing",
       "A variant without a share beside others that have one. Give all, or none for equal "
       "shares."},
      {"share-sum", "Shares that do not add up to 100 %."},
      {"summary-form", "Summary rows without the statistics that the metric's kind needs."},
      {"tab", "A tab in the indentation. Use spaces."},
      {"tag", "A YAML tag (!…), which has no meaning here. Remove it."},
      {"target-direction",
       "A target whose operator contradicts `better`: >= for higher, <= for lower."},
      {"target-form",
       "A target or prediction in a measure that the metric's kind does not have, such as pp of a "
       "mean."},
      {"too-complex", "Too many values or levels, mostly by aliases. Write plain values."},
      {"unit-form", "Unit rows mapped to other fields than the metric's kind has."},
      {"unknown-feed", "A feed that is not declared."},
      {"unknown-key", "A key that does not exist here. The hint names the nearest, or all."},
      {"unknown-level", "A segment level that collab.yaml does not declare."},
      {"unknown-metric", "A metric that is not declared."},
      {"unknown-segment", "A segment that collab.yaml does not declare."},
      {"unknown-statistic", "A statistic or level that the metric's kind does not have."},
      {"unknown-target", "A column use that is no metric, covariate, segment or part of a row."},
      {"unknown-touch-point", "A touch point that collab.yaml does not declare."},
      {"unknown-variant", "A variant that is not declared."},
      {"wrong-rows", "A metric of a kind that these rows cannot hold."},
      {"wrong-type", "A value of another type: text, number, list, map of keys. Quotes make text."},
      {"yaml-syntax", "Text that is not YAML. The hint names the usual reason."},
  };
  return faults;
}

}  // namespace collab
