// `voice add`, `import`, `list`, `show`, `answer`, `link`, `close`; `forget`.
#include <fmt/format.h>

#include <algorithm>

#include "collab/render/views.hpp"
#include "render/data.hpp"
#include "render/page.hpp"

namespace collab {
namespace {

std::string name_of(const Voice& voice) {
  return voice.id > 0 ? fmt::format("voice_{}", voice.id) : "not stored";
}

const VoiceAnswer* told_of(const VoiceRecord& record) {
  const auto told =
      std::ranges::find_if(record.answers, [](const VoiceAnswer& answer) { return answer.closes; });
  return told == record.answers.end() ? nullptr : &*told;
}

std::string state_of(const VoiceRecord& record) {
  if (told_of(record) != nullptr) return "told";
  if (!record.answers.empty()) return "answered";
  return awaits_answer(record.voice.kind) ? "open" : "";
}

std::string text_of(const Voice& voice) {
  return voice.forgotten ? std::string("(forgotten)") : voice.text;
}

Json maybe(const std::optional<int>& value) { return value ? Json(*value) : Json(nullptr); }

Json answer_data(const VoiceAnswer& answer, bool texts) {
  return {{"at", to_string(answer.at)},
          {"by", text_or_null(answer.by)},
          {"closes", answer.closes},
          {"competitor", text_or_null(answer.competitor)},
          {"text", text_or_null(texts ? answer.text : "")}};
}

Json link_data(const VoiceLink& link, bool forgotten) {
  return {{"experiment", link.experiment},  {"cycle", count_or_null(link.cycle)},
          {"role", name_of(link.role)},     {"reason", text_or_null(forgotten ? "" : link.reason)},
          {"by", text_or_null(link.actor)}, {"decision", text_or_null(link.decision)}};
}

Json voice_data(const VoiceRecord& record, bool texts) {
  const Voice& voice = record.voice;
  Json answers = Json::array(), links = Json::array();
  for (const VoiceAnswer& answer : record.answers) answers.push_back(answer_data(answer, texts));
  for (const VoiceLink& link : record.links) links.push_back(link_data(link, voice.forgotten));
  return {{"id", voice.id > 0 ? Json(name_of(voice)) : Json(nullptr)},
          {"reference", text_or_null(voice.reference)},
          {"kind", collab::name_of(voice.kind)},
          {"said", to_string(voice.said)},
          {"day", to_string(voice.day)},
          {"touch_point", text_or_null(voice.touch_point)},
          {"location", text_or_null(voice.location)},
          {"segment", text_or_null(voice.segment)},
          {"variant", text_or_null(voice.variant)},
          {"theme", text_or_null(voice.theme)},
          {"text", text_or_null(texts ? voice.text : "")},
          {"nps", maybe(voice.nps)},
          {"csat", maybe(voice.csat)},
          {"ces", maybe(voice.ces)},
          {"state", text_or_null(state_of(record))},
          {"forgotten", voice.forgotten},
          {"answers", std::move(answers)},
          {"links", std::move(links)}};
}

const std::vector<std::string> row_columns{
    "id",          "reference",   "kind",   "said",       "touch_point", "location",   "segment",
    "variant",     "theme",       "text",   "nps",        "csat",        "ces",        "state",
    "answered_at", "answered_by", "answer", "competitor", "told_at",     "experiments"};

Json voice_row(const VoiceRecord& record, bool texts) {
  Json row = voice_data(record, texts);
  Json flat = Json::object();
  for (const std::string& column : row_columns)
    flat[column] = row.contains(column) ? row[column] : Json(nullptr);
  if (!record.answers.empty()) {
    const VoiceAnswer& first = record.answers.front();
    flat["answered_at"] = to_string(first.at);
    flat["answered_by"] = text_or_null(first.by);
    flat["answer"] = text_or_null(texts ? first.text : "");
    flat["competitor"] = text_or_null(first.competitor);
  }
  if (const VoiceAnswer* told = told_of(record)) flat["told_at"] = to_string(told->at);
  std::vector<std::string> experiments;
  for (const VoiceLink& link : record.links) experiments.push_back(link.experiment);
  flat["experiments"] = text_or_null(fmt::format("{}", fmt::join(experiments, "; ")));
  return flat;
}

Table voices_table(const std::vector<VoiceRecord>& voices, bool texts) {
  Table table;
  table.columns = {{.title = "VOICE"},
                   {.title = "SAID", .priority = 2},
                   {.title = "KIND"},
                   {.title = "STATE", .priority = 1},
                   {.title = "AT", .priority = 3, .wrap = true},
                   {.title = "THEME", .priority = 4, .wrap = true},
                   {.title = "TEXT", .wrap = true}};
  for (const VoiceRecord& record : voices) {
    const Voice& voice = record.voice;
    std::vector<std::string> at;
    for (const std::string* each : {&voice.touch_point, &voice.location, &voice.variant})
      if (!each->empty()) at.push_back(*each);
    const auto cell = [](std::string text, Tone tone = Tone::plain) {
      return text.empty() ? Table::Cell{"-", Tone::dim} : Table::Cell{std::move(text), tone};
    };
    const std::string state = state_of(record);
    table.rows.push_back(
        {cell(name_of(voice)), cell(to_string(voice.day)),
         cell(std::string(collab::name_of(voice.kind))),
         cell(state, state == "open" ? Tone::caution : Tone::plain), cell(joined(at)),
         cell(voice.theme),
         cell(texts ? text_of(voice) : "", voice.forgotten ? Tone::dim : Tone::plain)});
  }
  if (!texts) drop_column(table, 6);
  return table;
}

void add_sheet(Page& page, const VoiceRecord& record, bool texts) {
  const Voice& voice = record.voice;
  if (!page.empty()) page.push_back(Paragraph{});
  page.push_back(Heading{fmt::format("{}, {}", name_of(voice), collab::name_of(voice.kind))});
  if (texts && !text_of(voice).empty()) page.push_back(Paragraph{text_of(voice), Tone::plain, 2});
  Facts facts;
  facts.add("said", to_string(voice.said));
  facts.add("reference", voice.reference);
  facts.add("touch point", voice.touch_point);
  facts.add("location", voice.location);
  facts.add("segment", voice.segment);
  facts.add("variant", voice.variant);
  facts.add("theme", voice.theme);
  const auto rating = [&](const char* name, const std::optional<int>& value) {
    if (value) facts.add(name, fmt::format("{}", *value));
  };
  rating("nps", voice.nps);
  rating("csat", voice.csat);
  rating("ces", voice.ces);
  facts.add("state", state_of(record));
  page.push_back(facts.take());
  for (const VoiceAnswer& answer : record.answers) {
    page.push_back(Paragraph{
        fmt::format("{} {}{}{}", to_string(answer.at), answer.closes ? "told" : "answered",
                    answer.by.empty() ? "" : " by " + answer.by,
                    answer.competitor.empty() ? "" : ", with a product of " + answer.competitor)});
    if (texts && !answer.text.empty()) page.push_back(Paragraph{answer.text, Tone::plain, 2});
  }
  for (const VoiceLink& link : record.links) {
    const std::string cycle = link.cycle > 0 ? fmt::format("@{}", link.cycle) : "";
    page.push_back(Paragraph{fmt::format(
        "{} of {}{}{}{}", name_of(link.role), link.experiment, cycle,
        link.decision.empty() ? "" : ": " + link.decision,
        link.reason.empty() || record.voice.forgotten ? "" : " (" + link.reason + ")")});
  }
}

void set_voice_rows(Document& answer, const std::vector<VoiceRecord>& voices, bool texts) {
  Json rows = Json::array();
  for (const VoiceRecord& record : voices) rows.push_back(voice_row(record, texts));
  set_rows(answer, row_columns, std::move(rows));
}

std::string done_text(const VoiceReport& report) {
  if (report.action == "answer") return "answered";
  if (report.action == "close") return "told what changed";
  return report.action == "link" ? "linked" : "recorded";
}

}  // namespace

Document view(const VoiceReport& report) {
  Json items = Json::array();
  for (std::size_t i = 0; i < report.voices.size(); ++i) {
    Json item = voice_data(report.voices[i], true);
    item["unchanged"] = i < report.voice_unchanged.size() && report.voice_unchanged[i];
    items.push_back(std::move(item));
  }
  Json faults = Json::array();
  for (const Diagnostic& fault : report.faults) faults.push_back(finding_data(fault));
  Document answer = document("voice", {{"action", text_or_null(report.action)},
                                       {"source", text_or_null(report.source)},
                                       {"recorded", report.recorded},
                                       {"unchanged", report.unchanged},
                                       {"answers", report.answers},
                                       {"forgotten", report.forgotten},
                                       {"conflicts", texts(report.conflict_lines)},
                                       {"conflict_count", report.conflicts},
                                       {"faults", std::move(faults)},
                                       {"operation", number_or_null(report.operation)},
                                       {"dry_run", report.dry_run},
                                       {"next_command", text_or_null(report.next_command)},
                                       {"items", std::move(items)}});
  set_voice_rows(answer, report.voices, true);
  set_subject(answer, {report.action});
  Page& page = answer.page;
  const std::string operation =
      report.operation ? fmt::format(" (op_{})", *report.operation) : std::string{};
  if (report.action == "import") {
    std::string text =
        fmt::format("{}: {}{} recorded", report.source.empty() ? "-" : report.source,
                    report.dry_run ? "would be " : "", count(report.recorded, "voice"));
    if (report.answers > 0) text += ", " + count(report.answers, "answer");
    if (report.unchanged > 0) text += fmt::format(", {} unchanged", count(report.unchanged));
    if (report.forgotten > 0) text += fmt::format(", {} forgotten", count(report.forgotten));
    if (report.conflicts > 0) text += ", " + count(report.conflicts, "conflict");
    page.push_back(Paragraph{text + operation, Tone::strong});
  }
  for (std::size_t i = 0; i < report.voices.size(); ++i) {
    const bool same = i < report.voice_unchanged.size() && report.voice_unchanged[i];
    page.push_back(Paragraph{fmt::format("{}: {}{}", name_of(report.voices[i].voice),
                                         same             ? "unchanged"
                                         : report.dry_run ? "would be " + done_text(report)
                                                          : done_text(report),
                                         same ? "" : operation),
                             Tone::strong});
    if (!report.voices[i].voice.text.empty())
      page.push_back(Paragraph{report.voices[i].voice.text, Tone::plain, 2});
  }
  for (const std::string& line : report.conflict_lines) page.push_back(Paragraph{line, Tone::bad});
  add_next(page, report.next_command);
  answer.warnings = report.warnings;
  return answer;
}

Document view(const VoiceListing& listing, bool texts) {
  Json items = Json::array();
  for (const VoiceRecord& record : listing.voices) items.push_back(voice_data(record, texts));
  Document answer = document("voice", {{"action", text_or_null(listing.action)},
                                       {"matches", number_or_null(listing.matches)},
                                       {"more", listing.more},
                                       {"items", std::move(items)}});
  set_voice_rows(answer, listing.voices, texts);
  set_subject(answer, {listing.action});
  Page& page = answer.page;
  if (listing.voices.empty()) {
    page.push_back(Paragraph{listing.empty_hint.empty() ? "No voice." : listing.empty_hint});
  } else if (listing.detail) {
    for (const VoiceRecord& record : listing.voices) add_sheet(page, record, texts);
  } else {
    page.push_back(voices_table(listing.voices, texts));
  }
  const auto listed = static_cast<std::int64_t>(listing.voices.size());
  if (listing.matches && *listing.matches > listed)
    page.push_back(Paragraph{
        fmt::format("{} of {} voices; --limit shows more", count(listed), count(*listing.matches)),
        Tone::dim});
  else if (listing.more)
    page.push_back(Paragraph{fmt::format("the newest {}; there are more (--limit)", count(listed)),
                             Tone::dim});
  return answer;
}

Document view(const ForgetReport& report) {
  Json removed = {{"consumers", report.consumers}, {"unknown", report.unknown},
                  {"voices", report.voices},       {"answers", report.answers},
                  {"units", report.units},         {"unit_rows", report.rows},
                  {"batches", report.batches}};
  Json data = removed;
  data["experiments"] = report.experiments;
  data["operation"] = number_or_null(report.operation);
  data["dry_run"] = report.dry_run;
  Document answer = document("forget", std::move(data));
  Json rows = Json::array();
  rows.push_back(std::move(removed));
  set_rows(answer, {"consumers", "unknown", "voices", "answers", "units", "unit_rows", "batches"},
           std::move(rows));
  std::vector<std::string> parts;
  if (report.rows > 0)
    parts.push_back(fmt::format("{} in {} {}", count(report.rows, "unit row"),
                                count(report.batches), report.batches == 1 ? "batch" : "batches"));
  if (report.voices > 0 || report.rows == 0)
    parts.push_back(fmt::format("the words of {} and of {}", count(report.voices, "voice"),
                                count(report.answers, "answer")));
  std::string text = fmt::format("{} {}forgotten: {}", count(report.consumers, "consumer"),
                                 report.dry_run ? "would be " : "", fmt::join(parts, ", "));
  if (report.operation) text += fmt::format(" (op_{})", *report.operation);
  answer.page.push_back(Paragraph{text, Tone::strong});
  if (report.unknown > 0)
    answer.page.push_back(
        Paragraph{fmt::format("{} not known here", count(report.unknown)), Tone::dim});
  if (!report.experiments.empty())
    answer.page.push_back(
        Paragraph{fmt::format("{} computed without them: {}", report.dry_run ? "To be" : "Now",
                              fmt::join(report.experiments, ", ")),
                  Tone::plain});
  if (report.consumers > 0)
    answer.page.push_back(
        Paragraph{"Out of reach: backups and exports made before, the sources themselves, and the "
                  "totals that looks and decisions rest on",
                  Tone::dim});
  answer.warnings = report.warnings;
  return answer;
}

}  // namespace collab
