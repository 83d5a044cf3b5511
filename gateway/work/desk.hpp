// The worker that looks after cases nobody is looking at: it opens and closes pieces of work as cases change,
// closes what waits in vain, and says what is overdue. It never decides and never denies.
#pragma once

#include <cstddef>
#include <memory>
#include <stop_token>

#include "base/result.hpp"
#include "gateway/app/give_way.hpp"
#include "gateway/app/services.hpp"

namespace gateway {

// All of these look between two cases whether they are to stop, and then leave the rest for the next time.

/// Brings the pieces of work of every case that changed since the last time up to date; returns how many
/// versions it looked at. What it writes and how far it has come are one commit. Errors: store_unavailable.
[[nodiscard]] base::Result<std::size_t> follow_cases(Services& services, const std::stop_token& stop = {},
                                                     Pace pace = Pace::all);

/// Closes the cases whose information did not come (OR-I3); returns how many. Errors: store_unavailable.
[[nodiscard]] base::Result<std::size_t> close_out_due(Services& services, const std::stop_token& stop = {});

/// Notes on every case that is answered late that it is, once for each due instant; returns how many. They
/// stay first in the worklist. Errors: store_unavailable.
[[nodiscard]] base::Result<std::size_t> note_overdue(Services& services, const std::stop_token& stop = {});

/// The three, on this thread.
[[nodiscard]] base::Result<void> work_due(Services& services, const std::stop_token& stop = {},
                                          Pace pace = Pace::all);

class WorkDesk {
 public:
  /// `services` outlives this.
  explicit WorkDesk(Services& services);
  ~WorkDesk();
  WorkDesk(const WorkDesk&) = delete;
  WorkDesk& operator=(const WorkDesk&) = delete;

  /// On a thread of its own: follows cases each second while traffic is thin, and some each minute however dense
  /// it is; looks each minute for what is late or may be closed.
  void start();
  /// Ends after the case that is being looked at. No-op when it does not run.
  void stop();

 private:
  struct Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace gateway
