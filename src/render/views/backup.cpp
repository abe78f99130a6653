// `backup`: what was copied, and what was not.
#include <fmt/format.h>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

std::string size_text(std::uintmax_t bytes) {
  constexpr double step = 1024;
  double size = static_cast<double>(bytes);
  const char* unit = "bytes";
  for (const char* next : {"KiB", "MiB", "GiB", "TiB"}) {
    if (size < step) break;
    size /= step;
    unit = next;
  }
  return bytes < 1024 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", size, unit);
}

std::string key_text(const BackupReport& report) {
  if (!report.key_needed) return "none is needed: no unit rows and no voices";
  return fmt::format("{}; not in the backup: without it units and consumers cannot be joined",
                     report.key_there ? report.key_file : report.key_file + ", which is not there");
}

}  // namespace

Document view(const BackupReport& report) {
  Document answer = document(
      "backup",
      {{"file", text_or_null(report.file)},
       {"bytes", report.bytes},
       {"format", report.format},
       {"operations", report.operations},
       {"head", text_or_null(report.head)},
       {"replaced", report.replaced},
       {"key",
        {{"needed", report.key_needed},
         {"file", text_or_null(report.key_file)},
         {"there", report.key_there},
         {"fingerprint", report.key_fingerprint ? Json(*report.key_fingerprint) : Json(nullptr)}}},
       {"dry_run", report.dry_run}});
  Page& page = answer.page;
  page.push_back(Paragraph{report.dry_run ? fmt::format("{} would be {}", report.file,
                                                        report.replaced ? "replaced" : "written")
                                          : fmt::format("{} {} and verified", report.file,
                                                        report.replaced ? "replaced" : "written"),
                           Tone::strong});
  Facts facts;
  if (!report.dry_run) facts.add("size", size_text(report.bytes));
  facts.add("operations", count(report.operations));
  facts.add("head", report.head);
  facts.add("key", key_text(report));
  page.push_back(facts.take());
  if (report.key_needed && !report.key_there)
    answer.warnings.push_back(fmt::format(
        "there is no key at {}: keep a copy of it where the backup is not", report.key_file));
  return answer;
}

}  // namespace collab
