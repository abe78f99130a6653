#pragma once
// A page of the program for people who do not have the ledger.
#include <string>
#include <vector>

#include "collab/ledger/ledger.hpp"
#include "collab/model/report_page.hpp"
#include "collab/review/review.hpp"

namespace collab {

/// A chapter of one experiment. throws Error(not_found, "no-such-experiment" | "no-cycle")
ReportChapter report_chapter(const Ledger& ledger, const std::string& experiment,
                             const ReviewOptions& options);

}  // namespace collab
