// Bytes a second beside the time of one iteration.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

namespace bench {

/// `bytes` were worked through in each iteration.
inline void count_bytes(benchmark::State& state, std::size_t bytes) {
  const std::size_t all = static_cast<std::size_t>(state.iterations()) * bytes;
  state.SetBytesProcessed(static_cast<std::int64_t>(all));
}

}  // namespace bench
