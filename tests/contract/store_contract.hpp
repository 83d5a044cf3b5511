// The fixture of the contract: a backend is a name and a way to open a database in a folder; opening the same
// folder again is a restart.
#pragma once

#include <filesystem>
#include <memory>

#include "gateway/store/sqlite_store.hpp"
#include "tests/contract/store_support.hpp"

namespace support {

struct Options {
  std::size_t commits_queued_max = 4096;
};

struct Backend {
  const char* name;
  std::unique_ptr<gateway::Store> (*open)(const std::filesystem::path& folder, const Options& options);
};

inline std::unique_ptr<gateway::Store> open_sqlite_in(const std::filesystem::path& folder, const Options& options) {
  gateway::SqliteConfig config;
  config.path = folder / "precert.db";
  config.replay_window = replay_window;
  config.commits_queued_max = options.commits_queued_max;
  auto opened = gateway::open_sqlite(config);
  EXPECT_TRUE(opened) << opened.error().first().remedy;
  return opened ? std::move(*opened) : nullptr;
}

/// Whoever keeps the contract.
inline std::vector<Backend> backends() { return {Backend{"Sqlite", &open_sqlite_in}}; }
inline std::string backend_name(const testing::TestParamInfo<Backend>& tested) { return tested.param.name; }

class StoreContract : public testing::TestWithParam<Backend> {
 protected:
  void SetUp() override {
    reopen();
    ASSERT_NE(store_, nullptr);
  }
  void reopen(const Options& options = {}) {
    store_.reset();
    store_ = GetParam().open(folder_.path(), options);
  }
  gateway::Store& store() { return *store_; }
  gateway::CommitOutcome outcome_of(gateway::Exchange exchange) {
    return commit(store(), std::move(exchange)).outcome;
  }
  gateway::CaseRecord found(const std::string& id) {
    const auto record = store().find_case(precert::CaseId(id));
    EXPECT_TRUE(record && *record) << id;
    return record && *record ? **record : gateway::CaseRecord{};
  }
  bool exists(const std::string& id) {
    const auto record = store().find_case(precert::CaseId(id));
    EXPECT_TRUE(record);
    return record && record->has_value();
  }

 private:
  TemporaryFolder folder_;  // before the store, so that it goes after it
  std::unique_ptr<gateway::Store> store_;
};

}  // namespace support
