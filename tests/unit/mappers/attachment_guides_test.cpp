// The 275 as the guides have it: what they let through is read, what is written is let through.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "parsers/x12/check.hpp"
#include "parsers/x12/guide.hpp"
#include "tests/unit/mappers/attachment_support.hpp"

namespace {

using precert::AttachmentMessage;

/// The first set of an interchange, checked against the guide of its version.
class Checked275 {
 public:
  explicit Checked275(std::string text) : text_(std::move(text)), reader_(text_) {
    x12::Event event = reader_.next();
    while (event != x12::Event::transaction_set && event != x12::Event::done &&
           event != x12::Event::unreadable) {
      event = reader_.next();
    }
    const x12::Guide* const guide = x12::guide_for(reader_.group().version, "request");
    if (guide == nullptr) {
      faults_ = "no guide";
      return;
    }
    std::vector<x12::Fault> found;
    x12::check(reader_.set(), *guide, {}, tree_, found);
    for (const x12::Fault& one : found) faults_ += one.where() + " " + std::string(one.code) + "\n";
    for (const x12::Fault& one : reader_.set().envelope_faults) faults_ += "envelope " + one.where() + "\n";
  }
  [[nodiscard]] const std::string& faults() const { return faults_; }
  [[nodiscard]] base::Result<AttachmentMessage> message() const {
    return mappers::attachments_from(tree_, reader_.interchange(), reader_.group());
  }

 private:
  std::string text_;
  x12::Reader reader_;
  x12::LoopTree tree_;
  std::string faults_;
};

struct Sample {
  const char* file;
  std::vector<std::string> numbers;
  std::vector<std::string> starts;
};
class ASample275 : public testing::TestWithParam<Sample> {};

TEST_P(ASample275, IsReadAlongItsGuide) {
  const std::filesystem::path path =
      std::filesystem::path(PRECERT_SOURCE_DIR) / "fixtures" / "x12" / GetParam().file;
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  const Checked275 checked(text.str());
  EXPECT_EQ(checked.faults(), "");
  const auto read = checked.message();
  ASSERT_TRUE(read) << support::text_of(read.error());
  EXPECT_FALSE(read->payer.identifiers.empty());
  EXPECT_FALSE(read->provider.identifiers.empty());
  EXPECT_FALSE(read->patient.identifiers.empty());
  ASSERT_EQ(read->attachments.size(), GetParam().numbers.size());
  for (std::size_t i = 0; i < read->attachments.size(); ++i) {
    EXPECT_EQ(read->attachments[i].control_number, GetParam().numbers[i]);
    EXPECT_THAT(read->attachments[i].content, testing::StartsWith(GetParam().starts[i]));
    EXPECT_FALSE(read->attachments[i].content_hash.empty());
  }
}
INSTANTIATE_TEST_SUITE_P(
    OfEveryGuide, ASample275,
    testing::Values(
        Sample{"006020X316_request/base64_bundle.x12", {"ACN0006"}, {"{\"resourceType\":\"Bundle\""}},
        Sample{
            "006020X316_request/two_attachments.x12", {"ACN0007A", "ACN0007B"}, {"NOTE~ST*275*X:^", "%PDF-"}},
        Sample{"005010X211_request/binary_with_delimiters.x12", {"ACN0008"}, {"NOTE~ST*275*X:^"}},
        Sample{"005010X210_request/binary_with_delimiters.x12", {"ACN0008"}, {"NOTE~ST*275*X:^"}}));

TEST(WriteAttachments, WritesWhatTheGuideLetsThrough) {
  const AttachmentMessage sent = support::message_of(
      support::head +
      "LX*1~TRN*2*ACN1*9999999990~STC*R4:18842-5::LOI*********1~STC*R4:18842-5::LOI*********3~DTP*368*D8*"
      "20260106~CAT*AE*HL~"
      "OOI*1*47*PLAN OF CARE~BDS*B64*4*QQ==~LX*2~TRN*2*ACN2~STC*R4:OZ~DTP*368*D8*20260106~CAT*AE*PD~"
      "OOI*1*47*ATTACHMENT~BDS*B64*8*JVBERi0x~");
  std::string set;
  x12::Writer writer(set, {});
  EXPECT_EQ(support::text_of(mappers::write_attachments(writer, sent, "0001")), "");
  const Checked275 checked(support::interchange_275(set));
  EXPECT_EQ(checked.faults(), "");
  const auto back = checked.message();
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, sent);
  EXPECT_THAT(back->attachments.at(0).line_items, testing::ElementsAre("1", "3"));
}

}  // namespace
