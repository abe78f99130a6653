#include "ledger/json.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

namespace collab {
namespace {

/// Reads from the front of a text; every member is false, and the reader of no more use, when what
/// it asks for is not there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool at_end() {
    skip_blanks();
    return rest_.empty();
  }
  bool take(char c) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  template <class Number>
  bool number(Number& value) {
    skip_blanks();
    const char* begin = rest_.data();
    const auto [end, fault] = std::from_chars(begin, begin + rest_.size(), value);
    if (fault != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - begin));
    return true;
  }
  bool text(std::string& value) {
    if (!take('"')) return false;
    value.clear();
    for (;;) {
      const std::size_t plain = rest_.find_first_of("\"\\");
      if (plain == std::string_view::npos) return false;
      value.append(rest_.substr(0, plain));
      const bool closes = rest_[plain] == '"';
      rest_.remove_prefix(plain + 1);
      if (closes) return true;
      if (!escape(value)) return false;
    }
  }

 private:
  void skip_blanks() {
    while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
  }
  bool escape(std::string& value) {
    if (rest_.empty()) return false;
    const char kind = rest_.front();
    rest_.remove_prefix(1);
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t at = names.find(kind); at != std::string_view::npos) {
      value += meanings[at];
      return true;
    }
    // Only control characters are written this way.
    unsigned code = 0;
    if (kind != 'u' || rest_.size() < 4) return false;
    const auto [end, fault] = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
    if (fault != std::errc{} || end != rest_.data() + 4 || code >= 0x80) return false;
    value += static_cast<char>(code);
    rest_.remove_prefix(4);
    return true;
  }

  std::string_view rest_;
};

std::string json_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(result), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// `open item, item… close`, nothing behind it; item() reads one.
template <class Item>
bool read_list(Reader& reader, char open, char close, const Item& item) {
  if (!reader.take(open)) return false;
  if (reader.take(close)) return reader.at_end();
  do {
    if (!item()) return false;
  } while (reader.take(','));
  return reader.take(close) && reader.at_end();
}

}  // namespace

std::optional<Statistics> parse_statistics(std::string_view text) {
  Reader reader(text);
  Statistics statistics;
  std::string name;
  double value = 0;
  const auto entry = [&] {
    if (!reader.text(name) || !reader.take(':') || !reader.number(value)) return false;
    statistics.emplace_back(name, value);
    return true;
  };
  if (!read_list(reader, '{', '}', entry)) return std::nullopt;
  return statistics;
}

std::string to_json(const std::vector<std::string>& list) {
  std::string text = "[";
  for (const std::string& item : list) {
    if (text.size() > 1) text += ',';
    text += json_text(item);
  }
  return text + ']';
}

std::optional<std::vector<std::string>> parse_texts(std::string_view text) {
  Reader reader(text);
  std::vector<std::string> list;
  std::string item;
  const auto entry = [&] {
    if (!reader.text(item)) return false;
    list.push_back(item);
    return true;
  };
  if (!read_list(reader, '[', ']', entry)) return std::nullopt;
  return list;
}

std::string to_json(const std::vector<Days>& list) {
  std::string text = "[";
  for (const Days days : list) {
    if (text.size() > 1) text += ',';
    text += fmt::format("{}", days.count());
  }
  return text + ']';
}

std::optional<std::vector<Days>> parse_day_counts(std::string_view text) {
  Reader reader(text);
  std::vector<Days> list;
  int days = 0;
  const auto entry = [&] {
    if (!reader.number(days)) return false;
    list.emplace_back(days);
    return true;
  };
  if (!read_list(reader, '[', ']', entry)) return std::nullopt;
  return list;
}

}  // namespace collab
