#pragma once
// Reading feeds: bytes of a CSV or NDJSON source to mapped rows, with located faults.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "collab/model/diagnostic.hpp"
#include "collab/model/observation.hpp"
#include "collab/model/unit_rows.hpp"

namespace collab {

struct Source {
  std::filesystem::path path;  ///< `-` = standard input
  std::string shown_as;        ///< how it is named in faults
  std::string format;          ///< csv, ndjson; empty: by the name's ending, csv otherwise
  char delimiter = 0;          ///< 0: comma, or tab for .tsv
  /// Rows whose period it does not want are passed over before the rest of them is read; it gets
  /// nullopt where a row's period cannot be read. Empty: all rows are wanted.
  std::function<bool(const std::optional<Day>&)> wanted{};
};

/// Called once per good row, in the source's order. It may refuse a row by throwing Error(invalid,
/// …): the reader fills in file and line of its faults, counts them like its own, keeps the row's
/// text for the rejects file, and goes on.
using RowSink = std::function<void(const Row&)>;

/// A row that was not understood: its fault, and its own text for a rejects file.
struct Rejected {
  std::uint64_t line = 0;
  std::string text;
};

struct ReadResult {
  std::uint64_t rows = 0;          ///< good rows handed to the sink
  std::vector<Diagnostic> faults;  ///< the first 20, located; messages never show units' ids
  std::uint64_t fault_count = 0;
  std::vector<Rejected> rejected;  ///< whole rows, only when `keep_rejected`
  std::string header;              ///< CSV: the header line as it was
  std::uint64_t rounded = 0;       ///< numbers finer than a millionth
};

/// Reads in chunks of 1 MiB; memory does not grow with the source, only with what is rejected and
/// kept. CSV is RFC 4180 with a header line; NDJSON one flat object a line. Both UTF-8.
///
/// Limits, each a located fault: a row 1,048,576 bytes (line-too-long), 10,000 columns
/// (too-many-columns), a mapped field 65,536 bytes (field-too-long), a unit's id 1,024 bytes
/// (id-too-long).
///
/// throws Error(not_found, "no-such-file") when it cannot be opened, Error(invalid) for a fault
/// that makes the rest unreadable and is not about one row (a missing column, no header, NUL bytes,
/// bad UTF-8): located like any other.
ReadResult read_feed(const Source& source, const Mapping& mapping, const RowSink& sink,
                     bool keep_rejected = false);

/// Receives the rows of a stretch of the source; called by several threads at once, each with its
/// own number from 0 on. False: a row is not good, which ends the reading.
using BlockSink = std::function<bool(std::size_t thread, RowBlock& block)>;
/// How far a reading has come: bytes of all, rows so far. May be called by any thread, one at a
/// time. Throwing ends the reading.
using Progress = std::function<void(std::uint64_t bytes, std::uint64_t all, std::uint64_t rows)>;

/// The quick way through a CSV file of unit or event rows: chunks of 1 MiB, parsed by `threads`
/// threads, no row in its own order. Good for files without a fault: nullopt when there is one, or
/// when source or mapping ask for what only read_feed() does (pipes, NDJSON, `unit: $row`,
/// locations); then read_feed() says what it is. The rows of a file that both read are the same.
///
/// throws as read_feed() does for a file that cannot be opened, and Error(invalid, "file-changed")
std::optional<std::uint64_t> read_blocks(const Source& source, const Mapping& mapping,
                                         std::size_t threads, const BlockSink& sink,
                                         const Progress& progress = {});

/// What a feed's columns mean, resolved against the experiment and the program.
/// throws Error(invalid) for a column use that names nothing known.
Mapping make_mapping(const Feed& feed, const Experiment& experiment, const Program& program,
                     const std::vector<KindShape>& kinds);

/// The files that `pattern` names below `root`, with the period each stands for: `{date}` matches
/// YYYY-MM-DD, `*` and `?` as in a shell within one folder. No folders; links that lead out of
/// `root` are not followed. A pipe or device is among them, and read_feed() refuses it. Sorted by
/// period, then name. throws Error(invalid, "outside-project") for a pattern that leads out of
/// `root`
struct FeedFile {
  std::filesystem::path path;
  std::string shown_as;
  std::optional<Day> period;
};
std::vector<FeedFile> feed_files(const std::filesystem::path& root, const std::string& pattern);
/// Names that fit but for a `{date}` that no calendar has: `night-2026-02-30.csv`; sorted.
std::vector<std::string> misdated_files(const std::filesystem::path& root,
                                        const std::string& pattern);
/// The file for one period: `{date}` replaced; it need not be there.
/// throws Error(invalid, "outside-project"), also for a link that leads out of `root`
std::filesystem::path feed_file(const std::filesystem::path& root, const std::string& pattern,
                                Day period);

/// Slugs of feed faults, for `collab help errors`.
const std::vector<std::pair<std::string_view, std::string_view>>& feed_faults();

}  // namespace collab
