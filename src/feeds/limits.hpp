#pragma once
// How large one row of a feed may be; beyond it a located fault. Documented in reader.hpp.
#include <cstddef>

namespace collab::limits {

inline constexpr std::size_t line = std::size_t{1} << 20;   // bytes of a row
inline constexpr std::size_t columns = 10'000;              // of a CSV file
inline constexpr std::size_t field = std::size_t{1} << 16;  // bytes of a mapped field
inline constexpr std::size_t unit_id = 1024;                // bytes

}  // namespace collab::limits
