// Event rows for measuring: rows spread evenly over units, days and metrics, the same for the same
// arguments.
//
// generate ROWS UNITS METRICS DAYS [quoted] [first day's number from 2026-03-02 on]  > FILE
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

/// SplitMix64.
std::uint64_t mixed(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::uint64_t hashed(std::uint64_t value) { return mixed(value); }

class Writer {
 public:
  void text(const char* value) { buffer_ += value; }
  void row_end() {
    buffer_ += '\n';
    if (buffer_.size() > (1U << 20U)) flush();
  }
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) != buffer_.size()) std::exit(1);
    buffer_.clear();
  }

 private:
  std::string buffer_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("generate ROWS UNITS METRICS DAYS [quoted] [FIRST]\n", stderr);
    return 2;
  }
  const std::uint64_t rows = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t units = std::strtoull(argv[2], nullptr, 10);
  const std::uint64_t metrics = std::strtoull(argv[3], nullptr, 10);
  const std::uint64_t days = std::strtoull(argv[4], nullptr, 10);
  const bool quoted = argc > 5 && std::strcmp(argv[5], "quoted") == 0;
  const std::uint64_t first = argc > 6 ? std::strtoull(argv[6], nullptr, 10) : 0;
  static const char* const names[] = {"visits", "spend", "answers_read"};
  static const char* const variants[] = {"control", "answers", "rewards"};
  static const unsigned months[] = {31, 30, 31, 30};  // March on
  std::uint64_t state = rows ^ (units << 20U) ^ (days << 50U) ^ (first << 56U);
  Writer out;
  out.text("unit,variant,metric,value,time\n");
  for (std::uint64_t row = 0; row < rows; ++row) {
    // Each unit once as an exposure, then events.
    const std::uint64_t unit = row < units ? row : mixed(state) % units;
    const std::uint64_t id = hashed(unit);
    const std::uint64_t draw = mixed(state);
    const char* metric = row < units ? "exposure" : names[draw % metrics];
    std::uint64_t day = 1 + first + (row < units ? 0 : draw / 16 % days);
    unsigned month = 0;
    while (day >= months[month]) day -= months[month++];
    char line[256];
    char name[64];
    if (quoted)
      std::snprintf(name, sizeof name, "\"%08x-%04x-4%03x-8%03x-%012llx\"",
                    static_cast<unsigned>(id >> 32U), static_cast<unsigned>(id >> 16U) & 0xFFFFU,
                    static_cast<unsigned>(id) & 0xFFFU, static_cast<unsigned>(id >> 12U) & 0xFFFU,
                    static_cast<unsigned long long>(hashed(id)) & 0xFFFFFFFFFFFFULL);
    else
      std::snprintf(name, sizeof name, "c%09llu", static_cast<unsigned long long>(unit));
    char value[32] = "";
    if (row >= units) {
      if (metric == names[1])
        std::snprintf(value, sizeof value, "%llu.%02llu",
                      static_cast<unsigned long long>(draw >> 20U) % 200,
                      static_cast<unsigned long long>(draw >> 40U) % 100);
      else
        std::snprintf(value, sizeof value, "1");
    }
    const unsigned second = static_cast<unsigned>((draw >> 8U) % 86'400);
    std::snprintf(line, sizeof line, "%s,%s,%s,%s,2026-%02u-%02uT%02u:%02u:%02uZ", name,
                  variants[id % 3], metric, value, month + 3, static_cast<unsigned>(day) + 1,
                  second / 3600, second / 60 % 60, second % 60);
    out.text(line);
    out.row_end();
  }
  out.flush();
}
