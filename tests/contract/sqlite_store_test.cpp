// What the embedded store promises beyond the contract: its schema, its settings, and kill -9.
#include "gateway/store/sqlite_store.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <list>
#include <set>

#include "gateway/store/sqlite_connection.hpp"
#include "gateway/store/sqlite_look_ups.hpp"
#include "gateway/store/sqlite_migrations.hpp"
#include "tests/contract/store_support.hpp"
#include "tests/support/text.hpp"

namespace {

using gateway::CommitOutcome;
using gateway::sqlite::Connection;
using Query = gateway::sqlite::Run;

class SqliteStoreFile : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "precert.db"; }
  [[nodiscard]] gateway::SqliteConfig config() const {
    gateway::SqliteConfig made;
    made.path = path();
    return made;
  }
  [[nodiscard]] std::unique_ptr<gateway::Store> opened() const {
    auto store = gateway::open_sqlite(config());
    EXPECT_TRUE(store) << store.error().first().remedy;
    return store ? std::move(*store) : nullptr;
  }
  [[nodiscard]] std::string ask(const char* sql) const {
    Connection connection(path(), SQLITE_OPEN_READWRITE);
    Query found(connection, sql);
    return found.next() ? found.text(0) : "";
  }
  void change(const std::string& sql) const { Connection(path(), SQLITE_OPEN_READWRITE).execute(sql); }

 private:
  support::TemporaryFolder folder_;
};

TEST_F(SqliteStoreFile, KnowsEveryMigrationOfTheSourceTree) {
  std::set<std::string> files;
  for (const auto& file :
       std::filesystem::directory_iterator(PRECERT_SOURCE_DIR "/gateway/store/migrations")) {
    files.insert(file.path().filename().string());
  }
  const auto names = gateway::sqlite::migration_names();
  EXPECT_EQ(files, std::set<std::string>(names.begin(), names.end()));
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
}

TEST_F(SqliteStoreFile, IsMadeWithTheNewestSchemaInWalMode) {
  ASSERT_NE(opened(), nullptr);
  EXPECT_EQ(ask("SELECT max(version) FROM schema_version"),
            std::to_string(gateway::sqlite::migration_names().size()));
  EXPECT_EQ(ask("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(ask("PRAGMA integrity_check"), "ok");
}

TEST_F(SqliteStoreFile, IsNotMigratedTwice) {
  ASSERT_NE(opened(), nullptr);
  ASSERT_NE(opened(), nullptr);
  EXPECT_EQ(ask("SELECT count(*) FROM schema_version"),
            std::to_string(gateway::sqlite::migration_names().size()));
}

TEST_F(SqliteStoreFile, TurnsTheKeysOfAnOlderDatabaseRoundAndLosesNone) {
  Connection old(path(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  old.execute("CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
  for (std::size_t at = 0; at < 14; ++at) {
    const std::string name(gateway::sqlite::migration_names()[at]);
    old.execute(support::file_text(PRECERT_SOURCE_DIR "/gateway/store/migrations/" + name));
    gateway::sqlite::run(old, "INSERT INTO schema_version (version, name) VALUES (?1, ?2)",
                         static_cast<std::int64_t>(at + 1), name);
  }
  old.execute(
      "INSERT INTO lookup_key (kind, value, case_id) VALUES (0, 'AUTH|1', 'C'), (2, 'a|b', 'C'),"
      " (2, 'b|a', 'C'), (2, 'bare', 'C'), (3, 'urn:é|1|2', 'C'), (4, 'x|y', 'C'), (6, '|7', 'C')");
  ASSERT_NE(opened(), nullptr);
  EXPECT_EQ(ask("SELECT group_concat(kind || ' ' || value, ', ') FROM (SELECT * FROM lookup_key ORDER BY "
                "kind, value)"),
            "0 AUTH|1, 2 a|b, 2 bare, 2 b|a, 3 1|2|urn:é, 4 x|y, 6 7|");
}

TEST_F(SqliteStoreFile, FindsLookUpsOfATimeAndOfAKindByAnIndex) {
  ASSERT_NE(opened(), nullptr);
  std::list<std::string> statements;  // a connection keeps what it has prepared by its text
  Connection connection(path(), SQLITE_OPEN_READWRITE);
  const auto plan_of = [&](const gateway::LookUpQuery& query) {
    std::string plan;
    statements.push_back("EXPLAIN QUERY PLAN " + std::string(gateway::sqlite::look_ups_statement(query)));
    Query step(connection, statements.back());
    while (step.next()) plan += step.text(3) + "\n";
    return plan;
  };
  using testing::AllOf, testing::HasSubstr, testing::Not;
  gateway::LookUpQuery query;
  query.until = support::noon;
  EXPECT_THAT(plan_of(query), AllOf(HasSubstr("look_up_in_time"), Not(HasSubstr("TEMP B-TREE"))));
  query.kind = gateway::LookUpKind::message;
  EXPECT_THAT(plan_of(query), AllOf(HasSubstr("look_up_by_kind"), Not(HasSubstr("TEMP B-TREE"))));
}

TEST_F(SqliteStoreFile, KeepsAMessageAndItsAnswerInOneSmallBlock) {
  gateway::Exchange sent = support::exchange("1", std::string(20'000, 'a'));
  sent.answer.bytes = std::string(10'000, 'a') + "end";
  const gateway::StoredAnswer answer = sent.answer;
  const std::unique_ptr<gateway::Store> store = opened();
  ASSERT_EQ(support::commit(*store, std::move(sent)).outcome, CommitOutcome::committed);
  EXPECT_LT(std::stoi(ask("SELECT length(bytes) + length(answer) FROM message")), 2'000);
  const auto kept = store->message(support::message("1", "").id);
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->message.bytes, std::string(20'000, 'a'));
  EXPECT_EQ((*kept)->answer, answer);
}

TEST_F(SqliteStoreFile, ReadsMessagesThatWereWrittenBeforeTheyWerePacked) {
  const std::unique_ptr<gateway::Store> store = opened();
  const gateway::Exchange sent = support::exchange("1", "ISA*00*~");
  ASSERT_EQ(support::commit(*store, sent).outcome, CommitOutcome::committed);
  change(
      "UPDATE message SET bytes = CAST('ISA*00*~' AS BLOB), answer = CAST('older' AS BLOB), bytes_size = NULL, "
      "answer_size = NULL");
  const auto kept = store->message(support::message("1", "").id);
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->message.bytes, "ISA*00*~");
  EXPECT_EQ((*kept)->answer.bytes, "older");
}

TEST_F(SqliteStoreFile, SaysSoWhenAStoredMessageIsDamaged) {
  const std::unique_ptr<gateway::Store> store = opened();
  ASSERT_EQ(support::commit(*store, support::exchange("1", std::string(5'000, 'a'))).outcome,
            CommitOutcome::committed);
  change("UPDATE message SET bytes = x'ff00ff00'");
  EXPECT_FALSE(store->message(support::message("1", "").id));
}

TEST_F(SqliteStoreFile, IsRefusedWhenANewerPrecertWroteIt) {
  ASSERT_NE(opened(), nullptr);
  change("INSERT INTO schema_version (version, name) VALUES (999, '0999_future.sql')");
  const auto refused = gateway::open_sqlite(config());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().first().code, base::IssueCode::store_unavailable);
  EXPECT_NE(refused.error().first().remedy.find("999"), std::string::npos);
  EXPECT_EQ(ask("SELECT max(version) FROM schema_version"), "999");
}

TEST_F(SqliteStoreFile, IsRefusedWhenItIsNoDatabase) {
  std::ofstream(path()) << std::string(8192, 'x');
  const auto refused = gateway::open_sqlite(config());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().first().code, base::IssueCode::store_unavailable);
}

TEST_F(SqliteStoreFile, IsRefusedWithoutItsFolder) {
  gateway::SqliteConfig nowhere = config();
  nowhere.path = path().parent_path() / "none" / "precert.db";
  const auto refused = gateway::open_sqlite(nowhere);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().first().where, nowhere.path.string());
}

TEST_F(SqliteStoreFile, AnswersFromIndexesNotFromScans) {
  ASSERT_NE(opened(), nullptr);
  for (const char* sql :
       {"SELECT id FROM message WHERE replay_key = 1 AND hash = x'00' AND sender = 'a' AND received >= 0",
        "SELECT 1 FROM review_case WHERE member = 'a' AND member <> '' ORDER BY opened DESC",
        "SELECT 1 FROM review_case WHERE state = 0 AND queue = 'a' AND (due, priority, id) > (1, 2, 'a')"
        " ORDER BY due, priority, id",
        "SELECT 1 FROM review_case AS c JOIN case_version AS v ON v.seq = c.newest WHERE c.state = 0"
        " AND (c.due, c.priority, c.id) > (1, 2, 'a') ORDER BY c.due, c.priority, c.id LIMIT 9",
        "SELECT 1 FROM coverage_check WHERE fingerprint = 'a' AND seq < 9 ORDER BY seq DESC",
        "SELECT 1 FROM coverage_check WHERE resource = 'a' AND resource <> '' ORDER BY seq DESC",
        "SELECT 1 FROM coverage_check WHERE reference = 'a' ORDER BY seq",
        "SELECT 1 FROM case_event WHERE case_id = 'a' ORDER BY number",
        "SELECT 1 FROM case_event WHERE at >= 1 AND at < 9 AND (at, number) > (1, 1) ORDER BY at, number",
        "SELECT 1 FROM work_item WHERE state = 0 AND due <= 9 ORDER BY due, priority, seq",
        "SELECT 1 FROM work_item AS w WHERE ?1 = '' AND ?2 < 0 AND w.due <= 9"
        " ORDER BY w.due, w.priority, w.seq LIMIT 9",
        "SELECT 1 FROM letter WHERE state = 1 ORDER BY seq",
        "SELECT 1 FROM case_version WHERE seq > 1 ORDER BY seq",
        "SELECT 1 FROM lookup_key WHERE kind = 1 AND value = 'a'",
        "SELECT 1 FROM lookup_key AS k WHERE k.kind = ?1 AND k.value >= ?2 || '|' AND k.value < ?2 || '}'"}) {
    const std::string explain = std::string("EXPLAIN QUERY PLAN ") + sql;
    Connection connection(path(), SQLITE_OPEN_READWRITE);
    Query plan(connection, explain);
    while (plan.next()) {
      EXPECT_EQ(plan.text(3).find("SCAN"), std::string::npos) << sql << ": " << plan.text(3);
      EXPECT_EQ(plan.text(3).find("TEMP B-TREE"), std::string::npos) << sql << ": " << plan.text(3);
    }
  }
}

TEST_F(SqliteStoreFile, MovesALongLogIntoTheDatabaseWhileCommitsGoOn) {
  gateway::SqliteConfig small = config();
  small.checkpoint_pages = 8;
  small.log_pages_max = 64;
  auto store = gateway::open_sqlite(small);
  ASSERT_TRUE(store);
  std::size_t longest = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<gateway::Exchange> group;
    for (int at = 0; at < 8; ++at) {
      const std::string id = std::to_string(round) + "-" + std::to_string(at);
      group.push_back(support::exchange(id, id + std::string(10'000, 'x')));
    }
    for (const auto& one : support::commit_together(**store, std::move(group))) {
      ASSERT_EQ(one.outcome, CommitOutcome::committed);
    }
    longest = std::max(longest, (*store)->counters().wal_pages);
  }
  EXPECT_GE((*store)->counters().checkpoints, 1U);
  // Unmoved it would hold more than 60 * 8 * 10,000 bytes = 580 pages.
  EXPECT_LT(longest, 300U);
  const auto contents = (*store)->contents();
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->cases, 480U);
}

/// The child commits without end and says each acknowledged id down the pipe.
[[noreturn]] void commit_until_killed(const gateway::SqliteConfig& config, int pipe,
                                      const std::string& life) {
  auto store = gateway::open_sqlite(config);
  if (!store) _exit(1);
  for (std::uint32_t at = 0;; ++at) {
    const std::string id = life + "-" + std::to_string(at);
    gateway::Exchange sent = support::exchange(id, id + std::string(3000, 'x'));
    sent.cases.front().keys = {{gateway::LookupKind::trace, id}};
    (*store)->commit(std::move(sent), [pipe, at](const gateway::CommitResult& result) {
      if (result.outcome != CommitOutcome::committed) _exit(2);
      if (write(pipe, &at, sizeof at) != sizeof at) _exit(3);
    });
    if (at % 16 == 15 && !(*store)->next_numbers("pause", 1)) _exit(4);
  }
}

TEST_F(SqliteStoreFile, LosesNothingAcknowledgedAndHoldsNothingHalfWrittenAfterKillNine) {
  gateway::SqliteConfig killed = config();
  killed.checkpoint_pages = 64;
  std::map<std::string, std::uint32_t> acknowledged;  // the last of each life
  for (const char* life : {"a", "b", "c"}) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      commit_until_killed(killed, ends[1], life);
    }
    close(ends[1]);
    std::uint32_t last = 0;
    while (last < 150 && read(ends[0], &last, sizeof last) == sizeof last) {
    }
    kill(child, SIGKILL);
    for (std::uint32_t more = 0; read(ends[0], &more, sizeof more) == sizeof more;) last = more;
    close(ends[0]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
    acknowledged[life] = last;
  }

  const auto store = opened();
  ASSERT_NE(store, nullptr);
  for (const auto& [life, last] : acknowledged) {
    ASSERT_GE(last, 150U);
    for (std::uint32_t at = 0; at <= last; ++at) {
      const std::string id = life + "-" + std::to_string(at);
      const auto message = store->message(precert::MessageId(id));
      ASSERT_TRUE(message && *message) << id;
      EXPECT_EQ(gateway::content_hash_of((*message)->message.bytes), (*message)->message.hash);
    }
  }
  EXPECT_EQ(ask("PRAGMA integrity_check"), "ok");
  // Every exchange that is there is there whole, acknowledged or not.
  EXPECT_EQ(ask("SELECT (SELECT count(*) FROM message) = (SELECT count(*) FROM review_case)"), "1");
  EXPECT_EQ(ask("SELECT (SELECT count(*) FROM message) = (SELECT count(*) FROM case_version)"), "1");
  EXPECT_EQ(ask("SELECT (SELECT count(*) FROM message) = (SELECT count(*) FROM lookup_key)"), "1");
}

TEST(ContentHash, IsSha256) {
  // FIPS 180-4 examples: the empty message and "abc".
  EXPECT_EQ(gateway::hex(gateway::content_hash_of("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(gateway::hex(gateway::content_hash_of("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
