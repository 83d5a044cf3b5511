// Upstreams::from_yaml: deploy/upstreams.yaml shows every key that is read here.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

#include "gateway/edi/yaml_map.hpp"
#include "gateway/upstream/upstreams.hpp"

namespace gateway {
namespace {

using base::Issues;

std::string without_space(std::string text) {
  const auto space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (!text.empty() && space(text.back())) text.pop_back();
  while (!text.empty() && space(text.front())) text.erase(text.begin());
  return text;
}

/// Reads one file; what several upstreams must not share is remembered across them.
class Reading {
 public:
  Reading(std::string_view file, const std::filesystem::path& folder) : file_(file), folder_(folder) {}

  std::vector<Upstream> upstreams(const YAML::Node& root) {
    std::vector<Upstream> read;
    YamlMap keys(root, file_, issues);
    const YAML::Node list = keys.node("upstreams");
    if (list && !list.IsNull() && !list.IsSequence())
      keys.fault("upstreams", "give a list: one upstream after each dash.");
    if (list && list.IsSequence()) {
      for (const YAML::Node& one : list) read.push_back(upstream(one));
    }
    keys.done();
    return read;
  }

  Issues issues;

 private:
  Upstream upstream(const YAML::Node& node) {
    Upstream made;
    YamlMap keys(node, file_, issues);
    names(keys, made);
    constexpr std::size_t none = 2;
    const std::size_t dialect = keys.one_of("dialect", {"x12", "fhir"}, none);
    if (dialect == none) keys.fault("dialect", "say x12 or fhir.");
    made.dialect = dialect == 1 ? UpstreamDialect::fhir : UpstreamDialect::x12;
    if (keys.one_of("pas_version", {"2.2.1", "2.0.1"}, 0) == 1) made.version = mappers::PasVersion::v2_0_1;
    if (keys.one_of("usage", {"P", "T"}, 0) == 1) made.usage = 'T';
    token(keys, made);
    endpoint(keys, made);
    waiting(keys, made);
    if (YAML::Node part = keys.node("sender"); part) party(part, made.sender);
    if (YAML::Node part = keys.node("receiver"); part) party(part, made.receiver);
    const bool named = !made.sender.id.empty() && !made.receiver.id.empty();
    if (made.dialect == UpstreamDialect::x12 && !named)
      keys.fault("sender", "an X12 upstream needs sender and receiver, each with its id.");
    if (YAML::Node part = keys.node("attachments"); part) attachments(part, made);
    keys.number("answer_bytes_max", made.answer_bytes_max, 1024, std::int64_t{1} << 30);
    keys.done();
    return made;
  }

  void names(YamlMap& keys, Upstream& made) {
    keys.text("name", made.name);
    if (!is_plain_name(made.name)) {
      keys.fault("name", "every upstream has a name of letters, digits and dashes.");
    } else if (!names_.insert(made.name).second) {
      keys.fault("name", "another upstream has this name; give each its own.");
    }
    keys.texts("payers", made.payers);
    if (made.payers.empty()) keys.fault("payers", "list the payer's identifiers as requests send them.");
    for (const std::string& payer : made.payers) {
      if (!payers_.insert(payer).second)
        keys.fault("payers", "'" + payer + "' is listed before; one upstream decides for it.");
    }
  }

  /// A file beside this one, or a variable of the environment: a token has no place in the file itself.
  void token(YamlMap& keys, Upstream& made) {
    std::string token_file, variable;
    keys.text("token_file", token_file);
    keys.text("token_environment", variable);
    if (!token_file.empty() && !variable.empty())
      keys.fault("token_file", "give token_file or token_environment, not both.");
    if (!token_file.empty()) {
      const std::filesystem::path path(token_file);
      std::ifstream in(path.is_absolute() ? path : folder_ / path, std::ios::binary);
      made.token = without_space(std::string{std::istreambuf_iterator<char>(in), {}});
      if (made.token.empty()) keys.fault("token_file", "the file cannot be read or is empty.");
    }
    if (!variable.empty()) {
      const char* const value = std::getenv(variable.c_str());
      made.token = value == nullptr ? std::string() : without_space(value);
      if (made.token.empty()) keys.fault("token_environment", "the variable is not set.");
    }
    if (!is_header("Authorization", "Bearer " + made.token))
      keys.fault("token_file", "the token is no text of one line.");
  }

  void endpoint(YamlMap& keys, Upstream& made) {
    OutboundPolicy policy;
    policy.private_addresses = true;  // the operator names the host: it may well be inside
    keys.flag("plain_http", policy.plain_http);
    std::string ca_file, certificate_file, key_file;
    keys.text("ca_file", ca_file);
    keys.text("certificate_file", certificate_file);
    keys.text("private_key_file", key_file);
    policy.ca_file = beside(ca_file);
    policy.certificate_file = beside(certificate_file);
    policy.private_key_file = beside(key_file);
    if (certificate_file.empty() != key_file.empty())
      keys.fault("certificate_file", "give certificate_file and private_key_file together, or neither.");
    keys.text("url", made.url);
    while (made.url.ends_with('/')) made.url.pop_back();
    const base::Result<OutboundUrl> url = outbound_url_from(made.url);
    const base::Result<void> may = url ? permitted(*url, policy) : base::Result<void>(url.error());
    if (!may) keys.fault("url", may.error().first().remedy + " http: needs plain_http: true.");
    made.client = std::make_shared<const Outbound>(std::move(policy));
  }

  [[nodiscard]] std::filesystem::path beside(const std::string& name) const {
    if (name.empty()) return {};
    const std::filesystem::path path(name);
    return path.is_absolute() ? path : folder_ / path;
  }

  static void waiting(YamlMap& keys, Upstream& made) {
    std::int64_t timeout = made.timeout.count(), retry = made.retry_after.count();
    keys.number("timeout_ms", timeout, 10, 600'000);
    keys.number("retry_after_s", retry, 0, 86'400);
    made.timeout = std::chrono::milliseconds(timeout);
    made.retry_after = std::chrono::seconds(retry);
  }

  void party(const YAML::Node& node, EdiParty& into) {
    YamlMap keys(node, file_, issues);
    keys.text("qualifier", into.qualifier);
    keys.text("id", into.id);
    keys.text("application", into.application);
    if (into.qualifier.size() != 2) keys.fault("qualifier", "two characters, such as ZZ.");
    if (into.id.empty() || into.id.size() > 15)
      keys.fault("id", "1 to 15 characters, without the blanks of the ISA.");
    if (into.application.size() == 1 || into.application.size() > 15)
      keys.fault("application", "2 to 15 characters.");
    keys.done();
  }

  void attachments(const YAML::Node& node, Upstream& made) {
    YamlMap keys(node, file_, issues);
    made.attachments = keys.one_of("as", {"none", "275"}, 0) == 1;
    keys.number("bytes_max", made.attachment_bytes_max, 0, std::int64_t{1} << 30);
    keys.done();
  }

  std::string_view file_;
  std::filesystem::path folder_;
  std::set<std::string> names_, payers_;
};

}  // namespace

base::Result<Upstreams> Upstreams::from_yaml(std::string_view yaml, std::string_view file_name,
                                             const std::filesystem::path& folder) {
  const std::string file(file_name);
  Issues broken;
  const YAML::Node root = yaml_root(yaml, file, broken);
  if (!broken.empty()) return broken;
  Upstreams made;
  if (root.IsNull()) return made;
  Reading reading(file, folder);
  made.upstreams_ = reading.upstreams(root);
  if (!reading.issues.empty()) return std::move(reading.issues);
  return made;
}

}  // namespace gateway
