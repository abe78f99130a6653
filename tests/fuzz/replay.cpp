// A fuzz target without libFuzzer: each file of its corpus, then mutations of them for some
// seconds.
//
// replay SECONDS SEED FOLDER…   An input that ends the process is left in ./crash-PID.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <random>
#include <vector>

#include "fuzz/target.hpp"

namespace {

using Bytes = std::string;
constexpr std::size_t longest = 1 << 20;

/// What is tried, in a file that stays when the process ends.
class Tried {
 public:
  Tried() : name_("crash-" + std::to_string(::getpid())) {
    const int file = ::open(name_.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    collab::fuzz::require(file >= 0 && ::ftruncate(file, longest) == 0, "the input can be kept");
    memory_ = ::mmap(nullptr, longest, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    collab::fuzz::require(memory_ != MAP_FAILED, "the input can be kept");
    ::close(file);
  }
  ~Tried() { ::unlink(name_.c_str()); }
  Tried(const Tried&) = delete;
  Tried& operator=(const Tried&) = delete;

  void run(const Bytes& input) {
    const std::size_t size = std::min(input.size(), longest - sizeof size_);
    size_ = size;
    std::memcpy(memory_, &size_, sizeof size_);
    std::memcpy(static_cast<char*>(memory_) + sizeof size_, input.data(), size);
    // A copy of its very size: reading beyond it is found.
    const std::vector<std::uint8_t> exact(input.begin(), input.begin() + static_cast<long>(size));
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    ++count;
  }
  std::size_t count = 0;

 private:
  std::string name_;
  void* memory_ = nullptr;
  std::uint64_t size_ = 0;
};

Bytes mutated(const std::vector<Bytes>& corpus, std::mt19937_64& random) {
  using namespace std::string_view_literals;
  constexpr std::string_view spice = "\0\n\r\"',;:{}[]&*-+.|>#%@`!? 0919eE\\\xFF\xC3\xE2\x80"sv;
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  Bytes text = corpus[below(corpus.size())];
  for (std::size_t changes = 1 + below(8); changes > 0; --changes) {
    const std::size_t at = below(text.size() + 1), length = std::min(below(40), text.size() - at);
    switch (below(7)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      case 1:
        text.insert(at, 1, spice[below(spice.size())]);
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(at, length));
        break;
      case 4: {
        const Bytes& other = corpus[below(corpus.size())];
        const std::size_t from = below(other.size() + 1);
        text.insert(at, other.substr(from, below(200)));
        break;
      }
      case 5:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      default:
        text.insert(at, std::to_string(static_cast<std::int64_t>(random()) >> below(64)));
    }
  }
  if (text.size() > 100000) text.resize(100000);
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: replay SECONDS SEED FOLDER...\n");
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (int i = 3; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) files.push_back(entry);
  }
  std::sort(files.begin(), files.end());
  std::vector<Bytes> corpus;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  collab::fuzz::require(!corpus.empty(), "there is a corpus");
  Tried tried;
  tried.run({});
  for (const Bytes& input : corpus) tried.run(input);
  std::mt19937_64 random(std::strtoull(argv[2], nullptr, 10));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[1]));
  while (std::chrono::steady_clock::now() < end) tried.run(mutated(corpus, random));
  std::printf("%zu inputs\n", tried.count);
  return 0;
}
