// Files of records, read one record at a time and loaded whole or not at all.
#include "gateway/app/record_stream.hpp"

#include <sstream>

#include "gateway/store/sqlite_store.hpp"
#include "mappers/model/model_json.hpp"
#include "tests/support/temporary_folder.hpp"

namespace record_stream {
namespace {

using gateway::RecordStream;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The records of a text; "!" and the place where it cannot be read further.
std::vector<std::string> records_of(const std::string& text) {
  std::istringstream in(text);
  RecordStream stream(in);
  std::vector<std::string> all;
  for (;;) {
    const auto one = stream.next();
    if (!one) {
      all.push_back("!" + one.error().first().where);
      return all;
    }
    if (!*one) return all;
    all.emplace_back(**one);
  }
}

TEST(ARecordStream, ReadsAnArrayOfObjects) {
  EXPECT_THAT(records_of(" [ {\"a\":[1,{}]} ,\n{\"b\":\"}\\\"{\"} ] "),
              ElementsAre("{\"a\":[1,{}]}", "{\"b\":\"}\\\"{\"}"));
  EXPECT_THAT(records_of("[]"), IsEmpty());
}

TEST(ARecordStream, ReadsObjectsOneAfterTheOther) {
  EXPECT_THAT(records_of("\xEF\xBB\xBF{\"a\":1}\n{\"a\":2}\n\n"), ElementsAre("{\"a\":1}", "{\"a\":2}"));
}

TEST(ARecordStream, SaysWhereItCannotReadOn) {
  EXPECT_THAT(records_of(""), ElementsAre("!$[0]"));
  EXPECT_THAT(records_of("[1]"), ElementsAre("!$[0]"));
  EXPECT_THAT(records_of("[{} {}]"), ElementsAre("{}", "!$[1]"));
  EXPECT_THAT(records_of("[{},]"), ElementsAre("{}", "!$[1]"));
  EXPECT_THAT(records_of("[{}"), ElementsAre("{}", "!$[1]"));
  EXPECT_THAT(records_of("{\"a\":"), ElementsAre("!$[0]"));
}

TEST(ARecordStream, HoldsNoRecordWithoutBounds) {
  const std::string most = "{\"a\":\"" + std::string(RecordStream::record_bytes_max - 8, 'x') + "\"}";
  EXPECT_THAT(records_of(most), ElementsAre(most));
  EXPECT_THAT(records_of("{\"a\":\"" + std::string(RecordStream::record_bytes_max - 7, 'x') + "\"}"),
              ElementsAre("!$[0]"));
}

std::string member(const std::string& id) {
  precert::MemberRecord record;
  record.id = precert::MemberId(id);
  record.name.family = "SAMPLE";
  record.birth_date = {1980, 2, 14};
  return mappers::to_json(record);
}

std::string without_birth_date(std::string text) {
  return text.replace(text.find("1980-02-14"), 10, "yesterday");
}

class AFileOfMembers : public testing::Test {
 protected:
  void SetUp() override {
    gateway::SqliteConfig config;
    config.path = folder_ / "precert.db";
    auto opened = gateway::open_sqlite(config);
    ASSERT_TRUE(opened);
    store_ = std::move(*opened);
  }
  std::size_t held() { return store_->contents()->members; }

  support::TemporaryFolder folder_;
  std::unique_ptr<gateway::Store> store_;
};

TEST_F(AFileOfMembers, IsLoadedPartByPart) {
  std::string text = "[";
  for (int i = 0; i < 2500; ++i) text += (i > 0 ? "," : "") + member("M" + std::to_string(i));
  const auto loaded = gateway::load_members_file(folder_.file("members.json", text + "]"), *store_);
  ASSERT_TRUE(loaded) << loaded.error().first().where << loaded.error().first().remedy;
  EXPECT_EQ(*loaded, 2500U);
  EXPECT_EQ(held(), 2500U);
}

TEST_F(AFileOfMembers, IsNotLoadedWhenOneRecordIsBad) {
  const auto loaded = gateway::load_members_file(
      folder_.file("members.json", member("M0") + "\n" + without_birth_date(member("M1"))), *store_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().first().code, base::IssueCode::data_invalid);
  EXPECT_THAT(loaded.error().first().where, HasSubstr("$[1]"));
  EXPECT_EQ(held(), 0U);
}

TEST_F(AFileOfMembers, HasToBeThere) {
  const auto loaded = gateway::load_members_file(folder_ / "nothing.json", *store_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().first().code, base::IssueCode::config_invalid);
}

}  // namespace
}  // namespace record_stream
