// Work that nobody waits for leaves the machine to the requests.
#pragma once

#include <sched.h>

namespace gateway {

/// Leaves the processor to every other thread (Linux, SCHED_IDLE, the calling thread alone): under full load it
/// gets what is left over, on an idle machine all that it can use, and whoever has work to do runs at once.
/// Letters and work after pending may be late; answers not.
inline void give_way() {
  const sched_param none{};
  sched_setscheduler(0, SCHED_IDLE, &none);
}

}  // namespace gateway
