// Pages to hand to others: whatever is in an answer, it is text there.
#include <doctest/doctest.h>

#include <regex>

#include "collab/render/output_format.hpp"
#include "collab/render/views.hpp"
#include "unit/render/samples.hpp"

using namespace collab;

namespace {

std::string written(const Document& document, std::vector<std::string> fields = {}) {
  OutputOptions options;
  options.version = "0.1.0";
  options.generated_at = samples::instant("2026-11-21T08:00:00Z");
  options.fields = std::move(fields);
  return find_output_format("html")->write(document, options);
}

/// The elements that are not closed in order, and signs that are no element.
std::string faults_of(const std::string& page) {
  const std::regex element(R"(<(/?)([a-z0-9]+)((?: [a-z]+="[^"<>]*")*)>)");
  std::string faults;
  std::vector<std::string> open;
  std::size_t at = 0;
  for (auto found = std::sregex_iterator(page.begin(), page.end(), element);
       found != std::sregex_iterator(); ++found) {
    const auto begin = static_cast<std::size_t>(found->position());
    const std::string between = page.substr(at, begin - at);
    at = begin + static_cast<std::size_t>(found->length());
    const bool of_style = !open.empty() && open.back() == "style";
    if (!of_style && between.find_first_of("<>") != std::string::npos &&
        between.find("<!doctype") != 0)
      faults += "'" + between + "' ";
    const std::string name = (*found)[2];
    if (name == "meta" || name == "br") continue;
    if ((*found)[1].length() == 0) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      faults += "</" + name + "> ";
    } else {
      open.pop_back();
    }
  }
  for (const std::string& name : open) faults += "<" + name + "> ";
  return faults;
}

}  // namespace

TEST_CASE("html: every answer is one page, and what is in it is text") {
  for (const auto& [name, document] : samples::documents()) {
    CAPTURE(name);
    const std::string page = written(document);
    CHECK(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    CHECK(page.ends_with("</html>\n"));
    CHECK(faults_of(page) == "");
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("html: the title is the first line, lists and commands are kept together") {
  Document document;
  document.command = "review";
  document.page = {
      Paragraph{"quick, cycle 1: <b>Answers</b> & more", Tone::strong},
      Paragraph{"one", Tone::plain, 2},
      Paragraph{"two", Tone::bad, 2},
      Heading{"What now"},
      Command{"collab decide quick extend -m \"…\""},
      Command{"collab review quick"},
      Table{.columns = {{.title = "METRIC"}, {.title = "EFFECT"}},
            .rows = {{{"visit"}, {"+3% [-1%, +7%]", Tone::good}}, {{"spend"}, {"-"}}}}};
  document.warnings = {"late rows"};
  const std::string page = written(document);
  const auto has = [&](const char* text) { return page.find(text) != std::string::npos; };
  CHECK(has("<title>quick, cycle 1: &lt;b&gt;Answers&lt;/b&gt; &amp; more</title>"));
  CHECK(has("<ul><li>one</li>\n<li class=\"bad\">two</li>\n</ul>\n<h2>What now</h2>"));
  CHECK(has("<pre>collab decide quick extend -m &quot;…&quot;\ncollab review quick\n</pre>"));
  CHECK(has("<th scope=\"col\" class=\"right\">EFFECT</th>"));
  CHECK(has("<td class=\"right good\">+3% [-1%, +7%]</td>"));
  CHECK(has("<p class=\"caution\">warning: late rows</p>"));
  CHECK(has("<footer>collab review 0.1.0, 2026-11-21T08:00:00Z</footer>"));
  // The named fields of its rows alone.
  const std::string fields = written(view(samples::full_board()), {"experiment", "state"});
  CHECK(faults_of(fields) == "");
  CHECK(fields.find("<th scope=\"col\">experiment</th><th scope=\"col\">state</th>") !=
        std::string::npos);
}

TEST_CASE(
    "a report has a page for each experiment beside the one of all, and an index that leads "
    "there") {
  for (const auto& [name, document] : samples::documents()) {
    if (name != "report-full") continue;
    REQUIRE(document.parts.size() > 2);
    CHECK(document.parts.front().subject == "index");
    const std::string index = written(document.parts.front());
    for (std::size_t i = 1; i < document.parts.size(); ++i) {
      const std::string& experiment = document.parts[i].subject;
      CHECK(index.find(fmt::format("<a href=\"{}.html\">", experiment)) != std::string::npos);
      const std::string page = written(document.parts[i]);
      CHECK(written(document).find(page.substr(page.find("<h2>"), 2000)) != std::string::npos);
    }
    CHECK(written(document).find("<a href") == std::string::npos);
  }
}
