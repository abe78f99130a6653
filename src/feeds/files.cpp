// The files a feed's pattern names, never outside the project.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

#include "collab/feeds/reader.hpp"
#include "collab/model/error.hpp"

namespace collab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view date_mark = "{date}";
constexpr std::size_t date_length = 10;  // YYYY-MM-DD

bool is_pattern(std::string_view name) {
  return name.find_first_of("*?") != std::string_view::npos ||
         name.find(date_mark) != std::string_view::npos;
}

/// Does `name` fit the pattern? A first {date} sets `period`, a further one must agree with it.
bool fits(std::string_view pattern, std::string_view name, std::optional<Day>& period) {
  if (pattern.empty()) return name.empty();
  if (pattern.starts_with(date_mark)) {
    const auto day = parse_day(name.substr(0, date_length));
    if (!day || (period && *period != *day)) return false;
    std::optional<Day> found = day;
    if (!fits(pattern.substr(date_mark.size()), name.substr(date_length), found)) return false;
    period = found;
    return true;
  }
  if (pattern.front() == '*') {
    for (std::size_t skipped = 0; skipped <= name.size(); ++skipped) {
      if (fits(pattern.substr(1), name.substr(skipped), period)) return true;
    }
    return false;
  }
  if (name.empty() || (pattern.front() != '?' && pattern.front() != name.front())) return false;
  std::size_t step = 1;  // `?` takes a whole code point
  while (pattern.front() == '?' && step < name.size() &&
         (static_cast<unsigned char>(name[step]) & 0xC0U) == 0x80U) {
    ++step;
  }
  return fits(pattern.substr(1), name.substr(step), period);
}

bool is_below(const fs::path& root, const fs::path& path) {
  const auto [end, ignored] = std::mismatch(root.begin(), root.end(), path.begin(), path.end());
  return end == root.end();
}

/// Links are followed only as far as they stay in the project.
bool stays_inside(const fs::path& real_root, const fs::path& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  return !error && is_below(real_root, real);
}

/// The pattern's folders and name. throws Error(invalid, "outside-project")
std::vector<std::string> parts_of(const std::string& pattern) {
  const fs::path path = fs::path(pattern).lexically_normal();
  if (path.is_absolute() || (!path.empty() && *path.begin() == "..")) {
    throw Error(ExitCode::invalid, "outside-project",
                fmt::format("'{}' leads out of the project", pattern),
                "a feed's file lies below the folder of collab.yaml; "
                "`collab record EXP --from FILE` reads any");
  }
  std::vector<std::string> parts;
  for (const fs::path& part : path) {
    if (part != ".") parts.push_back(part.string());
  }
  return parts;
}

class Glob {
 public:
  Glob(const fs::path& root, std::vector<std::string> parts)
      : root_(root), parts_(std::move(parts)) {
    std::error_code error;
    real_root_ = fs::canonical(root, error);
  }

  std::vector<FeedFile> files() {
    if (!parts_.empty() && !real_root_.empty()) walk(root_, {}, 0, std::nullopt);
    std::sort(found_.begin(), found_.end(), [](const FeedFile& a, const FeedFile& b) {
      return std::pair(a.period, a.shown_as) < std::pair(b.period, b.shown_as);
    });
    return std::move(found_);
  }

 private:
  void walk(const fs::path& folder, const fs::path& shown, std::size_t depth,
            std::optional<Day> period) {
    const std::string& pattern = parts_[depth];
    if (!is_pattern(pattern)) {
      visit(folder / pattern, shown / pattern, depth, period);
      return;
    }
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      // As in a shell, hidden files are not meant.
      if (name.starts_with('.') && !pattern.starts_with('.')) continue;
      std::optional<Day> day = period;
      if (fits(pattern, name, day)) visit(entry->path(), shown / name, depth, day);
    }
  }

  void visit(const fs::path& path, const fs::path& shown, std::size_t depth,
             std::optional<Day> period) {
    std::error_code error;
    const bool last = depth + 1 == parts_.size();
    const fs::file_status status = fs::status(path, error);
    // A pipe or device that bears a feed's name is found, so that reading can refuse it by name.
    const bool right = fs::is_directory(status) != last && fs::exists(status);
    if (error || !right || !stays_inside(real_root_, path)) return;
    if (last) {
      found_.push_back({path, shown.generic_string(), period});
    } else {
      walk(path, shown, depth + 1, period);
    }
  }

  fs::path root_, real_root_;
  std::vector<std::string> parts_;
  std::vector<FeedFile> found_;
};

}  // namespace

std::vector<FeedFile> feed_files(const fs::path& root, const std::string& pattern) {
  return Glob(root, parts_of(pattern)).files();
}

fs::path feed_file(const fs::path& root, const std::string& pattern, Day period) {
  std::string name = pattern;
  const std::string day = to_string(period);
  for (std::size_t at = name.find(date_mark); at != std::string::npos;
       at = name.find(date_mark, at + day.size())) {
    name.replace(at, date_mark.size(), day);
  }
  const fs::path path = root / name;
  std::error_code error;
  const fs::path real_root = fs::weakly_canonical(root, error);
  const fs::path real = fs::weakly_canonical(path, error);
  parts_of(name);
  if (!error && !is_below(real_root, real)) {
    throw Error(ExitCode::invalid, "outside-project",
                fmt::format("'{}' is a link that leads out of the project", name),
                "a feed's file lies below the folder of collab.yaml; "
                "`collab record EXP --from FILE` reads any");
  }
  return path;
}

}  // namespace collab
