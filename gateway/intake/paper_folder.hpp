// The folder between this gateway and a fax or scan service: in/ is where papers are put, archive/ where they
// go when they are stored, failed/ where what is no paper goes, with the reason beside it. docs/intake.md is
// the contract of the other side.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/intake/papers.hpp"

namespace gateway {

/// A paper in in/: the pages, and the file that says what is known of them, if there is one.
struct PaperFiles {
  std::filesystem::path pages, index;
};

/// What one paper came to.
struct PaperTaken {
  std::string file;
  bool duplicate = false;  // it was stored before: only moved
  bool failed = false;     // it is no paper: moved to failed/
  PaperOutcome outcome;    // neither
};

class PaperFolder {
 public:
  /// Makes the three folders. Only one process works in a folder at a time. `settle`: how long a file has to
  /// be left alone before it is taken without an index, or given up as cut off. Errors: config_invalid when
  /// the folders cannot be made or somebody else works in them.
  [[nodiscard]] static base::Result<std::unique_ptr<PaperFolder>> open(const std::filesystem::path& root,
                                                                       Services& services,
                                                                       std::chrono::seconds settle);
  ~PaperFolder();
  PaperFolder(const PaperFolder&) = delete;
  PaperFolder& operator=(const PaperFolder&) = delete;

  /// Papers that are whole, the one changed first first. Names that begin with a dot or end in .part, .tmp or
  /// .filepart are still being written.
  [[nodiscard]] std::vector<PaperFiles> ready() const;
  /// Stores one paper, then moves its files. The same bytes with the same index are stored once, however
  /// often and after whatever crash they come. Errors: store_unavailable, config_invalid (disk), conflict
  /// (somebody writes to them just now): the files stay.
  [[nodiscard]] base::Result<PaperTaken> take(const PaperFiles& files);
  /// All that is ready; returns how many were stored. What cannot be stored now is logged and stays. Once it
  /// is to stop it ends after the paper that is being taken.
  std::size_t work_due(const std::stop_token& stop = {});

 private:
  PaperFolder(std::filesystem::path root, Services& services, std::chrono::seconds settle, int lock)
      : root_(std::move(root)), services_(services), settle_(settle), lock_(lock) {}
  [[nodiscard]] bool left_alone(const std::filesystem::path& file) const;
  [[nodiscard]] bool complete(const PaperFiles& files) const;
  [[nodiscard]] base::Result<PaperTaken> stored(const PaperFiles& files, const Paper& paper,
                                                const std::string& told);
  [[nodiscard]] base::Result<void> archive(const PaperFiles& files, const char* folder,
                                           const std::string& why) const;

  std::filesystem::path root_;
  Services& services_;
  std::chrono::seconds settle_;
  int lock_;
};

}  // namespace gateway
