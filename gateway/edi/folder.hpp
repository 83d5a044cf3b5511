// A watched folder: files in, answers out. in/ is where partners put files, out/ where they find the answers;
// a file that is done goes to archive/, one with something in it that is no interchange to failed/.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/app/services.hpp"
#include "gateway/edi/batch_run.hpp"

namespace gateway {

/// What one file came to.
struct FolderResult {
  std::string file;   // its name in in/
  std::string batch;  // ours
  std::uint64_t sets = 0, accepted = 0, bytes = 0;
  std::chrono::milliseconds took{};
  bool duplicate = false;  // worked off before: the same answers were written again
  bool failed = false;     // something in it is no interchange: what came before that was answered
  bool stopped = false;    // to be gone on with at the next start
  std::vector<std::filesystem::path> answers;
};

class Folder {
 public:
  /// Makes the four folders. Only one process works in a folder at a time. `settle`: how long a file that
  /// does not end in an IEA has to be left alone before it is taken as it is: its sender may still be
  /// writing. Errors: config_invalid when the folders cannot be made or somebody else works in them.
  [[nodiscard]] static base::Result<std::unique_ptr<Folder>> open(const std::filesystem::path& root,
                                                                  Services& services,
                                                                  std::chrono::seconds settle);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  /// Files that are whole, the one changed first first. Names that begin with a dot or end in .part, .tmp or
  /// .filepart are still being written.
  [[nodiscard]] std::vector<std::filesystem::path> ready() const;
  /// How many files are left to their senders: by their names or their ends they are still being written.
  [[nodiscard]] std::size_t waiting() const;
  /// Folders inside in/: what lies in them is never taken.
  [[nodiscard]] std::vector<std::filesystem::path> ignored() const;
  /// Works off one file. Errors: store_unavailable, config_invalid (disk): the file stays where it is.
  [[nodiscard]] base::Result<FolderResult> take(const std::filesystem::path& file, const BatchWatch& watch);
  /// Writes what waits for the senders whose files came through this folder to out/; returns the files.
  [[nodiscard]] base::Result<std::vector<std::filesystem::path>> write_outbox();

 private:
  Folder(std::filesystem::path root, Services& services, std::chrono::seconds settle, int lock);
  [[nodiscard]] bool whole(const std::filesystem::path& file) const;
  [[nodiscard]] base::Result<void> write_answers(const std::string& batch, const std::string& name,
                                                 FolderResult& result);

  std::filesystem::path root_;
  Services& services_;
  std::chrono::seconds settle_;
  int lock_;
  std::string sender_;  // of its batches
};

}  // namespace gateway
