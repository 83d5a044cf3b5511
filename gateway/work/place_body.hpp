// A change of place as a body names it, and the event that keeps it.
#pragma once

#include <string_view>

#include "gateway/store/records.hpp"
#include "gateway/work/action_body.hpp"
#include "precert/engine/after_pending.hpp"
#include "precert/engine/directory.hpp"

namespace gateway {

/// "facility", "place_of_service" and "lines" of the body; name and address as the directory knows them.
[[nodiscard]] precert::PlaceChange place_change_from(ActionBody& body, const precert::Directory* directory);

[[nodiscard]] CaseEvent place_event(const CaseRecord& record, const precert::PlaceChange& change,
                                    std::string_view actor, base::Instant at);

}  // namespace gateway
