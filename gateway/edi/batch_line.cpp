#include "gateway/edi/batch_line.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <tuple>
#include <utility>

#include "gateway/app/services.hpp"
#include "gateway/edi/batches.hpp"

namespace gateway {
namespace {

/// Of every gateway in this process.
class WaitingLine {
 public:
  using Key = std::tuple<const Services*, std::string, ContentHash>;

  [[nodiscard]] std::optional<BatchRecord> batch(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = batches_.find(key);
    return found == batches_.end() ? std::nullopt : std::optional(found->second);
  }
  /// False when somebody has the place.
  [[nodiscard]] bool enter(const Key& key, const BatchRecord& batch) {
    const std::lock_guard lock(mutex_);
    return batches_.emplace(key, batch).second;
  }
  void leave(const Key& key) {
    const std::lock_guard lock(mutex_);
    batches_.erase(key);
  }

 private:
  std::mutex mutex_;
  std::map<Key, BatchRecord> batches_;
};

WaitingLine& waiting_line() {
  static WaitingLine all;
  return all;
}

/// Gives the place up at its end.
class OwnPlace {
 public:
  explicit OwnPlace(WaitingLine::Key key) : key_(std::move(key)) {}
  OwnPlace(const OwnPlace&) = delete;
  OwnPlace& operator=(const OwnPlace&) = delete;
  ~OwnPlace() { waiting_line().leave(key_); }

 private:
  WaitingLine::Key key_;
};

/// As it is stored, else with the id that it will be stored under.
base::Result<BatchRecord> batch_awaited(const std::string& sender, const ContentHash& hash,
                                        Services& services) {
  base::Result<std::optional<BatchRecord>> stored = services.store.batch(sender, hex(hash));
  if (!stored) return stored.error();
  if (*stored) return std::move(**stored);
  base::Result<std::string> id = batch_id(services);
  if (!id) return id.error();
  BatchRecord batch;
  batch.id = std::move(*id);
  return batch;
}

}  // namespace

base::Result<PlaceInLine> place_in_line(const std::string& sender, const ContentHash& hash,
                                        Services& services) {
  const WaitingLine::Key key{&services, sender, hash};
  if (std::optional<BatchRecord> others = waiting_line().batch(key))
    return PlaceInLine{std::move(*others), nullptr};
  base::Result<BatchRecord> batch = batch_awaited(sender, hash, services);
  if (!batch) return batch.error();
  if (!waiting_line().enter(key, *batch)) return place_in_line(sender, hash, services);
  return PlaceInLine{std::move(*batch), std::make_shared<const OwnPlace>(key)};
}

}  // namespace gateway
