#pragma once
// A view for each result: model in, Document out.
#include "collab/model/backup.hpp"
#include "collab/model/exchange.hpp"
#include "collab/model/learning.hpp"
#include "collab/model/monitor.hpp"
#include "collab/model/power.hpp"
#include "collab/model/report.hpp"
#include "collab/model/report_page.hpp"
#include "collab/model/review.hpp"
#include "collab/model/verification.hpp"
#include "collab/model/voice.hpp"
#include "collab/model/voice_measures.hpp"
#include "collab/render/document.hpp"
#include "collab/review/gate.hpp"

namespace collab {

Document view(const std::vector<PlanReport>& plans);
Document view(const std::vector<RecordReport>& reports,
              const std::string& command);  ///< record, run
/// explain: a section that names the method behind every line (collab-methods(7)).
/// gate: what counts as not passed in its checks.
Document view(const std::vector<Review>& reviews, bool explain = false, const Gate& gate = {});
Document view(const MonitorReport& report);
Document view(const AckReport& report);
Document view(const ArchiveReport& report);
Document view(const PurgeReport& report);
Document view(const MendReport& report);  ///< correct, retract, undo
Document view(const DecideReport& report);
Document view(const StatusBoard& board);
Document view(const Listing& listing, const std::string& command);  ///< list, log
Document view(const Sheet& sheet);
Document view(const CompareReport& report);
Document view(const Worksheet& sheet);
Document view(const LearningsReport& report);
Document view(const ReportPage& report);
Document view(const PortfolioReport& report);  ///< program
Document view(const PowerReport& report);
Document view(const ValidateReport& report);
Document view(const FilesReport& report, const std::string& command);  ///< init, new
Document view(const VoiceReport& report);  ///< voice add, import, answer, link, close
Document view(const VoiceListing& listing,
              bool texts = true);                  ///< voice list, show; or without texts
Document view(const VoiceMeasuresReport& report);  ///< voice show, without a voice
Document view(const ForgetReport& report);
Document view(const VerifyReport& report);
Document view(const BackupReport& report);
Document view(const ImportReport& report);
/// Plain text answers with their data: help, version, schema.
Document text_document(const std::string& command, const std::string& key, const std::string& text);

}  // namespace collab
