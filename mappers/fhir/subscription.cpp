#include "mappers/fhir/subscription.hpp"

#include <algorithm>
#include <array>

#include "base/issue.hpp"
#include "parsers/fhir/resource_view.hpp"

namespace mappers {
namespace {

using base::IssueCode;
using base::Issues;

constexpr std::string_view filter_extension =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-filter-criteria";
constexpr std::string_view content_extension =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content";
constexpr std::string_view heartbeat_extension =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-heartbeat-period";
constexpr std::string_view timeout_extension =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-timeout";
constexpr std::string_view max_count_extension =
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-max-count";

/// The two names of the one filter: the profile's and the topic's own.
constexpr std::array<std::string_view, 2> filter_names{"org-identifier", "orgIdentifier"};
/// Headers that the delivery sets itself, or that belong to the connection.
constexpr std::array<std::string_view, 11> own_headers{
    "connection", "content-length", "content-type",     "expect",           "host", "keep-alive", "te",
    "trailer",    "upgrade",        "proxy-connection", "transfer-encoding"};
constexpr std::size_t text_bytes_max = 8192;
constexpr std::size_t organizations_max = 1000;

std::string lower(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return made;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_token(std::string_view text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&others](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           others.find(c) != std::string_view::npos;
  });
}

bool is_printable(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
  });
}

/// Reads one Subscription and collects what is wrong with it.
class Reading {
 public:
  Reading(const json::Value& resource, const SubscriptionRules& rules) : resource_(resource), rules_(rules) {}

  base::Result<Subscription> read() {
    if (fhir::text(resource_, "resourceType") != "Subscription") {
      return base::Issue{IssueCode::fhir_structure, "", "Send a Subscription resource.",
                         base::Severity::error};
    }
    if (!resource_.find("modifierExtension").empty()) {
      fault(IssueCode::fhir_modifier_unknown, "modifierExtension",
            "no modifier extension is understood here.");
    }
    status();
    if (fhir::text(resource_, "reason").empty()) missing("reason");
    if (fhir::text(resource_, "criteria") != pas_subscription_topic) {
      fault(IssueCode::not_supported, "criteria",
            "the topic is " + std::string(pas_subscription_topic) + ".");
    }
    filter();
    end();
    channel();
    if (!issues_.empty()) return std::move(issues_);
    return std::move(made_);
  }

 private:
  void fault(IssueCode code, std::string_view at, std::string remedy) {
    issues_.add(code, "Subscription." + std::string(at), std::move(remedy));
  }
  void missing(std::string_view at) { fault(IssueCode::fhir_structure, at, "this element is required."); }

  void status() {
    const std::string_view word = fhir::text(resource_, "status");
    if (word.empty()) return missing("status");
    if (word != "requested" && word != "active" && word != "off") {
      fault(IssueCode::fhir_code_invalid, "status", "an owner sends requested, or off to end it.");
    }
    made_.wanted = word != "off";
  }

  /// One filter, whose values are joined by commas: several extensions would mean that all of them hold.
  void filter() {
    constexpr std::string_view at = "criteria.extension";
    std::size_t count = 0;
    fhir::for_each_extension(resource_.find("_criteria"), filter_extension, [&](const json::Value& one) {
      ++count;
      std::string_view text = one.find("valueString").string();
      if (const std::size_t question = text.find('?'); question != std::string_view::npos) {
        text.remove_prefix(question + 1);
      }
      organizations_from(text);
    });
    if (count > 1) {
      fault(IssueCode::not_supported, at, "give one filter; separate several organizations by commas.");
    }
    if (count == 0 && !everybody()) {
      fault(IssueCode::fhir_profile, at, "a filter says whose decisions: org-identifier=ID1,ID2.");
    }
    if (made_.organizations.size() > organizations_max) {
      fault(IssueCode::not_supported, at, "at most 1000 organizations go into one filter.");
    }
  }

  [[nodiscard]] bool everybody() const { return rules_.any_filter && rules_.version == PasVersion::v2_0_1; }

  void organizations_from(std::string_view filter) {
    constexpr std::string_view at = "criteria.extension";
    const std::size_t equals = filter.find('=');
    const std::string_view name = filter.substr(0, equals);
    if (std::find(filter_names.begin(), filter_names.end(), name) == filter_names.end()) {
      if (!everybody()) fault(IssueCode::not_supported, at, "the filter is org-identifier=ID1,ID2.");
      return;
    }
    std::string_view values = equals == std::string_view::npos ? "" : filter.substr(equals + 1);
    if (values.find('&') != std::string_view::npos) {
      fault(IssueCode::not_supported, at, "org-identifier is the one filter; nothing is joined to it by &.");
      return;
    }
    while (!values.empty()) {
      const std::size_t comma = std::min(values.find(','), values.size());
      organization(trimmed(values.substr(0, comma)));
      values.remove_prefix(std::min(comma + 1, values.size()));
    }
    if (made_.organizations.empty()) {
      fault(IssueCode::fhir_value_invalid, at, "org-identifier names at least one organization.");
    }
  }

  /// A token may name its system: what is compared is the value behind the bar.
  void organization(std::string_view token) {
    const std::size_t bar = token.rfind('|');
    const std::string_view value = bar == std::string_view::npos ? token : token.substr(bar + 1);
    std::vector<std::string>& all = made_.organizations;
    if (!value.empty() && std::find(all.begin(), all.end(), value) == all.end()) all.emplace_back(value);
  }

  void end() {
    const json::Value value = resource_.find("end");
    if (!value.exists()) return;
    made_.end = base::instant_from_iso(value.string());
    if (!made_.end) {
      fault(IssueCode::fhir_value_invalid, "end", "this is an instant with its zone.");
    } else if (rules_.now && *made_.end <= *rules_.now && made_.wanted) {
      fault(IssueCode::fhir_value_invalid, "end", "this time has passed; give a later one, or none.");
    }
  }

  void channel() {
    const json::Value channel = resource_.find("channel");
    if (!channel.is_object()) return missing("channel");
    if (fhir::text(channel, "type") != "rest-hook") {
      fault(IssueCode::not_supported, "channel.type", "notifications leave by rest-hook only.");
    }
    made_.endpoint = fhir::text(channel, "endpoint");
    if (made_.endpoint.empty()) missing("channel.endpoint");
    if (made_.endpoint.size() > text_bytes_max || !is_printable(made_.endpoint)) {
      fault(IssueCode::fhir_value_invalid, "channel.endpoint", "this is no URL that can be called.");
    }
    payload(channel);
    for (const json::Value header : fhir::list(channel, "header")) read_header(header.string());
    made_.heartbeat = seconds(channel, heartbeat_extension);
    made_.timeout = seconds(channel, timeout_extension);
    check_max_count(channel);
  }

  void payload(const json::Value& channel) {
    made_.payload = fhir::text(channel, "payload");
    const std::string type =
        lower(trimmed(std::string_view(made_.payload).substr(0, made_.payload.find(';'))));
    if (made_.payload.empty()) {
      missing("channel.payload");
    } else if ((type != "application/fhir+json" && type != "application/json") ||
               !is_printable(made_.payload)) {
      fault(IssueCode::not_supported, "channel.payload", "notifications are application/fhir+json.");
    }
    const std::string_view content =
        fhir::extension_value(channel.find("_payload"), content_extension).string();
    if (content == "id-only" && rules_.version == PasVersion::v2_0_1) {
      made_.content = NotificationContent::id_only;
    } else if (content.empty()) {
      missing("channel.payload.extension");
    } else if (content != "full-resource") {
      fault(IssueCode::not_supported, "channel.payload.extension",
            rules_.version == PasVersion::v2_0_1 ? "the content is id-only or full-resource."
                                                 : "the content is full-resource.");
    }
  }

  /// "Authorization: Bearer …". The value is the owner's secret and goes into no Issue.
  void read_header(std::string_view line) {
    constexpr std::string_view at = "channel.header";
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = colon == std::string_view::npos ? "" : trimmed(line.substr(colon + 1));
    if (colon == std::string_view::npos || !is_token(name) || !is_printable(value) ||
        line.size() > text_bytes_max) {
      fault(IssueCode::fhir_value_invalid, at, "a header is NAME: VALUE on one line.");
    } else if (std::find(own_headers.begin(), own_headers.end(), lower(name)) != own_headers.end()) {
      fault(IssueCode::not_supported, at, "this header is set by the delivery itself.");
    } else {
      made_.headers.emplace_back(name, value);
    }
  }

  /// An unsignedInt of seconds; 0 is none.
  std::optional<std::chrono::seconds> seconds(const json::Value& channel, std::string_view extension) {
    const json::Value value = fhir::extension_value(channel, extension);
    if (!value.exists() || value.number_text() == "0") return std::nullopt;
    const std::optional<std::uint32_t> count = fhir::positive_of(value);
    if (!count) {
      fault(IssueCode::fhir_value_invalid, "channel.extension", "this is a whole number of seconds.");
      return std::nullopt;
    }
    return std::chrono::seconds(*count);
  }

  /// Every event leaves in a notification of its own, so any maximum is kept.
  void check_max_count(const json::Value& channel) {
    const json::Value value = fhir::extension_value(channel, max_count_extension);
    if (value.exists() && !fhir::positive_of(value)) {
      fault(IssueCode::fhir_value_invalid, "channel.extension",
            "the most events of a notification are 1 or more.");
    }
  }

  const json::Value& resource_;
  const SubscriptionRules& rules_;
  Subscription made_;
  Issues issues_;
};

void write_meta(json::Writer& out, const json::Value& as_sent, const SubscriptionStanding& standing) {
  out.object_field("meta").field("versionId", standing.version);
  out.field("lastUpdated", base::iso(standing.changed));
  for (const auto& [key, value] : as_sent.find("meta").members()) {
    if (key != "versionId" && key != "lastUpdated") out.key(key).raw(value);
  }
  out.end_object();
}

}  // namespace

base::Result<Subscription> subscription_from(const json::Value& resource, const SubscriptionRules& rules) {
  return Reading(resource, rules).read();
}

void write_subscription(json::Writer& out, const json::Value& as_sent, const SubscriptionStanding& standing) {
  constexpr std::array<std::string_view, 5> ours{"resourceType", "id", "meta", "status", "error"};
  out.begin_object().field("resourceType", "Subscription").field("id", standing.id);
  write_meta(out, as_sent, standing);
  out.field("status", standing.status);
  for (const auto& [key, value] : as_sent.members()) {
    if (std::find(ours.begin(), ours.end(), key) == ours.end()) out.key(key).raw(value);
  }
  if (!standing.error.empty()) out.field("error", standing.error);
  out.end_object();
}

}  // namespace mappers
