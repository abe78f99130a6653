#pragma once
// What is printed: one answer as data (JSON) and as a page for people. A view turns a result of the
// model into a Document; a format (src/render/formats/) writes it.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "collab/model/diagnostic.hpp"

namespace collab {

enum class Tone { plain, strong, good, bad, caution, dim };

struct Heading {
  std::string text;
};
/// A line or paragraph; wrapped to the width.
struct Paragraph {
  std::string text;
  Tone tone = Tone::plain;
  int indent = 0;
};
/// A command that the user would type next; never wrapped.
struct Command {
  std::string text;
};
/// Text that must not be touched: sealed YAML, a diff.
struct Verbatim {
  std::string text;
};
/// Rows of a small picture: as it is, but in ASCII where nothing else can be shown.
struct Picture {
  std::string text;
};
struct Table {
  struct Column {
    std::string title;
    bool right = false;  ///< numbers
    int priority = 0;    ///< too wide: the highest number goes first, together; 0 never
    bool wrap = false;   ///< may be broken over lines
  };
  struct Cell {
    std::string text;
    Tone tone = Tone::plain;
    std::string link{};  ///< the subject of another part of the same answer (Document::parts)
  };
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};
using Block = std::variant<Heading, Paragraph, Command, Verbatim, Picture, Table>;
using Page = std::vector<Block>;

/// Something that passed or did not: what JUnit and the annotations of a CI job tell.
struct Check {
  enum class Result {
    passed,
    failed,   ///< the answer is not a pass: missed, worse, broken
    error,    ///< there is no answer: stale, no data, could not be done
    skipped,  ///< nothing to say yet, or not counted
  };
  std::string group;  ///< goal, guardrail, trust, feed, file
  std::string name;   ///< `visit of answers`, `freshness`
  Result result = Result::passed;
  std::string slug{};     ///< why it did not pass: missed, stale
  std::string message{};  ///< a sentence
  Place at{};
};
/// The checks of one experiment.
struct CheckSuite {
  std::string name;
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<Check> checks;
};

struct Document {
  std::string schema;                            ///< "collab.review/1"
  std::string command;                           ///< "review"
  std::shared_ptr<nlohmann::ordered_json> data;  ///< lists in data["items"]
  /// One flat object a row, for csv; null: csv is refused for this answer.
  std::shared_ptr<nlohmann::ordered_json> rows;
  std::vector<std::string> columns;  ///< of `rows`, in order: the header also when there are none
  /// Set by long answers: makes data and rows when a format asks for them, so that a page for
  /// people does not pay for them.
  std::function<void(Document&)> fill;
  Page page;
  std::vector<std::string> warnings;
  /// What a person must act on. It stands on the page; where the page is not what is printed, it is
  /// told on standard error, so that a job that keeps pages in files still calls somebody.
  std::vector<std::string> alerts{};
  /// What it is about, as asked: `quick`, `quick+rude`, `all`; part of the marker that a bot finds
  /// its own comment by, so that it must be the same tomorrow. Empty: there is only one such page.
  std::string subject;
  /// Absent: nothing of this answer passes or fails.
  std::optional<std::vector<CheckSuite>> suites;
  /// A few words for later steps of a job: `verdict`, `recommendation`.
  std::vector<std::pair<std::string, std::string>> outputs;
  /// The same as several pages, each called by its subject, for -o FOLDER; empty: it is one page.
  std::vector<Document> parts{};
};

}  // namespace collab
