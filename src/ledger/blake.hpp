#pragma once
// BLAKE2b-256: what operations and stored bytes are digested with.
#include <sodium.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace collab {

/// Has digests made in the processor's own way, a third of the time that the common one takes. Half
/// a millisecond once: for commands that write or verify.
void hasten_digests();

class Blake {
 public:
  static constexpr std::size_t size = 32;
  Blake();
  void add(const void* data, std::size_t length);
  /// Lower-case hex; nothing may be added afterwards.
  std::string finish();

 private:
  crypto_generichash_state state_;
};

/// Lower-case hex.
std::string blake2b(std::span<const std::uint8_t> bytes);

}  // namespace collab
