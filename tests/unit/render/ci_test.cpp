// What jobs read: Markdown, JUnit and workflow commands. tests/junit_check.py reads the XML that is
// written here.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "collab/render/checks.hpp"
#include "collab/render/output_format.hpp"
#include "collab/render/workflow_command.hpp"
#include "unit/render/samples.hpp"

using namespace collab;

namespace {

std::string written(const Document& document, const char* format,
                    std::vector<std::string> fields = {}) {
  OutputOptions options;
  options.version = "0.1.0";
  options.generated_at = samples::instant("2026-11-21T08:00:00Z");
  options.fields = std::move(fields);
  return find_output_format(format)->write(document, options);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream read(text);
  for (std::string line; std::getline(read, line);) lines.push_back(line);
  return lines;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A page of one paragraph, without its marker.
std::string paragraph(const std::string& text) {
  Document document;
  document.command = "test";
  document.page.push_back(Paragraph{"-", Tone::plain});
  document.page.push_back(Paragraph{text});
  const std::string page = written(document, "md");
  return page.substr(page.find("\\-\n\n") + 4);
}

std::string cell(const std::string& text) {
  Table table;
  table.columns = {{.title = "A"}};
  table.rows = {{{text}}};
  Document document;
  document.command = "test";
  document.page.push_back(std::move(table));
  return lines_of(written(document, "md")).back();
}

/// Bars that a table sees.
std::size_t bars(const std::string& line) {
  std::size_t found = 0;
  bool escaped = false;
  for (const char c : line) {
    if (c == '|' && !escaped) ++found;
    escaped = c == '\\' && !escaped;
  }
  return found;
}

Review review_with(Role role, Verdict verdict) {
  Review review;
  review.experiment = "quick";
  Outcome outcome;
  outcome.metric = "visit";
  outcome.variant = "answers";
  outcome.role = role;
  outcome.verdict = verdict;
  review.outcomes.push_back(outcome);
  return review;
}

}  // namespace

TEST_CASE("md: the first line is a marker that does not change from night to night") {
  CHECK(lines_of(written(view(std::vector{samples::full_review()}), "md"))[0] ==
        "<!-- collab:review:answers-in-two-hours -->");
  CHECK(lines_of(written(view(StatusBoard{}), "md"))[0] == "<!-- collab:status -->");
  Document all = view(std::vector{samples::full_review(), samples::waiting_review()});
  all.subject = "all";
  CHECK(lines_of(written(all, "md"))[0] == "<!-- collab:review:all -->");
  all.subject = "a --> <b>\n";
  CHECK(lines_of(written(all, "md"))[0] == "<!-- collab:review:a------b-- -->");
  for (const auto& [name, document] : samples::documents()) {
    INFO(name);
    const std::string first = lines_of(written(document, "md"))[0];
    CHECK(first.starts_with("<!-- collab:" + document.command));
    CHECK(first.find("-->") == first.size() - 3);
  }
}

TEST_CASE("md: every row of every table has as many cells as its head, hostile text included") {
  for (const auto& [name, document] : samples::documents()) {
    std::size_t columns = 0;
    bool code = false;
    for (const std::string& line : lines_of(written(document, "md"))) {
      INFO(name << ": " << line);
      CHECK(line.find_first_of("\x1b\r\a") == std::string::npos);
      if (line.starts_with("```")) code = !code;
      if (code || !line.starts_with("|")) {
        columns = 0;
        continue;
      }
      if (columns == 0) columns = bars(line);
      CHECK(bars(line) == columns);
    }
    CHECK_FALSE(code);
  }
}

TEST_CASE("md: figures stand to the right, words and days to the left") {
  const std::string page = written(view(std::vector{samples::full_review()}), "md");
  const std::vector<std::string> lines = lines_of(page);
  const auto head = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.starts_with("| METRIC | ROLE |");
  });
  REQUIRE(head != lines.end());
  CHECK(*head ==
        "| METRIC | ROLE | N | CONTROL | ANSWERS | EFFECT | ABSOLUTE | TARGET | VERDICT |");
  CHECK(*(head + 1) == "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |");
  CHECK(
      has(written(view(samples::full_board()), "md"), "| EXPERIMENT | STATE | DAY | DATA THROUGH"));
  CHECK(has(written(view(samples::full_board()), "md"), "| --- | --- | ---: | --- |"));
}

TEST_CASE("md: text is shown as it is, whatever Markdown would make of it") {
  CHECK(paragraph("a | b") == "a \\| b\n");
  CHECK(paragraph("*bold* `code` ~~gone~~ \\") == "\\*bold\\* \\`code\\` \\~\\~gone\\~\\~ \\\\\n");
  CHECK(paragraph("return_visit of _x_") == "return_visit of \\_x\\_\n");
  CHECK(paragraph("<b>x</b> & &amp; a < b <= c") == "\\<b>x\\</b> & &amp;amp; a < b <= c\n");
  CHECK(paragraph("[x](http://y) [a][b] +5% [+1%, +9%]") ==
        "[x\\](http://y) [a\\][b] +5% [+1%, +9%]\n");
  CHECK(paragraph("[a]: b") == "[a\\]: b\n");
  CHECK(paragraph("# no heading") == "\\# no heading\n");
  CHECK(paragraph(">= +5%") == "\\>= +5%\n");
  CHECK(paragraph("- no item") == "\\- no item\n");
  CHECK(paragraph("-2 is a figure") == "-2 is a figure\n");
  CHECK(paragraph("12. no list") == "12\\. no list\n");
  CHECK(paragraph("2026-03-02 is a day") == "2026-03-02 is a day\n");
  CHECK(paragraph("two\nlines") == "two<br>lines\n");
  CHECK(paragraph("  \n indented") == "indented\n");
  CHECK(paragraph("ask @ana, ana@shop.example") == "ask @<!-- -->ana, ana@shop.example\n");
  CHECK(paragraph("\x1b[2J") == "\\\\x1b[2J\n");
  CHECK(cell(">= +5% | 1") == "| >= +5% \\| 1 |");
  CHECK(cell("a\nb") == "| a<br>b |");
}

TEST_CASE("md: code is fenced by more than it holds, warnings and fields are there") {
  Document document;
  document.command = "test";
  document.page = {Command{"collab run"}, Command{"collab review"}, Verbatim{"a\n```\nb\n"}};
  document.warnings = {"careful *here*"};
  CHECK(written(document, "md") ==
        "<!-- collab:test -->\n\n```sh\ncollab run\ncollab review\n```\n\n````\na\n```\nb\n````\n\n"
        "- warning: careful \\*here\\*\n");
  CHECK(written(view(std::vector{samples::full_review()}), "md", {"metric", "n"}) ==
        "<!-- collab:review:answers-in-two-hours -->\n\n| metric | n |\n| --- | ---: |\n"
        "| return_visit | 13998 |\n| complaints | 31544 |\n| spend | 13998 |\n");
}

TEST_CASE("junit: a report is green exactly when the gate is") {
  for (const Gate& gate : {gate_on({}), gate_on({"unclear"})}) {
    for (const Role role : {Role::goal, Role::guardrail}) {
      for (const Verdict verdict :
           {Verdict::met, Verdict::better, Verdict::unclear, Verdict::missed, Verdict::worse,
            Verdict::pending, Verdict::no_data, Verdict::broken, Verdict::ok}) {
        const Review review = review_with(role, verdict);
        const std::string xml = written(view(std::vector{review}, false, gate), "junit");
        INFO(xml);
        const ExitCode code = gate_code(review, gate);
        CHECK(has(xml, "<failure ") == (code == ExitCode::gate_failed));
        CHECK(has(xml, "<error ") == (code == ExitCode::gate_stale));
        const bool waits = verdict == Verdict::pending || verdict == Verdict::unclear;
        CHECK(has(xml, "<skipped ") == (waits && code == ExitCode::ok));
      }
    }
  }
}

TEST_CASE("junit: warnings fail with --gate-on warn and are skipped without") {
  Review review = review_with(Role::goal, Verdict::met);
  review.trust = {{.check = "sample-ratio",
                   .status = TrustFinding::Status::failed,
                   .message = "too few in answers",
                   .p_value = {}}};
  CHECK(has(written(view(std::vector{review}), "junit"),
            "<skipped type=\"failed\" message=\"too few in answers\">"));
  CHECK(has(written(view(std::vector{review}, false, gate_on({"warn"})), "junit"),
            "<failure type=\"failed\" message=\"too few in answers\">"));
}

TEST_CASE("junit: secondary metrics are no tests; a review and its run share a suite") {
  CHECK(has(written(view(std::vector{review_with(Role::secondary, Verdict::worse)}), "junit"),
            "tests=\"0\" failures=\"0\""));
  RecordReport report;
  report.experiment = "quick";
  report.batches.push_back({.outcome = BatchReport::Outcome::stale, .feed = "nights"});
  Document document = view(std::vector{report}, "run");
  add_checks(document, {review_with(Role::goal, Verdict::missed)}, {});
  const std::string xml = written(document, "junit");
  CHECK(has(xml, "tests=\"2\" failures=\"1\" errors=\"1\" skipped=\"0\""));
  CHECK(has(xml, "<testcase classname=\"quick.feed\" name=\"nights\" time=\"0\">"));
  CHECK(has(xml, "<error type=\"stale\""));
  CHECK(has(xml, "<failure type=\"missed\""));
}

TEST_CASE("junit: what awaits is skipped, what could not be done is an error") {
  RecordReport report;
  report.experiment = "quick";
  report.batches.push_back({.outcome = BatchReport::Outcome::awaited, .feed = "nights"});
  CHECK(has(written(view(std::vector{report}, "run"), "junit"), "<skipped type=\"awaited\""));
  report.batches.push_back({.outcome = BatchReport::Outcome::recorded, .feed = "nights"});
  CHECK(has(written(view(std::vector{report}, "run"), "junit"),
            "failures=\"0\" errors=\"0\" skipped=\"0\""));
  report.batches.push_back({.outcome = BatchReport::Outcome::conflict, .feed = "nights"});
  CHECK(has(written(view(std::vector{report}, "run"), "junit"), "<error type=\"conflict\""));
  Document document = view(std::vector<Review>{});
  add_failure(document, "nobody",
              Error(ExitCode::not_found, "no-such-experiment", "there is none"));
  CHECK(has(written(document, "junit"),
            "<error type=\"no-such-experiment\" message=\"there is none\">"));
}

TEST_CASE("junit: only for answers of which something passes; written for tests/junit_check.py") {
  int number = 0;
  for (const auto& [name, document] : samples::documents()) {
    INFO(name);
    Document full = document;
    if (full.fill) full.fill(full);
    if (!full.suites) {
      CHECK_THROWS_WITH_AS(written(document, "junit"), doctest::Contains("nothing in '"), Error);
      continue;
    }
    ++number;
    const std::string xml = written(document, "junit");
    CHECK(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>"));
    if (const char* folder = std::getenv("COLLAB_RENDER_OUT")) {
      std::filesystem::create_directories(folder);
      std::ofstream(std::filesystem::path(folder) / (name + ".xml")) << xml;
    }
  }
  CHECK(number > 8);
}

TEST_CASE("endings: each format knows its files") {
  for (const auto& [ending, name] :
       std::vector<std::pair<std::string, std::string>>{{"json", "json"},
                                                        {"ndjson", "ndjson"},
                                                        {"csv", "csv"},
                                                        {"md", "md"},
                                                        {"html", "html"},
                                                        {"xml", "junit"},
                                                        {"txt", "table"}}) {
    REQUIRE(output_format_of_ending(ending) != nullptr);
    CHECK(output_format_of_ending(ending)->name == name);
  }
  CHECK(output_format_of_ending("junit") == nullptr);
  CHECK(output_format_of_ending("") == nullptr);
}

TEST_CASE("workflow commands: escaped as GitHub's runner unescapes") {
  // https://docs.github.com/actions/reference/workflow-commands-for-github-actions; what is
  // escaped: actions/runner, ActionCommand.cs, and actions/toolkit, command.ts.
  CHECK(workflow_command("error", {}, "plain: a, b") == "::error::plain: a, b");
  CHECK(workflow_command("error", {{"file", "a,b:c%.csv"}, {"line", "3"}, {"col", ""}},
                         "50%\r\nx") == "::error file=a%2Cb%3Ac%25.csv,line=3::50%25\\x0d%0Ax");
  Diagnostic fault;
  fault.slug = "bad-value";
  fault.message = "'\x1b[2J' is not a number";
  fault.hint = "a number";
  CHECK(annotation(fault) ==
        "::error title=bad-value::'\\x1b[2J' is not a number%0Ahint: a number");
  fault.severity = Severity::warning;
  fault.at = {.file = "data/x.csv", .line = 418, .column = 9};
  CHECK(annotation(fault) ==
        "::warning file=data/x.csv,line=418,col=9,title=bad-value::'\\x1b[2J' is not a "
        "number%0Ahint: a number");
  const Check check{.group = "goal",
                    .name = "visit of answers",
                    .result = Check::Result::failed,
                    .slug = "missed",
                    .message = "missed, target >= +5%",
                    .at = {.file = "experiments/quick.yaml"}};
  CHECK(annotation("quick", check, Severity::error) ==
        "::error file=experiments/quick.yaml,title=quick%3A visit of answers (missed)::missed, "
        "target >= +5%25");
}

TEST_CASE("workflow commands: hostile text is always one line") {
  Diagnostic fault;
  fault.slug = "bad-value";
  fault.message = fault.hint = fault.at.file = samples::hostile();
  fault.at.line = 1;
  const std::string line = annotation(fault);
  CHECK(line.find_first_of("\n\r\x1b") == std::string::npos);
}

TEST_CASE("workflow commands: a file's words cannot command the runner") {
  const std::string space = "\xe2\x80\x8b";
  CHECK(without_commands("a ::b::c\n  ::stop-commands::x\n::add-mask::y") ==
        "a ::b::c\n  " + space + "::stop-commands::x\n" + space + "::add-mask::y");
  CHECK(without_commands("say ##[error]x") == "say ##" + space + "[error]x");
  CHECK(without_commands("nothing\n to see") == "nothing\n to see");
}
