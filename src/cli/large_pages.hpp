#pragma once
// Memory in pages of 2 MiB, where the system has them. In a virtual machine the first touch of a
// small page may take 20 microseconds: a thousand of them are more than all that a command does,
// and a night of ten million rows touches a hundred thousand.

namespace collab {

/// Once, at the start, before threads. Elsewhere than with glibc it does nothing.
void begin_heap_with_large_pages();

}  // namespace collab
