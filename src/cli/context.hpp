#pragma once
// What a running verb has at hand: the request, the project, and where its answer goes.
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cli/github_step.hpp"
#include "cli/global_options.hpp"
#include "collab/feeds/reader.hpp"
#include "collab/ledger/ledger.hpp"
#include "collab/loop/project.hpp"
#include "collab/render/document.hpp"
#include "collab/render/output_format.hpp"
#include "collab/review/review.hpp"

namespace collab {

class Context {
 public:
  Context(const GlobalOptions& global, Request request, const Environment& environment,
          GithubStep& step, std::ostream& out, std::ostream& err);

  const GlobalOptions& global() const { return global_; }
  const Request& request() const { return request_; }
  /// Columns of the terminal, for what is laid out here.
  int width() const { return output_width(environment_); }

  /// Opened on first use.
  Project& project();
  /// The project's ledger, for verbs that only read. throws Error(not_found, "no-ledger").
  Ledger& ledger();
  ReviewOptions review_options();
  /// Fills in how often the experiment's data are awaited, which its definition says, not its seal.
  void expect_data(ReviewOptions& options, const std::string& experiment);

  /// Writes the answer: to standard output, or to the files of -o. Its warnings go to standard
  /// error unless the format carries them. throws Error(failure, "cannot-write").
  /// gated: its checks decide the exit code; which of them do not pass is told on standard error
  void emit(const Document& document, bool gated = false);
  /// A part of a long answer, to standard output.
  /// throws Error(failure, "cannot-write" | "broken-pipe").
  void write(const std::string& text);
  /// The same report of a command that failed: standard output stays empty, and what was done all
  /// the same is told on standard error, or in the files of -o.
  void emit_of_failure(const Document& document, bool gated = false);
  /// What a command that has no answer leaves behind: the junit files of -o, so that yesterday's
  /// are not taken for today's.
  void emit_checks(const Document& document);
  /// A fault that does not end the command, or the one that does, on standard error.
  void report(const Error& error);
  /// Shows how far a long reading has come, on a terminal and after half a second; empty elsewhere.
  Progress progress();
  /// Somebody at a terminal can be asked, and nothing on the command line answers for them.
  bool asks() const;
  /// Shows what would be done and asks on standard error; anything but y or yes throws
  /// Error(failure, "not-confirmed").
  void ask(const Document& preview, const std::string& question);
  /// A sentence for people on standard error; silent with -q and in machine formats.
  void note(const std::string& text);

 private:
  OutputOptions output_options() const;
  void locate_checks(Document& document);  ///< the definition, for those without a place
  void tell(const Document& document, bool gated);
  void write_files(const Document& document, bool only_checks);
  void put_out(const Document& document, bool gated);
  /// A page that is longer than the terminal was shown through the pager.
  bool paged(const std::string& text) const;

  GlobalOptions global_;
  Request request_;
  const Environment& environment_;
  GithubStep& step_;
  std::ostream& out_;
  std::ostream& err_;
  std::unique_ptr<Project> project_;
};

/// Faults in the wanted form, for standard error.
std::string error_text(const Error& error, bool json, bool color);

}  // namespace collab
