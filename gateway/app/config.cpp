#include "gateway/app/config.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>

namespace gateway {
namespace {

using base::Issue;
using base::IssueCode;
using base::Issues;

/// Reads keys of one YAML map into fields and reports what is wrong, every fault of the file at once.
class Keys {
 public:
  Keys(std::string file, const YAML::Node& map) : file_(std::move(file)), map_(map) {}

  void text(const char* key, std::string& into) {
    read(key, [&](const std::string& value) {
      into = value;
      return std::string();
    });
  }
  void path(const char* key, std::filesystem::path& into) {
    read(key, [&](const std::string& value) {
      into = value;
      return std::string();
    });
  }
  void flag(const char* key, bool& into) {
    std::string word = into ? "true" : "false";
    one_of(key, word, {"true", "false"});
    into = word == "true";
  }
  /// "a, b c" as words.
  void words(const char* key, std::vector<std::string>& into) {
    read(key, [&](const std::string& value) {
      into.clear();
      std::size_t at = 0;
      while ((at = value.find_first_not_of(", ", at)) != std::string::npos) {
        const std::size_t end = std::min(value.find_first_of(", ", at), value.size());
        into.push_back(value.substr(at, end - at));
        at = end;
      }
      return std::string();
    });
  }
  template <class Number>
  void number(const char* key, Number& into, std::int64_t least, std::int64_t most) {
    read(key, [&](const std::string& value) {
      std::int64_t parsed = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
      if (error != std::errc() || end != value.data() + value.size() || parsed < least || parsed > most) {
        return "give a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".";
      }
      into = static_cast<Number>(parsed);
      return std::string();
    });
  }
  void seconds(const char* key, std::chrono::seconds& into, std::int64_t least, std::int64_t most) {
    std::int64_t count = into.count();
    number(key, count, least, most);
    into = std::chrono::seconds(count);
  }
  void milliseconds(const char* key, std::chrono::milliseconds& into, std::int64_t least, std::int64_t most) {
    std::int64_t count = into.count();
    number(key, count, least, most);
    into = std::chrono::milliseconds(count);
  }
  void one_of(const char* key, std::string& into, std::initializer_list<std::string_view> words) {
    read(key, [&](const std::string& value) {
      std::string all;
      for (const std::string_view word : words) {
        if (value == word) {
          into = value;
          return std::string();
        }
        all += all.empty() ? std::string(word) : ", " + std::string(word);
      }
      return "give one of " + all + ".";
    });
  }

  [[nodiscard]] Issues done() {
    for (const auto& pair : map_) {
      const auto name = pair.first.as<std::string>("");
      if (!known_.contains(name)) {
        issues_.add(IssueCode::config_unknown_key, place(pair.first),
                    "there is no setting '" + name + "'; remove it or mend its name.");
      }
    }
    return std::move(issues_);
  }

 private:
  void read(const char* key, const std::function<std::string(const std::string&)>& take) {
    known_[key] = true;
    const YAML::Node node = map_[key];
    if (!node) return;
    const std::string fault =
        node.IsScalar() ? take(node.Scalar()) : std::string("give a single value, not a list or a map.");
    if (!fault.empty()) issues_.add(IssueCode::config_invalid, place(node), std::string(key) + ": " + fault);
  }
  [[nodiscard]] std::string place(const YAML::Node& node) const {
    return file_ + ":" + std::to_string(node.Mark().line + 1);
  }

  std::string file_;
  YAML::Node map_;
  std::map<std::string, bool> known_;
  Issues issues_;
};

/// Reads the file into `map`; what keeps it from being a list of settings.
Issues load_settings(const std::filesystem::path& file, YAML::Node& map) {
  try {
    map = YAML::LoadFile(file.string());
  } catch (const YAML::ParserException& fault) {
    return Issues(Issue{IssueCode::config_invalid, file.string() + ":" + std::to_string(fault.mark.line + 1),
                        "this is not YAML: " + fault.msg});
  } catch (const YAML::Exception&) {
    return Issues(Issue{IssueCode::config_invalid, file.string(), "the file cannot be read."});
  }
  if (map.IsMap() || map.IsNull()) return {};
  return Issues(
      Issue{IssueCode::config_invalid, file.string() + ":1", "a list of `setting: value` lines is wanted."});
}

void read_listener(Keys& keys, Config& read) {
  keys.number("threads", read.threads, 0, 256);
  keys.text("open_access", read.open_access);
  keys.text("base_url", read.base_url);
  keys.path("tls_certificate", read.tls.certificate);
  keys.path("tls_private_key", read.tls.private_key);
  keys.path("tls_client_authorities", read.tls.client_authorities);
  keys.number("body_bytes_max", read.http.body_bytes_max, 1024, 1LL << 30);
  keys.number("header_bytes_max", read.http.header_bytes_max, 1024, 1 << 20);
  keys.seconds("request_timeout_s", read.http.request_timeout, 1, 600);
  keys.seconds("idle_timeout_s", read.http.idle_timeout, 1, 3600);
  keys.seconds("drain_timeout_s", read.http.drain_timeout, 0, 600);
  keys.number("connections_max", read.http.connections_max, 1, 1'000'000);
}

void read_sources(Keys& keys, Config& read) {
  keys.path("data_dir", read.data_dir);
  keys.text("store", read.store);
  keys.path("rulebook", read.rulebook);
  keys.path("partners", read.partners);
  keys.path("guides", read.guides);
  keys.path("clients", read.clients);
  keys.path("oauth_secret_file", read.oauth_secret_file);
  keys.path("upstreams", read.upstreams);
  keys.words("cors_origins", read.cors_origins);
  keys.flag("check_responses", read.check_responses);
}

void read_subscriptions(Keys& keys, SubscriptionSettings& subscriptions) {
  keys.flag("subscriptions_plain_http", subscriptions.plain_http);
  keys.words("subscriptions_hosts", subscriptions.hosts);
  keys.flag("subscriptions_past_end", subscriptions.past_end);
  keys.flag("subscriptions_any_filter", subscriptions.any_filter);
  keys.seconds("subscriptions_timeout_s", subscriptions.timeout, 1, 600);
  keys.seconds("subscriptions_give_up_s", subscriptions.give_up_after, 1, 366LL * 86400);
}

void read_crd(Keys& keys, CrdSettings& crd) {
  keys.milliseconds("crd_answer_within_ms", crd.answer_within, 100, 60'000);
  keys.milliseconds("crd_fetch_timeout_ms", crd.fetch_timeout, 50, 60'000);
  keys.number("crd_fetch_bytes_max", crd.fetch_bytes_max, 1024, 64LL << 20);
  keys.number("crd_fetches_max", crd.fetches_max, 0, 1000);
  keys.flag("crd_plain_http", crd.plain_http);
  keys.words("crd_hosts", crd.hosts);
}

void read_papers(Keys& keys, LetterSettings& letters, IntakeSettings& intake) {
  keys.flag("letters", letters.made);
  keys.path("letters_templates", letters.templates);
  keys.path("letters_queue", letters.queue);
  keys.text("letters_font", letters.font);
  keys.number("letters_attempts_max", letters.attempts_max, 1, 100);
  keys.path("intake_folder", intake.folder);
  keys.seconds("intake_every_s", intake.every, 1, 3600);
  keys.number("intake_document_bytes_max", intake.document_bytes_max, 1024, 1LL << 30);
  keys.seconds("intake_held_s", intake.held, 60, 3660LL * 86400);
}

void read_bounds(Keys& keys, Config& read) {
  keys.seconds("replay_window_s", read.replay_window, 0, 366LL * 86400);
  keys.number("commits_per_group_max", read.commits_per_group_max, 1, 4096);
  keys.number("commits_queued_max", read.commits_queued_max, 1, 1'000'000);
  keys.number("json_depth_max", read.json_depth_max, 8, 1000);
  keys.number("json_nodes_max", read.json_nodes_max, 1000, 100'000'000);
  keys.number("segments_per_set_max", read.segments_per_set_max, 10, 10'000'000);
  keys.number("loops_per_set_max", read.loops_per_set_max, 10, 1'000'000);
  keys.number("sets_per_message_max", read.sets_per_message_max, 1, 10'000'000);
  std::string test_indicator(1, read.test_indicator);
  keys.one_of("test_indicator", test_indicator, {"P", "T"});
  read.test_indicator = test_indicator.front();
  keys.one_of("log_level", read.log_level, {"debug", "info", "warning", "error", "off"});
}

}  // namespace

base::Result<Config> config_from_file(const std::filesystem::path& file) {
  YAML::Node map;
  Issues unread = load_settings(file, map);
  if (!unread.empty()) return unread;
  Config read;
  Keys keys(file.string(), map);
  std::string listen;
  keys.text("listen", listen);
  read_listener(keys, read);
  read_sources(keys, read);
  read_subscriptions(keys, read.subscriptions);
  read_crd(keys, read.crd);
  read_papers(keys, read.letters, read.intake);
  read_bounds(keys, read);
  Issues issues = keys.done();
  for (Issue fault : tls_faults(read.tls)) {
    fault.where = file.string();
    issues.add(std::move(fault));
  }
  if (!listen.empty()) {
    base::Result<Config> listening = with_listen(read, listen);
    if (listening) {
      read = std::move(*listening);
    } else {
      Issues more = listening.error();
      issues.add(std::move(more));
    }
  }
  if (!issues.empty()) return issues;
  return read;
}

base::Result<Config> with_listen(Config config, const std::string& listen) {
  const std::size_t colon = listen.rfind(':');
  const Issue fault{IssueCode::config_invalid, "listen",
                    "'" + listen + "' is not HOST:PORT, such as 127.0.0.1:8080."};
  if (colon == std::string::npos) return Issues(fault);
  config.host = listen.substr(0, colon);
  if (config.host.size() > 2 && config.host.front() == '[')
    config.host = config.host.substr(1, config.host.size() - 2);
  if (config.host == "localhost") config.host = "127.0.0.1";
  unsigned port = 0;
  const char* end = listen.data() + listen.size();
  const auto [stop, error] = std::from_chars(listen.data() + colon + 1, end, port);
  if (error != std::errc() || stop != end || port > 65535 || config.host.empty()) return Issues(fault);
  config.port = static_cast<std::uint16_t>(port);
  return config;
}

bool is_loopback(const std::string& host) { return host == "::1" || host.starts_with("127."); }

}  // namespace gateway
