// collab voice ACTION …: what consumers said, what was answered, which experiments came of it.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/context.hpp"
#include "cli/values.hpp"
#include "collab/loop/voice.hpp"
#include "collab/model/number.hpp"
#include "collab/render/views.hpp"
#include "collab/review/voices.hpp"

namespace collab {
namespace {

const std::vector<std::string> actions{"add", "import", "list", "show", "answer", "link", "close"};

struct Options {
  std::string action = "list";
  std::vector<std::string> words;
  // what is said, or looked for
  std::string touch_point, location, variant, theme, kind;
  std::vector<std::string> segments;
  // add
  std::string consumer, id;
  std::optional<std::int64_t> nps, csat, ces;
  // add, answer, close
  std::optional<Instant> at;
  // answer, close, link
  std::string message, answered_by, competitor, role;
  // import
  std::vector<std::string> map;
  std::string input, on_conflict;
  // list
  std::string search, state, experiment;
  std::optional<Day> since, until;
  std::optional<std::int64_t> limit;
  bool no_text = false;
  // show without a voice: measures
  std::vector<std::string> by, exposure;
  std::optional<std::chrono::seconds> within;
};

/// Flags that only some actions know.
void check_flags(const Options& o) {
  const auto only = [&](bool given, std::string_view flag,
                        std::initializer_list<std::string_view> those) {
    if (!given || std::ranges::find(those, o.action) != those.end()) return;
    throw Error(ExitCode::usage, "wrong-form",
                fmt::format("{} does not go with voice {}", flag, o.action),
                fmt::format("{} belongs to voice {}", flag, fmt::join(those, ", ")));
  };
  for (const auto& [flag, value] : {std::pair{"--touch-point", &o.touch_point},
                                    {"--location", &o.location},
                                    {"--variant", &o.variant},
                                    {"--theme", &o.theme}}) {
    only(!value->empty(), flag, {"add", "import", "list", "show"});
  }
  only(!o.kind.empty(), "--kind", {"import", "list", "show"});
  only(!o.segments.empty(), "--segment", {"add", "list", "show"});
  only(!o.consumer.empty(), "--consumer", {"add"});
  only(!o.id.empty(), "--id", {"add"});
  only(o.nps.has_value(), "--nps", {"add"});
  only(o.csat.has_value(), "--csat", {"add"});
  only(o.ces.has_value(), "--ces", {"add"});
  only(o.at.has_value(), "--at", {"add", "answer", "close"});
  only(!o.message.empty(), "-m", {"answer", "close", "link"});
  only(!o.answered_by.empty(), "--answered-by", {"answer", "close"});
  only(!o.competitor.empty(), "--competitor", {"answer", "close"});
  only(!o.role.empty(), "--as", {"link"});
  only(!o.map.empty(), "--map", {"import"});
  only(!o.input.empty(), "--input", {"import"});
  only(!o.on_conflict.empty(), "--on-conflict", {"import"});
  only(!o.search.empty(), "--search", {"list"});
  only(!o.state.empty(), "--state", {"list"});
  only(!o.experiment.empty(), "--experiment", {"list"});
  only(o.since.has_value(), "--since", {"list", "show"});
  only(o.until.has_value(), "--until", {"list", "show"});
  only(o.limit.has_value(), "--limit", {"list"});
  only(o.no_text, "--no-text", {"list", "show"});
  only(!o.by.empty(), "--by", {"show"});
  only(!o.exposure.empty(), "--exposure", {"show"});
  only(o.within.has_value(), "--within", {"show"});
}

[[noreturn]] void needs(const Options& o, std::string_view what, std::string_view how) {
  throw Error(ExitCode::usage, "argument-missing",
              fmt::format("collab voice {} needs {}", o.action, what),
              fmt::format("collab voice {} {}", o.action, how));
}

VoiceKind kind_named(const std::string& name) {
  if (const auto kind = parse_voice_kind(name)) return *kind;
  throw Error(ExitCode::usage, "bad-value", fmt::format("'{}' is no kind of voice", name),
              did_you_mean(name, {"question", "idea", "complaint", "praise", "rating"}, "kinds"));
}

std::optional<std::string> some(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void add(Context& context, const Options& o) {
  if (o.words.empty() || o.words.size() > 2)
    needs(o, "KIND and TEXT", "question 'Is it in stock?'");
  context.emit(
      view(add_voice(context.project(), {.kind = kind_named(o.words[0]),
                                         .said = o.at,
                                         .text = o.words.size() > 1 ? o.words[1] : std::string{},
                                         .consumer = o.consumer,
                                         .reference = o.id,
                                         .touch_point = o.touch_point,
                                         .location = o.location,
                                         .variant = o.variant,
                                         .theme = o.theme,
                                         .segments = split_pairs(o.segments, "--segment"),
                                         .nps = o.nps,
                                         .csat = o.csat,
                                         .ces = o.ces})));
}

void import(Context& context, const Options& o) {
  if (o.words.size() != 1) needs(o, "one FILE, or - for standard input", "voices.csv");
  VoiceImport request{
      .file = o.words[0], .format = o.input, .columns = {}, .keep = o.on_conflict == "keep"};
  for (const auto& [column, field] : split_pairs(o.map, "--map")) {
    if (!request.columns.names.emplace(field, column).second)
      throw Error(ExitCode::usage, "given-twice", fmt::format("'{}' is mapped twice", field));
  }
  const auto fallback = [&](const char* field, const std::string& value) {
    if (!value.empty()) request.columns.defaults[field] = value;
  };
  if (!o.kind.empty()) fallback("kind", std::string(name_of(kind_named(o.kind))));
  fallback("touch_point", o.touch_point);
  fallback("location", o.location);
  fallback("variant", o.variant);
  fallback("theme", o.theme);
  const VoiceReport report = import_voices(context.project(), request);
  if (report.fault_count > 0) {
    if (report.fault_count > report.faults.size())
      context.note(fmt::format("{} rows are faulty; the first {} follow", report.fault_count,
                               report.faults.size()));
    throw Error(ExitCode::invalid, report.faults);
  }
  if (report.conflicts > 0) {
    std::vector<Diagnostic> conflicts;
    for (const std::string& line : report.conflict_lines)
      conflicts.push_back(
          {.slug = "conflict",
           .message = line,
           .hint = "nothing was written; --on-conflict keep leaves what is recorded"});
    if (report.conflicts > static_cast<std::int64_t>(conflicts.size()))
      context.note(
          fmt::format("{} conflicts; the first {} follow", report.conflicts, conflicts.size()));
    throw Error(ExitCode::conflict, conflicts);
  }
  context.emit(view(report));
}

VoiceFilter filter_of(const Options& o) {
  VoiceFilter filter{.first = o.since,
                     .last = o.until,
                     .kinds = {},
                     .touch_point = some(o.touch_point),
                     .location = some(o.location),
                     .variant = some(o.variant),
                     .theme = some(o.theme),
                     .segment = {},
                     .experiment = o.experiment,
                     .answered = {},
                     .closed = {},
                     .words = o.search,
                     .consumer = {}};
  if (!o.kind.empty()) filter.kinds = {kind_named(o.kind)};
  if (!o.segments.empty()) filter.segment = segment_set(split_pairs(o.segments, "--segment"));
  if (o.state == "open") {
    filter.answered = false;
    if (filter.kinds.empty())
      filter.kinds = {VoiceKind::question, VoiceKind::idea, VoiceKind::complaint};
  } else if (o.state == "answered") {
    filter.answered = true;
    filter.closed = false;
  } else if (o.state == "told") {
    filter.closed = true;
  }
  return filter;
}

void list(Context& context, const Options& o) {
  if (!o.words.empty()) {
    throw Error(ExitCode::usage, "too-many-arguments",
                fmt::format("voice list has no use for '{}'", o.words[0]),
                actions.end() == std::ranges::find(actions, o.words[0])
                    ? "collab voice list --search 'words'"
                    : "");
  }
  VoiceListing listing{.action = "list"};
  listing.empty_hint = "No voice: collab voice add, or collab voice import FILE";
  Ledger* ledger = context.project().ledger_if_there();
  if (ledger != nullptr) {
    const Ledger::Snapshot snapshot(*ledger);
    VoicePage page = ledger->voices(filter_of(o), std::max<std::int64_t>(o.limit.value_or(50), 0));
    if (page.voices.empty()) listing.empty_hint = "No voice is like that.";
    listing.voices = std::move(page.voices);
    listing.matches = page.matches;
    listing.more = page.more;
  }
  context.emit(view(listing, !o.no_text));
}

/// `20500`, or by group `2026-03,questions=8200`.
std::map<std::string, double> exposures(const Options& o) {
  std::map<std::string, double> all;
  for (const std::string& text : o.exposure) {
    const std::size_t equals = text.rfind('=');
    const std::string group = equals == std::string::npos ? "" : text.substr(0, equals);
    const ParsedNumber number =
        parse_number(equals == std::string::npos ? text : text.substr(equals + 1));
    if (number.fault != NumberFault::none || !(number.real > 0))
      throw Error(ExitCode::usage, "bad-value", fmt::format("--exposure is '{}'", text),
                  "a number above 0; with --by one for each group: 2026-03=8200");
    all[group] = number.real;
  }
  return all;
}

void measure(Context& context, const Options& o) {
  VoiceMeasuresRequest request{.filter = filter_of(o),
                               .by = split_commas(o.by),
                               .now = context.project().clock().now,
                               .exposure = exposures(o)};
  if (o.within) request.promise = *o.within;
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  context.emit(view(voice_measures(ledger, request)));
}

void show(Context& context, const Options& o) {
  if (o.words.empty()) return measure(context, o);
  VoiceListing listing{.action = "show", .detail = true};
  Ledger& ledger = context.ledger();
  const Ledger::Snapshot snapshot(ledger);
  for (const std::string& name : o.words) {
    const auto id = parse_voice(name);
    std::optional<VoiceRecord> record;
    if (id) record = ledger.voice(*id);
    if (!record)
      throw Error(ExitCode::not_found, "no-such-voice", fmt::format("there is no voice '{}'", name),
                  "collab voice list names them: voice_12");
    listing.voices.push_back(std::move(*record));
  }
  context.emit(view(listing, !o.no_text));
}

void answer(Context& context, const Options& o) {
  if (o.words.empty()) needs(o, "VOICE…", "voice_12 -m 'Yes, since Monday'");
  context.emit(view(answer_voices(context.project(), o.words,
                                  {.at = o.at,
                                   .by = o.answered_by,
                                   .text = o.message,
                                   .competitor = o.competitor,
                                   .closes = o.action == "close"})));
}

void link(Context& context, const Options& o) {
  if (o.words.size() < 2) needs(o, "VOICE… and EXP", "voice_12 answers-in-two-hours");
  const std::vector<std::string> voices(o.words.begin(), o.words.end() - 1);
  std::optional<VoiceRole> role;
  if (!o.role.empty()) role = parse_voice_role(o.role);
  context.emit(view(
      link_voices(context.project(), voices, parse_reference(o.words.back()), role, o.message)));
}

ExitCode run(Context& context, const Options& o) {
  if (std::ranges::find(actions, o.action) == actions.end()) {
    throw Error(ExitCode::usage, "unknown-action", fmt::format("voice cannot '{}'", o.action),
                did_you_mean(o.action, actions, "actions"));
  }
  check_flags(o);
  if (o.action == "add") add(context, o);
  if (o.action == "import") import(context, o);
  if (o.action == "list") list(context, o);
  if (o.action == "show") show(context, o);
  if (o.action == "answer" || o.action == "close") answer(context, o);
  if (o.action == "link") link(context, o);
  return ExitCode::ok;
}

Syntax syntax() {
  auto o = std::make_shared<Options>();
  return {
      .arguments = {{"ACTION", "add, import, list (default), show, answer, link or close",
                     Argument::Count::optional, &o->action},
                    {"WHAT",
                     "add: KIND TEXT; import: FILE or -; show: VOICE…, or none for measures; "
                     "answer, close: VOICE…; link: VOICE… "
                     "EXP[@N]",
                     Argument::Count::any, &o->words}},
      .options =
          {{"--touch-point", "T", "where it was said; import: where the file does not say",
            &o->touch_point},
           {"--location", "L", "the store or region, likewise", &o->location},
           {"--variant", "V", "the variant its consumer had, likewise", &o->variant},
           {"--theme", "NAME", "what it is about, likewise", &o->theme},
           {"--segment", "K=V", "the segment's level; may be repeated", &o->segments},
           {"--kind",
            "KIND",
            "list, show: only these; import: where the file does not say",
            &o->kind,
            {"question", "idea", "complaint", "praise", "rating"}},
           {"--consumer", "ID", "add: who said it; stored as a pseudonym only", &o->consumer},
           {"--id", "ID", "add: the source's own name for it", &o->id},
           {"--nps", "N", "add: would recommend, 0 to 10", &o->nps},
           {"--csat", "N", "add: satisfied, 1 to 5", &o->csat},
           {"--ces", "N", "add: it was easy, 1 to 7", &o->ces},
           {"--at", "TIME", "when it was said or answered (default: now)", &o->at},
           {"-m,--message", "TEXT", "what was answered; link: why", &o->message},
           {"--answered-by", "WHO", "who answered (default: the actor)", &o->answered_by},
           {"--competitor", "NAME", "whose product the answer was, if not ours", &o->competitor},
           {"--as",
            "ROLE",
            "link: hypothesis, supports or contradicts (default: by its kind)",
            &o->role,
            {"hypothesis", "supports", "contradicts"}},
           {"--map", "COL=FIELD", "import: which field a column holds; may be repeated", &o->map},
           {"--input",
            "FORMAT",
            "import: csv or ndjson (default: by the file's ending)",
            &o->input,
            {"csv", "ndjson"}},
           {"--on-conflict",
            "WHAT",
            "import: keep what is recorded (default: refuse, exit 5)",
            &o->on_conflict,
            {"keep"}},
           {"--search", "WORDS", "list: all of these words, \"a phrase\", or a beginning: deliver*",
            &o->search},
           {"--state",
            "STATE",
            "list: open, answered, or told what changed",
            &o->state,
            {"open", "answered", "told"}},
           {"--experiment", "EXP", "list: linked to it", &o->experiment},
           {"--since", "DAY", "said on this day or later", &o->since},
           {"--until", "DAY", "said on this day or before", &o->until},
           {"--limit", "N", "list: at most so many (default: 50)", &o->limit},
           {"--by", "GROUP,…",
            "show: measures by day, week, month, quarter, touch_point, location, variant, theme, "
            "segment or kind, at most two",
            &o->by},
           {"--within", "DUR", "show: the promised time to answer in (default: 48h)", &o->within},
           {"--exposure", "N",
            "show: what complaints are counted against, orders or visits; with --by GROUP=N, may "
            "be "
            "repeated",
            &o->exposure},
           {"--no-text", "", "leave out what was said and answered", &o->no_text}},
      .run = [o](Context& context) { return run(context, *o); }};
}

constexpr Example examples[] = {
    {"collab voice add question 'Is it in stock?' --touch-point product-questions --consumer c-102",
     "one voice, typed"},
    {"collab voice import export.csv --map ticket=id --map created=time --map body=text",
     "an export, as often as you like"},
    {"collab voice list --state open --kind question", "who waits for an answer"},
    {"collab voice list --search 'deliver* late'", "by words"},
    {"collab voice answer voice_12 -m 'Not ours: try theirs' --competitor Rival",
     "the answer was a competitor's product"},
    {"collab voice link voice_12 answers-in-two-hours", "an idea becomes a hypothesis"},
    {"collab voice show --by month,touch_point --within 2h", "how many were answered, how soon"},
    {"collab voice close voice_12 -m 'You asked, we changed it'", "told what changed"},
};

}  // namespace

const Verb voice_verb{
    .name = "voice",
    .summary = "what consumers said, what was answered, what came of it",
    .group = Group::listen,
    .about =
        "A voice is one thing that a consumer said: a question, an idea, a complaint or praise; or "
        "only a rating. Recording the same again changes nothing; other words under the same id "
        "are "
        "a conflict (exit 5). Consumers are stored as pseudonyms, and collab forget - removes "
        "their "
        "words.",
    .examples = examples,
    .syntax = syntax};

}  // namespace collab
