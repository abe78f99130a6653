#pragma once
// An experiment with event rows every night, and what is told of it: for several ledgers, and for
// what is taken out of one.
#include <fmt/format.h>

#include <set>

#include "collab/loop/import.hpp"
#include "unit/ledger/exchange.hpp"
#include "unit/loop/shop.hpp"

namespace collab::test {

using Ids = std::set<std::string>;

inline constexpr std::string_view letters = R"(schema: collab.experiment/1
id: letters
title: A letter that asks for ideas
owner: ana@shop.example
evaluate:
  problem: Few shoppers come back within a month.
  hypothesis: If we ask for ideas, more come back.
  baseline: control
  metrics:
    - {id: visit, kind: proportion, role: goal, better: higher, target: ">= +5%"}
    - {id: spend, kind: mean, role: secondary, better: higher, covariate: previous}
experiment:
  unit: member
  variants:
    control: {share: 50%, does: The usual letter}
    ideas: {share: 50%, does: A letter that asks for ideas}
  control: control
  starts: 2026-03-02
  cycle: 3d
  feeds:
    - id: log
      file: data/log-{date}.csv
      rows: event
      counts: new
      columns: {unit: member, variant: group, time: at, metric: what, value: amount}
monitor:
  looks: [1d, 3d]
repeat:
  cycles: {at_least: 1, at_most: 4}
)";

inline void write_day(const Shop& shop, Day date, const Ids& without, int how_many = 24) {
  std::string text = "member,group,at,what,amount\n";
  const int place = static_cast<int>((date - day("2026-03-02")).count());
  for (int m = 0; m < how_many; ++m) {
    const std::string id = fmt::format("m{}", m);
    if (without.contains(id)) continue;
    const auto event = [&](std::string_view what, const std::string& amount) {
      text += fmt::format("{},{},{}T10:00:0{}Z,{},{}\n", id, m % 2 == 0 ? "control" : "ideas",
                          to_string(date), m % 10, what, amount);
    };
    if (m % 3 <= place) event("exposure", "");
    if ((m + place) % 4 == 0) event("visit", "");
    if ((m * place) % 5 < 3) event("spend", fmt::format("{}.25", 3 * m + place));
  }
  shop.write(fmt::format("data/log-{}.csv", to_string(date)), text);
}

inline fs::path ledger_of(const Shop& shop) { return shop.root() / ".collab" / "ledger.db"; }

/// Cells and days of both cycles and what they hold, as readers see them.
inline std::string figures_of(const Shop& shop) {
  ledger_test::Sqlite file(ledger_of(shop));
  std::string text;
  for (const char* sql :
       {"SELECT c.number, l.look, l.metric, l.variant, l.segment, l.basis, l.through, l.periods, "
        "l.n, l.sum_0, l.sum_2, l.centred_00, l.centred_02, l.centred_22 FROM cell l JOIN cycle c "
        "ON c.id = l.cycle ORDER BY 1, 2, 3, 4, 5, 6",
        "SELECT c.number, d.day, d.metric, d.variant, d.basis, d.n, d.sum_0, d.centred_00 FROM "
        "day_cell d JOIN cycle c ON c.id = d.cycle ORDER BY 1, 2, 3, 4, 5",
        "SELECT c.number, h.units, h.in_two_variants, h.data_through, h.expect, h.recent FROM "
        "holding h JOIN cycle c ON c.id = h.cycle ORDER BY 1"})
    text += file.ask(sql) + "\n--\n";
  return text;
}

/// Whether any page, live or left over, holds the second half of its pseudonym, which segments
/// store as it is.
inline bool on_disk(const Shop& shop, const std::string& id) {
  Project project = shop.at("2026-04-01");
  const Pseudonym pseudonym = project.key().pseudonym(id);
  std::string low;
  for (int shift = 56; shift >= 0; shift -= 8)
    low += static_cast<char>((pseudonym.low >> static_cast<unsigned>(shift)) & 0xFFU);
  for (const char* name : {"ledger.db", "ledger.db-wal"})
    if (shop.read(fmt::format(".collab/{}", name)).find(low) != std::string::npos) return true;
  return false;
}

/// A folder with what another one has: definitions, key, and the ledger if asked for.
inline Shop copy_of(const Shop& shop, bool with_ledger) {
  Shop copy;
  fs::copy(shop.root(), copy.root(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  if (!with_ledger) {
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"})
      fs::remove(copy.root() / ".collab" / name);
  }
  return copy;
}

inline ImportReport take_in(const Shop& shop, const Shop& from) {
  Project project = shop.at("2026-04-02");
  return import_operations(project, ledger_test::offer_of({ledger_of(from)}));
}

}  // namespace collab::test
