// Counts every allocation of a program, thread by thread. To be included by one file of it: it defines operator new.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

namespace support {

inline thread_local std::size_t allocations = 0;  // of this thread, since it began

}  // namespace support

// NOLINTBEGIN(cppcoreguidelines-no-malloc, cppcoreguidelines-owning-memory, misc-definitions-in-headers): what operator
// new stands on; one file includes this
void* operator new(std::size_t size) {
  ++support::allocations;
  if (void* const made = std::malloc(size)) return made;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
// NOLINTEND(cppcoreguidelines-no-malloc, cppcoreguidelines-owning-memory, misc-definitions-in-headers)
