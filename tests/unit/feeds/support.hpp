#pragma once
// What the tests of the feeds share: a scratch file, and rows read into plain values.
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"

namespace collab::test {

class Scratch {
 public:
  Scratch() {
    static std::atomic<int> number{0};
    folder_ = std::filesystem::temp_directory_path() /
              ("collab-feeds-" + std::to_string(::getpid()) + "-" + std::to_string(++number));
    std::filesystem::create_directories(folder_);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  std::filesystem::path folder_;
};

/// A Row that outlives its source.
struct Kept {
  std::uint64_t line = 0, number = 0;
  std::string unit;
  int variant = -1;
  std::optional<Day> period;
  std::string location;
  std::vector<int> levels;
  std::vector<Row::Number> numbers;
};

struct Outcome {
  std::vector<Kept> rows;
  ReadResult result;
  std::vector<Diagnostic> faults;  ///< of the result, or of the Error that ended the reading
  bool ended = false;              ///< by an Error
};

inline Outcome read_file(const Source& source, const Mapping& mapping, bool keep = false) {
  Outcome outcome;
  try {
    outcome.result = read_feed(
        source, mapping,
        [&](const Row& row) {
          outcome.rows.push_back({row.line, row.number, std::string(row.unit), row.variant,
                                  row.period, std::string(row.location), row.levels, row.numbers});
        },
        keep);
    outcome.faults = outcome.result.faults;
  } catch (const Error& error) {
    outcome.faults = error.faults();
    outcome.ended = true;
  }
  return outcome;
}

inline Outcome read_text(std::string_view text, const Mapping& mapping,
                         const std::string& name = "rows.csv", char delimiter = 0,
                         bool keep = false) {
  const Scratch scratch;
  return read_file({scratch.write(name, text), name, "", delimiter}, mapping, keep);
}

/// Unit rows: id, group, x; variants control and answers.
inline Mapping unit_mapping() {
  Mapping mapping;
  mapping.rows = Grain::unit;
  mapping.unit = "id";
  mapping.variant = "group";
  mapping.variants = {"control", "answers"};
  mapping.numbers = {{"spend", "value", "x"}};
  return mapping;
}

/// Summary rows: group, n; the same variants.
inline Mapping summary_mapping() {
  Mapping mapping = unit_mapping();
  mapping.rows = Grain::summary;
  mapping.unit.clear();
  mapping.numbers = {{"visit", "n", "n"}};
  return mapping;
}

/// `LINE:COLUMN slug`
inline std::string brief(const Diagnostic& fault) {
  return std::to_string(fault.at.line) + ":" + std::to_string(fault.at.column) + " " + fault.slug;
}

}  // namespace collab::test
