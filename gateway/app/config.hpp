// Every setting of a gateway with its default, unit and meaning; deploy/precert.yaml shows them all.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "gateway/http/server.hpp"

namespace gateway {

/// Where notifications may go and how patiently.
struct SubscriptionSettings {
  bool plain_http = false;         // endpoints may be http: and on private or loopback addresses
  std::vector<std::string> hosts;  // endpoints may be on these hosts only; empty = on any public one
  bool past_end = false;           // an `end` that has passed does not switch off (conformance runs)
  bool any_filter = false;  // PAS 2.0.1: filters other than org-identifier are taken and mean everybody
  std::chrono::seconds timeout{20};                             // of one delivery
  std::chrono::seconds give_up_after = std::chrono::hours{24};  // from the first failure of a notification
};

/// Coverage requirements discovery (CDS Hooks).
struct CrdSettings {
  std::chrono::milliseconds answer_within{4000};  // the rule is 5 s; what is not there by then is left out
  std::chrono::milliseconds fetch_timeout{2500};  // of one read from the client's FHIR server
  std::size_t fetch_bytes_max = std::size_t{2} << 20U;  // of one such read
  std::size_t fetches_max = 16;                         // in one call
  bool plain_http = false;  // FHIR servers and key sets may be http: and on private or loopback addresses
  std::vector<std::string> hosts;  // open access: FHIR servers that may be read; empty = none. With a file of
                                   // clients each client's own list counts
};

/// Letters to members and providers.
struct LetterSettings {
  bool made = true;                 // off: another system writes them
  std::filesystem::path templates;  // folder; "" = the ones carried inside the program
  std::filesystem::path queue;      // folder that the fax or print service empties; "" = DATA/letters
  std::string font = "DejaVu Sans";  // family; other scripts than it has fall back to what is installed
  int attempts_max = 5;             // of handing one letter to the fax service, then it is given up
};

/// Papers that come by fax or mail.
struct IntakeSettings {
  std::filesystem::path folder;   // that the fax or scan service fills (in/, archive/, failed/); "" = none
  std::chrono::seconds every{5};  // between two looks into it
  std::size_t document_bytes_max = std::size_t{16} << 20U;  // of one paper
  std::chrono::seconds held = std::chrono::days{365};  // may a paper wait for the request that announces it
};

struct Config {
  // What answers.
  std::string host = "127.0.0.1";  // loopback only, unless open_access says why not
  std::uint16_t port = 8080;       // 0 picks a free one
  unsigned threads = 0;            // 0 = one a core
  std::string open_access;         // the reason for listening elsewhere without access control; "" = refuse
  std::string base_url;            // as clients see this gateway; "" = http://HOST:PORT
  HttpLimits http;
  HttpTls tls;  // of the listener; without, plain HTTP

  // What it knows.
  std::filesystem::path data_dir = "data";  // database, created when absent
  std::string store;                        // "sqlite:PATH"; "" = sqlite:DATA/precert.db
  std::filesystem::path rulebook;           // folder of YAML files; "" = the demo rulebook
  std::filesystem::path partners;  // YAML file of trading partners; "" = everybody sends what the guides say
  std::filesystem::path guides;    // folder of X12 guide files laid over those of the program; "" = none
  bool demo = false;               // demo rulebook; demo members and facilities into a fresh data folder

  std::filesystem::path clients;    // YAML file of who may call; "" = open access
  std::filesystem::path oauth_secret_file;  // what access tokens are signed with; "" = DATA/oauth_secret, made here
  std::filesystem::path upstreams;  // YAML file of payers that decide elsewhere; "" = every decision is ours
  std::vector<std::string> cors_origins;  // browsers of these origins may call; "*" = any

  // How it behaves.
  bool check_responses = false;  // every FHIR answer against its profiles before it leaves; faults are logged
  SubscriptionSettings subscriptions;
  CrdSettings crd;
  LetterSettings letters;
  IntakeSettings intake;
  std::chrono::seconds replay_window = std::chrono::hours{24};  // same bytes, same sender: same answer
  std::size_t commits_per_group_max = 64;  // concurrent commits that share one transaction
  std::size_t commits_queued_max = 4096;   // more are turned away with 503
  std::size_t json_depth_max = 64;
  std::size_t json_nodes_max = 1'000'000;
  std::uint32_t segments_per_set_max = 100'000;
  std::uint32_t loops_per_set_max = 20'000;
  std::uint32_t sets_per_message_max = 10'000;
  char test_indicator = 'P';       // ISA15 of what is sent unasked: P or T; answers repeat what they answer
  std::string log_level = "info";  // debug, info, warning, error, off
};

/// Reads a YAML file over the defaults. Errors (config_unknown_key, config_invalid) name file, line and
/// remedy, all at once: a misspelt key must not be silently off.
[[nodiscard]] base::Result<Config> config_from_file(const std::filesystem::path& file);

/// "127.0.0.1:8080" or "[::1]:0" into host and port. Errors: config_invalid.
[[nodiscard]] base::Result<Config> with_listen(Config config, const std::string& listen);

/// True for 127.0.0.0/8 and ::1.
[[nodiscard]] bool is_loopback(const std::string& host);

}  // namespace gateway
