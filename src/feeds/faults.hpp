#pragma once
// The faults of one source: the first twenty with their places, and how many there are.
#include <cstdint>
#include <string>
#include <vector>

#include "feeds/record.hpp"

namespace collab {

class FaultList {
 public:
  static constexpr std::size_t most = 20;
  /// show_source: excerpts may be shown, because rows hold no consumer's id.
  FaultList(std::string file, bool show_source);

  /// A fault of one record. size 0: nothing is underlined.
  void add(const Record& record, std::size_t offset, std::size_t size, std::string slug,
           std::string message, std::string hint = {});
  /// A sink's complaint about a row that was well read: it gets the row's file and line.
  void refuse(const Record& record, Diagnostic fault);
  /// A fault that ends the reading: throws Error(invalid) with those found before in front.
  [[noreturn]] void fatal(const Record& record, std::size_t offset, std::size_t size,
                          std::string slug, std::string message, std::string hint = {});
  /// Throws Error(invalid) with what has been found.
  [[noreturn]] void end() const;

  std::uint64_t count() const { return count_; }
  const std::vector<Diagnostic>& first() const { return first_; }
  bool show_source() const { return show_source_; }

 private:
  Diagnostic describe(const Record& record, std::size_t offset, std::size_t size, std::string slug,
                      std::string message, std::string hint) const;
  std::string file_;
  bool show_source_;
  std::uint64_t count_ = 0;
  std::vector<Diagnostic> first_;
};

/// `text` fit for a message: cut to 40 code points, control characters as blanks.
std::string shown(std::string_view text);

/// "did you mean 'spend'? columns: a, b, c": what there is instead of a column.
std::string columns_hint(const std::string& wanted, const std::vector<std::string>& names);

}  // namespace collab
