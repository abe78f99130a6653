#include "collab/feeds/estimate_lines.hpp"

#include <fmt/format.h>

#include "collab/model/error.hpp"
#include "feeds/bytes.hpp"
#include "feeds/estimate_request.hpp"
#include "feeds/limits.hpp"

namespace collab {
namespace {

Diagnostic fault(std::string slug, std::string message, std::string hint = {}) {
  return {.slug = std::move(slug), .message = std::move(message), .hint = std::move(hint)};
}

Diagnostic json_fault(JsonFault kind) {
  switch (kind) {
    case JsonFault::bad_number:
      return fault("bad-json", "a number that JSON does not know, or too large");
    case JsonFault::bad_utf8:
      return fault("bad-utf8", "this line is not UTF-8 text");
    default:
      return fault("bad-json", "this line is not sound JSON",
                   "one complete object a line, strings in double quotes");
  }
}

class LineReader {
 public:
  explicit LineReader(const Source& source) : bytes_(source.path, source.shown_as) {
    if (bytes_.unread().starts_with("\xef\xbb\xbf")) bytes_.consume(3);
  }

  /// The next line without its end; false at the source's end. A line beyond the limit is empty
  /// and `too_long`.
  bool next(std::string_view& line, bool& too_long) {
    bytes_.consume(std::exchange(consumed_, 0));
    too_long = false;
    for (;;) {
      const std::string_view unread = bytes_.unread();
      const std::size_t end = unread.find('\n');
      if (end == std::string_view::npos && !bytes_.ended()) {
        if (unread.size() > limits::line) {
          too_long = true;
          bytes_.consume(unread.size());
        }
        bytes_.more();
        continue;
      }
      if (unread.empty() && !too_long) return false;
      line = unread.substr(0, end);
      consumed_ = end == std::string_view::npos ? unread.size() : end + 1;
      if (line.ends_with('\r')) line.remove_suffix(1);
      too_long = too_long || line.size() > limits::line;
      if (too_long) line = {};
      return true;
    }
  }

 private:
  ByteBuffer bytes_;
  std::size_t consumed_ = 0;
};

}  // namespace

void read_estimate_lines(const Source& source, const std::function<void(EstimateLine&&)>& sink) {
  LineReader reader(source);
  JsonLine json;
  std::string_view line;
  bool too_long = false;
  for (std::uint64_t number = 1; reader.next(line, too_long); ++number) {
    EstimateLine out;
    out.line = number;
    if (too_long) {
      out.fault = fault("line-too-long", fmt::format("a line of more than {} bytes", limits::line));
      sink(std::move(out));
      continue;
    }
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (const JsonFault kind = json.parse(line); kind != JsonFault::none) {
      out.fault = json_fault(kind);
    } else if (!json.root().IsObject()) {
      out.fault = fault("not-an-object", "this line holds no object");
    } else {
      try {
        out.id = estimate_id(json.root());
        out.request = estimate_request(json.root());
      } catch (const Error& wrong) {
        out.fault = wrong.faults().front();
      }
    }
    sink(std::move(out));
  }
}

}  // namespace collab
