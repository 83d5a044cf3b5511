// What the gateway decides with: the rulebook and the facility directory, as immutable snapshots that a
// reload swaps.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "gateway/store/store.hpp"
#include "precert/engine/directory.hpp"
#include "precert/rulebook/rulebook.hpp"

namespace gateway {

class Partners;
class Clients;
class Upstreams;
class HookAccess;

/// One consistent view; a request holds it from its first rule to its last.
struct Snapshot {
  std::shared_ptr<const precert::Rulebook> rulebook;
  std::shared_ptr<const precert::Directory> directory;
  std::shared_ptr<const Partners> partners;
  std::shared_ptr<const Clients> clients;      // nullptr = open access
  std::shared_ptr<const Upstreams> upstreams;  // nullptr = every decision is ours
  std::shared_ptr<const HookAccess> hooks = nullptr;  // who may call CDS Hooks, and what it may be asked for
};

class Knowledge {
 public:
  explicit Knowledge(Snapshot first) : current_(std::move(first)) {}

  [[nodiscard]] Snapshot current() const {
    const std::scoped_lock lock(mutex_);
    return current_;
  }
  void swap(Snapshot next) {
    const std::scoped_lock lock(mutex_);
    current_ = std::move(next);
  }

 private:
  mutable std::mutex mutex_;
  Snapshot current_;
};

/// The *.yaml files of a folder (or the one file), in name order. Errors: config_invalid when there is none.
[[nodiscard]] base::Result<std::vector<precert::RulebookFile>> rulebook_files(
    const std::filesystem::path& path);
/// The demo payer's files, carried inside the program.
[[nodiscard]] std::vector<precert::RulebookFile> demo_rulebook_files();
/// `path` empty = the demo rulebook.
[[nodiscard]] base::Result<std::shared_ptr<const precert::Rulebook>> load_rulebook(
    const std::filesystem::path& path);

/// The trading partners of a YAML file; `file` empty = one partner, everybody. Errors: config_invalid.
[[nodiscard]] base::Result<std::shared_ptr<const Partners>> load_partners(const std::filesystem::path& file);

/// Reads a JSON array of members or facilities. Errors (data_invalid) name the JSON path.
[[nodiscard]] base::Result<std::vector<precert::MemberRecord>> members_from(std::string_view json);
[[nodiscard]] base::Result<std::vector<precert::Facility>> facilities_from(std::string_view json);
/// The demo payer's members and facilities into the store.
[[nodiscard]] base::Result<void> load_demo_people(Store& store);

}  // namespace gateway
