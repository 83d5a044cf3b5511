// Batches that came as a file and wait in this process for their turn, or have it: who sends one of them
// again is told so at once.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "gateway/store/content_hash.hpp"
#include "gateway/store/records.hpp"

namespace gateway {

struct Services;

/// A place in that line.
struct PlaceInLine {
  BatchRecord batch;                // the id it has or will be stored under, and how far it was when it came
  std::shared_ptr<const void> own;  // gives the place up when it is gone; nullptr: somebody else has it
};

/// The place of the sender's batch with these bytes. Errors: store_unavailable.
[[nodiscard]] base::Result<PlaceInLine> place_in_line(const std::string& sender, const ContentHash& hash,
                                                      Services& services);

}  // namespace gateway
