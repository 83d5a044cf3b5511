// Inside mappers/fhir: what the parts of a request writer share. review_request_out.cpp puts them together.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.hpp"
#include "mappers/fhir/response_elements.hpp"
#include "parsers/json/writer.hpp"
#include "precert/model/review_request.hpp"

namespace mappers {

/// Writes Bundle entries one after the other. A resource that is referred to while another one is written
/// waits until that one is complete; its fullUrl is known at once.
class RequestWriter {
 public:
  /// Writes the members of a resource after resourceType and id.
  using Body = std::function<void(RequestWriter&)>;

  RequestWriter(json::Writer& out, const precert::ReviewRequest& request, std::string_view seed,
                base::Issues& lost)
      : out_(&out), request_(&request), seed_(seed), lost_(&lost) {}

  [[nodiscard]] json::Writer& out() { return *out_; }
  [[nodiscard]] const precert::ReviewRequest& request() const { return *request_; }

  /// Notes a resource for writing; gives its fullUrl.
  std::string add(std::string_view type, Body body);
  /// Writes the waiting entries, and those that they add.
  void write_entries();

  /// fullUrls of the people, whose resources are added once.
  std::string subscriber();
  std::string patient();
  std::string insurer();
  std::string coverage();
  /// The provider's PractitionerRole or Organization. Parties that differ only in role share one resource.
  std::string provider(const precert::Party& party);

  /// Says that PAS has no place for something of the model.
  void lose(std::string where);

 private:
  struct Pending {
    std::string type;
    std::string url;
    Body body;
  };
  std::string once(std::string& url, std::string_view type, Body body);

  json::Writer* out_;
  const precert::ReviewRequest* request_;
  std::string_view seed_;
  base::Issues* lost_;
  std::vector<Pending> entries_;
  std::string subscriber_, dependent_, insurer_, coverage_;
  std::vector<std::pair<precert::Party, std::string>> providers_;
};

// party_out.cpp
/// Claim.provider: an Organization (PASRequestor) or a PractitionerRole.
std::string add_requester(RequestWriter& writer);
/// The members of an Organization; `role` as Organization.type where it has to say it.
void write_organization(RequestWriter& writer, const precert::Party& party, std::string_view profile,
                        bool with_type);
std::string add_provider(RequestWriter& writer, const precert::Party& party);
void write_name(json::Writer& out, const precert::PersonName& name);
/// [address]; nothing without one.
void write_address(json::Writer& out, const std::optional<precert::Address>& address);
/// An Address object.
void write_address_value(json::Writer& out, const precert::Address& address);
/// Claim.careTeam: who takes part, and which line lists whom.
struct CareTeamPlan {
  struct Member {
    const precert::Party* party;
    bool whole_claim;
  };
  std::vector<Member> members;                // sequence = place + 1
  std::vector<std::vector<int>> of_services;  // careTeamSequence of each service line
};
[[nodiscard]] CareTeamPlan care_team_plan(const precert::ReviewRequest& request);
void write_care_team(RequestWriter& writer, const CareTeamPlan& plan);

// person_out.cpp
void write_patient(RequestWriter& writer, const precert::Person& person, bool is_subscriber);
void write_coverage(RequestWriter& writer);

// supporting_info_out.cpp
/// One Claim.supportingInfo entry to come: how it is written and which line lists it.
struct InformationPlan {
  struct Entry {
    int service = 0;
    std::function<void(RequestWriter&)> write;
  };
  std::vector<Entry> entries;  // sequence = place + 1

  /// informationSequence of a line.
  [[nodiscard]] std::vector<int> of_service(int service) const;
};
[[nodiscard]] InformationPlan information_plan(const precert::ReviewRequest& request);
void write_supporting_info(RequestWriter& writer, const InformationPlan& plan);

// event_out.cpp
void write_claim_extensions(RequestWriter& writer);
void write_diagnoses(RequestWriter& writer);
void write_accident(RequestWriter& writer);
/// A warning for each thing of the event that PAS has no place for.
void lose_event_detail(RequestWriter& writer);

// timing_out.cpp
/// The ServiceRequest that carries a Delivery. `line` is nullptr for the event's, which is an order without a
/// code.
std::string add_order(RequestWriter& writer, const precert::Delivery& delivery,
                      const precert::ServiceLine* line);

// service_out.cpp
/// productOrService or the code of an order.
void write_product(RequestWriter& writer, std::string_view name, const precert::ServiceLine& line);
void write_items(RequestWriter& writer, const CareTeamPlan& team, const InformationPlan& information);

}  // namespace mappers
