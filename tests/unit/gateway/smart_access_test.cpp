// Scopes, the secret of access tokens, and clients with keys, each by itself.
#include <sys/stat.h>

#include "gateway/access/access_token.hpp"
#include "gateway/access/clients.hpp"
#include "gateway/access/oauth_secret.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using gateway::AccessGrant;
using gateway::AccessTokens;
using gateway::scope_from;
using gateway::scopes_from;
using gateway::text_of;

TEST(Scopes, OfBothVersionsOfSmartAreRead) {
  EXPECT_EQ(text_of(scopes_from("system/*.read system/Claim.write system/Claim.*")),
            "system/*.rs system/Claim.cud system/Claim.cruds");
  for (const char* other :
       {"", "system/", "system/Claim", "system/Claim.", "system/Claim.rr", "system/Claim.rc", "system/.r",
        "system/a b.r", "patient/Claim.r", "system/Claim.r?code=1"}) {
    EXPECT_FALSE(scope_from(other)) << other;
  }
}

TEST(AccessTokensOfOurs, AreReadWithTheSameSecretOnly) {
  const AccessTokens ours(std::string(32, 'a')), others(std::string(32, 'b'));
  const base::Instant now = *base::instant_from_iso("2026-01-05T17:30:00Z");
  const std::string token =
      ours.token_of({"clinic", now + std::chrono::seconds(300), scopes_from("system/*.rs")});
  const std::optional<AccessGrant> grant = AccessTokens(std::string(32, 'a')).grant_of(token, now);
  ASSERT_TRUE(grant);
  EXPECT_EQ(grant->client, "clinic");
  EXPECT_EQ(text_of(grant->scopes), "system/*.rs");
  EXPECT_FALSE(others.grant_of(token, now));
  EXPECT_FALSE(ours.grant_of(token, now + std::chrono::seconds(300)));
  EXPECT_FALSE(ours.grant_of("", now));
  EXPECT_FALSE(ours.grant_of("precert1.", now));
}

TEST(TheSecretOfTokens, IsMadeOnceForItsOwnerOnly) {
  const support::TemporaryFolder folder;
  const auto first = gateway::oauth_secret({}, folder / "data");
  ASSERT_TRUE(first) << first.error().first().remedy;
  EXPECT_GE(first->size(), 32U);
  struct stat about{};
  ASSERT_EQ(::stat((folder / "data/oauth_secret").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const auto again = gateway::oauth_secret({}, folder / "data");
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, *first);
  const auto elsewhere = gateway::oauth_secret({}, folder / "other");
  ASSERT_TRUE(elsewhere);
  EXPECT_NE(*elsewhere, *first);
}

TEST(TheSecretOfTokens, ThatIsNamedHasToBeThereAndLongEnough) {
  const support::TemporaryFolder folder;
  EXPECT_FALSE(gateway::oauth_secret(folder / "missing", folder / "data"));
  EXPECT_FALSE(gateway::oauth_secret(folder.file("short", std::string(31, 'x') + "\n"), folder / "data"));
  const auto good = gateway::oauth_secret(folder.file("good", std::string(32, 'x') + "\n"), folder / "data");
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, std::string(32, 'x'));
}

TEST(ClientsWithKeys, SayWhichScopesTheyMayHave) {
  const auto of = [](const std::string& lines) {
    const auto read = gateway::Clients::from_yaml("clients:\n  - id: a\n" + lines, "clients.yaml");
    return read ? std::size_t{0} : read.error().size();
  };
  const std::string scopes = "    scopes: [\"system/*.rs\"]\n", file = "    keys_file: keys.json\n";
  EXPECT_EQ(of(file + scopes), 0U);
  EXPECT_EQ(of(file), 1U);
  EXPECT_EQ(of(file + "    scopes: [\"patient/*.rs\"]\n"), 1U);
  EXPECT_EQ(of(file + "    keys_url: https://a.example/keys\n" + scopes), 1U);
  EXPECT_EQ(of(scopes), 2U) << "neither a token nor keys";
}

}  // namespace
