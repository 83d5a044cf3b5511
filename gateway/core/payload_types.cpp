#include "gateway/core/payload_types.hpp"

#include <algorithm>
#include <array>

#include "parsers/x12/reader.hpp"

namespace gateway {
namespace {

using Role = PayloadRole;

constexpr std::string_view ack_999 = "X12_999_Response_005010X231A1";
constexpr std::string_view ack_ta1 = "X12_TA1_Response_00501X231A1";

/// Answers stand in the order in which they name a mixed one.
constexpr PayloadType table[] = {
    {"X12_278_Request_005010X217E1_2", Role::request, "278", "HI", "005010X217"},
    {"X12_278_Request_005010X215", Role::request, "278", "HI", "005010X215", true},
    {"X12_278_Request_005010X216", Role::request, "278", "HI", "005010X216", true},
    {"X12_275_Request_006020X316", Role::request, "275", "PI", "006020X316", true},
    {"X12_275_Request_005010X211", Role::request, "275", "PI", "005010X211", true},
    {"X12_275_Request_006020X314", Role::request, "275", "PI", "006020X314", true},
    {"X12_275_Request_005010X210", Role::request, "275", "PI", "005010X210", true},
    {"X12_270_Request_005010X279A1", Role::request, "270", "HS", "005010X279"},
    {"X12_278_Response_005010X217E1_2", Role::response, "278", "HI", "005010X217", true},
    {"X12_278_Response_005010X215", Role::response, "278", "HI", "005010X215", true},
    {"X12_278_Response_005010X216", Role::response, "278", "HI", "005010X216", true},
    {"X12_271_Response_005010X279A1", Role::response, "271", "HB", "005010X279"},
    {ack_999, Role::response, "999", "FA", "005010X231"},
    {ack_ta1, Role::response, "TA1", "", ""},
    {"X12_999_RetrievalRequest_005010X231A1", Role::get_acks, "999", "", ""},
    {"X12_TA1_RetrievalRequest_00501X231A1", Role::get_acks, "TA1", "", ""},
    {"X12_005010_Request_Batch_Results_278", Role::get_results, "278", "", "", true},
    {"X12_005010_Request_Batch_Results_271", Role::get_results, "271", "", ""},
    {"X12_999_SubmissionRequest_005010X231A1", Role::send_acks, "999", "FA", "005010X231"},
    {"X12_TA1_SubmissionRequest_00501X231A1", Role::send_acks, "TA1", "", ""},
    {batch_receipt, Role::receipt, "", "", "", true},
    {core_envelope_error, Role::error, "", "", ""},
};

constexpr std::array<std::string_view, 3> transactions = {"278", "275", "270"};

/// The guide without its errata and addenda: "005010X217E1" -> "005010X217".
std::string_view without_errata(std::string_view version) { return version.substr(0, 10); }

/// A listed type of this role that a group of these GS01 and GS08 is of; nullptr = none.
const PayloadType* type_of_group(Role role, std::string_view group, std::string_view version) {
  for (const PayloadType& type : table) {
    if (type.role == role && !type.version.empty() && type.group == group &&
        type.version == without_errata(version)) {
      return &type;
    }
  }
  return nullptr;
}

/// The type of the first group of a payload that was sent here.
const PayloadType* first_request(std::string_view payload) {
  x12::Reader reader(payload);
  for (x12::Event event = reader.next(); event == x12::Event::interchange || event == x12::Event::group;
       event = reader.next()) {
    if (event != x12::Event::group) continue;
    return type_of_group(Role::request, reader.group().functional_id, reader.group().version);
  }
  return nullptr;
}

}  // namespace

std::span<const PayloadType> payload_types() { return table; }

const PayloadType* payload_type_named(std::string_view value) {
  for (const PayloadType& type : table) {
    if (type.value == value) return &type;
  }
  return nullptr;
}

const PayloadType* payload_type_for_unlisted(std::string_view value, std::string_view payload) {
  constexpr std::string_view prefix = "X12_";
  if (!value.starts_with(prefix) || value.size() < prefix.size() + 4 || value[prefix.size() + 3] != '_')
    return nullptr;
  const std::string_view set = value.substr(prefix.size(), 3);
  const PayloadType* const found = first_request(payload);
  return found != nullptr && found->set == set ? found : nullptr;
}

bool contradicts(const PayloadType& type, std::string_view payload) {
  if (type.role != Role::request && type.role != Role::get_results) return false;
  const Role held = type.role == Role::request ? Role::request : Role::response;
  bool other = false;
  for (const x12::InterchangeScan& interchange : x12::scan(payload)) {
    for (const x12::GroupScan& group : interchange.groups) {
      const PayloadType* const found = type_of_group(held, group.header.functional_id, group.header.version);
      if (found == nullptr || found->group == "FA") continue;
      const bool fits = held == Role::request ? found->value == type.value : found->set == type.set;
      if (fits && held == Role::response) return false;
      other = other || !fits;
    }
  }
  return other;
}

std::size_t sets_of(std::string_view payload) {
  std::size_t sets = 0;
  for (const x12::InterchangeScan& interchange : x12::scan(payload)) {
    for (const x12::GroupScan& group : interchange.groups) sets += group.sets;
  }
  return sets;
}

std::string_view answer_type_of(std::string_view interchanges) {
  const PayloadType* best = nullptr;
  for (const x12::InterchangeScan& interchange : x12::scan(interchanges)) {
    if (interchange.groups.empty() && best == nullptr) best = payload_type_named(ack_ta1);
    for (const x12::GroupScan& group : interchange.groups) {
      const PayloadType* const found =
          type_of_group(Role::response, group.header.functional_id, group.header.version);
      if (found != nullptr && (best == nullptr || found < best)) best = found;
    }
  }
  return best == nullptr ? core_envelope_error : best->value;
}

std::span<const std::string_view> rest_transactions() { return transactions; }

}  // namespace gateway
