// The files a feed's pattern names, never outside the project.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
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

bool looks_like_date(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00";
  return text.size() == shape.size() &&
         std::equal(text.begin(), text.end(), shape.begin(), [](char c, char form) {
           return form == '-' ? c == '-' : c >= '0' && c <= '9';
         });
}

/// Does a name fit a pattern? Where it does, `period` is what its {date} says; a further {date}
/// must agree with the first. What was tried in vain is not tried again, so that the cost is a
/// product of the lengths, however many stars there are.
class Fit {
 public:
  /// any_date  a {date} may be one that no calendar has, 2026-02-30; it sets no period
  Fit(std::string_view pattern, std::string_view name, bool any_date = false)
      : pattern_(pattern), name_(name), any_date_(any_date) {}

  std::optional<Day> period;

  bool matches(std::size_t at = 0, std::size_t from = 0) {
    if (at == pattern_.size()) return from == name_.size();
    if (!tried_.insert({at, from, period}).second) return false;
    const std::string_view pattern = pattern_.substr(at), name = name_.substr(from);
    if (pattern.starts_with(date_mark)) {
      const auto day = parse_day(name.substr(0, date_length));
      if (!day && any_date_ && looks_like_date(name.substr(0, date_length)))
        return matches(at + date_mark.size(), from + date_length);
      if (!day || (period && *period != *day)) return false;
      const std::optional<Day> before = std::exchange(period, day);
      if (matches(at + date_mark.size(), from + date_length)) return true;
      period = before;
      return false;
    }
    if (pattern.front() == '*')
      return matches(at + 1, from) || (!name.empty() && matches(at, from + 1));
    if (name.empty() || (pattern.front() != '?' && pattern.front() != name.front())) return false;
    std::size_t step = 1;  // `?` takes a whole code point
    while (pattern.front() == '?' && step < name.size() &&
           (static_cast<unsigned char>(name[step]) & 0xC0U) == 0x80U) {
      ++step;
    }
    return matches(at + 1, from + step);
  }

 private:
  std::string_view pattern_, name_;
  bool any_date_ = false;
  std::set<std::tuple<std::size_t, std::size_t, std::optional<Day>>> tried_;
};

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

[[noreturn]] void refuse_outside(const std::string& name) {
  throw Error(ExitCode::invalid, "outside-project",
              fmt::format("'{}' is a link that leads out of the project", name),
              "a feed's file lies below the folder of collab.yaml; "
              "`collab record EXP --from FILE` reads any");
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

  /// Names that files() passed over for a date that no calendar has.
  std::vector<std::string> misdated() {
    std::sort(misdated_.begin(), misdated_.end());
    return std::move(misdated_);
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
      Fit fit(pattern, name);
      fit.period = period;
      if (fit.matches())
        visit(entry->path(), shown / name, depth, fit.period);
      else if (Fit(pattern, name, true).matches())
        misdated_.push_back((shown / name).generic_string());
    }
  }

  void visit(const fs::path& path, const fs::path& shown, std::size_t depth,
             std::optional<Day> period) {
    std::error_code error;
    const bool last = depth + 1 == parts_.size();
    const fs::file_status status = fs::status(path, error);
    // A pipe or device that bears a feed's name is found, so that reading can refuse it by name.
    const bool right = fs::is_directory(status) != last && fs::exists(status);
    if (error || !right) return;
    if (!stays_inside(real_root_, path)) {
      if (last || !is_pattern(parts_[depth])) refuse_outside(shown.generic_string());
      return;  // a folder that happens to lie there
    }
    if (last) {
      found_.push_back({path, shown.generic_string(), period});
    } else {
      walk(path, shown, depth + 1, period);
    }
  }

  fs::path root_, real_root_;
  std::vector<std::string> parts_;
  std::vector<FeedFile> found_;
  std::vector<std::string> misdated_;
};

}  // namespace

std::vector<FeedFile> feed_files(const fs::path& root, const std::string& pattern) {
  return Glob(root, parts_of(pattern)).files();
}

std::vector<std::string> misdated_files(const fs::path& root, const std::string& pattern) {
  Glob glob(root, parts_of(pattern));
  glob.files();
  return glob.misdated();
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
  if (!error && !is_below(real_root, real)) refuse_outside(name);
  return path;
}

}  // namespace collab
