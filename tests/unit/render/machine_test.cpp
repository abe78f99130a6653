// JSON, NDJSON and CSV: stable shapes; what is written here is checked against schemas/ by ctest.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "collab/render/estimate_line.hpp"
#include "collab/render/export_line.hpp"
#include "collab/render/output_format.hpp"
#include "unit/render/samples.hpp"

using namespace collab;
using Json = nlohmann::ordered_json;

namespace {

OutputOptions options(std::vector<std::string> fields = {}) {
  OutputOptions out;
  out.version = "0.1.0";
  out.generated_at = samples::instant("2026-11-21T08:00:00Z");
  out.fields = std::move(fields);
  return out;
}

std::string written(const Document& document, const char* format,
                    std::vector<std::string> fields = {}) {
  return find_output_format(format)->write(document, options(std::move(fields)));
}

/// The records of a CSV text, quoted fields with their line ends.
std::vector<std::vector<std::string>> records(const std::string& text) {
  std::vector<std::vector<std::string>> out(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      out.back().back() += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      out.back().emplace_back();
    } else if (!quoted && c == '\n') {
      out.emplace_back(1);
    } else {
      out.back().back() += c;
    }
  }
  out.pop_back();
  return out;
}

std::string code_of(const Document& document, const char* format, std::vector<std::string> fields) {
  try {
    written(document, format, std::move(fields));
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::usage);
    return error.faults().front().slug;
  }
  return {};
}

}  // namespace

TEST_CASE("csv keeps its bytes for a machine; a terminal is shown its control characters") {
  Listing listing{.of = "cycles", .columns = {{"reason", "REASON"}}, .rows = {}, .empty_hint = {}};
  listing.rows.push_back({"\x1b[2Jgone\nnext\tone"});
  const Document document = view(listing, "list");
  CHECK(written(document, "csv") == "reason\n\"\x1b[2Jgone\nnext\tone\"\n");
  OutputOptions seen = options();
  seen.terminal = true;
  CHECK(find_output_format("csv")->write(document, seen) ==
        "reason\n\"\\x1b[2Jgone\nnext\tone\"\n");
}

TEST_CASE("json: every answer is one object with the envelope") {
  for (const auto& [name, document] : samples::documents()) {
    INFO(name);
    const std::string text = written(document, "json");
    const Json json = Json::parse(text);
    std::vector<std::string> keys;
    for (const auto& [key, value] : json.items()) keys.push_back(key);
    CHECK(keys == std::vector<std::string>{"schema", "version", "command", "generated_at", "data",
                                           "warnings"});
    // collab.program/1 is the definition file.
    const std::string command = json["command"];
    const bool mends = command == "correct" || command == "retract" || command == "undo";
    const std::string answer = command == "program"   ? "portfolio"
                               : command == "restore" ? "archive"
                               : mends                ? "mend"
                                                      : command;
    CHECK(json["schema"] == "collab." + answer + "/1");
    CHECK(json["generated_at"] == "2026-11-21T08:00:00Z");
    CHECK(text.find("nan") == std::string::npos);
    CHECK(text.find(".0,") == std::string::npos);
    if (const char* folder = std::getenv("COLLAB_RENDER_OUT")) {
      std::filesystem::create_directories(folder);
      std::ofstream(std::filesystem::path(folder) / (name + ".json")) << text;
      std::ofstream(std::filesystem::path(folder) / (name + ".ndjson"))
          << written(document, "ndjson");
    }
  }
}

TEST_CASE("ndjson: each item on a line, its schema first") {
  for (const auto& [name, document] : samples::documents()) {
    INFO(name);
    std::istringstream lines(written(document, "ndjson"));
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line); ++number) {
      CHECK(Json::parse(line).begin().key() == "schema");
    }
    const Json data = Json::parse(written(document, "json"))["data"];
    CHECK(number == (data.contains("items") ? data["items"].size() : 1));
  }
}

TEST_CASE("csv: as many cells in every record as in the header, hostile text included") {
  for (const auto& [name, sample] : samples::documents()) {
    INFO(name);
    Document document = sample;
    if (document.fill) document.fill(document);
    if (!document.rows) {
      CHECK(code_of(document, "csv", {}) == "no-rows");
      continue;
    }
    const auto rows = records(written(document, "csv"));
    if (document.columns.empty()) continue;
    CHECK(rows.size() == document.rows->size() + 1);
    CHECK(rows.front() == document.columns);
    for (const auto& row : rows) CHECK(row.size() == document.columns.size());
    for (const Json& row : *document.rows) CHECK(row.size() == document.columns.size());
  }
}

TEST_CASE("csv: a review is a row a metric and variant") {
  const auto rows = records(written(view(std::vector{samples::full_review()}), "csv"));
  REQUIRE(rows.size() == 4);
  CHECK(rows[1][4] == "return_visit");
  CHECK(rows[3][8] == "answers");
}

TEST_CASE("json: numbers are unrounded, whole ones without a point, unknown ones null") {
  const Json data = Json::parse(written(view(std::vector{samples::doubtful_review()}), "json"));
  const Json outcome = data["data"]["items"][0]["outcomes"][0];
  CHECK(outcome["observed"]["n"].dump() == "13998");
  CHECK(outcome["effect"]["relative"]["value"].dump() == "0.225");
  const Json broken = data["data"]["items"][0]["outcomes"][2];
  CHECK(broken["effect"]["relative"]["low"].is_null());
  CHECK(broken["untrusted"] == true);
}

TEST_CASE("--fields: only the paths asked for, in the order asked") {
  const Document document = view(std::vector{samples::full_review()});
  const Json item = Json::parse(written(
      document, "json", {"next.command", "experiment", "outcomes.verdict"}))["data"]["items"][0];
  CHECK(
      item.dump() ==
      R"({"next":{"command":"collab decide answers-in-two-hours adopt --variant answers -m WHY"},)"
      R"("experiment":"answers-in-two-hours",)"
      R"("outcomes":[{"verdict":"met"},{"verdict":"ok"},{"verdict":null}]})");
  CHECK(written(document, "csv", {"metric", "verdict"}) ==
        "metric,verdict\nreturn_visit,met\ncomplaints,ok\nspend,\n");
  CHECK(written(document, "csv", {"experiment", "next.decision"}) ==
        "experiment,next.decision\nanswers-in-two-hours,adopt\n");
  CHECK(written(document, "table", {"metric", "n"}) ==
        "metric            n\nreturn_visit  13998\ncomplaints    31544\nspend         13998\n");
  CHECK(written(document, "ndjson", {"cycle"}) == "{\"schema\":\"collab.review/1\",\"cycle\":3}\n");
}

TEST_CASE("--fields: an unknown one is refused with the nearest; below null all is null") {
  const Document document = view(std::vector{samples::full_review()});
  for (const char* format : {"json", "ndjson", "csv", "table"}) {
    CHECK(code_of(document, format, {"experimnt"}) == "unknown-field");
    CHECK(code_of(document, format, {"decision.kind"}).empty());
  }
  try {
    written(document, "json", {"experimnt"});
  } catch (const Error& error) {
    CHECK(
        error.faults().front().hint.starts_with("did you mean 'experiment'? fields: experiment,"));
  }
}

TEST_CASE("errors: one line of JSON a fault, with place and whether to try again") {
  const Error busy(ExitCode::busy, "ledger-busy", "ana is writing", "try again");
  CHECK(errors_as_json(busy) ==
        R"({"schema":"collab.error/1","code":"ledger-busy","exit":6,"severity":"error",)"
        R"("message":"ana is writing","hint":"try again",)"
        R"("at":{"file":null,"line":null,"column":null,"path":null},"retryable":true})"
        "\n");
  Diagnostic fault;
  fault.slug = "bad-value";
  fault.message = samples::hostile();
  fault.at.file = "data/x.csv";
  fault.at.line = 418;
  fault.at.column = 9;
  const Error invalid(ExitCode::invalid, {fault, fault});
  std::istringstream lines(errors_as_json(invalid));
  int number = 0;
  for (std::string line; std::getline(lines, line); ++number) {
    CHECK(Json::parse(line)["at"]["line"] == 418);
    CHECK(Json::parse(line)["retryable"] == false);
  }
  CHECK(number == 2);
  CHECK(findings_as_json({fault}, ExitCode::partial).find("\"exit\":8") != std::string::npos);
  if (const char* folder = std::getenv("COLLAB_RENDER_OUT")) {
    std::filesystem::create_directories(folder);
    std::ofstream(std::filesystem::path(folder) / "error-full.ndjson")
        << errors_as_json(busy) << errors_as_json(invalid);
  }
}

TEST_CASE("errors: for people, in colour or not, never with escapes of a file's own") {
  Diagnostic fault;
  fault.slug = "bad-value";
  fault.message = "'\x1b[2J' is not a number";
  fault.hint = "say decimal: ','";
  fault.at.file = "data/x.csv";
  fault.at.line = 418;
  const Error error(ExitCode::invalid, {fault});
  const std::string text = errors_as_text(error, false);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.starts_with("data/x.csv:418: error: "));
  CHECK(text.ends_with("  hint: say decimal: ','\n"));
  CHECK(errors_as_text(error, true).find("\x1b[1;31merror:\x1b[0m") != std::string::npos);
}

TEST_CASE("estimate: a line with every key, null when unknown; hostile text is escaped") {
  EstimateResult result{.estimate = 0.1, .low = -1e-300, .high_reason = "one-sided"};
  result.method = "welch";
  std::string lines;
  append_estimate(lines, "\"a\"", result);
  append_invalid(lines, "7", Diagnostic{.slug = "bad-type", .message = samples::hostile()}, 12);
  std::istringstream read(lines);
  std::string first, second;
  std::getline(read, first);
  std::getline(read, second);
  const Json answer = Json::parse(first), fault = Json::parse(second);
  CHECK(answer.size() == 13);
  CHECK(answer["estimate"] == 0.1);
  CHECK(answer["low"] == -1e-300);
  CHECK(answer["high"].is_null());
  CHECK(answer["high_reason"] == "one-sided");
  CHECK(answer["status"] == "ok");
  CHECK(fault["id"] == 7);
  CHECK(fault["line"] == 12);
  if (const char* folder = std::getenv("COLLAB_RENDER_OUT")) {
    std::filesystem::create_directories(folder);
    std::ofstream(std::filesystem::path(folder) / "estimate-full.ndjson") << lines;
  }
}

TEST_CASE("export: every value survives, and what is text is not mistaken") {
  const std::string escaped = "\"so\" \\ \x1b[2J\n\t\xe2\x80\xae \xf0\x9f\x9b\x92";
  std::string lines;
  append_export_head(lines,
                     {.format = 7,
                      .key_fingerprint = "0123456789abcdef",
                      .heads = {{.origin = "aa", .sequence = 3, .digest = std::string(64, '0')}}},
                     "0.1.0");
  append_record(lines, {.kind = "operation",
                        .values = {{"origin", std::string("aa")},
                                   {"sequence", std::int64_t{3}},
                                   {"verb", std::string("record")},
                                   {"command", samples::hostile()},
                                   {"actor", std::string("\xff not text")},
                                   {"reason", escaped},
                                   {"now", std::string("2026-11-20T08:00:00.000Z")},
                                   {"wall", std::string("2026-11-20T08:00:00.000Z")},
                                   {"previous", std::string()},
                                   {"seen", std::string()},
                                   {"content", std::string(64, '0')},
                                   {"digest", std::string(64, '0')}}});
  append_record(lines, {.kind = "unit_segment",
                        .values = {{"base", std::int64_t{0}},
                                   {"units", std::int64_t{2}},
                                   {"bytes_digest", std::string(64, '0')},
                                   {"bytes", RecordBytes(34, 0xfb)}}});
  std::vector<Json> read;
  std::istringstream text(lines);
  for (std::string line; std::getline(text, line);) read.push_back(Json::parse(line));
  REQUIRE(read.size() == 3);
  CHECK(read[0]["heads"][0]["sequence"] == 3);
  CHECK(read[1]["command"]["bytes"].is_string());  // it holds a byte that is no text
  CHECK(read[1]["reason"] == escaped);
  CHECK(read[1]["actor"]["bytes"] == "/yBub3QgdGV4dA==");
  std::string sextets;  // 34 bytes of fb
  for (int i = 0; i < 11; ++i) sextets += "+/v7";
  CHECK(read[2]["bytes"] == sextets + "+w==");
  // And what is written is what is read again.
  std::istringstream again(lines);
  std::string line;
  std::getline(again, line);
  CHECK(is_of_kind(line, "head"));
  const ExportHead head = read_export_head(line);
  CHECK(head.format == 7);
  CHECK(head.key_fingerprint == std::optional<std::string>("0123456789abcdef"));
  CHECK(head.heads.front().sequence == 3);
  std::getline(again, line);
  CHECK(is_of_kind(line, "operation"));
  const LedgerRecord operation = read_record(line);
  CHECK(operation.kind == "operation");
  CHECK(operation.values[1] == std::pair<std::string, RecordValue>("sequence", std::int64_t{3}));
  CHECK(operation.values[3].second == RecordValue(samples::hostile()));
  CHECK(operation.values[4].second == RecordValue(std::string("\xff not text")));
  CHECK(operation.values[5].second == RecordValue(escaped));
  std::getline(again, line);
  CHECK(read_record(line).values.back().second == RecordValue(RecordBytes(34, 0xfb)));
  std::string numbers;
  append_record(numbers, {.kind = "x",
                          .values = {{"kind", 0.1},
                                     {"a", 28000.0},
                                     {"b", 1e300},
                                     {"c", std::int64_t{-1}},
                                     {"d", std::monostate{}},
                                     {"e", RecordBytes{0x00, 0xff}}}});
  CHECK(numbers ==
        R"({"schema":"collab.export/1","kind":"x","is":0.1,"a":28000.0,"b":1e+300,"c":-1,"d":null,)"
        R"("e":"00ff"})"
        "\n");
  const LedgerRecord same = read_record(numbers);
  CHECK(same.values[0] == std::pair<std::string, RecordValue>("kind", 0.1));
  CHECK(same.values[1].second == RecordValue(28000.0));
  CHECK(same.values[3].second == RecordValue(std::int64_t{-1}));
  CHECK(same.values[4].second == RecordValue());
  if (const char* folder = std::getenv("COLLAB_RENDER_OUT")) {
    std::filesystem::create_directories(folder);
    std::ofstream(std::filesystem::path(folder) / "export-full.ndjson") << lines;
  }
}

TEST_CASE("export: a line that is none is refused, whatever is wrong with it") {
  const std::string start = R"({"schema":"collab.export/1","kind":"voice")";
  for (const std::string& line :
       {std::string(), std::string("{}"), std::string("[1]"), start, start + ",",
        start + R"(,"said":})", start + R"(,"said":"x)", start + R"(,"said":"\u12"})",
        start + R"(,"said":"\ud800"})", start + R"(,"said":1.2.3})", start + R"(,"said":tru})",
        start + R"(,"said":[]})", start + R"(,"key":"0"})", start + R"(,"key":"zz"})",
        start + R"(,"bytes":"a"})", start + R"(,"said":"x"} x)",
        std::string(R"({"schema":"collab.review/1","kind":"voice"})")}) {
    INFO(line);
    CHECK_THROWS_AS(read_record(line), Error);
  }
  for (const char* line : {"", "{}", "x", R"({"schema":"collab.export/1","kind":"operation"})"})
    CHECK_THROWS_AS(read_export_head(line), Error);
}
