// Looks into the folder of papers, on a thread of its own: nothing of it is in the way of an answer.
#pragma once

#include <memory>

#include "base/result.hpp"
#include "gateway/app/services.hpp"

namespace gateway {

class Intake {
 public:
  /// For the folder of the settings, which has to be set. `services` outlives this. Errors: config_invalid,
  /// as PaperFolder::open.
  [[nodiscard]] static base::Result<std::unique_ptr<Intake>> open(Services& services);
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  /// Every IntakeSettings::every, until stop().
  void start();
  /// Ends after the paper that is being taken.
  void stop();

 private:
  struct Worker;
  explicit Intake(std::unique_ptr<Worker> worker);
  std::unique_ptr<Worker> worker_;
};

}  // namespace gateway
