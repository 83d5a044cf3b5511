// The embedded store: SQLite in WAL mode with synchronous=FULL. One process, one writer thread, many readers.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "gateway/store/store.hpp"

namespace gateway {

/// How the embedded store is opened.
struct SqliteConfig {
  /// Created when absent; its folder must exist. SQLite adds path-wal and path-shm.
  std::filesystem::path path;
  bool read_only = false;  // beside the gateway that writes: creates, migrates and writes nothing; writes fail

  // What is promised.
  std::chrono::seconds replay_window = std::chrono::hours{24};  // same bytes, same sender, same answer

  // Speed. Larger groups raise throughput under load and the time the first of a group waits.
  std::size_t commits_per_group_max = 64;
  std::size_t commits_queued_max = 4096;                   // more are turned away as unavailable
  std::size_t bytes_queued_max = std::size_t{256} << 20U;  // what they hold in memory
  std::size_t read_connections = 4;                        // reads that can run at once
  std::size_t writer_cache_bytes = std::size_t{64} << 20U;
  std::size_t reader_cache_bytes = std::size_t{16} << 20U;
  std::size_t page_bytes = 8192;                   // of a new database

  // Moving the log into the database, on a thread of its own.
  std::size_t checkpoint_pages = 2000;  // of the log; fewer keep the log short, more save writes
  std::size_t log_pages_max = 32768;    // a longer log is moved between two groups, which wait for it
  std::chrono::milliseconds busy_timeout{
      5000};  // another process (a backup, the sqlite3 shell) holds the lock
};

/// Opens or creates the database and brings its schema up to date; one that is read only has to be there, with
/// the schema of this build.
/// Errors: store_unavailable (no such folder, no rights, damaged, or written by a newer precert).
[[nodiscard]] base::Result<std::unique_ptr<Store>> open_sqlite(const SqliteConfig& config);

}  // namespace gateway
