// Where outbound requests may go, and what comes of them.
#include "gateway/http/outbound.hpp"
#include "gateway/workers/deliveries.hpp"
#include "tests/support/listener.hpp"

namespace {

using namespace gateway;
using std::chrono::seconds;

TEST(OutboundUrl, IsReadInItsParts) {
  const auto url = outbound_url_from("https://Host.Example.org:8443/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "host.example.org");
  EXPECT_EQ(url->port, "8443");
  EXPECT_EQ(url->target, "/a/b?c=d");
  EXPECT_EQ(outbound_url_from("http://h?x")->target, "/?x");
  EXPECT_EQ(outbound_url_from("http://[::1]:80/")->host, "::1");
  EXPECT_EQ(outbound_url_from("https://h")->port, "443");
}

TEST(OutboundUrl, IsRefusedWhenItIsNone) {
  for (const char* url :
       {"", "h/path", "ftp://h/", "https://", "https:///x", "https://h:x/", "https://h:99999/",
        "https://user:secret@h/", "https://h/a b", "https://[::1/", "https://h/\n"}) {
    EXPECT_FALSE(outbound_url_from(url)) << url;
  }
}

TEST(IsPublic, KnowsTheAddressesOfNoPublicHost) {
  for (const char* text : {"0.0.0.0",
                           "10.0.0.1",
                           "100.64.0.1",
                           "127.0.0.1",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "198.18.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "fe80::1",
                           "fc00::1",
                           "fd12::1",
                           "ff02::1",
                           "::ffff:127.0.0.1",
                           "64:ff9b::7f00:1",
                           "2001:db8::1",
                           "2002:7f00:1::1"}) {
    EXPECT_FALSE(is_public(boost::asio::ip::make_address(text))) << text;
  }
  for (const char* text :
       {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2001:4860:4860::8888"}) {
    EXPECT_TRUE(is_public(boost::asio::ip::make_address(text))) << text;
  }
}

TEST(Permitted, HoldsTheUrlToThePolicy) {
  const auto may = [](const char* url, const OutboundPolicy& policy) {
    return permitted(*outbound_url_from(url), policy).has_value();
  };
  const OutboundPolicy strict;
  EXPECT_TRUE(may("https://client.example.org/", strict));
  EXPECT_FALSE(may("http://client.example.org/", strict));
  EXPECT_FALSE(may("https://192.168.0.1/", strict));
  EXPECT_FALSE(may("https://LOCALHOST/", strict));
  OutboundPolicy listed;
  listed.hosts = {"hooks.example.org", "*.example.net"};
  EXPECT_TRUE(may("https://Hooks.example.org/", listed));
  EXPECT_TRUE(may("https://a.example.net/", listed));
  EXPECT_FALSE(may("https://example.net.evil.org/", listed));
  EXPECT_FALSE(may("https://example.org/", listed));
  listed.hosts = {"fhir.example.org:8443", "*.example.net:9443"};
  EXPECT_TRUE(may("https://fhir.example.org:8443/x", listed)) << "a port in the list is that port";
  EXPECT_TRUE(may("https://a.example.net:9443/", listed));
  EXPECT_FALSE(may("https://fhir.example.org/", listed));
  EXPECT_FALSE(may("https://fhir.example.org:8444/", listed));
  listed.hosts = {"2606:4700::1111"};
  EXPECT_TRUE(may("https://[2606:4700::1111]:8443/", listed)) << "an IPv6 address without a port is any port";
}

TEST(IsHeader, RefusesWhatWouldBreakTheLine) {
  EXPECT_TRUE(is_header("X-Key", "a b"));
  EXPECT_FALSE(is_header("X Key", "a"));
  EXPECT_FALSE(is_header("X-Key", "a\r\nY: b"));
  EXPECT_FALSE(is_header("", "a"));
}

OutboundPolicy local() {
  OutboundPolicy policy;
  policy.plain_http = policy.private_addresses = true;
  return policy;
}

OutboundRequest to(const std::string& url) {
  OutboundRequest request;
  request.url = url;
  request.body = "hello";
  request.content_type = "text/plain";
  request.headers = {{"X-Key", "1"}};
  request.timeout = seconds(5);
  return request;
}

TEST(Outbound, SendsTheRequestAndReadsTheReply) {
  support::Listener listener;
  listener.answer_with({418});
  const Outbound outbound(local());
  const auto reply = outbound.call_now(to(listener.url()));
  ASSERT_TRUE(reply) << reply.error().first().remedy;
  EXPECT_EQ(reply->status, 418U);
  const auto all = listener.received();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].body, "hello");
  EXPECT_EQ(all[0].headers.at("Content-Type"), "text/plain");
  EXPECT_EQ(all[0].headers.at("X-Key"), "1");
}

TEST(Outbound, DoesNotFollowRedirects) {
  support::Listener listener;
  listener.answer_with({302});
  const auto reply = Outbound(local()).call_now(to(listener.url()));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 302U);
  EXPECT_EQ(listener.received().size(), 1U);
}

TEST(Outbound, NeverConnectsToAnAddressThePolicyForbids) {
  support::Listener listener;
  OutboundPolicy policy;
  policy.plain_http = true;
  std::string url = listener.url();
  EXPECT_FALSE(Outbound(policy).call_now(to(url)));
  EXPECT_TRUE(listener.received().empty());
}

TEST(Outbound, SaysWhereNobodyAnswersAndNotThePath) {
  std::string url;
  {
    const support::Listener gone;
    url = gone.url();
  }
  const auto reply = Outbound(local()).call_now(to(url + "?secret=1"));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().first().code, base::IssueCode::upstream_unavailable);
  EXPECT_EQ(reply.error().first().where.find("secret"), std::string::npos);
  EXPECT_EQ(reply.error().first().remedy.find("secret"), std::string::npos);
}

TEST(WaitAfter, GrowsAndEnds) {
  std::vector<std::int64_t> waits;
  for (int failures = 1; failures <= 8; ++failures) {
    waits.push_back(wait_after(failures, std::chrono::hours(24))->count());
  }
  EXPECT_THAT(waits, testing::ElementsAre(1, 5, 10, 20, 40, 60, 60, 60));
  EXPECT_EQ(wait_after(21, std::chrono::hours(24)), seconds(60));
  EXPECT_EQ(wait_after(22, std::chrono::hours(24)), seconds(300));
  EXPECT_EQ(wait_after(3, seconds(7)), seconds(10));
  EXPECT_EQ(wait_after(3, seconds(6)), std::nullopt);
}

}  // namespace
