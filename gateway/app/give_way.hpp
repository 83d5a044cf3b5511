// Work that nobody waits for leaves the machine to the requests.
#pragma once

#include <sys/resource.h>

namespace gateway {

/// Lowers the priority of the calling thread, and of it alone (Linux): under full load it gets a few percent of
/// a core, on an idle machine all that it can use. Letters and work after pending may be late; answers not.
inline void give_way() {
  constexpr int niceness = 19;
  setpriority(PRIO_PROCESS, 0, niceness);
}

}  // namespace gateway
