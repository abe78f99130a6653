#pragma once
// The built-in feed: a day's voices as summary rows, so that they are metrics like others, in
// targets, guardrails, contingencies and charts.
#include "collab/feeds/reader.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/loop/record.hpp"

namespace collab {

/// `file: $voices`
bool is_voice_feed(const Feed& feed);

/// Calls sink with a row for each day of the range and each variant: voices said that day at the
/// experiment's touch point, and with several variants by consumers who had that one.
///
/// Columns: day, variant; voices, questions, ideas, complaints, praise, ratings; awaiting
/// (questions, ideas and complaints), answered, told; due_within_2h (awaiting, said longer ago than
/// that) and answered_within_2h (of those), with any number of hours; nps_0 to nps_10, csat_1 to
/// csat_5, ces_1 to ces_7. A metric whose numbers are all 0 is left out of its row, but for bare
/// values. ledger  nullptr: nothing was said throws  Error(invalid, "unknown-voice-column")
void read_voice_feed(const Ledger* ledger, const Experiment& experiment, const Mapping& mapping,
                     const PeriodRange& days, Instant now, const RowSink& sink);

}  // namespace collab
