// Tells a worker that there is something to do, so that it need not look all the time.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

namespace gateway {

class Bell {
 public:
  /// Any thread. Rung before anybody listens, it is not heard: a worker looks once when it begins.
  void ring() {
    const std::scoped_lock lock(mutex_);
    if (heard_) heard_();
  }
  /// `heard` must not wait and must not ring; nullptr = nobody listens any more.
  void listen(std::function<void()> heard) {
    const std::scoped_lock lock(mutex_);
    heard_ = std::move(heard);
  }

 private:
  std::mutex mutex_;
  std::function<void()> heard_;
};

}  // namespace gateway
