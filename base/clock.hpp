// The time as a dependency: whoever needs "now" is given a Clock, so a replay answers what the original answered.
#pragma once

#include "base/date.hpp"

namespace base {

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock. Made once, where the gateway is wired together.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

/// A clock that stands still: tests and `replay`.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant at) : at_(at) {}
  [[nodiscard]] Instant now() const override { return at_; }

 private:
  Instant at_;
};

}  // namespace base
