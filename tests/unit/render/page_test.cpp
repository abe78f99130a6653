// Pages: what people see, at every width.
#include <doctest/doctest.h>
#include <fmt/core.h>

#include <set>

#include "collab/render/output_format.hpp"
#include "unit/render/samples.hpp"

using namespace collab;

namespace {

std::string page_of(const Document& document, int width, bool color = false, bool ascii = false) {
  OutputOptions options;
  options.width = width;
  options.color = color;
  options.ascii = ascii;
  return find_output_format("table")->write(document, options);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// Lines of commands and verbatim text, which are never broken.
std::set<std::string> untouchable(const Document& document) {
  std::set<std::string> lines;
  for (const Block& block : document.page) {
    if (const auto* command = std::get_if<Command>(&block)) lines.insert("  " + command->text);
    if (const auto* verbatim = std::get_if<Verbatim>(&block)) {
      for (const std::string& line : lines_of(verbatim->text)) lines.insert(line);
    }
  }
  return lines;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("page: no line is wider than the terminal, none ends in a blank, none carries escapes") {
  for (const auto& [name, document] : samples::documents()) {
    const std::set<std::string> kept = untouchable(document);
    for (const int width : {40, 57, 80, 120, 200}) {
      const std::string page = page_of(document, width);
      for (const std::string& line : lines_of(page)) {
        INFO(name << " at " << width << ": " << line);
        CHECK_FALSE(line.ends_with(' '));
        CHECK(line.find_first_of("\x1b\r\a") == std::string::npos);
        if (!kept.contains(line) && !line.starts_with("\ttab")) {
          CHECK(display_width(line) <= width);
        }
      }
      CHECK_FALSE(has(page, "\n\n\n"));
      CHECK_FALSE(page.starts_with("\n"));
      CHECK_FALSE(page.ends_with("\n\n"));
    }
  }
}

TEST_CASE("page: colour adds escapes and changes nothing else") {
  for (const auto& [name, document] : samples::documents()) {
    std::string colored = page_of(document, 80, true);
    for (std::size_t at = 0; (at = colored.find("\x1b[", at)) != std::string::npos;) {
      colored.erase(at, colored.find('m', at) - at + 1);
    }
    INFO(name);
    CHECK(colored == page_of(document, 80));
  }
}

TEST_CASE("page: commands are whole at forty columns") {
  const std::string page = page_of(view(std::vector{samples::full_review()}), 40);
  CHECK(has(page, "  collab decide answers-in-two-hours adopt --variant answers -m WHY\n"));
}

TEST_CASE("page: ASCII only when asked") {
  const std::string page = page_of(view(std::vector{samples::full_review()}), 120, false, true);
  for (const char c : page) CHECK(static_cast<unsigned char>(c) < 0x80);
  CHECK(has(page, "14,002 -> 13,998"));
}

TEST_CASE("page: a review says experiment, verdict, trust, effect with interval, and what to do") {
  const std::string page = page_of(view(std::vector{samples::full_review()}), 120);
  CHECK(has(page, "answers-in-two-hours, cycle 3: Associates answer"));
  CHECK(has(page, "due since 2026-11-02"));
  CHECK(has(page, "answers: met\n"));
  CHECK(has(page, "Trust: ok (sample-ratio, freshness); not checkable: units-in-two-variants\n"));
  CHECK(has(page, "+22.5% [+8.71%, +38.05%]"));
  CHECK(has(page, "return_visit: the interval lies above +5%"));
  CHECK(has(page, "Intervals: 97.5% (goal, guardrail), 95% (secondary)."));
  CHECK(has(page, "Adopt answers: when_met asks for it"));
}

TEST_CASE("page: doubt is said in full lines") {
  const std::string page = page_of(view(std::vector{samples::doubtful_review()}), 200);
  CHECK(has(page, "Trust: failed\n"));
  CHECK(has(page, "sample-ratio (failed): 14,902 and 13,098 units"));
  CHECK(has(page, "late-rows (warning): 312 rows"));
  CHECK(has(page, "Plan amended on day 12 (2026-10-16) by ana: the target"));
  CHECK(has(page, "Retrospective"));
  CHECK(has(page, "As of op_41"));
  CHECK(has(page, " (provisional, untrusted)"));
  CHECK(has(page, " (final at look "));
  CHECK(has(page, "[…, +6.22%]"));
  CHECK(has(page, "Decided on 2026-11-02 by ana: abandon (early), because: complaints"));
}

TEST_CASE("page: marks of a verdict stand below the table and drop no column at 80") {
  Review review = samples::full_review();
  for (Outcome& outcome : review.outcomes) {
    outcome.look = 1;
    outcome.final = outcome.observational = outcome.role == Role::goal;
    outcome.provisional = outcome.role == Role::guardrail;
  }
  const std::string page = page_of(view(std::vector{review}), 80);
  CHECK(has(page, "CONTROL"));
  CHECK(has(page, "return_visit (observational, final at look 1)"));
  CHECK(has(page, "complaints (provisional)"));
  CHECK_FALSE(has(page, "met (final"));
}

TEST_CASE(
    "page: the baseline that served planning is told beside, once for each outcome that has it") {
  Review review = samples::full_review();
  for (Outcome& outcome : review.outcomes) outcome.beside.reset();
  CHECK_FALSE(has(page_of(view(std::vector{review}), 200), "beside, the baseline"));
  Side known;
  known.name = "last 28d";
  known.n = 2000;
  known.n_of = "units";
  known.level.value = 0.098;
  review.outcomes[0].kind = "proportion";
  review.outcomes[0].beside = known;
  Side absent;
  absent.name = "previous";
  absent.level.reason = "no-previous-cycle";
  review.outcomes[1].beside = absent;
  const std::string page = page_of(view(std::vector{review}), 200);
  CHECK(has(page, "; beside, the baseline last 28d: 9.8% (2,000 units)"));
  CHECK(has(page, "; beside, the baseline previous: none [no-previous-cycle]"));
}

TEST_CASE("page: compare names its sides, and whom the whole interval favours") {
  CompareReport report;
  report.base = "answers@1:control";
  report.references = {"answers@1:answers"};
  const auto row = [](const char* metric, bool higher, double low, double high) {
    CompareRow out{.metric = metric, .kind = "mean", .higher_is_better = higher};
    out.reference = "answers@1:answers";
    out.base.name = "answers@1:control";
    out.arm.name = out.reference;
    out.base.level.value = 40;
    out.arm.level.value = 42;
    out.effect.absolute = {.value = (low + high) / 2, .low = low, .high = high};
    out.effect.judged = true;
    out.confidence = 0.95;
    return out;
  };
  report.rows = {row("more", true, 1, 3), row("less", false, 1, 3), row("open", true, -1, 3)};
  report.rows.push_back(row("none", true, 0, 0));
  report.rows.back().effect = {};
  report.rows.back().effect.absolute.reason = "no-data";
  report.rows.back().note = "no-data";
  const std::string page = page_of(view(report), 120);
  CHECK(has(page, "CONTROL"));
  CHECK(has(page, "ANSWERS"));
  const auto line = [&](const char* metric) {
    const std::size_t at = page.find(std::string("\n") + metric);
    REQUIRE(at != std::string::npos);
    return page.substr(at + 1, page.find('\n', at + 1) - at - 1);
  };
  CHECK(line("more").ends_with("answers"));
  CHECK(line("less").ends_with("control"));
  CHECK(line("open").ends_with("neither"));
  CHECK(line("none").ends_with("-"));
  CHECK(has(page, "none [no-data]: nothing is recorded for one side"));

  for (CompareRow& each : report.rows) each.reference = "answers@2:control";
  CHECK(has(page_of(view(report), 120), "CYCLE 2"));
  for (CompareRow& each : report.rows) each.reference = "hub@2:control";
  CHECK(has(page_of(view(report), 120), "HUB"));
}

TEST_CASE("page: a comparison says its level once, and once what is observational") {
  CompareReport report = samples::full_compare();
  report.notes = {"observational: units were not assigned between cycles"};
  const std::string page = page_of(view(report), 120);
  CHECK(page.find("95%") == page.rfind("95%"));
  CHECK(has(page, "Intervals: 95%."));
  CHECK(page.find("bservational") == page.rfind("bservational"));
}

TEST_CASE("page: narrow tables say what they leave out and how to see it") {
  const std::string page = page_of(view(std::vector{samples::full_review()}), 80);
  CHECK(has(page, "left out: "));
  CHECK(has(page, "(all with -f json or "));
}

TEST_CASE("page: status puts what needs a person first, with its command") {
  const std::string page = page_of(view(samples::full_board()), 80);
  CHECK(
      page.starts_with("Community at Lakeside Stores: 4 experiments, 2 need you\n\n"
                       "answers-in-two-hours@2: its cycle is over"));
  CHECK(has(page, "\n  collab run one-shop\n"));
  CHECK(has(page, "2026-10-15 stale"));
}

TEST_CASE("page: a run lists every batch of few, and of many those that need saying") {
  const std::string few = page_of(view(std::vector{samples::full_record()}, "run"), 120);
  CHECK(few.starts_with(
      "answers-in-two-hours, cycle 1: 12 recorded, 3 unchanged, 1 late, 1 awaited, 1 conflict"));
  CHECK(has(few, "2026-10-06"));
  RecordReport many = samples::full_record();
  while (many.batches.size() < 30) many.batches.push_back(many.batches[1]);
  const std::string page = page_of(view(std::vector{many}, "run"), 120);
  CHECK_FALSE(has(page, "2026-10-06"));
  CHECK(has(page, "26 more batches as usual"));
}

TEST_CASE("display_width: wide characters take two columns, combining ones none") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("会員") == 4);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(display_width("\xf0\x9f\x8e\x89") == 2);
  CHECK(display_width("ÄÖ→…") == 4);
  CHECK(display_width("") == 0);
}
