// Letters are written behind the decisions, never in front of an answer: a thread follows the versions of all
// cases, makes what they owe, and hands it to the fax or print service through a folder.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "gateway/app/services.hpp"

namespace gateway {

/// How long a letter waits after so many failures (1 = the first): 5 minutes, 15, then an hour, then four.
[[nodiscard]] std::chrono::seconds letter_wait_after(int failures);

class Letters {
 public:
  /// Reads the templates and makes the folder. `services` outlives this. Errors: config_invalid, as
  /// LetterTemplates::load and LetterQueue::open.
  [[nodiscard]] static base::Result<std::unique_ptr<Letters>> open(Services& services);
  ~Letters();
  Letters(const Letters&) = delete;
  Letters& operator=(const Letters&) = delete;

  /// On a thread of its own, until stop().
  void start();
  /// Ends after the step that runs; what it has not come to is done after the next start.
  void stop();

  /// Does on this thread all there is to do now; returns how many letters it made. What a version owes
  /// commits together with how far the worker has come: a crash neither loses a letter nor makes one twice. A
  /// version decided more than 30 days ago owes none (a gateway that begins to write letters does not write
  /// to the past).
  std::size_t work_due();

 private:
  struct Worker;
  explicit Letters(std::unique_ptr<Worker> worker);
  std::unique_ptr<Worker> worker_;
};

}  // namespace gateway
