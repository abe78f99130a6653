#pragma once
// Pieces that the pages of several answers share.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/report.hpp"
#include "collab/model/review.hpp"
#include "collab/render/document.hpp"
#include "render/figures.hpp"

namespace collab {

Tone tone_of(Verdict verdict);
/// `no data`, `met`: as people read it.
std::string word_of(Verdict verdict);
Tone tone_of(CycleState state);

/// How a metric's own level, and its change, are shown.
struct MetricNotation {
  Notation level;
  Notation change;  ///< of an absolute change
};
/// percent for proportions, and for rates that stay below one per exposure; else the measure.
MetricNotation notation_of(std::string_view kind, std::string_view measure, const Side& base,
                           const Side& arm);

/// Relative or absolute change as the target states it: `+10% [+5.5%, +14.7%]`.
struct EffectText {
  std::string main;   ///< on the scale of the target; relative without one, where it exists
  std::string other;  ///< on the other scale
  bool main_is_relative = true;
};
EffectText effect_text(const Effect& effect, const MetricNotation& notation,
                       std::string_view target);

/// `14,002 → 13,998`, base first; with what they are unless units.
std::string sizes(const Side& base, const Side& arm);

/// Title and value lines: a table without titles.
class Facts {
 public:
  Facts();
  /// Left out when `value` is empty.
  void add(std::string title, std::string value, Tone tone = Tone::plain);
  Table take() { return std::move(table_); }

 private:
  Table table_;
};

/// `, ` between.
std::string joined(const std::vector<std::string>& texts, std::string_view between = ", ");
/// Its blanks as no-break ones.
std::string unbroken(std::string_view text);
/// With a capital first letter, if ASCII.
std::string capital(std::string text);

void drop_column(Table& table, std::size_t column);

/// Look results stored by a command, one line each.
void add_looks(Page& page, const std::vector<LookResult>& looks);
/// `Next:` and the command; nothing when there is none.
void add_next(Page& page, const std::string& command, std::string_view lead = "Next:");

}  // namespace collab
