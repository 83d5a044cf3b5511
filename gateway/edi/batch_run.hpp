// Working off one batch: every set checked and answered, in steps that are durable one by one; while one is
// written the next is decided. A restart goes on after the last durable step; what was decided is never
// decided again.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "gateway/app/services.hpp"
#include "gateway/edi/mapped_file.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

/// How far a run is.
struct BatchProgress {
  std::uint64_t sets = 0, accepted = 0;
  std::uint64_t bytes = 0, bytes_all = 0;
};
/// Called for each step as it goes to the store; false stops the run as soon as that step is durable, to be
/// gone on with later.
using BatchWatch = std::function<bool(const BatchProgress&)>;

/// Makes of `batch` what it is afterwards: done, failed when there is no interchange in it, or running when the
/// watch stopped it or the run failed; its claimed_until is the last that this run wrote, or the one it came
/// with. `file` holds its bytes. One bad set never spoils its neighbours: it gets its 999, they get
/// their answers. Errors: store_unavailable; conflict when the partner's rules were changed since its first
/// part was answered.
[[nodiscard]] base::Result<void> run_batch(BatchRecord& batch, MappedFile& file, Services& services,
                                           const BatchWatch& watch = nullptr);

}  // namespace gateway
