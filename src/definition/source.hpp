#pragma once
// A definition's text: its lines, places in it, and the faults that show before YAML is read.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collab/model/diagnostic.hpp"

namespace collab {

/// A stretch of one line of the text, in bytes; line and column count from 0 as yaml-cpp's do.
struct Spot {
  std::size_t line = 0;
  std::size_t column = 0;
  std::size_t length = 0;
};

class SourceText {
 public:
  /// A byte order mark at the start is dropped.
  SourceText(std::string text, std::string shown_as);

  const std::string& text() const { return text_; }
  const std::string& shown_as() const { return shown_as_; }
  std::size_t lines() const { return starts_.size(); }
  /// Without its end; empty beyond the last.
  std::string_view line(std::size_t number) const;
  /// From `column` to the line's end.
  std::string_view rest(std::size_t line_number, std::size_t column) const;
  /// Counted from 1 and in code points.
  Place place(const Spot& spot) const;

 private:
  std::string text_;
  std::string shown_as_;
  std::vector<std::size_t> starts_;
};

/// The findings of one file. A fault is one of definition_faults().
class Findings {
 public:
  explicit Findings(const SourceText& source) : source_(&source) {}

  void add(std::string_view slug, const Spot& spot, std::string path, std::string message,
           std::string hint = {});
  /// For places in other files.
  void add(Diagnostic finding);
  /// A finding of an unreadable file as a whole.
  void add_without_place(std::string_view slug, std::string message, std::string hint = {});
  bool empty() const { return found_.empty(); }
  /// In file order, each once.
  std::vector<Diagnostic> take();

 private:
  const SourceText* source_;
  std::vector<Diagnostic> found_;
};

/// Bad UTF-8, conflict markers, tabs in indentation. False when it is no use to go on.
bool check_text(const SourceText& source, Findings& findings);

}  // namespace collab
